package dev.sallyport.control.http;

import static java.util.Objects.requireNonNullElse;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.Input;
import dev.sallyport.control.rest.Page;
import dev.sallyport.model.Ids;
import dev.sallyport.model.WebSocketIntegration;
import dev.sallyport.model.WebSocketIntegration.Response;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigatewayv2.CreateIntegrationResponseRequest;
import dev.sallyport.wire.apigatewayv2.UpdateIntegrationResponseRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Integration responses (websocket-api 12, 22): what becomes of what an integration without a proxy answers. */
final class WebSocketIntegrationResponses {

    private final Store store;
    private final Ids ids;
    private final HttpApiDeployments deployments;

    WebSocketIntegrationResponses(Store store, Ids ids, HttpApiDeployments deployments) {
        this.store = store;
        this.ids = ids;
        this.deployments = deployments;
    }

    Response create(Call call, String apiId, String integrationId, CreateIntegrationResponseRequest in) {
        return store.write(tx -> {
            WebSocketIntegration integration = WebSocketLookups.integration(tx, call, apiId, integrationId);
            Response response = new Response(
                    ids.next(
                            Ids.SHORT,
                            id -> integration.responses().stream()
                                    .anyMatch(each -> each.id().equals(id))),
                    Input.required(in.integrationResponseKey()),
                    Input.orNull(in.contentHandlingStrategy()),
                    new TreeMap<>(requireNonNullElse(in.responseParameters(), Map.<String, String>of())),
                    new TreeMap<>(requireNonNullElse(in.responseTemplates(), Map.<String, String>of())),
                    Input.orNull(in.templateSelectionExpression()));
            List<Response> all = new ArrayList<>(integration.responses());
            all.add(response);
            return put(tx, call, apiId, integration.withResponses(all), response);
        });
    }

    private Response put(
            Store.Writer tx, Call call, String apiId, WebSocketIntegration integration, Response response) {
        WebSocketIntegrationRules.checkResponse(response);
        boolean taken = integration.responses().stream()
                .anyMatch(
                        each -> each.key().equals(response.key()) && !each.id().equals(response.id()));
        if (taken) { // W22.7
            throw ServiceException.conflict(
                    "Integration response with key " + response.key() + " already exists for this integration");
        }
        putIntegration(tx, call, apiId, integration);
        return response;
    }

    private void putIntegration(Store.Writer tx, Call call, String apiId, WebSocketIntegration integration) {
        tx.put(Kind.WEB_SOCKET_INTEGRATION, call.scope(), apiId, integration.id(), integration);
        deployments.changed(tx, call, apiId);
    }

    Response get(Call call, String apiId, String integrationId, String id) {
        return store.read(tx -> find(WebSocketLookups.integration(tx, call, apiId, integrationId), id));
    }

    private static Response find(WebSocketIntegration integration, String id) {
        return WebSocketLookups.response(integration.responses(), Response::id, "IntegrationResponse", id);
    }

    Page<Response> list(
            Call call, String apiId, String integrationId, @Nullable String maxResults, @Nullable String nextToken) {
        List<Response> all = store.read(tx ->
                WebSocketLookups.integration(tx, call, apiId, integrationId).responses());
        return HttpApiPages.cut(all, Response::id, maxResults, nextToken);
    }

    /** UpdateIntegrationResponse: parameters are merged, everything else that is given replaces (W22.7). */
    Response update(Call call, String apiId, String integrationId, UpdateIntegrationResponseRequest in) {
        return store.write(tx -> {
            WebSocketIntegration integration = WebSocketLookups.integration(tx, call, apiId, integrationId);
            Response current = find(integration, Input.required(in.integrationResponseId()));
            Response updated = new Response(
                    current.id(),
                    requireNonNullElse(in.integrationResponseKey(), current.key()),
                    HttpApiRoutes.given(in.contentHandlingStrategy(), current.contentHandlingStrategy()),
                    HttpApiIntegrations.mergedRequest(current.parameters(), in.responseParameters()),
                    in.responseTemplates() == null ? current.templates() : new TreeMap<>(in.responseTemplates()),
                    HttpApiRoutes.given(in.templateSelectionExpression(), current.templateSelectionExpression()));
            List<Response> all = new ArrayList<>(integration.responses());
            all.set(all.indexOf(current), updated);
            return put(tx, call, apiId, integration.withResponses(all), updated);
        });
    }

    void delete(Call call, String apiId, String integrationId, String id) {
        store.write(tx -> {
            WebSocketIntegration integration = WebSocketLookups.integration(tx, call, apiId, integrationId);
            List<Response> left = new ArrayList<>(integration.responses());
            left.remove(find(integration, id));
            putIntegration(tx, call, apiId, integration.withResponses(left));
            return id;
        });
    }
}
