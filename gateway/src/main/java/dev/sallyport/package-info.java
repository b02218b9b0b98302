/** The program: {@link dev.sallyport.Main}, and {@link dev.sallyport.Gateway}, which wires all packages together. */
@NullMarked
package dev.sallyport;

import org.jspecify.annotations.NullMarked;
