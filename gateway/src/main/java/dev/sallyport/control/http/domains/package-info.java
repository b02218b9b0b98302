/**
 * Custom domain names as apigatewayv2 speaks of them (http-api 16): domain names, API mappings and routing rules. The domain
 * names and mappings are those of {@code control.rest.domains}. Start at {@link
 * dev.sallyport.control.http.domains.HttpDomainOperations}.
 */
@NullMarked
package dev.sallyport.control.http.domains;

import org.jspecify.annotations.NullMarked;
