package dev.sallyport.model;

import org.jspecify.annotations.Nullable;

/**
 * A model of a REST API: a JSON Schema by name (rest-control-plane 7.8).
 *
 * @param id six characters of {@code [a-z0-9]}; operations address a model by its name
 * @param name unique in its API, alphanumeric
 * @param schema the JSON text of the schema, as it was given
 */
public record Model(
        String id,
        String name,
        @Nullable String description,
        String contentType,
        @Nullable String schema) {}
