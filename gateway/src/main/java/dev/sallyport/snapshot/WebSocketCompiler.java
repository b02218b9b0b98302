package dev.sallyport.snapshot;

import dev.sallyport.authorizer.SocketAuthorizers;
import dev.sallyport.config.Limits;
import dev.sallyport.http.ByteName;
import dev.sallyport.integration.http.ClientIdentity;
import dev.sallyport.mapping.SelectionExpression;
import dev.sallyport.mapping.template.TemplateCompiler;
import dev.sallyport.model.HttpApiStage;
import dev.sallyport.model.Scope;
import dev.sallyport.model.WebSocketDocument;
import dev.sallyport.model.WebSocketRoute;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.GatewayResponses;
import dev.sallyport.pipeline.MethodPlan;
import dev.sallyport.pipeline.RouteTree;
import dev.sallyport.pipeline.StageSnapshot;
import dev.sallyport.pipeline.Step;
import dev.sallyport.pipeline.step.ReadRequestBody;
import dev.sallyport.pipeline.step.Refuse;
import dev.sallyport.pipeline.websocket.AcceptConnection;
import dev.sallyport.pipeline.websocket.ConnectionRegistry;
import dev.sallyport.pipeline.websocket.ManageConnection;
import dev.sallyport.pipeline.websocket.SendReply;
import dev.sallyport.pipeline.websocket.SocketPlace;
import dev.sallyport.pipeline.websocket.WebSocketDoor;
import dev.sallyport.pipeline.websocket.WebSocketLimits;
import dev.sallyport.telemetry.requests.RequestMeter;
import dev.sallyport.telemetry.requests.RequestMeters;
import dev.sallyport.websocket.CloseCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compiles what a stage of a WebSocket API serves: the frozen document with the live settings of the stage (W1.5). */
public final class WebSocketCompiler {

    private static final String MESSAGE = "MESSAGE";

    private final WebSocketIntegrations integrations;
    private final AccessCompiler access;
    private final SocketAuthorizers authorizers;
    private final LimitCompiler limits;
    private final @Nullable RequestMeters meters;
    private final Sockets sockets;
    private final TemplateCompiler templates =
            new TemplateCompiler(IntegrationCompiler.templateBounds(Limits.DEFAULTS));

    /**
     * What all connections have in common.
     *
     * @param signed whether callers of {@code @connections} must sign, and be permitted
     */
    public record Sockets(ConnectionRegistry registry, WebSocketLimits limits, boolean signed) {}

    /** @param meters count what happens; null for nobody */
    public WebSocketCompiler(
            WebSocketIntegrations integrations,
            AccessCompiler access,
            SocketAuthorizers authorizers,
            LimitCompiler limits,
            @Nullable RequestMeters meters,
            Sockets sockets) {
        this.integrations = integrations;
        this.access = access;
        this.authorizers = authorizers;
        this.limits = limits;
        this.meters = meters;
        this.sockets = sockets;
    }

    /** The stage is gone, and with it what outlives its compilations: its connections (W16.6). */
    void forget(String apiId, String stageName) {
        limits.forget(apiId, stageName);
        if (meters != null) {
            meters.forget(apiId, stageName);
        }
        sockets.registry().close(apiId, stageName, CloseCode.GOING_AWAY, "Going away");
    }

    /**
     * Compiles a stage.
     *
     * @param document null before the first deployment: every handshake is refused (W18.1)
     * @param identity what is shown to HTTP backends that ask (W18.3), or null
     */
    public StageSnapshot compile(
            Scope owner,
            String apiId,
            HttpApiStage stage,
            @Nullable WebSocketDocument document,
            @Nullable ClientIdentity identity) {
        SocketPlace place =
                new SocketPlace(ByteName.of(apiId), apiId, stage.name(), sockets.registry(), sockets.limits());
        if (document == null) {
            return snapshot(owner, stage, place, null, List.of(), null);
        }
        Map<String, String> variables = Map.copyOf(stage.variables());
        WebSocketRoutes routes = new WebSocketRoutes(
                integrations,
                templates,
                document,
                owner,
                stage.name(),
                variables,
                identity,
                sockets.limits().frames().messageBytes());
        LimitCompiler.OfStage limiting = limits.begin(owner, apiId, stage.name(), false);
        SocketAuthorizers.OfStage authorizing = authorizers.of(owner, document, variables);
        List<MethodPlan> plans = new ArrayList<>();
        for (WebSocketRoute route : document.routes()) {
            Step throttle = limiting.throttle(route.routeKey(), HttpApiCompiler.rate(stage, route.routeKey()));
            boolean isConnect = route.routeKey().equals(WebSocketRoute.CONNECT);
            WebSocketRoutes.Guards guards = new WebSocketRoutes.Guards(
                    route.routeKey().equals(WebSocketRoute.DISCONNECT) ? null : throttle,
                    isConnect ? authorizer(route, authorizing) : null,
                    isConnect && route.apiKeyRequired()
                            ? limiting.apiKey(
                                    apiId,
                                    stage.name(),
                                    route.id(),
                                    document.apiKeySelectionExpression().contains("authorizer"))
                            : null);
            plans.add(plan(route.id(), route.routeKey(), route.operationName(), routes.steps(route, guards))
                    .withLog(StageLogs.ofRoute(owner, apiId, stage, route)));
        }
        Step account = limiting.throttle("@connections", null);
        limiting.end();
        return snapshot(owner, stage, place, document, plans, account);
    }

    private @Nullable Step authorizer(WebSocketRoute route, SocketAuthorizers.OfStage authorizing) {
        return switch (route.authorizationType()) {
            case "NONE" -> null;
            case "AWS_IAM" -> access.ofConnect();
            case "CUSTOM" -> authorizing.step(route);
            default -> new Closed(List.of("authorizationType " + route.authorizationType()));
        };
    }

    /** A snapshot whose routes all fail, for a document that cannot be compiled. */
    StageSnapshot closed(Scope owner, String apiId, HttpApiStage stage, WebSocketDocument document) {
        Step refuse = new Refuse(Fault.configuration("the stage could not be compiled"));
        SocketPlace place =
                new SocketPlace(ByteName.of(apiId), apiId, stage.name(), sockets.registry(), sockets.limits());
        List<MethodPlan> plans = new ArrayList<>();
        document.routes()
                .forEach(
                        route -> plans.add(plan(route.id(), route.routeKey(), route.operationName(), List.of(refuse))));
        plans.removeIf(plan -> plan.resourcePath().equals(WebSocketRoute.CONNECT));
        plans.add(plan("", WebSocketRoute.CONNECT, null, List.of(refuse)));
        return snapshot(owner, stage, place, document, plans, null);
    }

    private static MethodPlan plan(String id, String key, @Nullable String operationName, List<Step> steps) {
        return new MethodPlan(id, key, "ANY", operationName, List.of(), false, steps);
    }

    private StageSnapshot snapshot(
            Scope owner,
            HttpApiStage stage,
            SocketPlace place,
            @Nullable WebSocketDocument document,
            List<MethodPlan> plans,
            @Nullable Step accountThrottle) {
        RequestMeters.OfStage metered = meters == null ? null : meters.beginSocket(owner, place.apiId(), stage.name());
        List<MethodPlan> counted =
                plans.stream().map(plan -> counted(plan, stage, metered)).toList();
        RequestMeter ofMessages = metered == null ? null : metered.kind(MESSAGE);
        WebSocketDoor.Plans served =
                document == null ? null : plans(place, document, counted, accountThrottle, metered);
        if (metered != null) {
            metered.end();
        }
        return new StageSnapshot(
                owner,
                place.apiId(),
                stage.name(),
                Objects.requireNonNullElse(stage.deploymentId(), ""),
                Map.copyOf(stage.variables()),
                "REGIONAL",
                document != null && document.disableExecuteApiEndpoint(),
                RouteTree.listing(counted),
                GatewayResponses.BUILT_IN,
                false,
                StageLogs.of(place.apiId(), stage.name(), stage.accessLogSettings()),
                null,
                ofMessages,
                new WebSocketDoor(
                        place,
                        served,
                        SelectionExpression.compile(document == null ? "" : document.routeSelectionExpression())));
    }

    /** Section 19. */
    private static MethodPlan counted(MethodPlan plan, HttpApiStage stage, RequestMeters.@Nullable OfStage metered) {
        if (metered == null) {
            return plan;
        }
        String kind = switch (plan.resourcePath()) {
            case WebSocketRoute.CONNECT -> "CONNECT";
            case WebSocketRoute.DISCONNECT -> "DISCONNECT";
            default -> MESSAGE;
        };
        return plan.withMeter(
                StageMeters.isDetailed(stage, plan.resourcePath())
                        ? metered.route(kind, plan.resourcePath())
                        : metered.kind(kind));
    }

    private WebSocketDoor.Plans plans(
            SocketPlace place,
            WebSocketDocument document,
            List<MethodPlan> plans,
            @Nullable Step accountThrottle,
            RequestMeters.@Nullable OfStage metered) {
        Map<String, MethodPlan> byKey = new HashMap<>();
        plans.forEach(plan -> byKey.put(plan.resourcePath(), plan));
        MethodPlan connect = byKey.remove(WebSocketRoute.CONNECT);
        MethodPlan disconnect = byKey.remove(WebSocketRoute.DISCONNECT);
        MethodPlan fallback = byKey.remove(WebSocketRoute.DEFAULT);
        Set<String> twoWay = document.routes().stream()
                .filter(WebSocketRoute::isTwoWay)
                .map(WebSocketRoute::routeKey)
                .collect(Collectors.toSet());
        return new WebSocketDoor.Plans(
                connect != null
                        ? connect
                        : unmetered(
                                plan(
                                        "",
                                        WebSocketRoute.CONNECT,
                                        null,
                                        withAccount(accountThrottle, new AcceptConnection(false))),
                                metered),
                disconnect != null
                        ? disconnect
                        : unmetered(
                                plan("", WebSocketRoute.DISCONNECT, null, List.of(new SendReply(false, false, 0))),
                                metered),
                fallback,
                Map.copyOf(byKey),
                twoWay,
                plan("", "@connections", null, connections(place, accountThrottle)));
    }

    /** A route that is not there is not counted as a message, either. */
    private static MethodPlan unmetered(MethodPlan plan, RequestMeters.@Nullable OfStage metered) {
        return metered == null ? plan : plan.withMeter(metered.kind("NONE"));
    }

    private static List<Step> withAccount(@Nullable Step accountThrottle, Step step) {
        return accountThrottle == null ? List.of(step) : List.of(accountThrottle, step);
    }

    /** Section 15. */
    private List<Step> connections(SocketPlace place, @Nullable Step accountThrottle) {
        List<Step> steps = new ArrayList<>();
        if (accountThrottle != null) { // W15.16
            steps.add(accountThrottle);
        }
        if (sockets.signed()) {
            steps.add(access.ofConnections());
        }
        steps.add(new ReadRequestBody(sockets.limits().postBytes()));
        steps.add(new ManageConnection(place));
        return List.copyOf(steps);
    }
}
