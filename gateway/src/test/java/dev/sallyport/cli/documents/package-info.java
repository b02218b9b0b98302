/** Tests of the commands for OpenAPI documents. */
@NullMarked
package dev.sallyport.cli.documents;

import org.jspecify.annotations.NullMarked;
