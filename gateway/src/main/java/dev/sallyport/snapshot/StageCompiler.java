package dev.sallyport.snapshot;

import dev.sallyport.authorizer.AuthorizerCompiler;
import dev.sallyport.authorizer.AuthorizerCompiler.Authorizers;
import dev.sallyport.cache.CachedMethod;
import dev.sallyport.integration.http.ClientIdentity;
import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.ClientCertificate;
import dev.sallyport.model.Method;
import dev.sallyport.model.Resource;
import dev.sallyport.model.Scope;
import dev.sallyport.model.Stage;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.GatewayResponses;
import dev.sallyport.pipeline.MethodPlan;
import dev.sallyport.pipeline.RequestPipeline.GuardSteps;
import dev.sallyport.pipeline.RouteTree;
import dev.sallyport.pipeline.StageSnapshot;
import dev.sallyport.pipeline.Step;
import dev.sallyport.pipeline.step.Refuse;
import dev.sallyport.telemetry.requests.RequestMeter;
import dev.sallyport.telemetry.requests.RequestMeters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiles a frozen document with the settings of a stage into what the data plane executes. What cannot be enforced is
 * closed here, so that a request costs no look at it.
 */
public final class StageCompiler {

    private static final Logger LOG = LoggerFactory.getLogger(StageCompiler.class);

    private final IntegrationCompiler integrations;
    private final AccessCompiler access;
    private final @Nullable AuthorizerCompiler authorizers;
    private final LimitCompiler limits;
    private final CacheCompiler caches;
    private final @Nullable RequestMeters meters;

    /**
     * Compiles for tests of methods: nobody has an access key, what needs an API key refuses everybody, and what needs an
     * authorizer is closed.
     */
    public StageCompiler(IntegrationCompiler integrations) {
        this(integrations, AccessCompiler.withoutIdentities(), null, LimitCompiler.NONE, CacheCompiler.NONE);
    }

    /** @param authorizers null closes the methods that need one */
    public StageCompiler(
            IntegrationCompiler integrations,
            AccessCompiler access,
            @Nullable AuthorizerCompiler authorizers,
            LimitCompiler limits,
            CacheCompiler caches) {
        this(integrations, access, authorizers, limits, caches, null);
    }

    /**
     * @param authorizers null closes the methods that need one
     * @param meters count the requests of stages; null for nobody
     */
    public StageCompiler(
            IntegrationCompiler integrations,
            AccessCompiler access,
            @Nullable AuthorizerCompiler authorizers,
            LimitCompiler limits,
            CacheCompiler caches,
            @Nullable RequestMeters meters) {
        this.meters = meters;
        this.caches = caches;
        this.integrations = integrations;
        this.authorizers = authorizers;
        this.access = access;
        this.limits = limits;
    }

    /** Forgets what outlives the compilations of a stage: the stage is gone. */
    void forget(String apiId, String stageName) {
        limits.forget(apiId, stageName);
        if (meters != null) {
            meters.forget(apiId, stageName);
        }
        caches.forget(apiId, stageName);
        flushAuthorizers(apiId, stageName);
    }

    /** Has the authorizers of a stage begin with nothing said when it is compiled next (AUT-28). */
    public void flushAuthorizers(String apiId, String stageName) {
        if (authorizers != null) {
            authorizers.forget(apiId, stageName);
        }
    }

    /** Compiles a stage that has no client certificate to show. */
    public StageSnapshot compile(Scope owner, ApiDocument document, Stage stage) {
        return compile(owner, document, stage, null, Variant.STAGE);
    }

    /** Forgets what outlives the compilations of a stage's canary: the canary is gone. */
    void forgetCanary(String apiId, String stageName) {
        limits.forgetCanary(apiId, stageName);
        caches.forgetCanary(apiId, stageName);
        if (authorizers != null) {
            authorizers.forgetCanary(apiId, stageName);
        }
        if (meters != null) {
            meters.forgetCanary(apiId, stageName);
        }
    }

    /** Compiles a stage itself, without a canary. */
    public StageSnapshot compile(
            Scope owner, ApiDocument document, Stage stage, @Nullable ClientCertificate certificate) {
        return compile(owner, document, stage, certificate, Variant.STAGE);
    }

    /**
     * Compiles a stage or a canary. Every method gets a plan; a method that cannot work, or whose document or stage demands what
     * cannot be enforced, gets one that answers 500.
     *
     * @param stage as the variant sees it
     * @param certificate the one that the stage names for its backends; null when it names none or one that is not there
     */
    StageSnapshot compile(
            Scope owner, ApiDocument document, Stage stage, @Nullable ClientCertificate certificate, Variant variant) {
        Map<String, String> variables = Map.copyOf(stage.variables());
        StageSettings settings = new StageSettings(stage, certificate != null);
        ClientIdentity identity = certificate == null
                ? null
                : new ClientIdentity(certificate.pemEncodedCertificate(), certificate.pemEncodedPrivateKey());
        List<String> closingAll = new ArrayList<>(Enforceable.closingAll(document));
        ValidatorCompiler validators = integrations.validators(document);
        AccessCompiler.Api guarded = access.of(document);
        if (guarded.need() != null) {
            closingAll.add(guarded.need());
        }
        Authorizers authorizing = authorizers == null
                ? null
                : authorizers.of(owner, document, stage, variant.isCanary(), guarded.policy());
        LimitCompiler.OfStage ofStage = limits.begin(owner, document.apiId(), stage.stageName(), variant.isCanary());
        CacheCompiler.OfStage kept = caches.begin(owner, document, stage, variant);
        RequestMeters.OfStage metered = StageMeters.begin(meters, owner, document, stage, variant);
        List<MethodPlan> plans = new ArrayList<>();
        for (Resource resource : document.resources()) {
            for (Method method : resource.methods().values()) {
                StageMethod context = new StageMethod(
                        owner, document, stage.stageName(), variant, variables, identity, resource, method);
                CachedMethod cached = kept.method(context, settings.caching(context));
                List<String> closing = new ArrayList<>(closingAll);
                closing.addAll(settings.closing(context));
                Step authorizer = authorizing == null ? null : authorizing.step(method);
                if (authorizer == null && AuthorizerCompiler.isNeeded(method)) {
                    closing.add("authorizationType " + method.authorizationType());
                }
                GuardSteps guards = ofStage.guards(context, settings.throttle(context))
                        .authorizing(guarded.step(method.authorizationType(), cached != null), authorizer);
                plans.add(plan(context, integrations.steps(context, validators, guards, closing, cached))
                        .withLog(StageLogs.ofExecution(context, settings.of(context)))
                        .withMeter(StageMeters.ofMethod(metered, context, settings.of(context))));
            }
        }
        ofStage.end();
        RequestMeter meter = StageMeters.ofStage(metered);
        warn(document, variant.label(stage.stageName()), plans, settings.withoutEffect());
        return snapshot(owner, document, stage, plans, variant, meter);
    }

    /** Says once what the stage does not do as it is told: in the log, because the calls that told it are answered. */
    private static void warn(
            ApiDocument document, String stageName, List<MethodPlan> plans, List<String> withoutEffect) {
        if (document.policy() == null && document.endpointTypes().contains("PRIVATE")) {
            LOG.warn(
                    "stage {} of API {}: the API is private and has no resource policy, so it lets nobody in",
                    stageName,
                    document.apiId());
        }
        if (!withoutEffect.isEmpty()) {
            LOG.warn(
                    "stage {} of API {}: this version of Sallyport stores {} and does nothing with it",
                    stageName,
                    document.apiId(),
                    String.join(", ", withoutEffect));
        }
        Set<String> needs = new TreeSet<>();
        int closed = 0;
        for (MethodPlan plan : plans) {
            if (plan.steps().getFirst() instanceof Closed refusal) {
                needs.addAll(refusal.needs());
                closed++;
            }
        }
        if (closed > 0) {
            LOG.warn(
                    "stage {} of API {}: {} of {} methods answer 500, because this version of Sallyport cannot enforce {}",
                    stageName,
                    document.apiId(),
                    closed,
                    plans.size(),
                    String.join(", ", needs));
        }
    }

    /** A snapshot whose methods all answer 500, for a document that cannot be compiled. */
    public StageSnapshot closed(Scope owner, ApiDocument document, Stage stage) {
        return closed(owner, document, stage, Variant.STAGE);
    }

    /** A variant whose methods all answer 500, for a document that cannot be compiled. */
    StageSnapshot closed(Scope owner, ApiDocument document, Stage stage, Variant variant) {
        Step refuse = new Refuse(Fault.configuration("the stage could not be compiled"));
        List<MethodPlan> plans = new ArrayList<>();
        for (Resource resource : document.resources()) {
            for (Method method : resource.methods().values()) {
                StageMethod context =
                        new StageMethod(owner, document, stage.stageName(), variant, Map.of(), null, resource, method);
                plans.add(plan(context, List.of(refuse)));
            }
        }
        RequestMeter meter = StageMeters.ofStage(StageMeters.begin(meters, owner, document, stage, variant));
        return snapshot(owner, document, stage, plans, variant, meter);
    }

    private static StageSnapshot snapshot(
            Scope owner,
            ApiDocument document,
            Stage stage,
            List<MethodPlan> plans,
            Variant variant,
            @Nullable RequestMeter meter) {
        return new StageSnapshot(
                owner,
                document.apiId(),
                stage.stageName(),
                stage.deploymentId(),
                Map.copyOf(stage.variables()),
                document.endpointTypes().isEmpty()
                        ? "REGIONAL"
                        : document.endpointTypes().getFirst(),
                document.disableExecuteApiEndpoint(),
                RouteTree.of(plans),
                GatewayResponses.compile(
                        document.gatewayResponses(),
                        stage.variables(),
                        parameter -> LOG.warn(
                                "stage {} of API {}: {} can be part of no answer and is left out",
                                stage.stageName(),
                                document.apiId(),
                                parameter)),
                stage.tracingEnabled(),
                StageLogs.of(document.apiId(), stage, variant),
                null,
                meter);
    }

    private static MethodPlan plan(StageMethod context, List<Step> steps) {
        return new MethodPlan(
                context.resource().id(),
                context.resource().path(),
                context.method().httpMethod(),
                context.method().operationName(),
                pathParameters(context.resource().path()),
                isTraced(context.method()),
                steps);
    }

    /** HDR-31: answers of HTTP, AWS and AWS_PROXY carry the trace id. */
    private static boolean isTraced(Method method) {
        return method.integration() != null
                && switch (method.integration().type()) {
                    case "HTTP", "AWS", "AWS_PROXY" -> true;
                    default -> false;
                };
    }

    static List<String> pathParameters(String path) {
        List<String> names = new ArrayList<>();
        for (String segment : path.split("/")) {
            if (segment.startsWith("{") && segment.endsWith("}")) {
                boolean greedy = segment.endsWith("+}");
                names.add(segment.substring(1, segment.length() - (greedy ? 2 : 1)));
            }
        }
        return List.copyOf(names);
    }
}
