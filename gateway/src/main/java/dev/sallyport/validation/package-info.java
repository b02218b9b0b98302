/**
 * JSON Schema of draft 4 as models use it, compiled at deployment, with the messages of the library that AWS evidently
 * validates with (java-json-tools' json-schema-validator, the oracle of the tests). Start at
 * {@link dev.sallyport.validation.JsonSchema}. Knows no network library and nothing of the other
 * packages but {@code mapping.json}.
 */
@NullMarked
package dev.sallyport.validation;

import org.jspecify.annotations.NullMarked;
