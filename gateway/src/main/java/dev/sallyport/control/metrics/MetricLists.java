package dev.sallyport.control.metrics;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.telemetry.metrics.MetricId;
import dev.sallyport.telemetry.metrics.MetricStore;
import dev.sallyport.wire.monitoring.DimensionFilter;
import dev.sallyport.wire.monitoring.ListMetricsInput;
import dev.sallyport.wire.monitoring.ListMetricsOutput;
import dev.sallyport.wire.monitoring.Metric;
import dev.sallyport.wire.monitoring.Monitoring;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** ListMetrics (R9.7). */
final class MetricLists {

    private static final int PAGE = 500;
    private static final Duration SHOWN = Duration.ofDays(14);
    private static final Duration RECENT = Duration.ofHours(3);

    private final MetricStore metrics;
    private final InstantSource clock;

    private record Keyed(String key, MetricId metric) {
        /** A text that orders metrics and tells any two of them apart. */
        static Keyed of(MetricId metric) {
            return new Keyed(
                    metric.namespace() + '\0' + metric.name() + '\0' + new TreeMap<>(metric.dimensions()), metric);
        }
    }

    MetricLists(MetricStore metrics, InstantSource clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    void register(OperationRegistry registry) {
        registry.on(Monitoring.LIST_METRICS, this::list);
    }

    ListMetricsOutput list(Call call, ListMetricsInput input) {
        Duration age = input.recentlyActive() == null ? SHOWN : RECENT;
        String after = input.nextToken() == null ? "" : decoded(input.nextToken());
        List<Keyed> rest = metrics.list(call.scope(), clock.instant().minus(age).getEpochSecond()).stream()
                .filter(metric -> isWanted(metric, input))
                .map(Keyed::of)
                .filter(keyed -> keyed.key().compareTo(after) > 0)
                .sorted(Comparator.comparing(Keyed::key))
                .toList();
        List<Keyed> page = rest.subList(0, Math.min(PAGE, rest.size()));
        return ListMetricsOutput.builder()
                .metrics(page.stream().map(keyed -> view(keyed.metric())).toList())
                .nextToken(rest.size() > PAGE ? encoded(page.getLast().key()) : null)
                .build();
    }

    private static boolean isWanted(MetricId metric, ListMetricsInput input) {
        List<DimensionFilter> dimensions = input.dimensions() == null ? List.of() : input.dimensions();
        return (input.namespace() == null || input.namespace().equals(metric.namespace()))
                && (input.metricName() == null || input.metricName().equals(metric.name()))
                && dimensions.stream().allMatch(filter -> {
                    String value = metric.dimensions().get(MetricNames.required(filter.name()));
                    return value != null
                            && (filter.value() == null || filter.value().equals(value));
                });
    }

    private static Metric view(MetricId metric) {
        return Metric.builder()
                .namespace(metric.namespace())
                .metricName(metric.name())
                .dimensions(MetricNames.wire(metric.dimensions()))
                .build();
    }

    private static String encoded(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException foreign) {
            throw MetricsErrors.invalidToken();
        }
    }
}
