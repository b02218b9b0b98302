package dev.sallyport.model;

import org.jspecify.annotations.Nullable;

/**
 * A model of a WebSocket API (websocket-api 13).
 *
 * @param id six characters of {@code [a-z0-9]}
 * @param name letters and digits; what routes call it by
 * @param description null when there is none
 * @param schema JSON schema, draft 4, as it was given
 */
public record WebSocketModel(
        String id, String name, @Nullable String description, String contentType, String schema) {}
