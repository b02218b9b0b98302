package dev.sallyport.control.http;

import static java.util.Objects.requireNonNullElse;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.Input;
import dev.sallyport.control.rest.Page;
import dev.sallyport.model.Ids;
import dev.sallyport.model.WebSocketRoute;
import dev.sallyport.model.WebSocketRoute.Response;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigatewayv2.CreateRouteResponseRequest;
import dev.sallyport.wire.apigatewayv2.UpdateRouteResponseRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Route responses (websocket-api 11, 22): a route that has one, and selects it, answers its clients. */
final class WebSocketRouteResponses {

    private final Store store;
    private final Ids ids;
    private final HttpApiDeployments deployments;

    WebSocketRouteResponses(Store store, Ids ids, HttpApiDeployments deployments) {
        this.store = store;
        this.ids = ids;
        this.deployments = deployments;
    }

    Response create(Call call, String apiId, String routeId, CreateRouteResponseRequest in) {
        return store.write(tx -> {
            WebSocketRoute route = WebSocketLookups.route(tx, call, apiId, routeId);
            Response response = new Response(
                    ids.next(
                            Ids.SHORT,
                            id -> route.responses().stream()
                                    .anyMatch(each -> each.id().equals(id))),
                    Input.required(in.routeResponseKey()),
                    Input.orNull(in.modelSelectionExpression()),
                    new TreeMap<>(requireNonNullElse(in.responseModels(), Map.<String, String>of())),
                    WebSocketRoutes.required(in.responseParameters()));
            List<Response> all = new ArrayList<>(route.responses());
            all.add(response);
            return put(tx, call, apiId, route.withResponses(all), response);
        });
    }

    private Response put(Store.Writer tx, Call call, String apiId, WebSocketRoute route, Response response) {
        WebSocketRouteRules.checkResponseKey(response.key());
        WebSocketModels.require(tx, call, apiId, response.models().values());
        if (route.responses().size() > 1) { // W22.8: there is one key
            throw ServiceException.conflict(
                    "Route response with key " + response.key() + " already exists for this route");
        }
        putRoute(tx, call, apiId, route);
        return response;
    }

    private void putRoute(Store.Writer tx, Call call, String apiId, WebSocketRoute route) {
        tx.put(Kind.WEB_SOCKET_ROUTE, call.scope(), apiId, route.id(), route);
        deployments.changed(tx, call, apiId);
    }

    Response get(Call call, String apiId, String routeId, String id) {
        return store.read(tx -> find(WebSocketLookups.route(tx, call, apiId, routeId), id));
    }

    private static Response find(WebSocketRoute route, String id) {
        return WebSocketLookups.response(route.responses(), Response::id, "RouteResponse", id);
    }

    Page<Response> list(
            Call call, String apiId, String routeId, @Nullable String maxResults, @Nullable String nextToken) {
        List<Response> all = store.read(
                tx -> WebSocketLookups.route(tx, call, apiId, routeId).responses());
        return HttpApiPages.cut(all, Response::id, maxResults, nextToken);
    }

    /** UpdateRouteResponse: maps are merged, everything else that is given replaces. */
    Response update(Call call, String apiId, String routeId, UpdateRouteResponseRequest in) {
        return store.write(tx -> {
            WebSocketRoute route = WebSocketLookups.route(tx, call, apiId, routeId);
            Response current = find(route, Input.required(in.routeResponseId()));
            SortedMap<String, Boolean> parameters = new TreeMap<>(current.parameters());
            parameters.putAll(WebSocketRoutes.required(in.responseParameters()));
            Response updated = new Response(
                    current.id(),
                    requireNonNullElse(in.routeResponseKey(), current.key()),
                    HttpApiRoutes.given(in.modelSelectionExpression(), current.modelSelectionExpression()),
                    HttpApiIntegrations.mergedRequest(current.models(), in.responseModels()),
                    parameters);
            List<Response> all = new ArrayList<>(route.responses());
            all.set(all.indexOf(current), updated);
            return put(tx, call, apiId, route.withResponses(all), updated);
        });
    }

    void delete(Call call, String apiId, String routeId, String id) {
        store.write(tx -> {
            WebSocketRoute route = WebSocketLookups.route(tx, call, apiId, routeId);
            List<Response> left = new ArrayList<>(route.responses());
            left.remove(find(route, id));
            putRoute(tx, call, apiId, route.withResponses(left));
            return id;
        });
    }
}
