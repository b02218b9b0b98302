package dev.sallyport.control.metrics;

import dev.sallyport.control.OperationRegistry;
import dev.sallyport.telemetry.metrics.MetricStore;
import java.time.InstantSource;

/** The operations of CloudWatch that are built. What is not registered here answers 501 by name. */
public final class MetricsOperations {

    private MetricsOperations() {}

    /** Registers all families of operations. */
    public static void register(OperationRegistry registry, MetricStore metrics, InstantSource clock) {
        new WrittenMetrics(metrics, clock).register(registry);
        new MetricLists(metrics, clock).register(registry);
        new MetricStatistics(metrics).register(registry);
        new MetricQueries(metrics).register(registry);
    }
}
