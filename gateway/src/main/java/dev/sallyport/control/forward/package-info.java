/**
 * Calls of AWS services that the gateway does not provide, handed to an upstream that the operator names. Start at
 * {@link dev.sallyport.control.forward.UpstreamForwarder}.
 */
@NullMarked
package dev.sallyport.control.forward;

import org.jspecify.annotations.NullMarked;
