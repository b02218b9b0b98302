/** Tests of HTTP APIs as OpenAPI documents. */
@NullMarked
package dev.sallyport.control.http.documents;

import org.jspecify.annotations.NullMarked;
