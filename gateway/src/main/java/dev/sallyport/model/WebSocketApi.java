package dev.sallyport.model;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The draft of a WebSocket API (websocket-api 1, 22.1): what UpdateApi changes. Routes, integrations, models and
 * authorizers are stored below it.
 *
 * @param id ten characters of {@code [a-z0-9]}, unlike that of every other API of any kind
 * @param description null when there is none; so is the version
 * @param routeSelectionExpression as it was given, quotes included (W22.2)
 * @param apiKeySelectionExpression one of the two of W6.2, as it was given
 * @param disableSchemaValidation whether deployments take models as they are (W13.5)
 * @param ipAddressType {@code ipv4} or {@code dualstack}
 */
public record WebSocketApi(
        String id,
        String name,
        @Nullable String description,
        @Nullable String version,
        String routeSelectionExpression,
        String apiKeySelectionExpression,
        boolean disableSchemaValidation,
        boolean disableExecuteApiEndpoint,
        String ipAddressType,
        Map<String, String> tags,
        Instant createdDate) {

    public WebSocketApi {
        tags = Copies.of(tags);
    }

    /** The same API with other tags. */
    public WebSocketApi withTags(Map<String, String> newTags) {
        return new WebSocketApi(
                id,
                name,
                description,
                version,
                routeSelectionExpression,
                apiKeySelectionExpression,
                disableSchemaValidation,
                disableExecuteApiEndpoint,
                ipAddressType,
                newTags,
                createdDate);
    }
}
