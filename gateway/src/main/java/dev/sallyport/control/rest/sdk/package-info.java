/**
 * Client packages generated from a stage's deployed document (openapi-and-sdk 16). Start at
 * {@link dev.sallyport.control.rest.sdk.SdkOperations}: the document becomes an {@code SdkApi}, which a generator for each
 * language writes through templates into a zip archive.
 */
@NullMarked
package dev.sallyport.control.rest.sdk;

import org.jspecify.annotations.NullMarked;
