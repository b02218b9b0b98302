package dev.sallyport.snapshot;

import dev.sallyport.limits.ApiKeyDirectory;
import dev.sallyport.limits.Limiter;
import dev.sallyport.limits.MethodKey;
import dev.sallyport.limits.Rate;
import dev.sallyport.limits.Throttle;
import dev.sallyport.model.Scope;
import dev.sallyport.model.WebSocketRoute;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Release;
import dev.sallyport.pipeline.RequestPipeline.GuardSteps;
import dev.sallyport.pipeline.Step;
import dev.sallyport.pipeline.step.CheckApiKey;
import dev.sallyport.pipeline.step.Refuse;
import dev.sallyport.pipeline.step.ThrottleMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Compiles what limits methods: the rates of the stage's method settings and of the account, and API keys with their usage
 * plans. A method's bucket outlives compilations, so that neither a deployment nor another setting fills it; a changed
 * rate counts at once. A method without limits gets no step.
 */
public final class LimitCompiler {

    /** Limits nothing and lets no API key in. */
    public static final LimitCompiler NONE = new LimitCompiler(null, null, null, false);

    private final @Nullable Limiter limiter;
    private final @Nullable ApiKeyDirectory keys;
    private final @Nullable Rate account;
    private final boolean tells;
    private final Map<Scope, Throttle> accounts = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Throttle>> stages = new ConcurrentHashMap<>();

    /**
     * @param account what each account may send to all its APIs in a Region together, or null for no such limit
     * @param tells whether answers tell clients of the limits of their API keys
     */
    public LimitCompiler(
            @Nullable Limiter limiter, @Nullable ApiKeyDirectory keys, @Nullable Rate account, boolean tells) {
        this.tells = tells;
        this.limiter = limiter;
        this.keys = keys;
        this.account = account;
    }

    /**
     * Begins to compile a stage.
     *
     * @param isCanary whether it is the stage's canary, which shares the stage's buckets (CAN-6)
     */
    OfStage begin(Scope owner, String apiId, String stageName, boolean isCanary) {
        return new OfStage(owner, apiId + ":" + stageName, isCanary);
    }

    /** Forgets the buckets of a stage. */
    void forget(String apiId, String stageName) {
        stages.remove(apiId + ":" + stageName);
        forgetCanary(apiId, stageName);
    }

    /** Forgets the buckets that only a stage's canary has used. */
    void forgetCanary(String apiId, String stageName) {
        stages.remove(apiId + ":" + stageName + Release.CANARY_SUFFIX);
    }

    /** The limits of one stage. */
    final class OfStage {

        private final Scope owner;
        private final String stage;
        private final String variant;
        private final Map<String, Throttle> before;
        private final Map<String, Throttle> beside;
        private final Map<String, Throttle> now = new HashMap<>();

        private OfStage(Scope owner, String stage, boolean isCanary) {
            String canary = stage + Release.CANARY_SUFFIX;
            this.owner = owner;
            this.stage = stage;
            this.variant = isCanary ? canary : stage;
            this.before = stages.getOrDefault(variant, Map.of());
            this.beside = stages.getOrDefault(isCanary ? stage : canary, Map.of());
        }

        /**
         * The guards that limit a method.
         *
         * @param rate of the method, or null
         */
        GuardSteps guards(StageMethod method, @Nullable Rate rate) {
            String key = MethodKey.of(method.resource().path(), method.method().httpMethod());
            Limiter from = limiter;
            List<Throttle> throttles = from == null ? List.of() : throttles(from, key, rate);
            Step throttle = from == null || throttles.isEmpty() ? null : new ThrottleMethod(throttles, from);
            Step apiKey = method.method().apiKeyRequired() ? apiKey(method, key, throttles) : null;
            return new GuardSteps(throttle, null, null, apiKey, null, null);
        }

        /**
         * What limits a route of an HTTP API, or null.
         *
         * @param key of the route
         * @param rate of the route, or null
         */
        @Nullable
        Step throttle(String key, @Nullable Rate rate) {
            Limiter from = limiter;
            List<Throttle> throttles = from == null ? List.of() : throttles(from, key, rate);
            return from == null || throttles.isEmpty() ? null : new ThrottleMethod(throttles, from);
        }

        /**
         * The API key that a handshake of a WebSocket API needs (websocket-api 6).
         *
         * @param fromAuthorizer whether an authorizer names it (W6.4)
         */
        Step apiKey(String apiId, String stageName, String routeId, boolean fromAuthorizer) {
            Limiter from = limiter;
            ApiKeyDirectory directory = keys;
            if (from == null || directory == null) {
                return new Refuse(Fault.INVALID_API_KEY);
            }
            return new CheckApiKey(
                    directory.of(owner),
                    fromAuthorizer,
                    new CheckApiKey.Place(apiId, stageName, routeId, WebSocketRoute.CONNECT, WebSocketRoute.CONNECT),
                    from,
                    List.of(),
                    false);
        }

        private List<Throttle> throttles(Limiter from, String key, @Nullable Rate rate) {
            List<Throttle> throttles = new ArrayList<>();
            if (rate != null) {
                Throttle ofMethod = beside.get(key);
                if (ofMethod == null) {
                    ofMethod = before.get(key);
                }
                if (ofMethod == null) {
                    ofMethod = from.throttle(stage + key, rate);
                } else {
                    ofMethod.rate(rate);
                }
                now.put(key, ofMethod);
                throttles.add(ofMethod);
            }
            Rate ofAccount = account;
            if (ofAccount != null) {
                throttles.add(accounts.computeIfAbsent(
                        owner, scope -> from.throttle(scope.account() + ":" + scope.region(), ofAccount)));
            }
            return throttles;
        }

        private Step apiKey(StageMethod method, String key, List<Throttle> taken) {
            Limiter from = limiter;
            ApiKeyDirectory directory = keys;
            if (from == null || directory == null) {
                return new Refuse(Fault.INVALID_API_KEY);
            }
            return new CheckApiKey(
                    directory.of(owner),
                    "AUTHORIZER".equals(method.document().apiKeySource()),
                    new CheckApiKey.Place(
                            method.document().apiId(),
                            method.stageName(),
                            method.resource().id(),
                            method.method().httpMethod(),
                            key),
                    from,
                    taken,
                    tells);
        }

        /** All methods are compiled; buckets of methods that have no limit any more are forgotten. */
        void end() {
            if (now.isEmpty()) {
                stages.remove(variant);
            } else {
                stages.put(variant, Map.copyOf(now));
            }
        }
    }
}
