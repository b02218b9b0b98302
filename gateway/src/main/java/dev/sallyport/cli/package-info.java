/**
 * The command line: {@code up}, {@code demo}, {@code operations} and what the launcher needs. Start at
 * {@link dev.sallyport.cli.Cli}. Knows the gateway only as a {@link dev.sallyport.cli.GatewayStarter}, so that the
 * composition root stays the one place that wires implementations together.
 */
@NullMarked
package dev.sallyport.cli;

import org.jspecify.annotations.NullMarked;
