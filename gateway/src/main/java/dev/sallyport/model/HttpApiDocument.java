package dev.sallyport.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment of an HTTP API freezes (R13.2). Equal APIs give equal documents, so its digest is its identity.
 *
 * @param formatVersion of this document, {@link #FORMAT_VERSION} when written today
 * @param cors null when the API answers no preflight by itself
 * @param routes sorted by key
 * @param integrations sorted by id, and so are the authorizers
 */
public record HttpApiDocument(
        int formatVersion,
        String apiId,
        boolean disableExecuteApiEndpoint,
        @Nullable HttpApiCors cors,
        List<HttpApiRoute> routes,
        List<HttpApiIntegration> integrations,
        List<HttpApiAuthorizer> authorizers) {

    /** The version of the document format that this release writes. */
    public static final int FORMAT_VERSION = 1;

    public HttpApiDocument {
        routes = List.copyOf(routes);
        integrations = List.copyOf(integrations);
        authorizers = List.copyOf(authorizers);
    }

    /** An integration by its id, or null. */
    public @Nullable HttpApiIntegration integration(@Nullable String id) {
        return integrations.stream()
                .filter(each -> each.id().equals(id))
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
