/**
 * Lambda integrations: AWS_PROXY with the event of format 1.0, and AWS for plain Lambda. Start at
 * {@link dev.sallyport.integration.function.LambdaProxyIntegration}.
 */
@NullMarked
package dev.sallyport.integration.function;

import org.jspecify.annotations.NullMarked;
