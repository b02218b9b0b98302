/**
 * OpenAPI documents: ImportRestApi, PutRestApi, ImportDocumentationParts and GetExport. Start at
 * {@link dev.sallyport.control.rest.openapi.OpenApiOperations}. An import reads the text into a tree
 * ({@code control.openapi}), turns every part of it into the records that the other operations store, gathers what AWS
 * would warn of or refuse ({@code Findings}), and writes all of it in the one transaction or nothing. An export goes the
 * other way from the document that a deployment froze. May use control.rest, control.openapi, control, model, store and
 * wire.
 */
@NullMarked
package dev.sallyport.control.rest.openapi;

import org.jspecify.annotations.NullMarked;
