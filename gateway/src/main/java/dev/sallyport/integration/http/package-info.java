/**
 * HTTP and HTTP_PROXY integrations and the backend client: pooled keep-alive connections that belong to the event loop of
 * the client's connection, bodies streamed with back-pressure. Distrusts the backend. Start at
 * {@link dev.sallyport.integration.http.HttpProxyIntegration}.
 */
@NullMarked
package dev.sallyport.integration.http;

import org.jspecify.annotations.NullMarked;
