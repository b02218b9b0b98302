package dev.sallyport.model;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * An integration of a WebSocket API with its integration responses (websocket-api 9, 12, 14).
 *
 * @param id seven characters of {@code [a-z0-9]}
 * @param type {@code AWS}, {@code AWS_PROXY}, {@code HTTP}, {@code HTTP_PROXY} or {@code MOCK}
 * @param uri as given; null for MOCK
 * @param method null for MOCK when never given
 * @param connectionType {@code INTERNET} or {@code VPC_LINK}
 * @param connectionId the id of a VPC link of either kind, or a stage variable such as {@code ${stageVariables.link}};
 *     null for INTERNET
 * @param contentHandlingStrategy {@code CONVERT_TO_BINARY}, {@code CONVERT_TO_TEXT}, or null for neither
 * @param passthroughBehavior {@code WHEN_NO_MATCH}, {@code WHEN_NO_TEMPLATES} or {@code NEVER}
 * @param requestParameters sources by target, such as {@code context.connectionId} by {@code
 *     integration.request.header.id}
 * @param requestTemplates by the key that the selection gives
 * @param templateSelectionExpression null when never given
 * @param responses in the order of their creation, one for each key
 */
public record WebSocketIntegration(
        String id,
        String type,
        @Nullable String uri,
        @Nullable String method,
        String connectionType,
        @Nullable String connectionId,
        @Nullable String credentialsArn,
        @Nullable String description,
        @Nullable String contentHandlingStrategy,
        String passthroughBehavior,
        int timeoutInMillis,
        SortedMap<String, String> requestParameters,
        SortedMap<String, String> requestTemplates,
        @Nullable String templateSelectionExpression,
        List<Response> responses) {

    public WebSocketIntegration {
        requestParameters = Copies.of(requestParameters);
        requestTemplates = Copies.of(requestTemplates);
        responses = List.copyOf(responses);
    }

    /**
     * An integration response.
     *
     * @param key {@code $default} or a pattern in slashes, such as {@code /2\d\d/} (W12.2)
     * @param contentHandlingStrategy {@code CONVERT_TO_BINARY}, {@code CONVERT_TO_TEXT}, or null for neither
     * @param parameters sources by target, such as {@code route.response.header.NAME}
     * @param templates by the key that the selection gives
     * @param templateSelectionExpression null when never given
     */
    public record Response(
            String id,
            String key,
            @Nullable String contentHandlingStrategy,
            SortedMap<String, String> parameters,
            SortedMap<String, String> templates,
            @Nullable String templateSelectionExpression) {

        public Response {
            parameters = Copies.of(parameters);
            templates = Copies.of(templates);
        }
    }

    /** Whether what comes back is not mapped. */
    public boolean isProxy() {
        return type.endsWith("_PROXY");
    }

    /** Whether it goes through a VPC link. */
    public boolean isPrivate() {
        return connectionType.equals("VPC_LINK");
    }

    /** What integration responses are chosen by, which the type decides (W12.3); null for proxies. */
    public @Nullable String responseSelectionExpression() {
        return switch (type) {
            case "HTTP", "MOCK" -> "${integration.response.statuscode}";
            case "AWS" -> "${integration.response.body.errorMessage}";
            default -> null;
        };
    }

    /** The same integration with other integration responses. */
    public WebSocketIntegration withResponses(List<Response> newResponses) {
        return new WebSocketIntegration(
                id,
                type,
                uri,
                method,
                connectionType,
                connectionId,
                credentialsArn,
                description,
                contentHandlingStrategy,
                passthroughBehavior,
                timeoutInMillis,
                requestParameters,
                requestTemplates,
                templateSelectionExpression,
                newResponses);
    }
}
