package dev.sallyport.edge;

import dev.sallyport.model.Authorizer;
import dev.sallyport.snapshot.TestIntegration;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Authorizers and what their functions return, for tests. */
final class AuthorizerFixture {

    static final String ARN = "arn:aws:execute-api:eu-west-1:123456789012:abc123/test/";

    private AuthorizerFixture() {}

    static Authorizer token(String id, String function, @Nullable String expression, @Nullable Integer ttl) {
        return lambda(id, "TOKEN", function, "method.request.header.Authorization", expression, ttl);
    }

    static Authorizer request(String id, String function, @Nullable String sources, @Nullable Integer ttl) {
        return lambda(id, "REQUEST", function, sources, null, ttl);
    }

    private static Authorizer lambda(
            String id,
            String type,
            String function,
            @Nullable String sources,
            @Nullable String expression,
            @Nullable Integer ttl) {
        return new Authorizer(
                id, id, type, "custom", List.of(), TestIntegration.lambdaUri(function), null, sources, expression, ttl);
    }

    static Authorizer withRole(Authorizer authorizer, String role) {
        return new Authorizer(
                authorizer.id(),
                authorizer.name(),
                authorizer.type(),
                authorizer.authType(),
                List.of(),
                authorizer.authorizerUri(),
                role,
                authorizer.identitySource(),
                null,
                authorizer.authorizerResultTtlInSeconds());
    }

    static Authorizer pools(String id, @Nullable String expression, @Nullable Integer ttl, String... arns) {
        return new Authorizer(
                id,
                id,
                "COGNITO_USER_POOLS",
                "cognito_user_pools",
                List.of(arns),
                null,
                null,
                "method.request.header.Authorization",
                expression,
                ttl);
    }

    static String statement(String effect, String resource) {
        return "{\"Action\":\"execute-api:Invoke\",\"Effect\":\"" + effect + "\",\"Resource\":\"" + resource + "\"}";
    }

    /** A result with these statements and nothing else. */
    static String result(String... statements) {
        return resultWith("", statements);
    }

    /** @param more members, each behind a comma */
    static String resultWith(String more, String... statements) {
        return "{\"principalId\":\"user-1\",\"policyDocument\":{\"Version\":\"2012-10-17\",\"Statement\":["
                + String.join(",", statements) + "]}" + more + "}";
    }

    static String payload(DataPlaneFixture gateway) {
        return new String(gateway.functions().invocations().getLast().payload(), StandardCharsets.UTF_8);
    }
}
