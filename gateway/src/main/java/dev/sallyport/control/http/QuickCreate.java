package dev.sallyport.control.http;

import static java.util.Objects.requireNonNullElse;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.Input;
import dev.sallyport.model.HttpApiIntegration;
import dev.sallyport.model.HttpApiRoute;
import dev.sallyport.model.HttpApiStage;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a target alone makes of an API: integration, route and stage, which API Gateway manages (R21.6, R21.7). */
final class QuickCreate {

    private final HttpApiRoutes routes;
    private final HttpApiIntegrations integrations;
    private final HttpApiDeployments deployments;
    private final InstantSource clock;

    QuickCreate(
            HttpApiRoutes routes,
            HttpApiIntegrations integrations,
            HttpApiDeployments deployments,
            InstantSource clock) {
        this.routes = routes;
        this.integrations = integrations;
        this.deployments = deployments;
        this.clock = clock;
    }

    void create(
            Store.Writer tx,
            Call call,
            String apiId,
            String target,
            @Nullable String routeKey,
            @Nullable String credentialsArn) {
        HttpApiIntegration integration =
                integration(integrations.newId(tx, call, apiId), target, Input.orNull(credentialsArn));
        tx.put(Kind.HTTP_API_INTEGRATION, call.scope(), apiId, integration.id(), integration);
        HttpApiRoute route = new HttpApiRoute(
                routes.newId(tx, call, apiId),
                requireNonNullElse(Input.orNull(routeKey), HttpApiRoute.DEFAULT),
                HttpApiRoute.targetOf(integration.id()),
                "NONE",
                null,
                List.of(),
                null,
                true);
        HttpApiRoutes.check(tx, call, apiId, route);
        tx.put(Kind.HTTP_API_ROUTE, call.scope(), apiId, route.id(), route);
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        HttpApiStage stage = new HttpApiStage(
                HttpApiStage.DEFAULT,
                null,
                true,
                null,
                HttpApiStage.RouteSettings.DEFAULT,
                new TreeMap<>(),
                new TreeMap<>(),
                null,
                null,
                null,
                Map.of(),
                true,
                now,
                now);
        deployments.deploy(tx, call, stage, apiId);
    }

    private static HttpApiIntegration integration(String id, String target, @Nullable String credentialsArn) {
        boolean function = target.startsWith("arn:");
        HttpApiIntegration integration = new HttpApiIntegration(
                id,
                function ? "AWS_PROXY" : "HTTP_PROXY",
                null,
                target,
                function ? "POST" : "ANY",
                "INTERNET",
                null,
                credentialsArn,
                null,
                function ? "2.0" : "1.0",
                HttpApiIntegrations.TIMEOUT_MILLIS,
                new TreeMap<>(),
                new TreeMap<>(),
                false,
                null,
                true);
        HttpApiIntegrationRules.check(integration);
        return integration;
    }

    /** R21.7: changes the parts that a target made; the caller deploys. */
    void update(
            Store.Writer tx,
            Call call,
            String apiId,
            @Nullable String target,
            @Nullable String routeKey,
            @Nullable String credentialsArn) {
        HttpApiIntegration integration = managed(tx.list(Kind.HTTP_API_INTEGRATION, call.scope(), apiId).stream()
                .filter(HttpApiIntegration::managed)
                .toList());
        if (target != null || credentialsArn != null) {
            String address = requireNonNullElse(Input.orNull(target), String.valueOf(integration.uri()));
            HttpApiIntegration changed = integration(
                    integration.id(), address, HttpApiRoutes.given(credentialsArn, integration.credentialsArn()));
            tx.put(Kind.HTTP_API_INTEGRATION, call.scope(), apiId, changed.id(), changed);
        }
        if (routeKey != null) {
            HttpApiRoute route = managed(tx.list(Kind.HTTP_API_ROUTE, call.scope(), apiId).stream()
                    .filter(HttpApiRoute::managed)
                    .toList());
            HttpApiRoute changed = new HttpApiRoute(
                    route.id(),
                    requireNonNullElse(Input.orNull(routeKey), HttpApiRoute.DEFAULT),
                    route.target(),
                    route.authorizationType(),
                    route.authorizerId(),
                    route.authorizationScopes(),
                    route.operationName(),
                    true);
            HttpApiRoutes.check(tx, call, apiId, changed);
            tx.put(Kind.HTTP_API_ROUTE, call.scope(), apiId, changed.id(), changed);
        }
    }

    private static <T> T managed(List<T> parts) {
        if (parts.isEmpty()) {
            throw ServiceException.badRequest(
                    "Target, RouteKey and CredentialsArn can only be updated for an API that quick create made");
        }
        return parts.getFirst();
    }
}
