package dev.sallyport.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An authorizer of a REST API (rest-control-plane 7.6).
 *
 * @param type {@code TOKEN}, {@code REQUEST} or {@code COGNITO_USER_POOLS}
 * @param authType as answered: what was given, else {@code custom} or {@code cognito_user_pools}
 * @param providerArns user pools; empty for Lambda authorizers
 * @param authorizerUri the invocation ARN; null for user pools
 * @param authorizerCredentials the ARN of a role, or null
 * @param identitySource one source, or several separated by commas; null when never given
 * @param identityValidationExpression a regular expression, TOKEN only, or null
 * @param authorizerResultTtlInSeconds null when never given, which has the effect of 300
 */
public record Authorizer(
        String id,
        String name,
        String type,
        @Nullable String authType,
        List<String> providerArns,
        @Nullable String authorizerUri,
        @Nullable String authorizerCredentials,
        @Nullable String identitySource,
        @Nullable String identityValidationExpression,
        @Nullable Integer authorizerResultTtlInSeconds) {

    public Authorizer {
        providerArns = List.copyOf(providerArns);
    }
}
