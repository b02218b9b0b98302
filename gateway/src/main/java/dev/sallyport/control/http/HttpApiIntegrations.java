package dev.sallyport.control.http;

import static java.util.Objects.requireNonNullElse;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.Input;
import dev.sallyport.control.rest.Page;
import dev.sallyport.model.HttpApiIntegration;
import dev.sallyport.model.HttpApiRoute;
import dev.sallyport.model.Ids;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigatewayv2.CreateIntegrationRequest;
import dev.sallyport.wire.apigatewayv2.TlsConfigInput;
import dev.sallyport.wire.apigatewayv2.UpdateIntegrationRequest;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Integrations of HTTP APIs (http-api 3 to 7, 21.3). */
final class HttpApiIntegrations {

    static final int TIMEOUT_MILLIS = 30_000;

    static final int MAX_INTEGRATIONS = 300;

    private final Store store;
    private final Ids ids;
    private final HttpApiDeployments deployments;

    HttpApiIntegrations(Store store, Ids ids, HttpApiDeployments deployments) {
        this.store = store;
        this.ids = ids;
        this.deployments = deployments;
    }

    HttpApiIntegration create(Call call, String apiId, CreateIntegrationRequest in) {
        return store.write(tx -> {
            HttpApiLookups.api(tx, call, apiId);
            HttpApiIntegration integration = of(newId(tx, call, apiId), in);
            if (tx.list(Kind.HTTP_API_INTEGRATION, call.scope(), apiId).size() >= MAX_INTEGRATIONS) {
                throw new ServiceException(
                        429,
                        "TooManyRequestsException",
                        "Maximum number of integrations for this API has been reached");
            }
            put(tx, call, apiId, integration);
            return integration;
        });
    }

    /** The integration that a request describes, with what it leaves out; refuses what cannot be. */
    static HttpApiIntegration of(String id, CreateIntegrationRequest in) {
        String type = Input.required(in.integrationType());
        refuseForWebSocket(in.contentHandlingStrategy(), in.requestTemplates(), in.templateSelectionExpression());
        SortedMap<String, SortedMap<String, String>> responses = new TreeMap<>();
        requireNonNullElse(in.responseParameters(), Map.<String, Map<String, String>>of())
                .forEach((status, mappings) -> responses.put(status, new TreeMap<>(mappings)));
        String subtype = Input.orNull(in.integrationSubtype());
        boolean function = type.equals("AWS_PROXY") && subtype == null;
        String method = Input.orNull(in.integrationMethod());
        HttpApiIntegration integration = new HttpApiIntegration(
                id,
                type,
                subtype,
                Input.orNull(in.integrationUri()),
                method == null && function ? "POST" : method, // R3.2
                requireNonNullElse(in.connectionType(), "INTERNET"),
                Input.orNull(in.connectionId()),
                Input.orNull(in.credentialsArn()),
                Input.orNull(in.description()),
                requireNonNullElse(in.payloadFormatVersion(), "1.0"), // R3.3
                requireNonNullElse(in.timeoutInMillis(), TIMEOUT_MILLIS),
                new TreeMap<>(requireNonNullElse(in.requestParameters(), Map.<String, String>of())),
                responses,
                in.tlsConfig() != null,
                in.tlsConfig() == null ? null : in.tlsConfig().serverNameToVerify(),
                false);
        HttpApiIntegrationRules.check(integration);
        return integration;
    }

    String newId(Store.Reader tx, Call call, String apiId) {
        return ids.next(
                HttpApiRoutes.ID_LENGTH, id -> tx.find(Kind.HTTP_API_INTEGRATION, call.scope(), apiId, id) != null);
    }

    private void put(Store.Writer tx, Call call, String apiId, HttpApiIntegration integration) {
        tx.put(Kind.HTTP_API_INTEGRATION, call.scope(), apiId, integration.id(), integration);
        deployments.changed(tx, call, apiId);
    }

    /** R21.23: passthroughBehavior alone is taken and forgotten, because Terraform always sends it. */
    private static void refuseForWebSocket(
            @Nullable String handling, @Nullable Map<String, ?> templates, @Nullable String selection) {
        HttpApiRoutes.refuse(handling != null, "contentHandlingStrategy");
        HttpApiRoutes.refuse(templates != null && !templates.isEmpty(), "requestTemplates");
        HttpApiRoutes.refuse(selection != null && !selection.isEmpty(), "templateSelectionExpression");
    }

    HttpApiIntegration get(Call call, String apiId, String id) {
        return store.read(tx -> HttpApiLookups.integration(tx, call, apiId, id));
    }

    Page<HttpApiIntegration> list(Call call, String apiId, @Nullable String maxResults, @Nullable String nextToken) {
        return store.read(tx -> {
            HttpApiLookups.api(tx, call, apiId);
            return HttpApiPages.read(tx, call, Kind.HTTP_API_INTEGRATION, apiId, maxResults, nextToken);
        });
    }

    /** UpdateIntegration: mappings are merged, everything else that is given replaces (R21.27 to R21.29). */
    HttpApiIntegration update(Call call, String apiId, UpdateIntegrationRequest in) {
        return store.write(tx -> {
            HttpApiIntegration current =
                    HttpApiLookups.integration(tx, call, apiId, Input.required(in.integrationId()));
            String type = requireNonNullElse(in.integrationType(), current.type());
            refuseForWebSocket(in.contentHandlingStrategy(), in.requestTemplates(), in.templateSelectionExpression());
            HttpApiIntegration updated = merged(current, type, in);
            HttpApiIntegrationRules.check(updated);
            put(tx, call, apiId, updated);
            return updated;
        });
    }

    private static HttpApiIntegration merged(HttpApiIntegration current, String type, UpdateIntegrationRequest in) {
        TlsConfigInput tls = in.tlsConfig();
        String server = tls == null ? current.serverNameToVerify() : Input.orNull(tls.serverNameToVerify());
        String connectionType = requireNonNullElse(in.connectionType(), current.connectionType());
        return new HttpApiIntegration(
                current.id(),
                type,
                HttpApiRoutes.given(in.integrationSubtype(), current.subtype()),
                HttpApiRoutes.given(in.integrationUri(), current.uri()),
                HttpApiRoutes.given(in.integrationMethod(), current.method()),
                connectionType,
                connectionType.equals("INTERNET") && in.connectionId() == null
                        ? null
                        : HttpApiRoutes.given(in.connectionId(), current.connectionId()),
                HttpApiRoutes.given(in.credentialsArn(), current.credentialsArn()),
                HttpApiRoutes.given(in.description(), current.description()),
                requireNonNullElse(in.payloadFormatVersion(), current.payloadFormatVersion()),
                requireNonNullElse(in.timeoutInMillis(), current.timeoutInMillis()),
                mergedRequest(current.requestParameters(), in.requestParameters()),
                mergedResponse(current.responseParameters(), in.responseParameters()),
                tls == null ? current.tls() : server != null,
                server,
                current.managed());
    }

    /** R7.8: an empty text removes. */
    static SortedMap<String, String> mergedRequest(Map<String, String> before, @Nullable Map<String, String> given) {
        SortedMap<String, String> merged = new TreeMap<>(before);
        requireNonNullElse(given, Map.<String, String>of()).forEach((key, value) -> {
            if (value.isEmpty()) {
                merged.remove(key);
            } else {
                merged.put(key, value);
            }
        });
        return merged;
    }

    /** R7.15: an empty block removes. */
    private static SortedMap<String, SortedMap<String, String>> mergedResponse(
            Map<String, SortedMap<String, String>> before, @Nullable Map<String, Map<String, String>> given) {
        SortedMap<String, SortedMap<String, String>> merged = new TreeMap<>(before);
        requireNonNullElse(given, Map.<String, Map<String, String>>of()).forEach((status, mappings) -> {
            if (mappings.isEmpty()) {
                merged.remove(status);
            } else {
                merged.put(status, new TreeMap<>(mappings));
            }
        });
        return merged;
    }

    /** R21.7, R21.26. */
    void delete(Call call, String apiId, String id) {
        store.write(tx -> {
            HttpApiIntegration integration = HttpApiLookups.integration(tx, call, apiId, id);
            if (integration.managed()) {
                throw ServiceException.badRequest("An integration that quick create made cannot be deleted");
            }
            HttpApiRoutes.refuseReferenced(
                    "Integration",
                    tx.list(Kind.HTTP_API_ROUTE, call.scope(), apiId).stream()
                            .filter(route -> id.equals(route.integrationId()))
                            .map(HttpApiRoute::id)
                            .toList());
            tx.delete(Kind.HTTP_API_INTEGRATION, call.scope(), apiId, id);
            deployments.changed(tx, call, apiId);
            return id;
        });
    }
}
