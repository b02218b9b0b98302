package dev.sallyport.pipeline;

import dev.sallyport.model.Scope;
import java.util.Map;

/**
 * Everything a stage executes: a deployment compiled with the stage's settings. Immutable; a request reads one and ends
 * on it.
 *
 * @param variables the stage's variables
 * @param endpointType {@code EDGE}, {@code REGIONAL} or {@code PRIVATE}
 * @param disabled whether the default endpoint is switched off (INV-14)
 * @param gatewayResponses what the stage answers by itself
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
        GatewayResponses gatewayResponses) {

    /** A stage that customises no gateway response. */
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
                GatewayResponses.BUILT_IN);
    }
}
