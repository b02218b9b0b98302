package dev.sallyport.control.http;

import static java.util.Objects.requireNonNullElse;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.ApiMappings;
import dev.sallyport.control.rest.Input;
import dev.sallyport.control.rest.RestApis;
import dev.sallyport.control.rest.TagRules;
import dev.sallyport.control.rest.UsagePlanStages;
import dev.sallyport.model.Ids;
import dev.sallyport.model.WebSocketApi;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigatewayv2.CreateApiRequest;
import dev.sallyport.wire.apigatewayv2.UpdateApiRequest;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** WebSocket APIs themselves (websocket-api 1, 6, 22). */
final class WebSocketApis {

    private static final String API_KEY_SELECTION = "$request.header.x-api-key";

    /** W6.2. */
    private static final Set<String> API_KEY_SELECTIONS = Set.of(
            API_KEY_SELECTION,
            "${request.header.x-api-key}",
            "$context.authorizer.usageIdentifierKey",
            "${context.authorizer.usageIdentifierKey}");

    private static final List<Kind<?>> BELOW = List.of(
            Kind.WEB_SOCKET_STAGE,
            Kind.HTTP_API_DEPLOYMENT,
            Kind.WEB_SOCKET_DOCUMENT,
            Kind.WEB_SOCKET_ROUTE,
            Kind.WEB_SOCKET_INTEGRATION,
            Kind.WEB_SOCKET_MODEL,
            Kind.HTTP_API_AUTHORIZER);

    private final Store store;
    private final Ids ids;
    private final InstantSource clock;
    private final HttpApiDeployments deployments;

    WebSocketApis(Store store, Ids ids, InstantSource clock, HttpApiDeployments deployments) {
        this.store = store;
        this.ids = ids;
        this.clock = clock;
        this.deployments = deployments;
    }

    WebSocketApi create(Call call, CreateApiRequest in) {
        refuseForHttp(in.corsConfiguration(), in.target(), in.routeKey(), in.credentialsArn());
        String routeSelection = checkRouteSelection(Input.orNull(in.routeSelectionExpression()));
        Map<String, String> tags = requireNonNullElse(in.tags(), Map.of());
        TagRules.check(tags);
        String keySelection = requireNonNullElse(Input.orNull(in.apiKeySelectionExpression()), API_KEY_SELECTION);
        checkKeySelection(keySelection);
        return store.write(tx -> {
            WebSocketApi api = new WebSocketApi(
                    RestApis.newId(tx, ids, null),
                    Input.required(in.name()),
                    Input.orNull(in.description()),
                    Input.orNull(in.version()),
                    routeSelection,
                    keySelection,
                    Boolean.TRUE.equals(in.disableSchemaValidation()),
                    Boolean.TRUE.equals(in.disableExecuteApiEndpoint()),
                    requireNonNullElse(in.ipAddressType(), "ipv4"),
                    tags,
                    clock.instant().truncatedTo(ChronoUnit.SECONDS));
            tx.put(Kind.WEB_SOCKET_API, call.scope(), "", api.id(), api);
            return api;
        });
    }

    /** W22.3. */
    private static void refuseForHttp(
            @Nullable Object cors,
            @Nullable String target,
            @Nullable String routeKey,
            @Nullable String credentialsArn) {
        Protocol.WEBSOCKET.refuse(cors != null, "CorsConfiguration");
        Protocol.WEBSOCKET.refuse(Input.orNull(target) != null, "Target");
        Protocol.WEBSOCKET.refuse(Input.orNull(routeKey) != null, "RouteKey");
        Protocol.WEBSOCKET.refuse(Input.orNull(credentialsArn) != null, "CredentialsArn");
    }

    /** W7.16, W22.1, W22.2: any text will do, and stays as it is. */
    private static String checkRouteSelection(@Nullable String expression) {
        if (expression == null || expression.isBlank()) {
            throw ServiceException.badRequest(
                    "RouteSelectionExpression is a required parameter for WEBSOCKET protocol Apis");
        }
        return expression;
    }

    /** W22.22. */
    private static void checkKeySelection(String expression) {
        if (!API_KEY_SELECTIONS.contains(expression)) {
            throw ServiceException.badRequest("Invalid API key selection expression specified: " + expression
                    + ". It is $request.header.x-api-key or $context.authorizer.usageIdentifierKey");
        }
    }

    WebSocketApi get(Call call, String apiId) {
        return store.read(tx -> WebSocketLookups.api(tx, call, apiId));
    }

    /** UpdateApi: what is given replaces (R20.8, R21.9). */
    WebSocketApi update(Call call, UpdateApiRequest in) {
        String apiId = Input.required(in.apiId());
        refuseForHttp(in.corsConfiguration(), in.target(), in.routeKey(), in.credentialsArn());
        return store.write(tx -> {
            WebSocketApi current = WebSocketLookups.api(tx, call, apiId);
            WebSocketApi updated = new WebSocketApi(
                    apiId,
                    requireNonNullElse(in.name(), current.name()),
                    HttpApiRoutes.given(in.description(), current.description()),
                    HttpApiRoutes.given(in.version(), current.version()),
                    checkRouteSelection(
                            requireNonNullElse(in.routeSelectionExpression(), current.routeSelectionExpression())),
                    requireNonNullElse(
                            Input.orNull(in.apiKeySelectionExpression()), current.apiKeySelectionExpression()),
                    requireNonNullElse(in.disableSchemaValidation(), current.disableSchemaValidation()),
                    requireNonNullElse(in.disableExecuteApiEndpoint(), current.disableExecuteApiEndpoint()),
                    requireNonNullElse(in.ipAddressType(), current.ipAddressType()),
                    current.tags(),
                    current.createdDate());
            checkKeySelection(updated.apiKeySelectionExpression());
            tx.put(Kind.WEB_SOCKET_API, call.scope(), "", apiId, updated);
            deployments.changed(tx, call, apiId);
            return updated;
        });
    }

    /** W22.24; its stages go from usage plans as those of REST APIs do. */
    void delete(Call call, String apiId) {
        store.write(tx -> {
            WebSocketLookups.api(tx, call, apiId);
            ApiMappings.refuseForV2Api(tx, call, apiId);
            for (Kind<?> kind : BELOW) {
                tx.deleteAll(kind, call.scope(), apiId);
            }
            UsagePlanStages.remove(tx, call.scope(), apiId);
            return tx.delete(Kind.WEB_SOCKET_API, call.scope(), "", apiId);
        });
    }
}
