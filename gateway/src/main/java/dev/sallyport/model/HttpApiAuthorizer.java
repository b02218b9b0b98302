package dev.sallyport.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An authorizer of an HTTP API (http-api 9, 10, 21.4) or of a WebSocket API (websocket-api 5); those of WebSocket APIs
 * are of the type REQUEST and without a format, a time to live and simple responses (W5.5).
 *
 * @param id six characters of {@code [a-z0-9]}
 * @param type {@code JWT} or {@code REQUEST}
 * @param identitySource selections such as {@code $request.header.Authorization}; of a WebSocket API such as {@code
 *     route.request.header.Authorization}
 * @param issuer of JWT; otherwise null
 * @param audience of JWT
 * @param uri of the function, in the form for invocations; null for JWT
 * @param credentialsArn the role that calls the function, or null
 * @param payloadFormatVersion of REQUEST of an HTTP API, {@code 1.0} or {@code 2.0}; otherwise null
 * @param resultTtlInSeconds null when never given, which keeps nothing (R10.17)
 * @param enableSimpleResponses null when never given
 */
public record HttpApiAuthorizer(
        String id,
        String name,
        String type,
        List<String> identitySource,
        @Nullable String issuer,
        List<String> audience,
        @Nullable String uri,
        @Nullable String credentialsArn,
        @Nullable String payloadFormatVersion,
        @Nullable Integer resultTtlInSeconds,
        @Nullable Boolean enableSimpleResponses) {

    public HttpApiAuthorizer {
        identitySource = List.copyOf(identitySource);
        audience = List.copyOf(audience);
    }
}
