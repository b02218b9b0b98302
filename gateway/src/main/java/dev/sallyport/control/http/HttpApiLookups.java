package dev.sallyport.control.http;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.HttpApi;
import dev.sallyport.model.HttpApiAuthorizer;
import dev.sallyport.model.HttpApiDeployment;
import dev.sallyport.model.HttpApiIntegration;
import dev.sallyport.model.HttpApiRoute;
import dev.sallyport.model.HttpApiStage;
import dev.sallyport.model.HttpApiVpcLink;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import org.jspecify.annotations.Nullable;

/** Finds what a request names, with the error for each thing that is missing (http-api 22.1). */
final class HttpApiLookups {

    static final String NO_STAGE = "Invalid stage identifier specified";

    private HttpApiLookups() {}

    /** @throws ServiceException 404 when there is no such API, 400 when it is a WebSocket API */
    static HttpApi api(Store.Reader tx, Call call, String apiId) {
        HttpApi found = tx.find(Kind.HTTP_API, call.scope(), "", apiId);
        if (found == null && tx.find(Kind.WEB_SOCKET_API, call.scope(), "", apiId) != null) {
            throw Protocol.WEBSOCKET.unsupported();
        }
        return orNotFound(
                found, "Invalid API identifier specified " + call.scope().account() + ":" + apiId);
    }

    static HttpApiRoute route(Store.Reader tx, Call call, String apiId, String id) {
        api(tx, call, apiId);
        return below(tx, call, apiId, Kind.HTTP_API_ROUTE, "Route", id);
    }

    static HttpApiIntegration integration(Store.Reader tx, Call call, String apiId, String id) {
        api(tx, call, apiId);
        return below(tx, call, apiId, Kind.HTTP_API_INTEGRATION, "Integration", id);
    }

    /** Of an API of either protocol, as are deployments and stages. */
    static HttpApiAuthorizer authorizer(Store.Reader tx, Call call, String apiId, String id) {
        return below(tx, call, apiId, Kind.HTTP_API_AUTHORIZER, "Authorizer", id);
    }

    static HttpApiDeployment deployment(Store.Reader tx, Call call, String apiId, String id) {
        return below(tx, call, apiId, Kind.HTTP_API_DEPLOYMENT, "Deployment", id);
    }

    static HttpApiStage stage(Store.Reader tx, Call call, String apiId, String name) {
        Kind<HttpApiStage> kind = Protocol.of(tx, call, apiId).stages();
        return orNotFound(tx.find(kind, call.scope(), apiId, name), NO_STAGE);
    }

    static HttpApiVpcLink vpcLink(Store.Reader tx, Call call, String id) {
        return orNotFound(tx.find(Kind.HTTP_API_VPC_LINK, call.scope(), "", id), missing("VpcLink", id));
    }

    private static <T> T below(Store.Reader tx, Call call, String apiId, Kind<T> kind, String noun, String id) {
        Protocol.of(tx, call, apiId);
        return orNotFound(tx.find(kind, call.scope(), apiId, id), missing(noun, id));
    }

    private static String missing(String noun, String id) {
        return "Invalid " + noun + " identifier specified " + id;
    }

    static <T> T orNotFound(@Nullable T found, String text) {
        if (found == null) {
            throw ServiceException.notFound(text);
        }
        return found;
    }
}
