/**
 * Durable state: entities by kind, blobs by digest, and a change log whose growing sequence is the truth. Start at
 * {@link dev.sallyport.store.Store}; {@code store.sqlite} is the embedded implementation.
 */
@NullMarked
package dev.sallyport.store;

import org.jspecify.annotations.NullMarked;
