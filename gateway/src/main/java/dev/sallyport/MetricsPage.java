package dev.sallyport;

import dev.sallyport.edge.OwnPages;
import dev.sallyport.observe.metrics.MetricFamily;
import dev.sallyport.observe.metrics.PrometheusText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/** The page {@code GET /metrics}, for Prometheus. */
final class MetricsPage implements OwnPages {

    private final Supplier<List<MetricFamily>> metrics;

    MetricsPage(Supplier<List<MetricFamily>> metrics) {
        this.metrics = metrics;
    }

    @Override
    public Page answer(Request request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return new Page(
                    405,
                    "application/json",
                    "{\"message\":\"The page of metrics knows GET\"}".getBytes(StandardCharsets.UTF_8));
        }
        return new Page(
                200,
                PrometheusText.CONTENT_TYPE,
                PrometheusText.write(metrics.get()).getBytes(StandardCharsets.UTF_8));
    }
}
