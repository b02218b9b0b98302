/**
 * AWS's nouns as immutable records: REST API drafts, frozen API documents, stages, functions, ARNs and ids. No I/O and no
 * dependency on any other package. Start at {@link dev.sallyport.model.RestApi}, {@link dev.sallyport.model.ApiDocument}
 * and {@link dev.sallyport.model.FunctionVersion}.
 */
@NullMarked
package dev.sallyport.model;

import org.jspecify.annotations.NullMarked;
