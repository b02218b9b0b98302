package dev.sallyport.control.rest;

import dev.sallyport.control.ServiceException;
import dev.sallyport.model.Authorizer;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** What an authorizer of each type must have, and what it does not have (rest-control-plane 7.6, R10.89 to R10.92). */
public final class AuthorizerRules {

    static final String USER_POOLS = "COGNITO_USER_POOLS";

    private static final int MAX_TTL_SECONDS = 3600;

    private static final Pattern INVOCATION = Pattern.compile(
            "arn:aws[a-z-]*:apigateway:[^:]+:lambda:path/+" + "2015-03-31/functions/[^/\\s]+/invocations");
    private static final Pattern USER_POOL =
            Pattern.compile("arn:aws[a-z-]*:cognito-idp:[a-z0-9-]+:\\d{12}:userpool/\\S+");
    private static final Pattern HEADER = Pattern.compile("method\\.request\\.header\\.[^\\s,]+");
    private static final Pattern SOURCE = Pattern.compile(
            "method\\.request\\.(?:header|querystring)\\.[^\\s,]+|stageVariables\\.\\w+|context\\.[^\\s,]+");

    private AuthorizerRules() {}

    /** The authorizer with the members that its type does not have removed, and the default of {@code authType}. */
    public static Authorizer normalized(Authorizer given) {
        return normalized(given, given.type().equals(USER_POOLS) ? null : given.authorizerCredentials());
    }

    /** The same for an update (7.6): AWS ignores credentials where user pools are created, and keeps them here. */
    static Authorizer patched(Authorizer given) {
        return normalized(given, given.authorizerCredentials());
    }

    private static Authorizer normalized(Authorizer given, @Nullable String credentials) {
        boolean pools = given.type().equals(USER_POOLS);
        String authType = given.authType();
        return new Authorizer(
                given.id(),
                given.name(),
                given.type(),
                authType == null ? (pools ? "cognito_user_pools" : "custom") : authType,
                pools ? given.providerArns() : List.of(),
                pools ? null : given.authorizerUri(),
                credentials,
                given.identitySource(),
                given.identityValidationExpression(),
                given.authorizerResultTtlInSeconds());
    }

    static Authorizer withId(Authorizer authorizer, String id) {
        return new Authorizer(
                id,
                authorizer.name(),
                authorizer.type(),
                authorizer.authType(),
                authorizer.providerArns(),
                authorizer.authorizerUri(),
                authorizer.authorizerCredentials(),
                authorizer.identitySource(),
                authorizer.identityValidationExpression(),
                authorizer.authorizerResultTtlInSeconds());
    }

    /** R10.91. */
    public static void checkUri(Authorizer authorizer) {
        String uri = authorizer.authorizerUri();
        if (!authorizer.type().equals(USER_POOLS)
                && (uri == null || !INVOCATION.matcher(uri).matches())) {
            throw ServiceException.badRequest("Invalid Authorizer URI: " + uri
                    + ". Authorizer URI should be a valid API Gateway ARN that represents a Lambda function"
                    + " invocation.");
        }
    }

    /** All the other rules; their texts are inferred. */
    public static void check(Authorizer authorizer) {
        if (authorizer.name().isEmpty()) {
            throw ServiceException.badRequest("Authorizer name must be non-empty");
        }
        Integer ttl = authorizer.authorizerResultTtlInSeconds();
        if (ttl != null && (ttl < 0 || ttl > MAX_TTL_SECONDS)) {
            throw ServiceException.badRequest("Authorizer result TTL should be between 0 and 3600");
        }
        checkIdentity(authorizer, ttl == null || ttl > 0);
        checkExpression(authorizer.identityValidationExpression());
        if (authorizer.type().equals(USER_POOLS)) {
            checkUserPools(authorizer.providerArns());
        }
    }

    /** R10.90, and the form of each source. */
    private static void checkIdentity(Authorizer authorizer, boolean cached) {
        String source = authorizer.identitySource();
        boolean several = authorizer.type().equals("REQUEST");
        if (source == null) {
            if (several && cached) {
                throw ServiceException.badRequest("Identity source must be non-empty when caching is enabled");
            }
            return;
        }
        for (String each : several ? source.split(",", -1) : new String[] {source}) {
            if (!(several ? SOURCE : HEADER).matcher(each.strip()).matches()) {
                throw ServiceException.badRequest("Invalid identity source specified: " + each.strip());
            }
        }
    }

    private static void checkExpression(@Nullable String expression) {
        if (expression == null) {
            return;
        }
        try {
            Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw ServiceException.badRequest("Invalid identity validation expression specified: " + expression);
        }
    }

    /** R10.92. */
    private static void checkUserPools(List<String> arns) {
        if (arns.isEmpty()) {
            throw ServiceException.badRequest("Invalid user pool ARN: at least one must be specified");
        }
        for (String arn : arns) {
            if (!USER_POOL.matcher(arn).matches()) {
                throw ServiceException.badRequest("Invalid user pool ARN: " + arn);
            }
        }
    }
}
