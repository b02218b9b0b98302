package dev.sallyport.model;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * How a method calls its backend (rest-control-plane 7.5).
 *
 * @param type {@code HTTP}, {@code HTTP_PROXY}, {@code AWS}, {@code AWS_PROXY} or {@code MOCK}
 * @param httpMethod the backend's verb; null for MOCK
 * @param uri null for MOCK
 * @param connectionType {@code INTERNET} or {@code VPC_LINK}; null for AWS, AWS_PROXY and MOCK
 * @param requestParameters {@code integration.request.header.X} to a mapping expression
 * @param requestTemplates content type to template; a value may be null
 * @param timeoutMillis 50 to 29000
 * @param cacheNamespace by default the id of the resource
 * @param integrationResponses by status code
 * @param insecureSkipVerification {@code tlsConfig.insecureSkipVerification}; null when never given
 */
public record Integration(
        String type,
        @Nullable String httpMethod,
        @Nullable String uri,
        @Nullable String connectionType,
        @Nullable String connectionId,
        @Nullable String credentials,
        Map<String, String> requestParameters,
        Map<String, @Nullable String> requestTemplates,
        String passthroughBehavior,
        @Nullable String contentHandling,
        int timeoutMillis,
        String cacheNamespace,
        List<String> cacheKeyParameters,
        SortedMap<String, IntegrationResponse> integrationResponses,
        @Nullable Boolean insecureSkipVerification,
        @Nullable String responseTransferMode,
        @Nullable String integrationTarget) {

    public Integration {
        requestParameters = Copies.of(requestParameters);
        requestTemplates = Copies.ofNullable(requestTemplates);
        cacheKeyParameters = List.copyOf(cacheKeyParameters);
        integrationResponses = Copies.of(integrationResponses);
    }

    /** The same integration with other integration responses. */
    public Integration withIntegrationResponses(SortedMap<String, IntegrationResponse> newResponses) {
        return copy(cacheNamespace, newResponses);
    }

    /** The same integration with another cache namespace. */
    public Integration withCacheNamespace(String newNamespace) {
        return copy(newNamespace, integrationResponses);
    }

    private Integration copy(String newNamespace, SortedMap<String, IntegrationResponse> newResponses) {
        return new Integration(
                type,
                httpMethod,
                uri,
                connectionType,
                connectionId,
                credentials,
                requestParameters,
                requestTemplates,
                passthroughBehavior,
                contentHandling,
                timeoutMillis,
                newNamespace,
                cacheKeyParameters,
                newResponses,
                insecureSkipVerification,
                responseTransferMode,
                integrationTarget);
    }

    /**
     * How a backend's answer becomes a method response.
     *
     * @param selectionPattern null when never given; {@code ""} is echoed
     * @param responseParameters {@code method.response.header.X} to a mapping expression; null when never given
     * @param responseTemplates content type to template, a value may be null; null when never given
     */
    public record IntegrationResponse(
            String statusCode,
            @Nullable String selectionPattern,
            @Nullable Map<String, String> responseParameters,
            @Nullable Map<String, @Nullable String> responseTemplates,
            @Nullable String contentHandling) {

        public IntegrationResponse {
            responseParameters = responseParameters == null ? null : Copies.of(responseParameters);
            responseTemplates = responseTemplates == null ? null : Copies.ofNullable(responseTemplates);
        }
    }
}
