/**
 * API keys, usage plans, the keys of plans, and usage (rest-control-plane 7.12, 10.9, 10.10, 15, 16). Start at
 * {@link dev.sallyport.control.rest.usage.UsageOperations}, which lists the operations. May use model, store, control,
 * control.patch, control.rest and wire.
 */
@NullMarked
package dev.sallyport.control.rest.usage;

import org.jspecify.annotations.NullMarked;
