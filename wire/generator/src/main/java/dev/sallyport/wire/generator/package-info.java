/**
 * Makes the Java sources of the wire module: {@link dev.sallyport.wire.generator.Generator} reads the facts and the
 * overlay in {@code wire/models} and writes records, operation tables and services. Runs at build time; nothing of it
 * is in the product.
 */
@NullMarked
package dev.sallyport.wire.generator;

import org.jspecify.annotations.NullMarked;
