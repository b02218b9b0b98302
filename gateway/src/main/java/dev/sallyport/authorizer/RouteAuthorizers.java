package dev.sallyport.authorizer;

import dev.sallyport.authorizer.jwt.IssuerTokens;
import dev.sallyport.functions.FunctionCatalog;
import dev.sallyport.functions.FunctionHost;
import dev.sallyport.integration.aws.AwsServices;
import dev.sallyport.integration.function.FunctionCaller;
import dev.sallyport.integration.function.FunctionTarget;
import dev.sallyport.mapping.UriTemplate;
import dev.sallyport.model.HttpApiAuthorizer;
import dev.sallyport.model.HttpApiDocument;
import dev.sallyport.model.HttpApiRoute;
import dev.sallyport.model.Scope;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Step;
import dev.sallyport.pipeline.step.Refuse;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compiles the authorizers of HTTP APIs into steps. One that cannot be built becomes a step that lets nobody in. */
public final class RouteAuthorizers {

    private static final Logger LOG = LoggerFactory.getLogger(RouteAuthorizers.class);

    /** (http-api 19) */
    private static final int TIME_LIMIT_MILLIS = 10_000;

    private static final int MAX_TTL_SECONDS = 3600;

    private final FunctionCatalog catalog;
    private final FunctionHost functions;
    private final AwsServices services;
    private final boolean checkFunctionPermissions;
    private final IssuerTokens tokens;
    private final InstantSource clock;
    private final int timeLimitMillis;

    /**
     * @param services has the roles of authorizers, and runs what may block
     * @param checkFunctionPermissions whether a function's resource policy must let API Gateway call it
     * @param tokens judges what issuers' clients send
     */
    public RouteAuthorizers(
            FunctionCatalog catalog,
            FunctionHost functions,
            AwsServices services,
            boolean checkFunctionPermissions,
            IssuerTokens tokens,
            InstantSource clock) {
        this(catalog, functions, services, checkFunctionPermissions, tokens, clock, TIME_LIMIT_MILLIS);
    }

    /** @param timeLimitMillis of a function's answer */
    public RouteAuthorizers(
            FunctionCatalog catalog,
            FunctionHost functions,
            AwsServices services,
            boolean checkFunctionPermissions,
            IssuerTokens tokens,
            InstantSource clock,
            int timeLimitMillis) {
        this.catalog = catalog;
        this.functions = functions;
        this.services = services;
        this.checkFunctionPermissions = checkFunctionPermissions;
        this.tokens = tokens;
        this.clock = clock;
        this.timeLimitMillis = timeLimitMillis;
    }

    /** The authorizers of one stage, each compiled when the first of its routes is. */
    public OfStage of(Scope owner, HttpApiDocument document, Map<String, String> variables) {
        return new OfStage(owner, document, variables);
    }

    /** The authorizers of one stage. Used by the one thread that compiles it. */
    public final class OfStage {

        private final Scope owner;
        private final HttpApiDocument document;
        private final Map<String, String> variables;
        private final Map<String, Function<HttpApiRoute, Step>> compiled = new HashMap<>();

        private OfStage(Scope owner, HttpApiDocument document, Map<String, String> variables) {
            this.owner = owner;
            this.document = document;
            this.variables = variables;
        }

        /** The step of a route whose authorization is the matter of an authorizer. */
        public Step step(HttpApiRoute route) {
            String id = route.authorizerId() == null ? "" : route.authorizerId();
            return compiled.computeIfAbsent(id, this::compile).apply(route);
        }

        private Function<HttpApiRoute, Step> compile(String id) {
            HttpApiAuthorizer authorizer = document.authorizer(id);
            if (authorizer == null) {
                return broken(id, "the deployment does not have it");
            }
            IdentitySources sources = IdentitySources.of(
                    "REQUEST",
                    String.join(
                            ",",
                            authorizer.identitySource().stream()
                                    .map(source -> Objects.requireNonNullElse(JwtAuthorizer.sourceOf(source), source))
                                    .toList()));
            return authorizer.type().equals("JWT") ? jwt(authorizer, sources) : lambda(authorizer, sources);
        }

        private Function<HttpApiRoute, Step> broken(String id, String why) {
            LOG.warn("API {}: authorizer {} lets nobody in and its routes answer 500: {}", document.apiId(), id, why);
            Step refuse = new Refuse(
                    Fault.authorizer("configuration error: Invalid authorizer", "Authorizer " + id + ": " + why));
            return route -> refuse;
        }

        private Function<HttpApiRoute, Step> jwt(HttpApiAuthorizer authorizer, IdentitySources sources) {
            if (authorizer.issuer() == null) {
                return broken(authorizer.id(), "it names no issuer");
            }
            JwtAuthorizer.Issuer shared = new JwtAuthorizer.Issuer(
                    authorizer.id(),
                    authorizer.name(),
                    authorizer.issuer(),
                    authorizer.audience(),
                    sources,
                    tokens,
                    services.blocking(),
                    clock,
                    new DecisionCache<>(clock));
            return route -> route.authorizationType().equals("JWT")
                    ? new JwtAuthorizer(shared, route.authorizationScopes())
                    : mismatch(authorizer, route);
        }

        private Step mismatch(HttpApiAuthorizer authorizer, HttpApiRoute route) {
            return broken(
                            authorizer.id(),
                            "it is of type " + authorizer.type() + ", which the authorization type of "
                                    + route.routeKey() + " is not")
                    .apply(route);
        }

        private Function<HttpApiRoute, Step> lambda(HttpApiAuthorizer authorizer, IdentitySources sources) {
            String uri = text(authorizer.uri());
            FunctionTarget target = FunctionTarget.parse(uri, owner);
            if (target == null) {
                return broken(authorizer.id(), "its URI addresses no function: " + uri);
            }
            Integer ttl = authorizer.resultTtlInSeconds();
            Step step = new RouteAuthorizer(
                    new RouteAuthorizer.Rules(
                            authorizer.id(),
                            authorizer.name(),
                            "2.0".equals(authorizer.payloadFormatVersion()),
                            Boolean.TRUE.equals(authorizer.enableSimpleResponses()),
                            sources,
                            ttl == null ? 0 : 1000L * Math.clamp(ttl, 0, MAX_TTL_SECONDS)), // R10.15, R10.17
                    caller(authorizer, target),
                    clock);
            return route -> route.authorizationType().equals("CUSTOM") ? step : mismatch(authorizer, route);
        }

        private FunctionCaller caller(HttpApiAuthorizer authorizer, FunctionTarget target) {
            String role = text(authorizer.credentialsArn());
            return new FunctionCaller(
                    catalog,
                    functions,
                    target,
                    new FunctionCaller.Source(
                            AuthorizerCompiler.sourceArn(owner, document.apiId(), authorizer.id()),
                            owner.account(),
                            role.isEmpty() ? null : services.role(owner.account(), role)),
                    checkFunctionPermissions,
                    timeLimitMillis,
                    fault -> Fault.authorizer(
                            String.valueOf(fault.reason()),
                            "Authorizer " + authorizer.id() + (fault.hint() == null ? "" : ": " + fault.hint())));
        }

        private String text(@Nullable String template) {
            return template == null ? "" : UriTemplate.withStageVariables(template, variables);
        }
    }
}
