package dev.sallyport.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The draft of an HTTP API (http-api 21.1): what UpdateApi changes. Routes, integrations and authorizers are stored below
 * it.
 *
 * @param id ten characters of {@code [a-z0-9]}
 * @param cors null when the API answers no preflight by itself
 * @param ipAddressType {@code ipv4} or {@code dualstack}
 * @param description null when there is none; so is the version
 * @param importInfo what an import left out; empty without one, as are its warnings
 */
public record HttpApi(
        String id,
        String name,
        @Nullable String description,
        @Nullable String version,
        @Nullable HttpApiCors cors,
        boolean disableExecuteApiEndpoint,
        String ipAddressType,
        String apiKeySelectionExpression,
        List<String> importInfo,
        List<String> warnings,
        Map<String, String> tags,
        Instant createdDate) {

    public HttpApi {
        importInfo = List.copyOf(importInfo);
        warnings = List.copyOf(warnings);
        tags = Copies.of(tags);
    }

    /** The same API with other tags. */
    public HttpApi withTags(Map<String, String> newTags) {
        return new HttpApi(
                id,
                name,
                description,
                version,
                cors,
                disableExecuteApiEndpoint,
                ipAddressType,
                apiKeySelectionExpression,
                importInfo,
                warnings,
                newTags,
                createdDate);
    }

    /** The same API with another configuration of CORS, or with none. */
    public HttpApi withCors(@Nullable HttpApiCors newCors) {
        return new HttpApi(
                id,
                name,
                description,
                version,
                newCors,
                disableExecuteApiEndpoint,
                ipAddressType,
                apiKeySelectionExpression,
                importInfo,
                warnings,
                tags,
                createdDate);
    }
}
