package dev.sallyport.telemetry.metrics;

import dev.sallyport.model.Scope;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Names a metric. Metrics with other dimensions are other metrics: nothing adds them up (companion R9.9).
 *
 * @param dimensions by name, in the order in which they were first given, which makes no difference
 */
public record MetricId(Scope scope, String namespace, String name, Map<String, String> dimensions) {

    public MetricId {
        dimensions = Collections.unmodifiableMap(new LinkedHashMap<>(dimensions));
    }
}
