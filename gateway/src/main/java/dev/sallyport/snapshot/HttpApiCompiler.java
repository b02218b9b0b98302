package dev.sallyport.snapshot;

import dev.sallyport.authorizer.RouteAuthorizers;
import dev.sallyport.limits.Rate;
import dev.sallyport.model.HttpApiDocument;
import dev.sallyport.model.HttpApiIntegration;
import dev.sallyport.model.HttpApiRoute;
import dev.sallyport.model.HttpApiStage;
import dev.sallyport.model.HttpApiStage.RouteSettings;
import dev.sallyport.model.Scope;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.GatewayResponses;
import dev.sallyport.pipeline.MethodPlan;
import dev.sallyport.pipeline.RouteTree;
import dev.sallyport.pipeline.StageSnapshot;
import dev.sallyport.pipeline.Step;
import dev.sallyport.pipeline.http.CorsAnswers;
import dev.sallyport.pipeline.http.HttpApiDoor;
import dev.sallyport.pipeline.http.HttpApiSteps;
import dev.sallyport.pipeline.http.MapRouteRequest;
import dev.sallyport.pipeline.http.MapRouteResponse;
import dev.sallyport.pipeline.http.RouteTable;
import dev.sallyport.pipeline.http.SendRouteResponse;
import dev.sallyport.pipeline.http.TakeIntegrationResponse;
import dev.sallyport.pipeline.step.ReadRequestBody;
import dev.sallyport.pipeline.step.Refuse;
import dev.sallyport.telemetry.requests.RequestMeter;
import dev.sallyport.telemetry.requests.RequestMeters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Compiles what a stage of an HTTP API serves: the frozen document with the live settings of the stage (R13.2). */
public final class HttpApiCompiler {

    private final RouteIntegrations integrations;
    private final AccessCompiler access;
    private final RouteAuthorizers authorizers;
    private final LimitCompiler limits;
    private final @Nullable RequestMeters meters;

    /** Compiles stages whose requests nobody counts. */
    public HttpApiCompiler(
            RouteIntegrations integrations, AccessCompiler access, RouteAuthorizers authorizers, LimitCompiler limits) {
        this(integrations, access, authorizers, limits, null);
    }

    /** @param meters count the requests of the stages; null for nobody */
    public HttpApiCompiler(
            RouteIntegrations integrations,
            AccessCompiler access,
            RouteAuthorizers authorizers,
            LimitCompiler limits,
            @Nullable RequestMeters meters) {
        this.integrations = integrations;
        this.access = access;
        this.authorizers = authorizers;
        this.limits = limits;
        this.meters = meters;
    }

    /** Forgets what outlives the compilations of a stage: the stage is gone. */
    void forget(String apiId, String stageName) {
        limits.forget(apiId, stageName);
        if (meters != null) {
            meters.forget(apiId, stageName);
        }
    }

    /**
     * Compiles a stage.
     *
     * @param document null before the first deployment: every request is answered with 404 (R1.8)
     */
    public StageSnapshot compile(Scope owner, String apiId, HttpApiStage stage, @Nullable HttpApiDocument document) {
        if (document == null) {
            return snapshot(owner, apiId, stage, null, List.of(), meter(owner, apiId, stage));
        }
        CorsAnswers cors = document.cors() == null ? null : new CorsAnswers(document.cors());
        RouteAuthorizers.OfStage authorizing = authorizers.of(owner, document, Map.copyOf(stage.variables()));
        RequestMeters.OfStage metered = StageMeters.begin(meters, owner, apiId, stage.name());
        LimitCompiler.OfStage limiting = limits.begin(owner, apiId, stage.name(), false);
        SendRouteResponse send = new SendRouteResponse(cors);
        List<MethodPlan> plans = new ArrayList<>();
        for (HttpApiRoute route : document.routes()) {
            RouteIntegrations.Place place =
                    new RouteIntegrations.Place(owner, apiId, stage.name(), Map.copyOf(stage.variables()), route);
            Step throttle = limiting.throttle(route.routeKey(), rate(stage, route.routeKey()));
            Step authorizer = switch (route.authorizationType()) {
                case "NONE" -> null;
                case "AWS_IAM" -> access.ofRoutes();
                case "CUSTOM", "JWT" -> authorizing.step(route);
                default -> new Closed(List.of("authorizationType " + route.authorizationType()));
            };
            plans.add(plan(route, steps(place, document, throttle, authorizer, send))
                    .withMeter(StageMeters.ofRoute(metered, stage, route)));
        }
        limiting.end();
        return snapshot(owner, apiId, stage, document, plans, StageMeters.ofStage(metered));
    }

    private @Nullable RequestMeter meter(Scope owner, String apiId, HttpApiStage stage) {
        return StageMeters.ofStage(StageMeters.begin(meters, owner, apiId, stage.name()));
    }

    /** A snapshot whose routes all answer 500, for a document that cannot be compiled. */
    StageSnapshot closed(Scope owner, String apiId, HttpApiStage stage, HttpApiDocument document) {
        Step refuse = new Refuse(Fault.configuration("the stage could not be compiled"));
        List<MethodPlan> plans = document.routes().stream()
                .map(route -> plan(route, List.of(refuse)))
                .toList();
        return snapshot(owner, apiId, stage, document, plans, meter(owner, apiId, stage));
    }

    private List<Step> steps(
            RouteIntegrations.Place place,
            HttpApiDocument document,
            @Nullable Step throttle,
            @Nullable Step authorizer,
            Step send) {
        HttpApiIntegration integration = document.integration(place.route().integrationId());
        if (integration == null) { // R2.18
            return List.of(new Refuse(Fault.configuration("the route has no integration")));
        }
        return new HttpApiSteps(
                        throttle,
                        authorizer,
                        new ReadRequestBody(integrations.payloadLimitBytes()),
                        integration.subtype() == null ? MapRouteRequest.compile(integration.requestParameters()) : null,
                        integrations.call(place, integration),
                        new TakeIntegrationResponse(),
                        MapRouteResponse.compile(integration.responseParameters()),
                        send)
                .inOrder();
    }

    /** R12.2: what a route does not say of itself its stage does. */
    static @Nullable Rate rate(HttpApiStage stage, String routeKey) {
        RouteSettings own = stage.routeSettings().get(routeKey);
        RouteSettings all = stage.defaultRouteSettings();
        BiFunction<@Nullable Number, @Nullable Number, @Nullable Number> first =
                (mine, theirs) -> mine == null ? theirs : mine;
        Number burst = own == null
                ? all.throttlingBurstLimit()
                : first.apply(own.throttlingBurstLimit(), all.throttlingBurstLimit());
        Number perSecond = own == null
                ? all.throttlingRateLimit()
                : first.apply(own.throttlingRateLimit(), all.throttlingRateLimit());
        return Rate.ofRouteSettings(
                burst == null ? null : burst.intValue(), perSecond == null ? null : perSecond.doubleValue());
    }

    private static MethodPlan plan(HttpApiRoute route, List<Step> steps) {
        return new MethodPlan(
                route.id(),
                route.path(),
                route.verb(),
                route.operationName(),
                StageCompiler.pathParameters(route.path()),
                false,
                steps);
    }

    private static StageSnapshot snapshot(
            Scope owner,
            String apiId,
            HttpApiStage stage,
            @Nullable HttpApiDocument document,
            List<MethodPlan> plans,
            @Nullable RequestMeter meter) {
        List<MethodPlan> withPath = plans.stream()
                .filter(plan -> plan.resourcePath().startsWith("/"))
                .toList();
        MethodPlan ofRest = plans.stream()
                .filter(plan -> plan.resourcePath().equals(HttpApiRoute.DEFAULT))
                .findFirst()
                .orElse(null);
        CorsAnswers cors = document == null || document.cors() == null ? null : new CorsAnswers(document.cors());
        return new StageSnapshot(
                owner,
                apiId,
                stage.name(),
                Objects.requireNonNullElse(stage.deploymentId(), ""),
                Map.copyOf(stage.variables()),
                "REGIONAL",
                document != null && document.disableExecuteApiEndpoint(),
                RouteTree.listing(plans),
                GatewayResponses.BUILT_IN,
                false,
                StageLogs.of(apiId, stage.name(), stage.accessLogSettings()),
                null,
                meter,
                new HttpApiDoor(RouteTable.of(withPath, ofRest), cors));
    }
}
