package dev.sallyport.pipeline;

import dev.sallyport.model.Scope;
import dev.sallyport.telemetry.requests.RequestMeter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything a stage executes: a deployment compiled with the stage's settings. Immutable; a request reads one and ends
 * on it.
 *
 * @param variables the stage's variables
 * @param endpointType {@code EDGE}, {@code REGIONAL} or {@code PRIVATE}
 * @param disabled whether the default endpoint is switched off (INV-14)
 * @param gatewayResponses what the stage answers by itself
 * @param tracing whether requests are traced by X-Ray, as far as that is in their headers (STG-21)
 * @param accessLog what the stage writes of every request, or null
 * @param release what this is to a stage that has a canary: its base, or the canary itself; null without a canary
 * @param meter counts its requests; null where nobody asks
 * @param frontDoor how requests begin and fail; null for REST APIs
 */
public record StageSnapshot(
        Scope owner,
        String apiId,
        String stageName,
        String deploymentId,
        Map<String, String> variables,
        String endpointType,
        boolean disabled,
        RouteTree routes,
        GatewayResponses gatewayResponses,
        boolean tracing,
        @Nullable StageLog accessLog,
        @Nullable Release release,
        @Nullable RequestMeter meter,
        @Nullable FrontDoor frontDoor) {

    /** A stage of a REST API. */
    public StageSnapshot(
            Scope owner,
            String apiId,
            String stageName,
            String deploymentId,
            Map<String, String> variables,
            String endpointType,
            boolean disabled,
            RouteTree routes,
            GatewayResponses gatewayResponses,
            boolean tracing,
            @Nullable StageLog accessLog,
            @Nullable Release release,
            @Nullable RequestMeter meter) {
        this(
                owner,
                apiId,
                stageName,
                deploymentId,
                variables,
                endpointType,
                disabled,
                routes,
                gatewayResponses,
                tracing,
                accessLog,
                release,
                meter,
                null);
    }

    /** Whether it is reached by VPC endpoints, and by them alone (EDG-3, EDG-4). */
    public boolean isPrivate() {
        return endpointType.equals("PRIVATE");
    }

    /** A stage that customises no gateway response and logs nothing. */
    public StageSnapshot(
            Scope owner,
            String apiId,
            String stageName,
            String deploymentId,
            Map<String, String> variables,
            String endpointType,
            boolean disabled,
            RouteTree routes) {
        this(
                owner,
                apiId,
                stageName,
                deploymentId,
                variables,
                endpointType,
                disabled,
                routes,
                GatewayResponses.BUILT_IN,
                false,
                null,
                null,
                null);
    }

    /** The same, as a release of a stage that has a canary, or as the only one of a stage that has none. */
    public StageSnapshot as(@Nullable Release newRelease) {
        return new StageSnapshot(
                owner,
                apiId,
                stageName,
                deploymentId,
                variables,
                endpointType,
                disabled,
                routes,
                gatewayResponses,
                tracing,
                accessLog,
                newRelease,
                meter,
                frontDoor);
    }
}
