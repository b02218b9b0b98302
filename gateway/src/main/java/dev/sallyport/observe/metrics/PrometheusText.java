package dev.sallyport.observe.metrics;

import dev.sallyport.observe.metrics.MetricFamily.Distribution;
import dev.sallyport.observe.metrics.MetricFamily.Point;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Metrics in Prometheus's text format 0.0.4. Families without a point are left out. */
public final class PrometheusText {

    /** The media type of the format. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private PrometheusText() {}

    /** Writes all families. */
    public static String write(List<MetricFamily> families) {
        StringBuilder text = new StringBuilder(16 * 1024);
        for (MetricFamily family : families) {
            if (!family.points().isEmpty()) {
                write(text, family);
            }
        }
        return text.toString();
    }

    private static void write(StringBuilder text, MetricFamily family) {
        String name = family.name();
        text.append("# HELP ").append(name).append(' ');
        text.append(family.help().replace("\\", "\\\\").replace("\n", "\\n"));
        text.append("\n# TYPE ").append(name).append(' ');
        text.append(family.type().name().toLowerCase(Locale.ROOT)).append('\n');
        for (Point point : family.points()) {
            Distribution distribution = point.distribution();
            if (distribution == null) {
                sample(text, name, point.labels(), null, point.value());
            } else {
                write(text, name, point.labels(), distribution);
            }
        }
    }

    private static void write(StringBuilder text, String name, Map<String, String> labels, Distribution distribution) {
        long upTo = 0;
        for (int i = 0; i < Distribution.BOUNDS.size(); i++) {
            upTo += distribution.counts().get(i);
            sample(text, name + "_bucket", labels, number(Distribution.BOUNDS.get(i)), (double) upTo);
        }
        sample(text, name + "_bucket", labels, "+Inf", (double) distribution.count());
        sample(text, name + "_sum", labels, null, distribution.sum());
        sample(text, name + "_count", labels, null, (double) distribution.count());
    }

    /** @param bound the label {@code le}, or null for none */
    private static void sample(
            StringBuilder text, String name, Map<String, String> labels, @Nullable String bound, double value) {
        text.append(name);
        char before = '{';
        for (Map.Entry<String, String> label : labels.entrySet()) {
            text.append(before).append(label.getKey()).append("=\"");
            escape(text, label.getValue());
            text.append('"');
            before = ',';
        }
        if (bound != null) {
            text.append(before).append("le=\"").append(bound).append('"');
            before = ',';
        }
        text.append(before == ',' ? "} " : " ").append(number(value)).append('\n');
    }

    private static void escape(StringBuilder text, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '"' -> text.append("\\\"");
                case '\n' -> text.append("\\n");
                default -> text.append(c);
            }
        }
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
