package dev.sallyport.observe.metrics;

import dev.sallyport.observe.metrics.MetricFamily.Distribution;
import dev.sallyport.observe.metrics.MetricFamily.Point;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Metrics in the JSON encoding of OpenTelemetry's protocol 1.x: sums and histograms are cumulative from the start of the
 * process, 64-bit numbers are texts. Names are Prometheus's without {@code _total}, which collectors add again.
 */
final class OtlpMetricsJson {

    private static final int CUMULATIVE = 2;
    private static final String TOTAL = "_total";

    private OtlpMetricsJson() {}

    /**
     * One export request.
     *
     * @param resource attributes of the gateway
     * @param start when the process began to count
     */
    static byte[] write(List<MetricFamily> families, Map<String, String> resource, Instant start, Instant now) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ObjectNode resourceMetrics = root.putArray("resourceMetrics").addObject();
        attributes(resourceMetrics.putObject("resource"), resource);
        ObjectNode scopeMetrics = resourceMetrics.putArray("scopeMetrics").addObject();
        scopeMetrics.putObject("scope").put("name", "dev.sallyport");
        ArrayNode metrics = scopeMetrics.putArray("metrics");
        for (MetricFamily family : families) {
            if (!family.points().isEmpty()) {
                add(metrics.addObject(), family, nanos(start), nanos(now));
            }
        }
        return JsonMapper.shared().writeValueAsBytes(root);
    }

    private static void add(ObjectNode metric, MetricFamily family, String start, String now) {
        String name = family.name();
        metric.put("name", name.endsWith(TOTAL) ? name.substring(0, name.length() - TOTAL.length()) : name);
        metric.put("description", family.help());
        metric.put("unit", family.unit());
        ObjectNode data = metric.putObject(
                switch (family.type()) {
                    case COUNTER -> "sum";
                    case GAUGE -> "gauge";
                    case HISTOGRAM -> "histogram";
                });
        if (family.type() != MetricFamily.Type.GAUGE) {
            data.put("aggregationTemporality", CUMULATIVE);
        }
        if (family.type() == MetricFamily.Type.COUNTER) {
            data.put("isMonotonic", true);
        }
        ArrayNode points = data.putArray("dataPoints");
        for (Point point : family.points()) {
            ObjectNode one = points.addObject();
            attributes(one, point.labels());
            one.put("startTimeUnixNano", start).put("timeUnixNano", now);
            Distribution distribution = point.distribution();
            if (distribution == null) {
                one.put("asDouble", point.value());
            } else {
                one.put("count", Long.toString(distribution.count())).put("sum", distribution.sum());
                ArrayNode counts = one.putArray("bucketCounts");
                distribution.counts().forEach(count -> counts.add(Long.toString(count)));
                ArrayNode bounds = one.putArray("explicitBounds");
                Distribution.BOUNDS.forEach(bounds::add);
            }
        }
    }

    private static void attributes(ObjectNode of, Map<String, String> attributes) {
        ArrayNode list = of.putArray("attributes");
        attributes.forEach((name, value) ->
                list.addObject().put("key", name).putObject("value").put("stringValue", value));
    }

    private static String nanos(Instant time) {
        return Long.toString(Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano()));
    }
}
