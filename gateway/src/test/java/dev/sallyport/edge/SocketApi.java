package dev.sallyport.edge;

import dev.sallyport.TestSockets;
import dev.sallyport.authorizer.SocketAuthorizers;
import dev.sallyport.config.Limits;
import dev.sallyport.integration.http.BackendNames;
import dev.sallyport.integration.http.BackendSettings;
import dev.sallyport.model.HttpApiAuthorizer;
import dev.sallyport.model.HttpApiRoute;
import dev.sallyport.model.HttpApiStage;
import dev.sallyport.model.HttpApiStage.RouteSettings;
import dev.sallyport.model.Stage.AccessLogSettings;
import dev.sallyport.model.WebSocketDocument;
import dev.sallyport.model.WebSocketIntegration;
import dev.sallyport.model.WebSocketModel;
import dev.sallyport.model.WebSocketRoute;
import dev.sallyport.pipeline.websocket.LocalConnections;
import dev.sallyport.pipeline.websocket.WebSocketLimits;
import dev.sallyport.snapshot.AccessCompiler;
import dev.sallyport.snapshot.LimitCompiler;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestServices;
import dev.sallyport.snapshot.WebSocketCompiler;
import dev.sallyport.snapshot.WebSocketIntegrations;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A WebSocket API in the making: what tests publish as stage {@code test} of API {@code abc123}. */
final class SocketApi {

    static final String FUNCTION =
            "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:";

    private final DataPlaneFixture data;
    private final Executor blocking;
    private final Map<String, WebSocketRoute> routes = new TreeMap<>();
    private final List<WebSocketIntegration> integrations = new ArrayList<>();
    private final List<WebSocketModel> models = new ArrayList<>();
    private final List<HttpApiAuthorizer> authorizers = new ArrayList<>();
    final Map<String, RouteSettings> settings = new TreeMap<>();
    final Map<String, String> variables = new TreeMap<>();
    LocalConnections registry = new LocalConnections();
    WebSocketLimits limits = WebSocketLimits.DEFAULT;
    LimitCompiler limiting = LimitCompiler.NONE;
    RouteSettings all = RouteSettings.WEB_SOCKET;

    @Nullable
    AccessLogSettings accessLog;

    String selection = "$request.body.action";
    String apiKeySelection = "$request.header.x-api-key";
    boolean signed;
    boolean disabled;

    SocketApi(DataPlaneFixture data, Executor blocking) {
        this.data = data;
        this.blocking = blocking;
    }

    /** A route to a function. */
    SocketApi function(String key, String name, boolean twoWay) {
        return on(key, integration("AWS_PROXY", FUNCTION + name + "/invocations", Map.of()), twoWay);
    }

    /** A route to a mock that answers with the message. */
    SocketApi echo(String key) {
        return on(
                key,
                answering(
                        integration(
                                "MOCK",
                                null,
                                Map.of(
                                        "$default",
                                        "#set($context.requestOverride.path.body = $input.body){\"statusCode\":200}")),
                        "$default",
                        "$context.requestOverride.path.body"),
                true);
    }

    /** A route to a mock that answers what a template renders. */
    SocketApi mock(String key, String response) {
        return on(
                key,
                answering(integration("MOCK", null, Map.of("$default", "{\"statusCode\":200}")), "$default", response),
                true);
    }

    SocketApi on(String key, WebSocketIntegration integration, boolean twoWay) {
        integrations.add(integration);
        routes.put(key, route(key, integration.id(), twoWay));
        return this;
    }

    static WebSocketRoute route(String key, @Nullable String integrationId, boolean twoWay) {
        return new WebSocketRoute(
                "r" + Integer.toHexString(key.hashCode()),
                key,
                integrationId == null ? null : HttpApiRoute.targetOf(integrationId),
                "NONE",
                null,
                false,
                null,
                null,
                new TreeMap<>(),
                new TreeMap<>(),
                twoWay ? WebSocketRoute.DEFAULT : null,
                twoWay
                        ? List.of(new WebSocketRoute.Response("rr", WebSocketRoute.DEFAULT, null, Map.of(), Map.of()))
                        : List.of());
    }

    SocketApi change(String key, UnaryOperator<WebSocketRoute> change) {
        routes.compute(key, (name, route) -> change.apply(route == null ? route(key, null, false) : route));
        return this;
    }

    SocketApi without(String key) {
        routes.remove(key);
        return this;
    }

    SocketApi model(String name, String schema) {
        models.add(new WebSocketModel("m" + models.size(), name, null, "application/json", schema));
        return this;
    }

    /** Has {@code $connect} ask a function. */
    SocketApi authorizer(String function, String... sources) {
        authorizers.add(new HttpApiAuthorizer(
                "auth01",
                "who",
                "REQUEST",
                List.of(sources),
                null,
                List.of(),
                FUNCTION + function + "/invocations",
                null,
                null,
                null,
                null));
        return change(WebSocketRoute.CONNECT, route -> with(route, "CUSTOM", "auth01", false));
    }

    static WebSocketRoute with(WebSocketRoute route, String type, @Nullable String authorizerId, boolean apiKey) {
        return new WebSocketRoute(
                route.id(),
                route.routeKey(),
                route.target(),
                type,
                authorizerId,
                apiKey,
                route.operationName(),
                route.modelSelectionExpression(),
                route.requestModels(),
                route.requestParameters(),
                route.routeResponseSelectionExpression(),
                route.responses());
    }

    static WebSocketRoute validated(WebSocketRoute route, String expression, Map<String, String> models) {
        return new WebSocketRoute(
                route.id(),
                route.routeKey(),
                route.target(),
                route.authorizationType(),
                route.authorizerId(),
                route.apiKeyRequired(),
                route.operationName(),
                expression,
                new TreeMap<>(models),
                route.requestParameters(),
                route.routeResponseSelectionExpression(),
                route.responses());
    }

    WebSocketIntegration integration(String type, @Nullable String uri, Map<String, String> templates) {
        return integration(type, uri, templates, Map.of(), null, "WHEN_NO_MATCH", null);
    }

    WebSocketIntegration integration(
            String type,
            @Nullable String uri,
            Map<String, String> templates,
            Map<String, String> parameters,
            @Nullable String selectionOfTemplate,
            String passthrough,
            @Nullable String contentHandling) {
        return new WebSocketIntegration(
                "i" + integrations.size(),
                type,
                uri,
                "POST",
                "INTERNET",
                null,
                null,
                null,
                contentHandling,
                passthrough,
                5000,
                new TreeMap<>(parameters),
                new TreeMap<>(templates),
                selectionOfTemplate,
                List.of());
    }

    static WebSocketIntegration answering(WebSocketIntegration integration, String key, String template) {
        List<WebSocketIntegration.Response> responses = new ArrayList<>(integration.responses());
        responses.add(new WebSocketIntegration.Response(
                "ir" + responses.size(),
                key,
                null,
                new TreeMap<>(),
                new TreeMap<>(Map.of("$default", template)),
                null));
        return integration.withResponses(responses);
    }

    SocketApi publish() {
        HttpApiStage stage = new HttpApiStage(
                "test",
                "d1",
                null,
                null,
                all,
                new TreeMap<>(settings),
                new TreeMap<>(variables),
                accessLog,
                null,
                null,
                Map.of(),
                false,
                Instant.EPOCH,
                Instant.EPOCH);
        data.publish(compiler().compile(TestApi.OWNER, "abc123", stage, document(), null));
        return this;
    }

    WebSocketDocument document() {
        return new WebSocketDocument(
                1,
                "abc123",
                selection,
                apiKeySelection,
                false,
                disabled,
                List.copyOf(routes.values()),
                integrations,
                models,
                authorizers);
    }

    WebSocketCompiler compiler() {
        var services = TestServices.at(() -> URI.create(data.backend().uri("")), blocking, "sqs");
        InstantSource clock = data::now;
        int limit = Limits.DEFAULTS.payloadBytes();
        return new WebSocketCompiler(
                new WebSocketIntegrations(
                        data.functions(),
                        data.functions(),
                        new BackendSettings(TestSockets.clientChannel(), new BackendNames(blocking), 1000, 16, 20_000),
                        services,
                        true,
                        limit,
                        (scope, name, qualifier, arn, payload, requestId) -> false),
                new AccessCompiler(data.identities(), InstantSource.system(), blocking, limit),
                new SocketAuthorizers(data.functions(), data.functions(), services, true, clock),
                limiting,
                data.meters(),
                new WebSocketCompiler.Sockets(registry, limits, signed));
    }
}
