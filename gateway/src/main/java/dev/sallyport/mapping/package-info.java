/**
 * Mapping expressions, URI templates, mapping templates, query strings and selection patterns: text in, text out, compiled
 * at deployment. Knows no network library and nothing of the other packages. Start at
 * {@link dev.sallyport.mapping.MappingExpression} and {@link dev.sallyport.mapping.MappingSource}.
 */
@NullMarked
package dev.sallyport.mapping;

import org.jspecify.annotations.NullMarked;
