package dev.sallyport.observe.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All points of one metric. All are cumulative: they count from the start of the process.
 *
 * @param name as Prometheus has it, in base units, with {@code _total} behind that of a counter
 * @param unit {@code s}, {@code By} or {@code 1}, as OpenTelemetry names units
 */
public record MetricFamily(String name, Type type, String unit, String help, List<Point> points) {

    /** What can be done with the points. */
    public enum Type {
        COUNTER,
        GAUGE,
        HISTOGRAM
    }

    /** One point: a number or a distribution. */
    public record Point(
            Map<String, String> labels,
            double value,
            @Nullable Distribution distribution) {}

    /**
     * How many values lay where.
     *
     * @param counts of the values up to each of {@link #BOUNDS} and beyond the one before, and behind them of those beyond
     *     the last
     */
    public record Distribution(long count, double sum, List<Long> counts) {

        /** The upper bounds of all distributions, in seconds. */
        public static final List<Double> BOUNDS =
                List.of(0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0);

        public Distribution {
            counts = List.copyOf(counts);
        }
    }

    public MetricFamily {
        points = List.copyOf(points);
    }

    /** A counter or gauge without labels. */
    static MetricFamily single(String name, Type type, String unit, String help, double value) {
        return new MetricFamily(name, type, unit, help, List.of(new Point(Map.of(), value, null)));
    }

    /** Gathers points that belong to several families at a time. */
    static final class Gatherer {

        private final Map<String, MetricFamily> families = new LinkedHashMap<>();
        private final Map<String, List<Point>> points = new LinkedHashMap<>();

        void family(String name, Type type, String unit, String help) {
            families.put(name, new MetricFamily(name, type, unit, help, List.of()));
            points.put(name, new ArrayList<>());
        }

        void add(String name, Map<String, String> labels, double value) {
            list(name).add(new Point(labels, value, null));
        }

        void add(String name, Map<String, String> labels, Distribution distribution) {
            list(name).add(new Point(labels, distribution.sum(), distribution));
        }

        private List<Point> list(String name) {
            List<Point> list = points.get(name);
            if (list == null) {
                throw new IllegalArgumentException("there is no family " + name);
            }
            return list;
        }

        List<MetricFamily> families() {
            return families.values().stream()
                    .map(it -> new MetricFamily(it.name(), it.type(), it.unit(), it.help(), list(it.name())))
                    .toList();
        }
    }
}
