/**
 * The MOCK integration: no backend; the request template's {@code statusCode} selects the integration response.
 */
@NullMarked
package dev.sallyport.integration.mock;

import org.jspecify.annotations.NullMarked;
