package dev.sallyport.control.http;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.WebSocketRoute;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a route of a WebSocket API may be (websocket-api 1, 5, 9, 11, 22). */
final class WebSocketRouteRules {

    private static final Set<String> PREDEFINED =
            Set.of(WebSocketRoute.CONNECT, WebSocketRoute.DISCONNECT, WebSocketRoute.DEFAULT);
    private static final Pattern REQUEST_PARAMETER =
            Pattern.compile("route\\.request\\.(header|querystring)\\.[a-zA-Z0-9._$-]+");

    private WebSocketRouteRules() {}

    /** @throws ServiceException naming the first rule that is broken */
    static void check(Store.Reader tx, Call call, String apiId, WebSocketRoute route) {
        checkKey(route.routeKey());
        tx.list(Kind.WEB_SOCKET_ROUTE, call.scope(), apiId).stream()
                .filter(other ->
                        other.routeKey().equals(route.routeKey()) && !other.id().equals(route.id()))
                .findAny()
                .ifPresent(other -> {
                    throw HttpApiRoutes.exists(route.routeKey()); // W22.4
                });
        String integrationId = HttpApiRoutes.integrationId(route.target());
        if (integrationId != null) {
            WebSocketLookups.integration(tx, call, apiId, integrationId);
        }
        checkAuthorization(tx, call, apiId, route);
        checkParameters(route.requestParameters());
        WebSocketModels.require(tx, call, apiId, route.requestModels().values());
        checkResponseSelection(route.routeResponseSelectionExpression());
    }

    /** W1.1, W22.5. AWS: the words are recorded for a key that begins with a dollar. */
    private static void checkKey(String key) {
        boolean reserved = key.startsWith("$") && !PREDEFINED.contains(key);
        if (key.isEmpty() || reserved) {
            throw ServiceException.badRequest("The provided route key is not formatted properly");
        }
    }

    /** W5.1 to W5.3. */
    private static void checkAuthorization(Store.Reader tx, Call call, String apiId, WebSocketRoute route) {
        String type = route.authorizationType();
        Protocol.WEBSOCKET.refuse(type.equals("JWT"), "Authorization type JWT");
        if (!type.equals("NONE") && !route.routeKey().equals(WebSocketRoute.CONNECT)) {
            throw ServiceException.badRequest(
                    "Authorization type " + type + " is only supported for the route " + WebSocketRoute.CONNECT);
        }
        HttpApiRoutes.checkAuthorizer(tx, call, apiId, type, route.authorizerId());
    }

    /** W9.12. */
    private static void checkParameters(Map<String, Boolean> parameters) {
        List<String> errors = new ArrayList<>();
        parameters.keySet().stream()
                .filter(key -> !REQUEST_PARAMETER.matcher(key).matches())
                .forEach(key -> errors.add("Invalid mapping expression parameter specified: " + key));
        ParameterRules.refuse(errors);
    }

    /** Section 24 of the specification knows one value. */
    private static void checkResponseSelection(@Nullable String expression) {
        if (expression != null && !expression.equals(WebSocketRoute.DEFAULT)) {
            throw ServiceException.badRequest("Invalid route response selection expression specified: " + expression
                    + ". It is " + WebSocketRoute.DEFAULT);
        }
    }

    /** W11.3, W22.8. */
    static void checkResponseKey(String key) {
        if (!key.equals(WebSocketRoute.DEFAULT)) {
            throw ServiceException.badRequest(
                    "Invalid route response key specified: " + key + ". The only key is " + WebSocketRoute.DEFAULT);
        }
    }
}
