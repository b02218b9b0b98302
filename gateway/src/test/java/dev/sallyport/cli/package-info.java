/** What the command line prints and how it ends. */
@NullMarked
package dev.sallyport.cli;

import org.jspecify.annotations.NullMarked;
