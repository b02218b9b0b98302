/** Tests of the command that explains requests. */
@NullMarked
package dev.sallyport.cli.requests;

import org.jspecify.annotations.NullMarked;
