package dev.sallyport.model;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A route of a WebSocket API with its route responses (websocket-api 1, 5, 11, 13).
 *
 * @param id seven characters of {@code [a-z0-9]}
 * @param routeKey {@link #CONNECT}, {@link #DISCONNECT}, {@link #DEFAULT} or any other text
 * @param target {@code integrations/{id}}, or null
 * @param authorizationType {@code NONE}, {@code AWS_IAM} or {@code CUSTOM}; another than NONE on {@link #CONNECT} alone
 * @param authorizerId of CUSTOM authorization; otherwise null
 * @param apiKeyRequired matters to {@link #CONNECT} alone (W6.1)
 * @param modelSelectionExpression null validates nothing (W13.6)
 * @param requestModels names of models by the key that the selection gives
 * @param requestParameters what {@link #CONNECT} may be asked, such as {@code route.request.querystring.token}, and
 *     whether it must be there (W9.12)
 * @param routeResponseSelectionExpression {@link #DEFAULT} or null
 * @param responses in the order of their creation; the only key is {@link #DEFAULT}
 */
public record WebSocketRoute(
        String id,
        String routeKey,
        @Nullable String target,
        String authorizationType,
        @Nullable String authorizerId,
        boolean apiKeyRequired,
        @Nullable String operationName,
        @Nullable String modelSelectionExpression,
        SortedMap<String, String> requestModels,
        SortedMap<String, Boolean> requestParameters,
        @Nullable String routeResponseSelectionExpression,
        List<Response> responses) {

    /** The key of the route that a handshake takes. */
    public static final String CONNECT = "$connect";

    /** The key of the route that is taken when a connection has ended. */
    public static final String DISCONNECT = "$disconnect";

    /** The key of the route for what no other route takes; also the one key of route responses. */
    public static final String DEFAULT = "$default";

    public WebSocketRoute {
        requestModels = Copies.of(requestModels);
        requestParameters = Copies.of(requestParameters);
        responses = List.copyOf(responses);
    }

    /**
     * A route response. Its models and parameters are stored and answered, never applied (W11.12).
     *
     * @param key {@link #DEFAULT}
     */
    public record Response(
            String id,
            String key,
            @Nullable String modelSelectionExpression,
            Map<String, String> models,
            Map<String, Boolean> parameters) {

        public Response {
            models = Copies.of(models);
            parameters = Copies.of(parameters);
        }
    }

    /** The integration that the target names, or null. */
    public @Nullable String integrationId() {
        return HttpApiRoute.integrationOf(target);
    }

    /** Whether what the integration answers is sent to the client (W11.1, W11.2). */
    public boolean isTwoWay() {
        return DEFAULT.equals(routeResponseSelectionExpression)
                && responses.stream().anyMatch(response -> response.key().equals(DEFAULT));
    }

    /** The same route with other route responses. */
    public WebSocketRoute withResponses(List<Response> newResponses) {
        return new WebSocketRoute(
                id,
                routeKey,
                target,
                authorizationType,
                authorizerId,
                apiKeyRequired,
                operationName,
                modelSelectionExpression,
                requestModels,
                requestParameters,
                routeResponseSelectionExpression,
                newResponses);
    }

    /** The same route with other parameters of requests. */
    public WebSocketRoute withRequestParameters(SortedMap<String, Boolean> newParameters) {
        return new WebSocketRoute(
                id,
                routeKey,
                target,
                authorizationType,
                authorizerId,
                apiKeyRequired,
                operationName,
                modelSelectionExpression,
                requestModels,
                newParameters,
                routeResponseSelectionExpression,
                responses);
    }
}
