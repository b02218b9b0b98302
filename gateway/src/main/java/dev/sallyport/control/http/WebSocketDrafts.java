package dev.sallyport.control.http;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.HttpApiAuthorizer;
import dev.sallyport.model.WebSocketApi;
import dev.sallyport.model.WebSocketDocument;
import dev.sallyport.model.WebSocketIntegration;
import dev.sallyport.model.WebSocketModel;
import dev.sallyport.model.WebSocketRoute;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.List;

/** Drafts of WebSocket APIs as deployments freeze them (W1.5). */
final class WebSocketDrafts {

    private WebSocketDrafts() {}

    /** The draft as it stands, in the canonical order. */
    static WebSocketDocument document(Store.Reader tx, Call call, String apiId) {
        WebSocketApi api = WebSocketLookups.api(tx, call, apiId);
        return new WebSocketDocument(
                WebSocketDocument.FORMAT_VERSION,
                apiId,
                api.routeSelectionExpression(),
                api.apiKeySelectionExpression(),
                api.disableSchemaValidation(),
                api.disableExecuteApiEndpoint(),
                HttpApiDeployments.sorted(tx, call, apiId, Kind.WEB_SOCKET_ROUTE, WebSocketRoute::routeKey),
                HttpApiDeployments.sorted(tx, call, apiId, Kind.WEB_SOCKET_INTEGRATION, WebSocketIntegration::id),
                HttpApiDeployments.sorted(tx, call, apiId, Kind.WEB_SOCKET_MODEL, WebSocketModel::name),
                HttpApiDeployments.sorted(tx, call, apiId, Kind.HTTP_API_AUTHORIZER, HttpApiAuthorizer::id));
    }

    /**
     * W22.15: the models may have come in while nothing checked them.
     *
     * @throws ServiceException when a model of the API cannot validate anything
     */
    static void checkModels(Store.Reader tx, Call call, String apiId) {
        if (WebSocketLookups.api(tx, call, apiId).disableSchemaValidation()) {
            return;
        }
        List<WebSocketModel> all = tx.list(Kind.WEB_SOCKET_MODEL, call.scope(), apiId);
        all.forEach(model -> WebSocketModels.checkSchema(apiId, model, all));
    }
}
