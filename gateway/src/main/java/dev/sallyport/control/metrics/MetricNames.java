package dev.sallyport.control.metrics;

import dev.sallyport.model.Scope;
import dev.sallyport.telemetry.metrics.MetricId;
import dev.sallyport.wire.monitoring.Dimension;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Between the wire's names of metrics and those of the store. */
final class MetricNames {

    private MetricNames() {}

    static MetricId metric(
            Scope scope, @Nullable String namespace, @Nullable String name, @Nullable List<Dimension> dimensions) {
        return new MetricId(scope, required(namespace), required(name), dimensions(dimensions));
    }

    static String required(@Nullable String value) {
        return Objects.requireNonNull(value, "the model requires it");
    }

    /** By name; 400 when a name comes twice. */
    static Map<String, String> dimensions(@Nullable List<Dimension> dimensions) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (Dimension dimension : dimensions == null ? List.<Dimension>of() : dimensions) {
            if (byName.put(required(dimension.name()), required(dimension.value())) != null) {
                // (inferred)
                throw MetricsErrors.invalidValue(
                        "The dimension " + dimension.name() + " must not be given more than once.");
            }
        }
        return byName;
    }

    static List<Dimension> wire(Map<String, String> dimensions) {
        return dimensions.entrySet().stream()
                .map(it -> Dimension.builder()
                        .name(it.getKey())
                        .value(it.getValue())
                        .build())
                .toList();
    }
}
