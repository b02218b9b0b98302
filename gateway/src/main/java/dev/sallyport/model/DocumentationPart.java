package dev.sallyport.model;

import org.jspecify.annotations.Nullable;

/**
 * A piece of documentation of a REST API (rest-control-plane 7.14, 20).
 *
 * @param properties the text of a JSON object
 */
public record DocumentationPart(String id, Location location, String properties) {

    /**
     * What is documented; members that were never given are null (R20.1).
     *
     * @param type {@code API}, {@code METHOD} and so on
     */
    public record Location(
            String type,
            @Nullable String path,
            @Nullable String method,
            @Nullable String statusCode,
            @Nullable String name) {}
}
