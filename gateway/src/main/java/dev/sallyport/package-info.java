/**
 * The composition root: {@link dev.sallyport.Gateway} is the only place that wires implementations together, and
 * {@link dev.sallyport.Main} the program.
 */
@NullMarked
package dev.sallyport;

import org.jspecify.annotations.NullMarked;
