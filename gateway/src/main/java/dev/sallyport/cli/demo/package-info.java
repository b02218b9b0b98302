/**
 * {@code sallyport demo}: a pet store made through the public AWS API of an ephemeral gateway, with two stages to try.
 * Start at {@link dev.sallyport.cli.demo.Demo}.
 */
@NullMarked
package dev.sallyport.cli.demo;

import org.jspecify.annotations.NullMarked;
