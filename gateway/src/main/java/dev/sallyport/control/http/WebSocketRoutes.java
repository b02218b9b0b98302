package dev.sallyport.control.http;

import static java.util.Objects.requireNonNullElse;

import dev.sallyport.control.Call;
import dev.sallyport.control.rest.Input;
import dev.sallyport.control.rest.Page;
import dev.sallyport.model.Ids;
import dev.sallyport.model.WebSocketRoute;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigatewayv2.CreateRouteRequest;
import dev.sallyport.wire.apigatewayv2.ParameterConstraints;
import dev.sallyport.wire.apigatewayv2.UpdateRouteRequest;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Routes of WebSocket APIs (websocket-api 1, 5, 13, 22). */
final class WebSocketRoutes {

    private static final int MAX_ROUTES = 300;

    private final Store store;
    private final Ids ids;
    private final HttpApiDeployments deployments;

    WebSocketRoutes(Store store, Ids ids, HttpApiDeployments deployments) {
        this.store = store;
        this.ids = ids;
        this.deployments = deployments;
    }

    WebSocketRoute create(Call call, String apiId, CreateRouteRequest in) {
        return store.write(tx -> {
            WebSocketLookups.api(tx, call, apiId);
            refuseScopes(in.authorizationScopes());
            WebSocketRoute route = new WebSocketRoute(
                    ids.next(
                            HttpApiRoutes.ID_LENGTH,
                            id -> tx.find(Kind.WEB_SOCKET_ROUTE, call.scope(), apiId, id) != null),
                    Input.required(in.routeKey()),
                    Input.orNull(in.target()),
                    requireNonNullElse(in.authorizationType(), "NONE"),
                    Input.orNull(in.authorizerId()),
                    Boolean.TRUE.equals(in.apiKeyRequired()),
                    Input.orNull(in.operationName()),
                    Input.orNull(in.modelSelectionExpression()),
                    new TreeMap<>(requireNonNullElse(in.requestModels(), Map.<String, String>of())),
                    required(in.requestParameters()),
                    Input.orNull(in.routeResponseSelectionExpression()),
                    List.of());
            WebSocketLookups.checkRoom(tx, call, Kind.WEB_SOCKET_ROUTE, apiId, MAX_ROUTES, "routes");
            return put(tx, call, apiId, route);
        });
    }

    private static void refuseScopes(@Nullable List<String> scopes) {
        Protocol.WEBSOCKET.refuse(scopes != null && !scopes.isEmpty(), "AuthorizationScopes");
    }

    /** Whether each parameter must be there. */
    static SortedMap<String, Boolean> required(@Nullable Map<String, ParameterConstraints> given) {
        SortedMap<String, Boolean> required = new TreeMap<>();
        requireNonNullElse(given, Map.<String, ParameterConstraints>of())
                .forEach((key, constraints) -> required.put(key, Boolean.TRUE.equals(constraints.required())));
        return required;
    }

    private WebSocketRoute put(Store.Writer tx, Call call, String apiId, WebSocketRoute route) {
        WebSocketRouteRules.check(tx, call, apiId, route);
        tx.put(Kind.WEB_SOCKET_ROUTE, call.scope(), apiId, route.id(), route);
        deployments.changed(tx, call, apiId);
        return route;
    }

    WebSocketRoute get(Call call, String apiId, String id) {
        return store.read(tx -> WebSocketLookups.route(tx, call, apiId, id));
    }

    Page<WebSocketRoute> list(Call call, String apiId, @Nullable String maxResults, @Nullable String nextToken) {
        return store.read(tx -> {
            WebSocketLookups.api(tx, call, apiId);
            return HttpApiPages.read(tx, call, Kind.WEB_SOCKET_ROUTE, apiId, maxResults, nextToken);
        });
    }

    /** UpdateRoute: maps are merged, everything else that is given replaces (W22.12, R21.18, R21.19). */
    WebSocketRoute update(Call call, String apiId, UpdateRouteRequest in) {
        return store.write(tx -> {
            WebSocketRoute current = WebSocketLookups.route(tx, call, apiId, Input.required(in.routeId()));
            refuseScopes(in.authorizationScopes());
            String type = requireNonNullElse(in.authorizationType(), current.authorizationType());
            boolean sameType = type.equals(current.authorizationType());
            SortedMap<String, Boolean> parameters = new TreeMap<>(current.requestParameters());
            parameters.putAll(required(in.requestParameters()));
            WebSocketRoute updated = new WebSocketRoute(
                    current.id(),
                    requireNonNullElse(in.routeKey(), current.routeKey()),
                    HttpApiRoutes.given(in.target(), current.target()),
                    type,
                    type.equals("NONE")
                            ? null
                            : HttpApiRoutes.given(in.authorizerId(), sameType ? current.authorizerId() : null),
                    requireNonNullElse(in.apiKeyRequired(), current.apiKeyRequired()),
                    HttpApiRoutes.given(in.operationName(), current.operationName()),
                    HttpApiRoutes.given(in.modelSelectionExpression(), current.modelSelectionExpression()),
                    HttpApiIntegrations.mergedRequest(current.requestModels(), in.requestModels()),
                    parameters,
                    HttpApiRoutes.given(
                            in.routeResponseSelectionExpression(), current.routeResponseSelectionExpression()),
                    current.responses());
            return put(tx, call, apiId, updated);
        });
    }

    void delete(Call call, String apiId, String id) {
        store.write(tx -> {
            WebSocketLookups.route(tx, call, apiId, id);
            tx.delete(Kind.WEB_SOCKET_ROUTE, call.scope(), apiId, id);
            deployments.changed(tx, call, apiId);
            return id;
        });
    }

    /** DeleteRouteRequestParameter (W9.13). */
    void deleteRequestParameter(Call call, String apiId, String id, String key) {
        store.write(tx -> {
            WebSocketRoute route = WebSocketLookups.route(tx, call, apiId, id);
            SortedMap<String, Boolean> left = new TreeMap<>(route.requestParameters());
            HttpApiLookups.orNotFound(left.remove(key), "Invalid RequestParameter identifier specified " + key);
            return put(tx, call, apiId, route.withRequestParameters(left));
        });
    }
}
