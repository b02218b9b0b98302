/**
 * HTTP APIs as OpenAPI 3.0 documents: ImportApi, ReimportApi and ExportApi (http-api 17), entered by {@link
 * dev.sallyport.control.http.documents.HttpApiDocumentOperations}. An import makes a whole draft of the document, outside
 * of any transaction because it asks issuers, and then exchanges it in one. May use control.openapi, control.http, control,
 * model, store and wire.
 */
@NullMarked
package dev.sallyport.control.http.documents;

import org.jspecify.annotations.NullMarked;
