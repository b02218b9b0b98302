package dev.sallyport.control.http;

import static java.util.Objects.requireNonNullElse;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.Accounts;
import dev.sallyport.control.rest.Lookups;
import dev.sallyport.control.rest.StageRules;
import dev.sallyport.model.HttpApiStage;
import dev.sallyport.model.WebSocketRoute;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigatewayv2.AccessLogSettings;
import dev.sallyport.wire.apigatewayv2.RouteSettings;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a stage of a WebSocket API may have (websocket-api 17, 18). */
final class WebSocketStageRules {

    private static final Set<String> PREDEFINED =
            Set.of(WebSocketRoute.CONNECT, WebSocketRoute.DISCONNECT, WebSocketRoute.DEFAULT);

    private WebSocketStageRules() {}

    /** W2.3: there is no default stage. */
    static void checkName(String name) {
        StageRules.checkName(name);
    }

    /** W17.1, W18.5; levels that a route is not given are those of the stage. */
    static HttpApiStage.RouteSettings settings(RouteSettings given, HttpApiStage.@Nullable RouteSettings otherwise) {
        HttpApiStage.RouteSettings limits = HttpApiStageRules.limits(given, otherwise);
        return new HttpApiStage.RouteSettings(
                limits.detailedMetricsEnabled(),
                limits.throttlingBurstLimit(),
                limits.throttlingRateLimit(),
                (given.loggingLevel() == null && otherwise != null) ? otherwise.loggingLevel() : given.loggingLevel(),
                (given.dataTraceEnabled() == null && otherwise != null)
                        ? otherwise.dataTraceEnabled()
                        : given.dataTraceEnabled());
    }

    /** W17.1. AWS: the predefined routes may have settings before they are there (Terraform's acceptance tests). */
    static boolean hasRoute(Store.Reader tx, Call call, String apiId, String key) {
        return PREDEFINED.contains(key)
                || tx.list(Kind.WEB_SOCKET_ROUTE, call.scope(), apiId).stream()
                        .anyMatch(route -> route.routeKey().equals(key));
    }

    /** W18.3. */
    static void checkClientCertificate(Store.Reader tx, Call call, @Nullable String id) {
        if (id != null && tx.find(Kind.CLIENT_CERTIFICATE, call.scope(), "", id) == null) {
            throw ServiceException.badRequest(Lookups.NO_CLIENT_CERTIFICATE);
        }
    }

    /**
     * W18.4: logs of either kind need a role in the settings of the account.
     *
     * @throws ServiceException when what is given asks for logs and there is no role
     */
    static void checkLogRole(
            Store.Reader tx,
            Call call,
            @Nullable AccessLogSettings accessLog,
            @Nullable RouteSettings defaults,
            @Nullable Map<String, RouteSettings> routes) {
        boolean accesses = accessLog != null && accessLog.destinationArn() != null;
        boolean executions = Stream.concat(
                        Stream.ofNullable(defaults),
                        requireNonNullElse(routes, Map.<String, RouteSettings>of()).values().stream())
                .anyMatch(WebSocketStageRules::logs);
        if ((accesses || executions) && Accounts.of(tx, call).cloudwatchRoleArn() == null) {
            throw ServiceException.badRequest(Lookups.NO_LOG_ROLE);
        }
    }

    private static boolean logs(RouteSettings settings) {
        boolean level =
                settings.loggingLevel() != null && !settings.loggingLevel().equals("OFF");
        return level || Boolean.TRUE.equals(settings.dataTraceEnabled());
    }
}
