/**
 * JSON as mappings and templates see it: maps, lists, strings, numbers, booleans and null, the text that API Gateway makes
 * of them, and JSON paths. Start at {@link dev.sallyport.mapping.json.JsonTree} and
 * {@link dev.sallyport.mapping.json.PathExpression}.
 */
@NullMarked
package dev.sallyport.mapping.json;

import org.jspecify.annotations.NullMarked;
