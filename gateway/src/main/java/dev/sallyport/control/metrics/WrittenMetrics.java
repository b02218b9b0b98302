package dev.sallyport.control.metrics;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.ServiceException;
import dev.sallyport.telemetry.metrics.Aggregate;
import dev.sallyport.telemetry.metrics.MetricId;
import dev.sallyport.telemetry.metrics.MetricStore;
import dev.sallyport.wire.Unit;
import dev.sallyport.wire.monitoring.EntityMetricData;
import dev.sallyport.wire.monitoring.MetricDatum;
import dev.sallyport.wire.monitoring.Monitoring;
import dev.sallyport.wire.monitoring.PutMetricDataInput;
import dev.sallyport.wire.monitoring.StatisticSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** PutMetricData (R9.8): nothing is kept of a request with a datum that is refused. */
final class WrittenMetrics {

    private static final int MAX_DATA = 1000;
    private static final int MAX_VALUES = 150;
    private static final double MAX_VALUE = Math.scalb(1.0, 360);
    private static final Duration MAX_AGE = Duration.ofDays(14);
    private static final Duration MAX_AHEAD = Duration.ofHours(2);

    private final MetricStore metrics;
    private final InstantSource clock;

    private record Put(MetricId metric, String unit, long second, int resolution, Aggregate samples) {}

    /** A datum and how messages name it, for example {@code MetricData.member.1}. */
    private record Named(String path, MetricDatum datum) {
        String member(String name) {
            return path + "." + name;
        }
    }

    WrittenMetrics(MetricStore metrics, InstantSource clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    void register(OperationRegistry registry) {
        registry.on(Monitoring.PUT_METRIC_DATA, this::put);
    }

    Unit put(Call call, PutMetricDataInput input) {
        String namespace = MetricNames.required(input.namespace());
        if (namespace.startsWith("AWS/")) {
            throw MetricsErrors.invalidValue("The value AWS/ for parameter Namespace is invalid.");
        }
        List<Named> data = data(input);
        if (data.isEmpty()) {
            throw MetricsErrors.missing("The parameter MetricData is required.");
        }
        if (data.size() > MAX_DATA) {
            throw MetricsErrors.invalidValue(
                    "The collection MetricData must not have a size greater than " + MAX_DATA + ".");
        }
        Instant now = clock.instant();
        requireTimes(data, now);
        List<Put> puts = new ArrayList<>();
        for (Named named : data) {
            MetricDatum datum = named.datum();
            puts.add(new Put(
                    MetricNames.metric(call.scope(), namespace, datum.metricName(), datum.dimensions()),
                    datum.unit() == null ? "None" : datum.unit(),
                    (datum.timestamp() == null ? now : datum.timestamp()).getEpochSecond(),
                    resolution(named),
                    samples(named)));
        }
        puts.forEach(put -> metrics.put(put.metric(), put.unit(), put.second(), put.resolution(), put.samples()));
        return Unit.INSTANCE;
    }

    /** The entities with which data may come say where in AWS they belong; there is no such map here. */
    private static List<Named> data(PutMetricDataInput input) {
        List<Named> data = new ArrayList<>();
        add(data, "MetricData", input.metricData());
        List<EntityMetricData> entities = input.entityMetricData() == null ? List.of() : input.entityMetricData();
        for (int i = 0; i < entities.size(); i++) {
            add(
                    data,
                    "EntityMetricData.member." + (i + 1) + ".MetricData",
                    entities.get(i).metricData());
        }
        return data;
    }

    private static void add(List<Named> data, String path, @Nullable List<MetricDatum> given) {
        List<MetricDatum> list = given == null ? List.of() : given;
        for (int i = 0; i < list.size(); i++) {
            data.add(new Named(path + ".member." + (i + 1), list.get(i)));
        }
    }

    /** AWS: one message with a line for each datum of a wrong time. */
    private static void requireTimes(List<Named> data, Instant now) {
        List<String> problems = new ArrayList<>();
        for (Named named : data) {
            Instant time = named.datum().timestamp();
            if (time != null && time.isBefore(now.minus(MAX_AGE))) {
                problems.add("The parameter " + named.member("Timestamp")
                        + " must specify a time within the past two weeks.");
            } else if (time != null && time.isAfter(now.plus(MAX_AHEAD))) {
                // (inferred) in the words of the other end.
                problems.add("The parameter " + named.member("Timestamp")
                        + " must specify a time no more than two hours in the future.");
            }
        }
        if (!problems.isEmpty()) {
            throw MetricsErrors.invalidValue(String.join("\n", problems));
        }
    }

    private static int resolution(Named named) {
        Integer given = named.datum().storageResolution();
        if (given != null && given != MetricStore.HIGH_RESOLUTION && given != MetricStore.STANDARD_RESOLUTION) {
            throw MetricsErrors.invalidValue(
                    "The parameter " + named.member("StorageResolution") + " must be a value in the set [ 1, 60 ].");
        }
        return given == null ? MetricStore.STANDARD_RESOLUTION : given;
    }

    private static Aggregate samples(Named named) {
        MetricDatum datum = named.datum();
        Double value = datum.value();
        List<Double> values = datum.values_();
        StatisticSet statistics = datum.statisticValues();
        if (value != null && values != null) {
            throw exclusive(named, "Value", "Values");
        }
        if (value != null && statistics != null) {
            throw exclusive(named, "Value", "StatisticValues");
        }
        if (values != null && statistics != null) {
            throw exclusive(named, "Values", "StatisticValues");
        }
        if (values != null) {
            return ofValues(named, values);
        }
        if (datum.counts() != null) {
            throw MetricsErrors.missing("The parameter " + named.member("Values") + " is required.");
        }
        if (statistics != null) {
            return ofStatistics(named, statistics);
        }
        if (value == null) {
            // (inferred)
            throw MetricsErrors.missing("At least one of the parameters " + named.member("Value") + ", "
                    + named.member("Values") + " and " + named.member("StatisticValues") + " must be specified.");
        }
        return Aggregate.of(valid(named.member("Value"), value));
    }

    private static ServiceException exclusive(Named named, String one, String other) {
        return MetricsErrors.invalidCombination("The parameters " + named.member(one) + " and " + named.member(other)
                + " are mutually exclusive and you have specified both.");
    }

    private static Aggregate ofValues(Named named, List<Double> values) {
        List<Double> counts = named.datum().counts();
        if (counts != null && counts.size() != values.size()) {
            throw MetricsErrors.invalidValue("The parameters " + named.member("Values") + " and "
                    + named.member("Counts") + " must be of the same size.");
        }
        if (values.isEmpty()) {
            throw MetricsErrors.missing("The parameter " + named.member("Values") + " is required.");
        }
        if (values.size() > MAX_VALUES) {
            throw MetricsErrors.invalidValue("The collection " + named.member("Values")
                    + " must not have a size greater than " + MAX_VALUES + ".");
        }
        Aggregate samples = new Aggregate();
        for (int i = 0; i < values.size(); i++) {
            String member = ".member." + (i + 1);
            double value = valid(named.member("Values") + member, values.get(i));
            double count = counts == null ? 1 : valid(named.member("Counts") + member, counts.get(i));
            if (count <= 0) {
                throw invalid(named.member("Counts") + member, count);
            }
            samples.add(value, count);
        }
        return samples;
    }

    private static Aggregate ofStatistics(Named named, StatisticSet statistics) {
        String path = named.member("StatisticValues");
        double count = valid(path + ".SampleCount", statistics.sampleCount());
        double sum = valid(path + ".Sum", statistics.sum());
        double minimum = valid(path + ".Minimum", statistics.minimum());
        double maximum = valid(path + ".Maximum", statistics.maximum());
        if (count <= 0) {
            throw invalid(path + ".SampleCount", count);
        }
        if (minimum > maximum) {
            // (inferred)
            throw MetricsErrors.invalidCombination(
                    "The parameter " + path + ".Maximum must be greater than or equal to " + path + ".Minimum.");
        }
        return Aggregate.ofStatistics(count, sum, minimum, maximum);
    }

    private static double valid(String parameter, @Nullable Double given) {
        double value = Objects.requireNonNull(given, "the model requires it");
        if (!(Math.abs(value) <= MAX_VALUE)) {
            throw invalid(parameter, value);
        }
        return value;
    }

    private static ServiceException invalid(String parameter, double value) {
        return MetricsErrors.invalidValue("The value " + value + " for parameter " + parameter + " is invalid.");
    }
}
