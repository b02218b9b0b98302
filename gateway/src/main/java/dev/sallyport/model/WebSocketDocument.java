package dev.sallyport.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment of a WebSocket API freezes (W1.5). Equal APIs give equal documents, so its digest is its identity.
 *
 * @param formatVersion of this document, {@link #FORMAT_VERSION} when written today
 * @param routes sorted by key, each with its route responses
 * @param integrations sorted by id, each with its integration responses; so are the authorizers
 * @param models sorted by name
 */
public record WebSocketDocument(
        int formatVersion,
        String apiId,
        String routeSelectionExpression,
        String apiKeySelectionExpression,
        boolean disableSchemaValidation,
        boolean disableExecuteApiEndpoint,
        List<WebSocketRoute> routes,
        List<WebSocketIntegration> integrations,
        List<WebSocketModel> models,
        List<HttpApiAuthorizer> authorizers) {

    /** The version of the document format that this release writes. */
    public static final int FORMAT_VERSION = 1;

    public WebSocketDocument {
        routes = List.copyOf(routes);
        integrations = List.copyOf(integrations);
        models = List.copyOf(models);
        authorizers = List.copyOf(authorizers);
    }

    /** A route by its key, or null. */
    public @Nullable WebSocketRoute route(String key) {
        return routes.stream()
                .filter(each -> each.routeKey().equals(key))
                .findFirst()
                .orElse(null);
    }

    /** An integration by its id, or null. */
    public @Nullable WebSocketIntegration integration(@Nullable String id) {
        return integrations.stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    /** A model by its name, or null. */
    public @Nullable WebSocketModel model(@Nullable String name) {
        return models.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** An authorizer by its id, or null. */
    public @Nullable HttpApiAuthorizer authorizer(@Nullable String id) {
        return authorizers.stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElse(null);
    }
}
