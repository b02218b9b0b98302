package dev.sallyport.snapshot;

import dev.sallyport.functions.EventSink;
import dev.sallyport.functions.FunctionCatalog;
import dev.sallyport.functions.FunctionHost;
import dev.sallyport.integration.aws.AwsServices;
import dev.sallyport.integration.aws.ServiceTarget;
import dev.sallyport.integration.function.FunctionCaller;
import dev.sallyport.integration.function.FunctionTarget;
import dev.sallyport.integration.function.LambdaIntegration;
import dev.sallyport.integration.function.WebSocketFunction;
import dev.sallyport.integration.http.Approach;
import dev.sallyport.integration.http.BackendRequest;
import dev.sallyport.integration.http.BackendSettings;
import dev.sallyport.integration.http.ClientIdentity;
import dev.sallyport.integration.http.HttpCaller;
import dev.sallyport.integration.http.HttpIntegration;
import dev.sallyport.integration.mock.MockIntegration;
import dev.sallyport.mapping.UriTemplate;
import dev.sallyport.model.Scope;
import dev.sallyport.model.WebSocketIntegration;
import dev.sallyport.model.WebSocketRoute;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Step;
import dev.sallyport.pipeline.step.Refuse;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compiles the call that the integration of a route of a WebSocket API makes (websocket-api 9). */
public final class WebSocketIntegrations {

    private final FunctionCatalog catalog;
    private final FunctionHost functions;
    private final BackendSettings backends;
    private final AwsServices services;
    private final boolean checkFunctionPermissions;
    private final int payloadLimitBytes;
    private final EventSink events;

    /**
     * @param checkFunctionPermissions whether a function's resource policy must let API Gateway call it
     * @param payloadLimitBytes of backends' answers
     * @param events takes asynchronous invocations
     */
    public WebSocketIntegrations(
            FunctionCatalog catalog,
            FunctionHost functions,
            BackendSettings backends,
            AwsServices services,
            boolean checkFunctionPermissions,
            int payloadLimitBytes,
            EventSink events) {
        this.catalog = catalog;
        this.functions = functions;
        this.backends = backends;
        this.services = services;
        this.checkFunctionPermissions = checkFunctionPermissions;
        this.payloadLimitBytes = payloadLimitBytes;
        this.events = events;
    }

    int payloadLimitBytes() {
        return payloadLimitBytes;
    }

    /**
     * A route where it is compiled.
     *
     * @param variables of the stage
     * @param identity what is shown to HTTP backends that ask, or null
     */
    record Place(
            Scope owner,
            String apiId,
            String stageName,
            Map<String, String> variables,
            WebSocketRoute route,
            @Nullable ClientIdentity identity) {

        /** W22.19. */
        String sourceArn() {
            return "arn:" + owner.partition() + ":execute-api:" + owner.region() + ":" + owner.account() + ":" + apiId
                    + "/" + stageName + "/" + route.routeKey();
        }

        boolean isConnect() {
            return route.routeKey().equals(WebSocketRoute.CONNECT);
        }

        String text(@Nullable String template) {
            return template == null ? "" : UriTemplate.withStageVariables(template, variables);
        }
    }

    /** The step that calls; one that refuses when it cannot. */
    Step call(Place place, WebSocketIntegration integration) {
        return switch (integration.type()) {
            case "MOCK" -> new MockIntegration();
            case "AWS_PROXY", "AWS" -> aws(place, integration);
            case "HTTP", "HTTP_PROXY" -> http(place, integration);
            default -> throw new IllegalStateException("unknown integration type " + integration.type());
        };
    }

    private Step aws(Place place, WebSocketIntegration integration) {
        String uri = place.text(integration.uri());
        boolean isProxy = integration.isProxy();
        FunctionTarget target = FunctionTarget.parse(uri, place.owner());
        if (target == null && (isProxy || FunctionTarget.isLambda(uri))) {
            return new Refuse(Fault.configuration("the integration's URI addresses no function: " + uri));
        }
        String credentials = integration.credentialsArn() == null ? null : place.text(integration.credentialsArn());
        if (target == null) {
            return service(place, integration, ServiceTarget.parse(uri), credentials);
        }
        String closing = ServiceRules.closing(target, credentials, place.owner());
        if (closing != null) {
            return new Closed(List.of(closing));
        }
        FunctionCaller caller = new FunctionCaller(
                catalog,
                functions,
                target,
                new FunctionCaller.Source(
                        place.sourceArn(),
                        place.owner().account(),
                        credentials == null ? null : services.role(place.owner().account(), credentials)),
                checkFunctionPermissions,
                integration.timeoutInMillis());
        return isProxy ? new WebSocketFunction(caller) : new LambdaIntegration(caller, events);
    }

    private Step service(
            Place place,
            WebSocketIntegration integration,
            @Nullable ServiceTarget service,
            @Nullable String credentials) {
        boolean isSigned =
                place.isConnect() && place.route().authorizationType().equals("AWS_IAM");
        String closing = ServiceRules.closing(service, credentials, isSigned, services.endpoints());
        if (closing != null || service == null || credentials == null) {
            return new Closed(List.of(String.valueOf(closing)));
        }
        return services.integration(
                service,
                verb(integration),
                place.apiId(),
                ServiceRules.areOfCaller(credentials)
                        ? null
                        : services.role(place.owner().account(), credentials),
                caller(integration));
    }

    private static String verb(WebSocketIntegration integration) {
        return Objects.requireNonNullElse(integration.method(), "ANY");
    }

    private HttpCaller caller(WebSocketIntegration integration) {
        return new HttpCaller(backends, integration.timeoutInMillis(), payloadLimitBytes);
    }

    /** W9.7, W9.8: of a client's headers only those of its handshake are passed on, and by a proxy alone. */
    private Step http(Place place, WebSocketIntegration integration) {
        String uri = place.text(integration.uri());
        InetSocketAddress address = null;
        if (integration.isPrivate()) { // W21.1
            String link = place.text(integration.connectionId());
            address = backends.links().find(place.owner(), link, null);
            if (address == null) {
                return new Closed(List.of("VPC link " + link + ": there is none, or the setting " + StoredLinks.SETTING
                        + " (--" + StoredLinks.SETTING + " LINK=HOST:PORT) does not say where it leads"));
            }
        }
        return new HttpIntegration(
                new BackendRequest(
                        uri,
                        verb(integration),
                        integration.isProxy() && place.isConnect(),
                        place.apiId(),
                        new Approach(place.identity(), address)),
                caller(integration));
    }
}
