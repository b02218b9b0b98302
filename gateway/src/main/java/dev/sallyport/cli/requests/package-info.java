/** The command that explains requests of a gateway that runs; starts at {@link dev.sallyport.cli.requests.ExplainCommand}. */
@NullMarked
package dev.sallyport.cli.requests;

import org.jspecify.annotations.NullMarked;
