package dev.sallyport.control.http;

import static java.util.Objects.requireNonNullElse;

import dev.sallyport.control.Call;
import dev.sallyport.control.rest.Input;
import dev.sallyport.control.rest.Page;
import dev.sallyport.model.Ids;
import dev.sallyport.model.WebSocketIntegration;
import dev.sallyport.model.WebSocketRoute;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigatewayv2.CreateIntegrationRequest;
import dev.sallyport.wire.apigatewayv2.TlsConfigInput;
import dev.sallyport.wire.apigatewayv2.UpdateIntegrationRequest;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Integrations of WebSocket APIs (websocket-api 9, 14, 21, 22). */
final class WebSocketIntegrations {

    private static final int MAX_INTEGRATIONS = 300;

    private final Store store;
    private final Ids ids;
    private final HttpApiDeployments deployments;

    WebSocketIntegrations(Store store, Ids ids, HttpApiDeployments deployments) {
        this.store = store;
        this.ids = ids;
        this.deployments = deployments;
    }

    WebSocketIntegration create(Call call, String apiId, CreateIntegrationRequest in) {
        return store.write(tx -> {
            WebSocketLookups.api(tx, call, apiId);
            refuseForHttp(in.integrationSubtype(), in.responseParameters(), in.tlsConfig(), in.payloadFormatVersion());
            String type = Input.required(in.integrationType());
            String method = Input.orNull(in.integrationMethod());
            WebSocketIntegration integration = new WebSocketIntegration(
                    ids.next(
                            HttpApiRoutes.ID_LENGTH,
                            id -> tx.find(Kind.WEB_SOCKET_INTEGRATION, call.scope(), apiId, id) != null),
                    type,
                    type.equals("MOCK") ? null : Input.orNull(in.integrationUri()),
                    method == null && type.startsWith("AWS") ? "POST" : method,
                    requireNonNullElse(in.connectionType(), "INTERNET"),
                    Input.orNull(in.connectionId()),
                    Input.orNull(in.credentialsArn()),
                    Input.orNull(in.description()),
                    Input.orNull(in.contentHandlingStrategy()),
                    requireNonNullElse(in.passthroughBehavior(), "WHEN_NO_MATCH"), // W9.4
                    requireNonNullElse(in.timeoutInMillis(), WebSocketIntegrationRules.MAX_TIMEOUT_MILLIS), // W9.2
                    new TreeMap<>(requireNonNullElse(in.requestParameters(), Map.<String, String>of())),
                    new TreeMap<>(requireNonNullElse(in.requestTemplates(), Map.<String, String>of())),
                    Input.orNull(in.templateSelectionExpression()),
                    List.of());
            WebSocketLookups.checkRoom(tx, call, Kind.WEB_SOCKET_INTEGRATION, apiId, MAX_INTEGRATIONS, "integrations");
            return put(tx, call, apiId, integration);
        });
    }

    /** W9.1, W9.3; an empty {@code tlsConfig} is what removes one from an HTTP API (R21.29), and here nothing. */
    private static void refuseForHttp(
            @Nullable String subtype,
            @Nullable Map<String, ?> responseParameters,
            @Nullable TlsConfigInput tls,
            @Nullable String payloadFormatVersion) {
        Protocol.WEBSOCKET.refuse(Input.orNull(subtype) != null, "IntegrationSubtype");
        Protocol.WEBSOCKET.refuse(responseParameters != null && !responseParameters.isEmpty(), "ResponseParameters");
        Protocol.WEBSOCKET.refuse(tls != null && tls.serverNameToVerify() != null, "TlsConfig");
        Protocol.WEBSOCKET.refuse(
                payloadFormatVersion != null && !payloadFormatVersion.equals("1.0"),
                "PayloadFormatVersion " + payloadFormatVersion);
    }

    private WebSocketIntegration put(Store.Writer tx, Call call, String apiId, WebSocketIntegration integration) {
        WebSocketIntegrationRules.check(tx, call, integration);
        tx.put(Kind.WEB_SOCKET_INTEGRATION, call.scope(), apiId, integration.id(), integration);
        deployments.changed(tx, call, apiId);
        return integration;
    }

    WebSocketIntegration get(Call call, String apiId, String id) {
        return store.read(tx -> WebSocketLookups.integration(tx, call, apiId, id));
    }

    Page<WebSocketIntegration> list(Call call, String apiId, @Nullable String maxResults, @Nullable String nextToken) {
        return store.read(tx -> {
            WebSocketLookups.api(tx, call, apiId);
            return HttpApiPages.read(tx, call, Kind.WEB_SOCKET_INTEGRATION, apiId, maxResults, nextToken);
        });
    }

    /** UpdateIntegration: parameters are merged, everything else that is given replaces (W22.13). */
    WebSocketIntegration update(Call call, String apiId, UpdateIntegrationRequest in) {
        return store.write(tx -> {
            WebSocketIntegration current =
                    WebSocketLookups.integration(tx, call, apiId, Input.required(in.integrationId()));
            refuseForHttp(in.integrationSubtype(), in.responseParameters(), in.tlsConfig(), in.payloadFormatVersion());
            return put(tx, call, apiId, merged(current, in));
        });
    }

    private static WebSocketIntegration merged(WebSocketIntegration current, UpdateIntegrationRequest in) {
        String type = requireNonNullElse(in.integrationType(), current.type());
        String connectionType = requireNonNullElse(in.connectionType(), current.connectionType());
        String method = HttpApiRoutes.given(in.integrationMethod(), current.method());
        SortedMap<String, String> templates =
                in.requestTemplates() == null ? current.requestTemplates() : new TreeMap<>(in.requestTemplates());
        return new WebSocketIntegration(
                current.id(),
                type,
                type.equals("MOCK") ? null : HttpApiRoutes.given(in.integrationUri(), current.uri()),
                method == null && type.startsWith("AWS") ? "POST" : method,
                connectionType,
                connectionType.equals("INTERNET") && in.connectionId() == null
                        ? null
                        : HttpApiRoutes.given(in.connectionId(), current.connectionId()),
                HttpApiRoutes.given(in.credentialsArn(), current.credentialsArn()),
                HttpApiRoutes.given(in.description(), current.description()),
                HttpApiRoutes.given(in.contentHandlingStrategy(), current.contentHandlingStrategy()),
                requireNonNullElse(in.passthroughBehavior(), current.passthroughBehavior()),
                requireNonNullElse(in.timeoutInMillis(), current.timeoutInMillis()),
                HttpApiIntegrations.mergedRequest(current.requestParameters(), in.requestParameters()),
                templates,
                HttpApiRoutes.given(in.templateSelectionExpression(), current.templateSelectionExpression()),
                current.responses());
    }

    /** W22.6. */
    void delete(Call call, String apiId, String id) {
        store.write(tx -> {
            WebSocketLookups.integration(tx, call, apiId, id);
            HttpApiRoutes.refuseReferenced(
                    "Integration",
                    tx.list(Kind.WEB_SOCKET_ROUTE, call.scope(), apiId).stream()
                            .filter(route -> id.equals(route.integrationId()))
                            .map(WebSocketRoute::id)
                            .toList());
            tx.delete(Kind.WEB_SOCKET_INTEGRATION, call.scope(), apiId, id);
            deployments.changed(tx, call, apiId);
            return id;
        });
    }
}
