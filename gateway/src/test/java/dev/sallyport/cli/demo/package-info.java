/** The pet store, made on a real gateway. */
@NullMarked
package dev.sallyport.cli.demo;

import org.jspecify.annotations.NullMarked;
