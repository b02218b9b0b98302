/** Where settings come from, and what is said of wrong ones. */
@NullMarked
package dev.sallyport.config;

import org.jspecify.annotations.NullMarked;
