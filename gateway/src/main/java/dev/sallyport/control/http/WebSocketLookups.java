package dev.sallyport.control.http;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.WebSocketApi;
import dev.sallyport.model.WebSocketIntegration;
import dev.sallyport.model.WebSocketModel;
import dev.sallyport.model.WebSocketRoute;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.List;
import java.util.function.Function;

/** Finds what a request names in a WebSocket API, with the error for each thing that is missing (http-api 22.1). */
final class WebSocketLookups {

    private WebSocketLookups() {}

    /** @throws ServiceException 404 when there is no such API, 400 when it is an HTTP API */
    static WebSocketApi api(Store.Reader tx, Call call, String apiId) {
        WebSocketApi found = tx.find(Kind.WEB_SOCKET_API, call.scope(), "", apiId);
        if (found == null) {
            HttpApiLookups.api(tx, call, apiId);
            throw Protocol.HTTP.unsupported();
        }
        return found;
    }

    static WebSocketRoute route(Store.Reader tx, Call call, String apiId, String id) {
        return below(tx, call, apiId, Kind.WEB_SOCKET_ROUTE, "Route", id);
    }

    static WebSocketIntegration integration(Store.Reader tx, Call call, String apiId, String id) {
        return below(tx, call, apiId, Kind.WEB_SOCKET_INTEGRATION, "Integration", id);
    }

    static WebSocketModel model(Store.Reader tx, Call call, String apiId, String id) {
        return below(tx, call, apiId, Kind.WEB_SOCKET_MODEL, "Model", id);
    }

    private static <T> T below(Store.Reader tx, Call call, String apiId, Kind<T> kind, String noun, String id) {
        api(tx, call, apiId);
        return HttpApiLookups.orNotFound(tx.find(kind, call.scope(), apiId, id), missing(noun, id));
    }

    /** One of the responses of a route or an integration. */
    static <T> T response(List<T> responses, Function<T, String> idOf, String noun, String id) {
        return HttpApiLookups.orNotFound(
                responses.stream()
                        .filter(each -> idOf.apply(each).equals(id))
                        .findFirst()
                        .orElse(null),
                missing(noun, id));
    }

    private static String missing(String noun, String id) {
        return "Invalid " + noun + " identifier specified " + id;
    }

    /** (websocket-api 23) */
    static void checkRoom(Store.Reader tx, Call call, Kind<?> kind, String apiId, int max, String noun) {
        if (tx.list(kind, call.scope(), apiId).size() >= max) {
            throw new ServiceException(
                    429, "TooManyRequestsException", "Maximum number of " + noun + " for this API has been reached");
        }
    }
}
