/**
 * The control plane of HTTP APIs (apigatewayv2): one class per family of resources, entered by {@link
 * dev.sallyport.control.http.HttpApiOperations}.
 */
@NullMarked
package dev.sallyport.control.http;

import org.jspecify.annotations.NullMarked;
