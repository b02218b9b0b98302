package dev.sallyport.control.metrics;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.ServiceException;
import dev.sallyport.telemetry.metrics.Aggregate;
import dev.sallyport.telemetry.metrics.MetricId;
import dev.sallyport.telemetry.metrics.MetricStore;
import dev.sallyport.wire.monitoring.GetMetricDataInput;
import dev.sallyport.wire.monitoring.GetMetricDataOutput;
import dev.sallyport.wire.monitoring.Metric;
import dev.sallyport.wire.monitoring.MetricDataQuery;
import dev.sallyport.wire.monitoring.MetricDataResult;
import dev.sallyport.wire.monitoring.MetricStat;
import dev.sallyport.wire.monitoring.Monitoring;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** GetMetricData (R9.3) with metrics; expressions are refused by name. */
final class MetricQueries {

    private static final int MAX_QUERIES = 500;
    private static final int MAX_DATAPOINTS = 100_800;
    private static final Pattern ID = Pattern.compile("[a-z][a-zA-Z0-9_]*");

    private final MetricStore metrics;

    private record Query(
            String id,
            String label,
            MetricId metric,
            @Nullable String unit,
            int period,
            Statistic stat) {}

    private record Point(long second, double value) {}

    MetricQueries(MetricStore metrics) {
        this.metrics = metrics;
    }

    void register(OperationRegistry registry) {
        registry.on(Monitoring.GET_METRIC_DATA, this::get);
    }

    GetMetricDataOutput get(Call call, GetMetricDataInput input) {
        Instant start = Objects.requireNonNull(input.startTime(), "the model requires it");
        Instant end = Objects.requireNonNull(input.endTime(), "the model requires it");
        if (start.equals(end)) {
            throw MetricsErrors.validation("The parameter StartTime must not equal parameter EndTime.");
        }
        if (start.isAfter(end)) {
            throw MetricsErrors.validation("The parameter StartTime must be less than the parameter EndTime.");
        }
        boolean ascending = "TimestampAscending".equals(input.scanBy());
        long skipped = input.nextToken() == null ? 0 : offset(input.nextToken());
        long room =
                input.maxDatapoints() == null ? MAX_DATAPOINTS : Math.clamp(input.maxDatapoints(), 1, MAX_DATAPOINTS);
        List<MetricDataResult> results = new ArrayList<>();
        long offset = 0;
        long shown = 0;
        boolean cut = false;
        for (Query query : queries(call, input)) {
            List<Point> points = points(query, start, end, ascending);
            int from = Math.clamp(skipped - offset, 0, points.size());
            int to = (int) Math.min(points.size(), from + room - shown);
            cut |= to < points.size();
            // A query whose points were all on earlier pages is not named again.
            if (skipped == 0 || from < points.size()) {
                results.add(result(query, points.subList(from, to), to == points.size()));
            }
            offset += points.size();
            shown += to - from;
        }
        return GetMetricDataOutput.builder()
                .metricDataResults(results)
                .messages(List.of())
                .nextToken(cut ? Long.toString(skipped + shown, Character.MAX_RADIX) : null)
                .build();
    }

    private static long offset(String token) {
        try {
            return Math.max(0, Long.parseLong(token, Character.MAX_RADIX));
        } catch (NumberFormatException foreign) {
            throw MetricsErrors.invalidToken();
        }
    }

    private static List<Query> queries(Call call, GetMetricDataInput input) {
        List<MetricDataQuery> given = Objects.requireNonNull(input.metricDataQueries(), "the model requires it");
        if (given.size() > MAX_QUERIES) {
            throw MetricsErrors.validation(
                    "The collection MetricDataQueries must not have a size greater than " + MAX_QUERIES + ".");
        }
        List<Query> queries = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < given.size(); i++) {
            MetricDataQuery query = given.get(i);
            String path = "MetricDataQueries.member." + (i + 1);
            String id = MetricNames.required(query.id());
            if (!ID.matcher(id).matches()) {
                throw MetricsErrors.validation("The value " + id + " for parameter " + path
                        + ".Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.");
            }
            if (!ids.add(id)) {
                throw MetricsErrors.validation("The values for parameter id in MetricDataQueries are not unique.");
            }
            Query one = query(call, query, path);
            if (!Boolean.FALSE.equals(query.returnData())) {
                queries.add(one);
            }
        }
        return queries;
    }

    private static Query query(Call call, MetricDataQuery query, String path) {
        MetricStat stat = query.metricStat();
        if (query.expression() != null && stat != null) {
            throw MetricsErrors.validation("The parameters " + path + ".Expression and " + path
                    + ".MetricStat are mutually exclusive and you have specified both.");
        }
        if (query.expression() != null) {
            throw ServiceException.notSupported("The expression " + query.expression() + " of GetMetricData");
        }
        if (query.accountId() != null && !query.accountId().equals(call.scope().account())) {
            throw ServiceException.notSupported("A metric of another account");
        }
        if (query.label() != null && query.label().contains("${")) {
            throw ServiceException.notSupported("The dynamic label " + query.label());
        }
        Metric metric = stat == null ? null : stat.metric();
        if (stat == null || metric == null) {
            throw MetricsErrors.validation("The parameter " + path + ".MetricStat is required.");
        }
        int period = Objects.requireNonNull(stat.period(), "the model requires it");
        if (!Periods.isValid(period)) {
            throw MetricsErrors.validation(
                    "The parameter " + path + ".MetricStat.Period must be 1, 5, 10, 20, 30 or a multiple of 60.");
        }
        String name = MetricNames.required(stat.stat());
        Statistic statistic = Statistic.named(name);
        if (statistic == null) {
            throw MetricsErrors.validation(
                    "The value " + name + " for parameter " + path + ".MetricStat.Stat is not supported.");
        }
        return new Query(
                MetricNames.required(query.id()),
                query.label() == null ? named(metric.metricName(), path, "MetricName") : query.label(),
                MetricNames.metric(
                        call.scope(),
                        named(metric.namespace(), path, "Namespace"),
                        named(metric.metricName(), path, "MetricName"),
                        metric.dimensions()),
                stat.unit(),
                period,
                statistic);
    }

    private static String named(@Nullable String value, String path, String member) {
        if (value == null) {
            throw MetricsErrors.validation("The parameter " + path + ".MetricStat.Metric." + member + " is required.");
        }
        return value;
    }

    /** The data of all units together, unless one is asked for. */
    private List<Point> points(Query query, Instant start, Instant end, boolean ascending) {
        NavigableMap<Long, Aggregate> periods = new TreeMap<>();
        metrics.query(
                        query.metric(),
                        query.unit(),
                        Periods.from(start, query.period()),
                        Periods.until(end),
                        query.period())
                .values()
                .forEach(ofUnit ->
                        ofUnit.forEach((second, samples) -> periods.computeIfAbsent(second, absent -> new Aggregate())
                                .add(samples)));
        List<Point> points = new ArrayList<>();
        Map<Long, Aggregate> ordered = ascending ? periods : periods.descendingMap();
        ordered.forEach((second, samples) -> {
            Double value = query.stat().of(samples);
            if (value != null) {
                points.add(new Point(second, value));
            }
        });
        return points;
    }

    private static MetricDataResult result(Query query, List<Point> points, boolean complete) {
        return MetricDataResult.builder()
                .id(query.id())
                .label(query.label())
                .timestamps(points.stream()
                        .map(point -> Instant.ofEpochSecond(point.second()))
                        .toList())
                .values_(points.stream().map(Point::value).toList())
                .statusCode(complete ? "Complete" : "PartialData")
                .build();
    }
}
