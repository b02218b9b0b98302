package dev.sallyport.snapshot;

import dev.sallyport.functions.FunctionCatalog;
import dev.sallyport.functions.FunctionHost;
import dev.sallyport.integration.aws.AwsServices;
import dev.sallyport.integration.aws.SubtypeIntegration;
import dev.sallyport.integration.function.FunctionCaller;
import dev.sallyport.integration.function.FunctionTarget;
import dev.sallyport.integration.function.HttpApiFunction;
import dev.sallyport.integration.http.Approach;
import dev.sallyport.integration.http.BackendSettings;
import dev.sallyport.integration.http.HttpCaller;
import dev.sallyport.integration.http.HttpIntegration;
import dev.sallyport.integration.http.RouteRequest;
import dev.sallyport.mapping.UriTemplate;
import dev.sallyport.model.HttpApiIntegration;
import dev.sallyport.model.HttpApiRoute;
import dev.sallyport.model.IntegrationSubtype;
import dev.sallyport.model.Scope;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.GatewayResponseType;
import dev.sallyport.pipeline.Step;
import dev.sallyport.pipeline.step.Refuse;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compiles the call that the integration of a route of an HTTP API makes. */
public final class RouteIntegrations {

    private static final Pattern STAGE_VARIABLE = Pattern.compile("\\$\\{stageVariables\\.(\\w+)}");
    private static final Pattern ROLE = Pattern.compile("arn:[a-z-]+:iam::\\d{12}:role/\\S+");

    private final FunctionCatalog catalog;
    private final FunctionHost functions;
    private final BackendSettings backends;
    private final AwsServices services;
    private final boolean checkFunctionPermissions;
    private final int payloadLimitBytes;

    /**
     * @param checkFunctionPermissions whether a function's resource policy must let API Gateway call it (R3.5)
     * @param payloadLimitBytes of requests and of backends' answers
     */
    public RouteIntegrations(
            FunctionCatalog catalog,
            FunctionHost functions,
            BackendSettings backends,
            AwsServices services,
            boolean checkFunctionPermissions,
            int payloadLimitBytes) {
        this.catalog = catalog;
        this.functions = functions;
        this.backends = backends;
        this.services = services;
        this.checkFunctionPermissions = checkFunctionPermissions;
        this.payloadLimitBytes = payloadLimitBytes;
    }

    int payloadLimitBytes() {
        return payloadLimitBytes;
    }

    /**
     * A route where it is compiled.
     *
     * @param variables of the stage
     */
    record Place(Scope owner, String apiId, String stageName, Map<String, String> variables, HttpApiRoute route) {

        /** The ARN by which a function's resource policy knows the route (R3.4). */
        String sourceArn() {
            String path = route.routeKey().equals(HttpApiRoute.DEFAULT)
                    ? HttpApiRoute.DEFAULT
                    : (route.verb().equals("ANY") ? "*" : route.verb()) + route.path();
            return "arn:" + owner.partition() + ":execute-api:" + owner.region() + ":" + owner.account() + ":" + apiId
                    + "/" + stageName + "/" + path;
        }

        String text(@Nullable String template) {
            return template == null ? "" : UriTemplate.withStageVariables(template, variables);
        }
    }

    /** The step that calls; one that refuses when it cannot. */
    Step call(Place place, HttpApiIntegration integration) {
        String undefined = undefined(place, integration);
        if (undefined != null) { // R4.9
            return refuse("the stage variable " + undefined + " is not defined");
        }
        if (integration.isFunction()) {
            return function(place, integration);
        }
        if (integration.type().equals("HTTP_PROXY")) {
            return integration.isPrivate() ? linked(place, integration) : backend(place, integration);
        }
        return service(place, integration);
    }

    private static Step refuse(String why) {
        return new Refuse(Fault.configuration(why));
    }

    private static @Nullable String undefined(Place place, HttpApiIntegration integration) {
        String all = String.join(
                " ",
                Objects.toString(integration.uri(), ""),
                Objects.toString(integration.credentialsArn(), ""),
                Objects.toString(integration.connectionId(), ""));
        Matcher variables = STAGE_VARIABLE.matcher(all);
        while (variables.find()) {
            if (!place.variables().containsKey(variables.group(1))) {
                return variables.group(1);
            }
        }
        return null;
    }

    private Step function(Place place, HttpApiIntegration integration) {
        String uri = place.text(integration.uri());
        String region = place.owner().region();
        // R3.1: the bare ARN means the same as the form for invocations.
        String invocation = uri.contains(":lambda:path/")
                ? uri
                : "arn:aws:apigateway:" + region + ":lambda:path/2015-03-31/functions/" + uri + "/invocations";
        FunctionTarget target = FunctionTarget.parse(invocation, place.owner());
        if (target == null) {
            return refuse("the integration's URI addresses no function: " + uri);
        }
        String account = place.owner().account();
        String role = place.text(integration.credentialsArn());
        if (!role.isEmpty() && !ROLE.matcher(role).matches()) {
            return new Closed(List.of("the credentials " + role + " of a Lambda integration"));
        }
        if (!role.isEmpty() && !target.scope().account().equals(account)) {
            // As for REST APIs: the function's policy would have to name the role too, which nobody checks here.
            return new Closed(List.of("the credentials of a Lambda integration with a function of another account"));
        }
        FunctionCaller caller = new FunctionCaller(
                catalog,
                functions,
                target,
                new FunctionCaller.Source(
                        place.sourceArn(), account, role.isEmpty() ? null : services.role(account, role)),
                checkFunctionPermissions,
                integration.timeoutInMillis(),
                HttpApiFunction::fault);
        return new HttpApiFunction(caller, integration.payloadFormatVersion());
    }

    /** 6. */
    private Step service(Place place, HttpApiIntegration integration) {
        IntegrationSubtype subtype = IntegrationSubtype.of(Objects.toString(integration.subtype(), ""));
        if (subtype == null) {
            return new Closed(List.of("integrationSubtype " + integration.subtype()));
        }
        boolean isSigned = place.route().authorizationType().equals("AWS_IAM");
        String role = place.text(integration.credentialsArn());
        String closing = ServiceRules.closing(
                SubtypeIntegration.serviceOf(subtype), role.isEmpty() ? null : role, isSigned, services.endpoints());
        if (closing != null) {
            return new Closed(List.of(closing));
        }
        try {
            return services.integration(
                    subtype,
                    new SubtypeIntegration.Source(
                            place.apiId(),
                            place.owner().region(),
                            integration.requestParameters(),
                            ServiceRules.areOfCaller(role)
                                    ? null
                                    : services.role(place.owner().account(), role),
                            new HttpCaller(backends, integration.timeoutInMillis(), payloadLimitBytes)));
        } catch (IllegalArgumentException unusable) {
            return refuse(String.valueOf(unusable.getMessage()));
        }
    }

    private Step backend(Place place, HttpApiIntegration integration) {
        boolean isDefault = place.route().routeKey().equals(HttpApiRoute.DEFAULT);
        return http(
                integration,
                new RouteRequest(
                        place.text(integration.uri()),
                        Objects.requireNonNullElse(integration.method(), "ANY"),
                        isDefault ? RouteRequest.Kind.APPENDED : RouteRequest.Kind.OF_URI,
                        Approach.PLAIN));
    }

    private Step http(HttpApiIntegration integration, RouteRequest request) {
        return new HttpIntegration(request, new HttpCaller(backends, integration.timeoutInMillis(), payloadLimitBytes));
    }

    /** R5.1 to R5.6. */
    private Step linked(Place place, HttpApiIntegration integration) {
        String target = place.text(integration.uri());
        String link = place.text(integration.connectionId());
        InetSocketAddress address = backends.links().find(place.owner(), link, target);
        int query = target.indexOf('?');
        if (address == null && query > 0) {
            address = backends.links().find(place.owner(), link, target.substring(0, query));
        }
        if (address == null) {
            return new Refuse(new Fault(
                    GatewayResponseType.INTEGRATION_FAILURE,
                    503,
                    "ServiceUnavailableException",
                    "Service Unavailable",
                    "nobody says where VPC link " + link + " leads",
                    "The setting " + StoredLinks.SETTING + " (--" + StoredLinks.SETTING
                            + " NAME=HOST:PORT) does not name " + target + " or " + link));
        }
        String name = integration.serverNameToVerify();
        String host = name != null ? name : host(address);
        String origin = (integration.tls() ? "https://" : "http://") + host + "/";
        return http(
                integration,
                new RouteRequest(
                        origin,
                        Objects.requireNonNullElse(integration.method(), "ANY"),
                        RouteRequest.Kind.OF_REQUEST,
                        new Approach(null, address)));
    }

    private static String host(InetSocketAddress address) {
        String host = address.getHostString();
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }
}
