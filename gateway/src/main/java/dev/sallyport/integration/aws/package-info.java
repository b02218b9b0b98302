/**
 * AWS integrations with services other than Lambda: the request is mapped as for HTTP, signed, and sent to the service's
 * endpoint. Start at {@link dev.sallyport.integration.aws.ServiceIntegration}, for HTTP APIs at
 * {@link dev.sallyport.integration.aws.SubtypeIntegration}.
 */
@NullMarked
package dev.sallyport.integration.aws;

import org.jspecify.annotations.NullMarked;
