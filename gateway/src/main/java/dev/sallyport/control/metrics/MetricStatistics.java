package dev.sallyport.control.metrics;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.telemetry.metrics.Aggregate;
import dev.sallyport.telemetry.metrics.MetricId;
import dev.sallyport.telemetry.metrics.MetricStore;
import dev.sallyport.wire.monitoring.Datapoint;
import dev.sallyport.wire.monitoring.GetMetricStatisticsInput;
import dev.sallyport.wire.monitoring.GetMetricStatisticsOutput;
import dev.sallyport.wire.monitoring.Monitoring;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** GetMetricStatistics (R9.5): units are told apart, and no order is promised. */
final class MetricStatistics {

    private static final int MAX_DATAPOINTS = 1440;

    private final MetricStore metrics;

    /** What is asked for: plain statistics have members of their own. */
    private record Wanted(List<String> plain, Map<String, Statistic> extended) {}

    MetricStatistics(MetricStore metrics) {
        this.metrics = metrics;
    }

    void register(OperationRegistry registry) {
        registry.on(Monitoring.GET_METRIC_STATISTICS, this::get);
    }

    GetMetricStatisticsOutput get(Call call, GetMetricStatisticsInput input) {
        MetricId metric = MetricNames.metric(call.scope(), input.namespace(), input.metricName(), input.dimensions());
        Instant start = Objects.requireNonNull(input.startTime(), "the model requires it");
        Instant end = Objects.requireNonNull(input.endTime(), "the model requires it");
        int period = Objects.requireNonNull(input.period(), "the model requires it");
        Wanted wanted = wanted(input);
        requireSpan(start, end, period);
        List<Datapoint> datapoints = new ArrayList<>();
        metrics.query(metric, input.unit(), Periods.from(start, period), Periods.until(end), period)
                .forEach((unit, periods) ->
                        periods.forEach((second, samples) -> datapoints.add(datapoint(second, unit, samples, wanted))));
        return GetMetricStatisticsOutput.builder()
                .label(metric.name())
                .datapoints(datapoints)
                .build();
    }

    private static Wanted wanted(GetMetricStatisticsInput input) {
        List<String> plain = input.statistics() == null ? List.of() : input.statistics();
        List<String> extended = input.extendedStatistics() == null ? List.of() : input.extendedStatistics();
        if (plain.isEmpty() && extended.isEmpty()) {
            // (inferred)
            throw MetricsErrors.invalidCombination(
                    "At least one of the parameters Statistics and ExtendedStatistics must be specified.");
        }
        Map<String, Statistic> statistics = new LinkedHashMap<>();
        for (String name : extended) {
            Statistic statistic = Statistic.extended(name);
            if (statistic == null) {
                throw MetricsErrors.invalidValue(
                        "The value " + name + " for parameter ExtendedStatistics is not supported.");
            }
            statistics.put(name, statistic);
        }
        return new Wanted(plain, statistics);
    }

    private static void requireSpan(Instant start, Instant end, int period) {
        if (!Periods.isValid(period)) {
            // (inferred)
            throw MetricsErrors.invalidValue("The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60.");
        }
        if (!start.isBefore(end)) {
            throw MetricsErrors.invalidValue("The parameter StartTime must be less than the parameter EndTime.");
        }
        long datapoints = Math.ceilDiv(end.getEpochSecond() - start.getEpochSecond(), (long) period);
        if (datapoints > MAX_DATAPOINTS) {
            throw MetricsErrors.invalidCombination("You have requested up to " + String.format("%,d", datapoints)
                    + " datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by"
                    + " increasing Period, or decreasing the time range.");
        }
    }

    private static Datapoint datapoint(long second, String unit, Aggregate samples, Wanted wanted) {
        Datapoint.Builder point =
                Datapoint.builder().timestamp(Instant.ofEpochSecond(second)).unit(unit);
        for (String name : wanted.plain()) {
            switch (name) {
                case "SampleCount" -> point.sampleCount(samples.count());
                case "Sum" -> point.sum(samples.sum());
                case "Average" -> point.average(samples.average());
                case "Minimum" -> point.minimum(samples.minimum());
                case "Maximum" -> point.maximum(samples.maximum());
                default -> throw new IllegalStateException("the model has no statistic " + name);
            }
        }
        Map<String, Double> extended = extended(samples, wanted.extended());
        return point.extendedStatistics(extended).build();
    }

    private static @Nullable Map<String, Double> extended(Aggregate samples, Map<String, Statistic> wanted) {
        Map<String, Double> values = new LinkedHashMap<>();
        wanted.forEach((name, statistic) -> {
            Double value = statistic.of(samples);
            if (value != null) {
                values.put(name, value);
            }
        });
        return values.isEmpty() ? null : values;
    }
}
