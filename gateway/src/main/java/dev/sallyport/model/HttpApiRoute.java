package dev.sallyport.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A route of an HTTP API (http-api 2, 21.2).
 *
 * @param id seven characters of {@code [a-z0-9]}
 * @param routeKey {@code $default} or a verb, a blank and a path
 * @param target {@code integrations/{id}}, or null
 * @param authorizationType {@code NONE}, {@code AWS_IAM}, {@code CUSTOM} or {@code JWT}
 * @param authorizationScopes of JWT authorization; empty for any
 * @param managed whether quick create made it
 */
public record HttpApiRoute(
        String id,
        String routeKey,
        @Nullable String target,
        String authorizationType,
        @Nullable String authorizerId,
        List<String> authorizationScopes,
        @Nullable String operationName,
        boolean managed) {

    /** The key of the route for everything that no other route takes. */
    public static final String DEFAULT = "$default";

    private static final String INTEGRATIONS = "integrations/";

    public HttpApiRoute {
        authorizationScopes = List.copyOf(authorizationScopes);
    }

    /** The target that names an integration. */
    public static String targetOf(String integrationId) {
        return INTEGRATIONS + integrationId;
    }

    /** The integration that the target names, or null. */
    public @Nullable String integrationId() {
        return integrationOf(target);
    }

    /** The integration that a target names, or null. */
    static @Nullable String integrationOf(@Nullable String target) {
        return target != null && target.startsWith(INTEGRATIONS) ? target.substring(INTEGRATIONS.length()) : null;
    }

    /** The same route to another target. */
    public HttpApiRoute withTarget(String newTarget) {
        return new HttpApiRoute(
                id, routeKey, newTarget, authorizationType, authorizerId, authorizationScopes, operationName, managed);
    }

    /** The verb of the key; that of the default route is {@code ANY}. */
    public String verb() {
        return routeKey.equals(DEFAULT) ? "ANY" : routeKey.substring(0, routeKey.indexOf(' '));
    }

    /** The path of the key; that of the default route is {@link #DEFAULT}. */
    public String path() {
        return routeKey.equals(DEFAULT) ? DEFAULT : routeKey.substring(routeKey.indexOf(' ') + 1);
    }
}
