/**
 * OpenAPI documents as such, for whatever imports or exports them: the text as a tree with the place of every value,
 * references, bounds, what an import finds, and how a document is written. Start at {@link
 * dev.sallyport.control.openapi.SourceDocument}. Knows nothing of what the documents mean. May use control and model.
 */
@NullMarked
package dev.sallyport.control.openapi;

import org.jspecify.annotations.NullMarked;
