package dev.sallyport.authorizer;

import dev.sallyport.functions.FunctionCatalog;
import dev.sallyport.functions.FunctionHost;
import dev.sallyport.integration.aws.AwsServices;
import dev.sallyport.integration.function.FunctionCaller;
import dev.sallyport.integration.function.FunctionTarget;
import dev.sallyport.mapping.UriTemplate;
import dev.sallyport.model.HttpApiAuthorizer;
import dev.sallyport.model.Scope;
import dev.sallyport.model.WebSocketDocument;
import dev.sallyport.model.WebSocketRoute;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Step;
import dev.sallyport.pipeline.step.Refuse;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compiles the authorizers of WebSocket APIs into steps. One that cannot be built becomes a step that lets nobody in. */
public final class SocketAuthorizers {

    private static final Logger LOG = LoggerFactory.getLogger(SocketAuthorizers.class);
    private static final String ROUTE = "route.";
    private static final String METHOD = "method.";

    private final FunctionCatalog catalog;
    private final FunctionHost functions;
    private final AwsServices services;
    private final boolean checkFunctionPermissions;
    private final InstantSource clock;
    private final int timeLimitMillis;

    /**
     * @param services has the roles of authorizers
     * @param checkFunctionPermissions whether a function's resource policy must let API Gateway call it
     */
    public SocketAuthorizers(
            FunctionCatalog catalog,
            FunctionHost functions,
            AwsServices services,
            boolean checkFunctionPermissions,
            InstantSource clock) {
        this.catalog = catalog;
        this.functions = functions;
        this.services = services;
        this.checkFunctionPermissions = checkFunctionPermissions;
        this.clock = clock;
        this.timeLimitMillis = AuthorizerCompiler.TIME_LIMIT_MILLIS;
    }

    /** The authorizers of one stage. */
    public OfStage of(Scope owner, WebSocketDocument document, Map<String, String> variables) {
        return new OfStage(owner, document, variables);
    }

    /** The authorizers of one stage. Used by the one thread that compiles it. */
    public final class OfStage {

        private final Scope owner;
        private final WebSocketDocument document;
        private final Map<String, String> variables;

        private OfStage(Scope owner, WebSocketDocument document, Map<String, String> variables) {
            this.owner = owner;
            this.document = document;
            this.variables = variables;
        }

        /** The step of {@code $connect} when its authorization is CUSTOM. */
        public Step step(WebSocketRoute route) {
            HttpApiAuthorizer authorizer = document.authorizer(route.authorizerId());
            if (authorizer == null) {
                return broken(String.valueOf(route.authorizerId()), "the deployment does not have it");
            }
            String uri = text(authorizer.uri());
            FunctionTarget target = FunctionTarget.parse(uri, owner);
            if (target == null) {
                return broken(authorizer.id(), "its URI addresses no function: " + uri);
            }
            return new SocketAuthorizer(
                    authorizer.id(),
                    authorizer.name(),
                    IdentitySources.of(
                            "REQUEST",
                            String.join(
                                    ",",
                                    authorizer.identitySource().stream()
                                            .map(OfStage::source)
                                            .toList())),
                    caller(authorizer, target),
                    clock);
        }

        /** W5.4: sources of routes are those of methods by another name. */
        private static String source(String written) {
            return written.startsWith(ROUTE) ? METHOD + written.substring(ROUTE.length()) : written;
        }

        private Step broken(String id, String why) {
            LOG.warn("API {}: authorizer {} lets nobody in: {}", document.apiId(), id, why);
            return new Refuse(
                    Fault.authorizer("configuration error: Invalid authorizer", "Authorizer " + id + ": " + why));
        }

        private FunctionCaller caller(HttpApiAuthorizer authorizer, FunctionTarget target) {
            String role = text(authorizer.credentialsArn());
            return new FunctionCaller(
                    catalog,
                    functions,
                    target,
                    new FunctionCaller.Source(
                            AuthorizerCompiler.sourceArn(owner, document.apiId(), authorizer.id()), // W5.9
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
