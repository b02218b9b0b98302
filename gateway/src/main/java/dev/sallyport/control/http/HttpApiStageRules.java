package dev.sallyport.control.http;

import static java.util.Objects.requireNonNullElse;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.Input;
import dev.sallyport.model.HttpApiStage;
import dev.sallyport.model.Stage.AccessLogSettings;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigatewayv2.RouteSettings;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a stage may have (http-api 12 to 14); what WebSocket APIs have of their own is in {@link WebSocketStageRules}. */
final class HttpApiStageRules {

    private static final int MAX_VARIABLES = 100;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,128}|\\$default");
    private static final Pattern VARIABLE_NAME = Pattern.compile("[A-Za-z0-9_]{1,64}");
    private static final Pattern VARIABLE_VALUE = Pattern.compile("[A-Za-z0-9._~:/?#&=,-]{0,512}");
    private static final Pattern LOG_GROUP =
            Pattern.compile("arn:[a-z-]+:logs:[a-z0-9-]+:\\d{12}:log-group:[^:*]+(:\\*)?");

    private HttpApiStageRules() {}

    /** R13.1. */
    static void checkName(Protocol protocol, String name) {
        if (protocol == Protocol.WEBSOCKET) {
            WebSocketStageRules.checkName(name);
        } else if (!NAME.matcher(name).matches()) {
            throw ServiceException.badRequest(
                    "Stage name only allows letters, numbers, hyphens, and underscores, or it is $default");
        }
    }

    /** R13.12. */
    static void checkVariables(Map<String, String> variables) {
        if (variables.size() > MAX_VARIABLES) {
            throw ServiceException.badRequest("Maximum number of stage variables is " + MAX_VARIABLES);
        }
        variables.forEach((name, value) -> {
            if (!VARIABLE_NAME.matcher(name).matches()) {
                throw ServiceException.badRequest(
                        "Invalid stage variable name: " + name + ".  Please use names with only word characters.");
            }
            // AWS: other characters than those of REST APIs' variables; the wording is inferred.
            if (value == null || !VARIABLE_VALUE.matcher(value).matches()) {
                throw ServiceException.badRequest("Invalid stage variable value: " + value
                        + ".  Please use values with alphanumeric characters and the symbols -._~:/?#&=,");
            }
        });
    }

    /** R12.7. */
    static HttpApiStage.RouteSettings settings(
            Protocol protocol, RouteSettings given, HttpApiStage.@Nullable RouteSettings otherwise) {
        if (protocol == Protocol.WEBSOCKET) {
            return WebSocketStageRules.settings(given, otherwise);
        }
        boolean logs = given.loggingLevel() != null && !given.loggingLevel().equals("OFF");
        if (logs || Boolean.TRUE.equals(given.dataTraceEnabled())) {
            throw ServiceException.badRequest("Execution logs are not supported on protocolType HTTP");
        }
        return limits(given, otherwise);
    }

    /** What a stage has to begin with. */
    static HttpApiStage.RouteSettings defaults(Protocol protocol) {
        return protocol == Protocol.HTTP ? HttpApiStage.RouteSettings.DEFAULT : HttpApiStage.RouteSettings.WEB_SOCKET;
    }

    /** Settings without logs, as both protocols have them. */
    static HttpApiStage.RouteSettings limits(RouteSettings given, HttpApiStage.@Nullable RouteSettings otherwise) {
        boolean burst = given.throttlingBurstLimit() != null && given.throttlingBurstLimit() < 0;
        boolean rate = given.throttlingRateLimit() != null && given.throttlingRateLimit() < 0;
        if (burst || rate) {
            throw ServiceException.badRequest("Throttling limits cannot be negative");
        }
        return new HttpApiStage.RouteSettings(
                (given.detailedMetricsEnabled() == null && otherwise != null)
                        ? otherwise.detailedMetricsEnabled()
                        : given.detailedMetricsEnabled(),
                given.throttlingBurstLimit(),
                given.throttlingRateLimit(),
                null,
                null);
    }

    /** R12.6. */
    static void checkRoute(Store.Reader tx, Call call, Protocol protocol, String apiId, String key) {
        boolean known = protocol == Protocol.WEBSOCKET
                ? WebSocketStageRules.hasRoute(tx, call, apiId, key)
                : tx.list(Kind.HTTP_API_ROUTE, call.scope(), apiId).stream()
                        .anyMatch(route -> route.routeKey().equals(key));
        if (!known) {
            throw ServiceException.notFound(
                    "Unable to find Route by key " + key + " within the provided RouteSettings");
        }
    }

    /** W18.3: HTTP APIs show no certificate. */
    static void checkClientCertificate(Store.Reader tx, Call call, Protocol protocol, @Nullable String id) {
        if (protocol == Protocol.WEBSOCKET) {
            WebSocketStageRules.checkClientCertificate(tx, call, id);
        } else {
            HttpApiRoutes.refuse(id != null, "clientCertificateId");
        }
    }

    /** W18.4: the logs of HTTP APIs need no role. */
    static void checkLogRole(
            Store.Reader tx,
            Call call,
            Protocol protocol,
            dev.sallyport.wire.apigatewayv2.@Nullable AccessLogSettings accessLog,
            @Nullable RouteSettings defaults,
            @Nullable Map<String, RouteSettings> routes) {
        if (protocol == Protocol.WEBSOCKET) {
            WebSocketStageRules.checkLogRole(tx, call, accessLog, defaults, routes);
        }
    }

    /** R14.1, R14.2; null for settings without anything, which remove what there is (R13.15). */
    static @Nullable AccessLogSettings accessLog(dev.sallyport.wire.apigatewayv2.AccessLogSettings given) {
        String destination = Input.orNull(given.destinationArn());
        String format = Input.orNull(given.format());
        if (destination == null && format == null) {
            return null;
        }
        if (destination == null || !LOG_GROUP.matcher(destination).matches()) {
            throw ServiceException.badRequest(
                    "Invalid ARN specified in the request. The destination of access logs must be a CloudWatch log group: "
                            + requireNonNullElse(destination, ""));
        }
        if (format == null || format.indexOf('\n') >= 0) {
            throw ServiceException.badRequest("The format of access logs must be a single line");
        }
        if (!format.contains("$context.requestId") && !format.contains("$context.extendedRequestId")) {
            throw ServiceException.badRequest(
                    "Access Log format must contain at least $context.requestId or $context.extendedRequestId");
        }
        return new AccessLogSettings(destination, format);
    }
}
