package dev.sallyport.authorizer;

import dev.sallyport.authorizer.jwt.TokenVerifier;
import dev.sallyport.functions.FunctionCatalog;
import dev.sallyport.functions.FunctionHost;
import dev.sallyport.iam.Policy;
import dev.sallyport.integration.aws.AwsServices;
import dev.sallyport.integration.function.FunctionCaller;
import dev.sallyport.integration.function.FunctionTarget;
import dev.sallyport.mapping.UriTemplate;
import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.Authorizer;
import dev.sallyport.model.Method;
import dev.sallyport.model.Scope;
import dev.sallyport.model.Stage;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Step;
import dev.sallyport.pipeline.step.Refuse;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compiles the authorizers of a stage into steps. One that cannot be built becomes a step that lets nobody in. */
public final class AuthorizerCompiler {

    private static final Logger LOG = LoggerFactory.getLogger(AuthorizerCompiler.class);

    /** AUT-46 (inferred). */
    public static final int TIME_LIMIT_MILLIS = 29_000;

    private static final int DEFAULT_TTL_SECONDS = 300;
    private static final int MAX_TTL_SECONDS = 3600;
    private static final String POOLS = "COGNITO_USER_POOLS";

    private final FunctionCatalog catalog;
    private final FunctionHost functions;
    private final AwsServices services;
    private final boolean checkFunctionPermissions;
    private final TokenVerifier tokens;
    private final InstantSource clock;
    private final int timeLimitMillis;
    private final StageCaches caches;

    /**
     * @param services has the roles of authorizers, and runs what may block
     * @param checkFunctionPermissions whether a function's resource policy must let API Gateway call it
     * @param tokens judges what user pools are sent
     */
    public AuthorizerCompiler(
            FunctionCatalog catalog,
            FunctionHost functions,
            AwsServices services,
            boolean checkFunctionPermissions,
            TokenVerifier tokens,
            InstantSource clock) {
        this(catalog, functions, services, checkFunctionPermissions, tokens, clock, TIME_LIMIT_MILLIS);
    }

    /** @param timeLimitMillis of a function's answer */
    public AuthorizerCompiler(
            FunctionCatalog catalog,
            FunctionHost functions,
            AwsServices services,
            boolean checkFunctionPermissions,
            TokenVerifier tokens,
            InstantSource clock,
            int timeLimitMillis) {
        this.catalog = catalog;
        this.functions = functions;
        this.services = services;
        this.checkFunctionPermissions = checkFunctionPermissions;
        this.tokens = tokens;
        this.clock = clock;
        this.timeLimitMillis = timeLimitMillis;
        this.caches = new StageCaches(clock);
    }

    /**
     * The authorizers of one stage, each compiled when the first of its methods is.
     *
     * @param stage goes on with what its authorizers have said, as far as they are the same (AUT-26)
     * @param isCanary whether the stage is seen as its canary sees it, whose authorizers are others
     * @param policy the API's resource policy; null when it has none, or one that closes its methods because it cannot be
     *     read
     */
    public Authorizers of(Scope owner, ApiDocument document, Stage stage, boolean isCanary, @Nullable Policy policy) {
        return new Authorizers(owner, document, stage, isCanary, policy);
    }

    /** Forgets what authorizers have said on a stage and its canary, from their next compilation on. */
    public void forget(String apiId, String stageName) {
        caches.forget(apiId, stageName, false);
        caches.forget(apiId, stageName, true);
    }

    /** The canary of a stage is gone. */
    public void forgetCanary(String apiId, String stageName) {
        caches.forget(apiId, stageName, true);
    }

    /** Whether a method is the matter of an authorizer. */
    public static boolean isNeeded(Method method) {
        return method.authorizationType().equals("CUSTOM")
                || method.authorizationType().equals(POOLS);
    }

    /** The ARN by which a function's policy knows an authorizer (AUT-27). */
    public static String sourceArn(Scope owner, String apiId, String authorizerId) {
        return "arn:" + owner.partition() + ":execute-api:" + owner.region() + ":" + owner.account() + ":" + apiId
                + "/authorizers/" + authorizerId;
    }

    /** The authorizers of one stage. Used by the one thread that compiles it. */
    public final class Authorizers {

        private final Scope owner;
        private final ApiDocument document;
        private final String stageName;
        private final Map<String, String> variables;
        private final @Nullable Policy policy;
        private final StageCaches.OfStage said;
        private final Map<String, Function<Method, Step>> compiled = new HashMap<>();

        private Authorizers(Scope owner, ApiDocument document, Stage stage, boolean isCanary, @Nullable Policy policy) {
            this.owner = owner;
            this.document = document;
            this.stageName = stage.stageName();
            this.variables = Map.copyOf(stage.variables());
            this.policy = policy;
            this.said = caches.begin(document.apiId(), stage, isCanary);
        }

        /** The step of a method; null when its authorization is not the matter of an authorizer. */
        public @Nullable Step step(Method method) {
            String type = method.authorizationType();
            if (!isNeeded(method)) {
                return null;
            }
            String id = method.authorizerId() == null ? "" : method.authorizerId();
            return compiled.computeIfAbsent(type + " " + id, key -> compile(id, type.equals(POOLS)))
                    .apply(method);
        }

        private Function<Method, Step> compile(String id, boolean isOfPools) {
            Authorizer authorizer = document.authorizers().stream()
                    .filter(each -> each.id().equals(id))
                    .findFirst()
                    .orElse(null);
            if (authorizer == null) {
                return broken(id, "the deployment does not have it");
            }
            if (authorizer.type().equals(POOLS) != isOfPools) {
                return broken(
                        id, "it is of type " + authorizer.type() + ", which the method's authorizationType is not");
            }
            try {
                return isOfPools ? pools(authorizer) : lambda(authorizer);
            } catch (PatternSyntaxException invalid) {
                return broken(id, "its identity validation expression is none: " + invalid.getDescription());
            }
        }

        private Function<Method, Step> broken(String id, String why) {
            LOG.warn(
                    "stage {} of API {}: authorizer {} lets nobody in and its methods answer 500: {}",
                    stageName,
                    document.apiId(),
                    id,
                    why);
            Fault fault = Fault.authorizer("configuration error: Invalid authorizer", "Authorizer " + id + ": " + why);
            Step refuse = new Refuse(fault);
            return method -> refuse;
        }

        private Function<Method, Step> lambda(Authorizer authorizer) {
            String type = authorizer.type();
            IdentitySources sources = IdentitySources.of(type, authorizer.identitySource());
            String uri = text(authorizer.authorizerUri());
            FunctionTarget target = FunctionTarget.parse(uri, owner);
            if (target == null) {
                return broken(authorizer.id(), "its URI addresses no function: " + uri);
            }
            boolean isToken = type.equals("TOKEN");
            Step step = new LambdaAuthorizer(
                    new LambdaAuthorizer.Rules(
                            authorizer.id(),
                            authorizer.name(),
                            isToken,
                            sources,
                            IdentityPattern.compile(isToken ? authorizer.identityValidationExpression() : null),
                            ttlMillis(authorizer)),
                    caller(authorizer, target),
                    policy,
                    said.of(authorizer, List.of(uri)),
                    clock);
            return method -> step;
        }

        private FunctionCaller caller(Authorizer authorizer, FunctionTarget target) {
            String role = text(authorizer.authorizerCredentials());
            return new FunctionCaller(
                    catalog,
                    functions,
                    target,
                    new FunctionCaller.Source(
                            sourceArn(owner, document.apiId(), authorizer.id()),
                            owner.account(),
                            role.isEmpty() ? null : services.role(owner.account(), role)),
                    checkFunctionPermissions,
                    timeLimitMillis,
                    fault -> Fault.authorizer(String.valueOf(fault.reason()), hint(authorizer, fault)));
        }

        private String hint(Authorizer authorizer, Fault fault) {
            return "Authorizer " + authorizer.id() + (fault.hint() == null ? "" : ": " + fault.hint());
        }

        private String text(@Nullable String template) {
            return template == null ? "" : UriTemplate.withStageVariables(template, variables);
        }

        private Function<Method, Step> pools(Authorizer authorizer) {
            List<String> arns =
                    authorizer.providerArns().stream().map(this::text).toList();
            String unfit = arns.stream()
                    .filter(arn -> !TokenVerifier.isUserPool(arn))
                    .findFirst()
                    .orElse(null);
            if (unfit != null || arns.isEmpty()) {
                return broken(authorizer.id(), unfit == null ? "it names no user pool" : unfit + " is no user pool");
            }
            PoolAuthorizer.Pools shared = new PoolAuthorizer.Pools(
                    authorizer.id(),
                    authorizer.name(),
                    arns,
                    IdentitySources.of(POOLS, authorizer.identitySource()),
                    IdentityPattern.compile(authorizer.identityValidationExpression()),
                    ttlMillis(authorizer),
                    tokens,
                    services.blocking(),
                    clock,
                    said.of(authorizer, arns));
            return method -> new PoolAuthorizer(shared, method.authorizationScopes(), policy);
        }

        /** AUT-25. */
        private static long ttlMillis(Authorizer authorizer) {
            Integer seconds = authorizer.authorizerResultTtlInSeconds();
            return 1000L * Math.clamp(seconds == null ? DEFAULT_TTL_SECONDS : seconds, 0, MAX_TTL_SECONDS);
        }
    }
}
