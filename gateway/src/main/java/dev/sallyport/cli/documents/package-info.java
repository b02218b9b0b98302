/**
 * {@code sallyport import} and {@code sallyport export}: OpenAPI documents in and out of a gateway that runs, by its public
 * AWS API. Start at {@link dev.sallyport.cli.documents.ImportCommand}.
 */
@NullMarked
package dev.sallyport.cli.documents;

import org.jspecify.annotations.NullMarked;
