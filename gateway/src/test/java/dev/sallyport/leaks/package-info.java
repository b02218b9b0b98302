/** The watch for lost buffers that runs with every test. */
@NullMarked
package dev.sallyport.leaks;

import org.jspecify.annotations.NullMarked;
