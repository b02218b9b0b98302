/**
 * Calls of a gateway that runs, signed as AWS's own tools sign them. Start at {@link dev.sallyport.cli.calls.GatewayOption}.
 */
@NullMarked
package dev.sallyport.cli.calls;

import org.jspecify.annotations.NullMarked;
