package dev.sallyport.model;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A method of a resource: the method request, the method responses and the integration (rest-control-plane 7.3).
 *
 * @param httpMethod a verb or {@code ANY}
 * @param authorizationType {@code NONE}, {@code AWS_IAM}, {@code CUSTOM} or {@code COGNITO_USER_POOLS}
 * @param requestParameters {@code method.request.header.X} and the like to whether it is required
 * @param requestModels content type to model name
 * @param methodResponses by status code
 * @param integration null until PutIntegration
 */
public record Method(
        String httpMethod,
        String authorizationType,
        @Nullable String authorizerId,
        List<String> authorizationScopes,
        boolean apiKeyRequired,
        @Nullable String requestValidatorId,
        @Nullable String operationName,
        SortedMap<String, Boolean> requestParameters,
        SortedMap<String, String> requestModels,
        SortedMap<String, MethodResponse> methodResponses,
        @Nullable Integration integration) {

    public Method {
        authorizationScopes = List.copyOf(authorizationScopes);
        requestParameters = Copies.of(requestParameters);
        requestModels = Copies.of(requestModels);
        methodResponses = Copies.of(methodResponses);
    }

    /** The same method with another integration, or with none. */
    public Method withIntegration(@Nullable Integration newIntegration) {
        return new Method(
                httpMethod,
                authorizationType,
                authorizerId,
                authorizationScopes,
                apiKeyRequired,
                requestValidatorId,
                operationName,
                requestParameters,
                requestModels,
                methodResponses,
                newIntegration);
    }

    /** The same method without the id of an authorizer. */
    public Method withoutAuthorizer() {
        return withGuards(null, requestValidatorId);
    }

    /** The same method with the ids of another authorizer and another validator, or of none. */
    public Method withGuards(@Nullable String newAuthorizerId, @Nullable String newRequestValidatorId) {
        return new Method(
                httpMethod,
                authorizationType,
                newAuthorizerId,
                authorizationScopes,
                apiKeyRequired,
                newRequestValidatorId,
                operationName,
                requestParameters,
                requestModels,
                methodResponses,
                integration);
    }

    /** The same method for everybody: without authorization and API key. */
    public Method withoutAuthorization() {
        return new Method(
                httpMethod,
                "NONE",
                null,
                List.of(),
                false,
                requestValidatorId,
                operationName,
                requestParameters,
                requestModels,
                methodResponses,
                integration);
    }

    /** The same method with other method responses. */
    public Method withMethodResponses(SortedMap<String, MethodResponse> newResponses) {
        return new Method(
                httpMethod,
                authorizationType,
                authorizerId,
                authorizationScopes,
                apiKeyRequired,
                requestValidatorId,
                operationName,
                requestParameters,
                requestModels,
                newResponses,
                integration);
    }

    /**
     * What a method may answer.
     *
     * @param responseParameters {@code method.response.header.X} to a flag; null when never given (an explicit empty map
     *     is kept, R1.18)
     * @param responseModels content type to model name; null when never given
     */
    public record MethodResponse(
            String statusCode,
            @Nullable Map<String, Boolean> responseParameters,
            @Nullable Map<String, String> responseModels) {

        public MethodResponse {
            responseParameters = responseParameters == null ? null : Copies.of(responseParameters);
            responseModels = responseModels == null ? null : Copies.of(responseModels);
        }
    }
}
