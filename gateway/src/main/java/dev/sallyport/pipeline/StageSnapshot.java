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
 */
public record StageSnapshot(
        Scope owner,
        String apiId,
        String stageName,
        String deploymentId,
        Map<String, String> variables,
        String endpointType,
        boolean disabled,
        RouteTree routes) {}
