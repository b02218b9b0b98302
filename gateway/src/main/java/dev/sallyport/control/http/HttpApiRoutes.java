package dev.sallyport.control.http;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.Input;
import dev.sallyport.control.rest.Page;
import dev.sallyport.model.HttpApiAuthorizer;
import dev.sallyport.model.HttpApiRoute;
import dev.sallyport.model.Ids;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigatewayv2.CreateRouteRequest;
import dev.sallyport.wire.apigatewayv2.UpdateRouteRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Routes of HTTP APIs (http-api 2, 21.2). */
final class HttpApiRoutes {

    static final int ID_LENGTH = 7;

    static final int MAX_ROUTES = 300;
    private static final int MAX_SCOPES = 10;
    private static final Pattern TARGET = Pattern.compile("integrations/([^/]+)");

    private final Store store;
    private final Ids ids;
    private final HttpApiDeployments deployments;

    HttpApiRoutes(Store store, Ids ids, HttpApiDeployments deployments) {
        this.store = store;
        this.ids = ids;
        this.deployments = deployments;
    }

    HttpApiRoute create(Call call, String apiId, CreateRouteRequest in) {
        return store.write(tx -> {
            HttpApiLookups.api(tx, call, apiId);
            refuseForWebSocket(
                    in.apiKeyRequired(),
                    in.modelSelectionExpression(),
                    in.requestModels(),
                    in.requestParameters(),
                    in.routeResponseSelectionExpression());
            HttpApiRoute route = new HttpApiRoute(
                    newId(tx, call, apiId),
                    Input.required(in.routeKey()),
                    Input.orNull(in.target()),
                    Objects.requireNonNullElse(in.authorizationType(), "NONE"),
                    Input.orNull(in.authorizerId()),
                    Objects.requireNonNullElse(in.authorizationScopes(), List.of()),
                    Input.orNull(in.operationName()),
                    false);
            checkQuota(tx, call, apiId);
            check(tx, call, apiId, route);
            tx.put(Kind.HTTP_API_ROUTE, call.scope(), apiId, route.id(), route);
            deployments.changed(tx, call, apiId);
            return route;
        });
    }

    String newId(Store.Reader tx, Call call, String apiId) {
        return ids.next(ID_LENGTH, id -> tx.find(Kind.HTTP_API_ROUTE, call.scope(), apiId, id) != null);
    }

    /** (http-api 19) Terraform names no limit, so this is AWS's. */
    private static void checkQuota(Store.Reader tx, Call call, String apiId) {
        if (tx.list(Kind.HTTP_API_ROUTE, call.scope(), apiId).size() >= MAX_ROUTES) {
            throw new ServiceException(
                    429, "TooManyRequestsException", "Maximum number of routes for this API has been reached");
        }
    }

    /** R2.2, R21.13 to R21.16. */
    static void check(Store.Reader tx, Call call, String apiId, HttpApiRoute route) {
        RouteKeys.check(route.routeKey());
        tx.list(Kind.HTTP_API_ROUTE, call.scope(), apiId).stream()
                .filter(other ->
                        other.routeKey().equals(route.routeKey()) && !other.id().equals(route.id()))
                .findAny()
                .ifPresent(other -> {
                    throw exists(route.routeKey());
                });
        String integrationId = integrationId(route.target());
        if (integrationId != null) {
            HttpApiLookups.integration(tx, call, apiId, integrationId);
        }
        checkAuthorization(tx, call, apiId, route);
    }

    /** R21.14. */
    static ServiceException exists(String routeKey) {
        return ServiceException.conflict("Route with key " + routeKey + " already exists for this API");
    }

    /**
     * The integration that a target names, or null without a target.
     *
     * @throws ServiceException when the target is malformed (R21.13)
     */
    static @Nullable String integrationId(@Nullable String target) {
        if (target == null) {
            return null;
        }
        Matcher named = TARGET.matcher(target);
        if (!named.matches()) {
            throw ServiceException.badRequest(
                    "Invalid target specified: " + target + ". A target is integrations/<integration id>");
        }
        return named.group(1);
    }

    /** R21.26, R21.32. */
    static void refuseReferenced(String noun, List<String> routes) {
        if (!routes.isEmpty()) {
            throw ServiceException.conflict(
                    "Cannot delete " + noun + " because it is referenced by the following Routes with Ids: ["
                            + String.join(", ", routes) + "]");
        }
    }

    private static void checkAuthorization(Store.Reader tx, Call call, String apiId, HttpApiRoute route) {
        checkAuthorizer(tx, call, apiId, route.authorizationType(), route.authorizerId());
        checkScopes(route);
    }

    /** R21.16. */
    static void checkScopes(HttpApiRoute route) {
        if (!route.authorizationType().equals("JWT")
                && !route.authorizationScopes().isEmpty()) {
            throw ServiceException.badRequest(
                    "Authorization scopes are only supported for routes with authorization type JWT");
        }
        if (route.authorizationScopes().size() > MAX_SCOPES) {
            throw ServiceException.badRequest("Maximum number of authorization scopes is " + MAX_SCOPES);
        }
    }

    /** R11.5, R21.15: the authorizer that a type of authorization needs, or none. */
    static void checkAuthorizer(Store.Reader tx, Call call, String apiId, String type, @Nullable String id) {
        String needed = switch (type) {
            case "JWT" -> "JWT";
            case "CUSTOM" -> "REQUEST";
            default -> null;
        };
        if (needed == null) {
            if (id != null) { // R11.5
                throw ServiceException.badRequest(
                        "Invalid authorizer ID specified. An authorizer cannot be set with authorization type " + type);
            }
        } else {
            HttpApiAuthorizer authorizer =
                    id == null ? null : tx.find(Kind.HTTP_API_AUTHORIZER, call.scope(), apiId, id);
            if (authorizer == null || !authorizer.type().equals(needed)) {
                throw ServiceException.badRequest("Invalid authorizer ID specified. Setting the authorization type to "
                        + type + " requires a valid " + needed + " authorizer.");
            }
        }
    }

    /** R21.17: what belongs to WebSocket APIs. */
    private static void refuseForWebSocket(
            @Nullable Boolean apiKeyRequired,
            @Nullable String modelSelection,
            @Nullable Map<String, ?> models,
            @Nullable Map<String, ?> parameters,
            @Nullable String responseSelection) {
        refuse(Boolean.TRUE.equals(apiKeyRequired), "apiKeyRequired");
        refuse(modelSelection != null && !modelSelection.isEmpty(), "modelSelectionExpression");
        refuse(models != null && !models.isEmpty(), "requestModels");
        refuse(parameters != null && !parameters.isEmpty(), "requestParameters");
        refuse(responseSelection != null && !responseSelection.isEmpty(), "routeResponseSelectionExpression");
    }

    /** (inferred) A member that HTTP APIs do not have. */
    static void refuse(boolean isGiven, String member) {
        if (isGiven) {
            throw ServiceException.badRequest(member + " is not supported for APIs with protocolType HTTP");
        }
    }

    HttpApiRoute get(Call call, String apiId, String id) {
        return store.read(tx -> HttpApiLookups.route(tx, call, apiId, id));
    }

    Page<HttpApiRoute> list(Call call, String apiId, @Nullable String maxResults, @Nullable String nextToken) {
        return store.read(tx -> {
            HttpApiLookups.api(tx, call, apiId);
            return HttpApiPages.read(tx, call, Kind.HTTP_API_ROUTE, apiId, maxResults, nextToken);
        });
    }

    /** UpdateRoute: what is given replaces (R21.18, R21.19). */
    HttpApiRoute update(Call call, String apiId, UpdateRouteRequest in) {
        return store.write(tx -> {
            HttpApiRoute current = HttpApiLookups.route(tx, call, apiId, Input.required(in.routeId()));
            refuseForWebSocket(
                    in.apiKeyRequired(),
                    in.modelSelectionExpression(),
                    in.requestModels(),
                    in.requestParameters(),
                    in.routeResponseSelectionExpression());
            String key = Objects.requireNonNullElse(in.routeKey(), current.routeKey());
            if (current.managed() && !key.equals(current.routeKey())) {
                throw ServiceException.badRequest("The key of a route that quick create made cannot be changed");
            }
            String type = Objects.requireNonNullElse(in.authorizationType(), current.authorizationType());
            boolean open = type.equals("NONE");
            boolean sameType = type.equals(current.authorizationType());
            HttpApiRoute updated = new HttpApiRoute(
                    current.id(),
                    key,
                    given(in.target(), current.target()),
                    type,
                    open ? null : given(in.authorizerId(), sameType ? current.authorizerId() : null),
                    open
                            ? List.of()
                            : in.authorizationScopes() != null
                                    ? in.authorizationScopes()
                                    : sameType ? current.authorizationScopes() : List.of(),
                    given(in.operationName(), current.operationName()),
                    current.managed());
            check(tx, call, apiId, updated);
            tx.put(Kind.HTTP_API_ROUTE, call.scope(), apiId, updated.id(), updated);
            deployments.changed(tx, call, apiId);
            return updated;
        });
    }

    /** What a member is after an update: an empty text removes it, an absent one leaves it (R20.8). */
    static @Nullable String given(@Nullable String member, @Nullable String before) {
        return member == null ? before : Input.orNull(member);
    }

    void delete(Call call, String apiId, String id) {
        store.write(tx -> {
            HttpApiLookups.route(tx, call, apiId, id);
            tx.delete(Kind.HTTP_API_ROUTE, call.scope(), apiId, id);
            deployments.changed(tx, call, apiId);
            return id;
        });
    }
}
