package dev.sallyport.telemetry.invocations;

import dev.sallyport.model.Scope;
import dev.sallyport.telemetry.metrics.Aggregate;
import dev.sallyport.telemetry.metrics.MetricId;
import dev.sallyport.telemetry.metrics.MetricStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The metrics {@code AWS/Lambda} of functions (companion section 9): {@code Invocations}, {@code Errors}, {@code Throttles},
 * {@code Duration} and {@code ConcurrentExecutions}, under {@code FunctionName}, under {@code FunctionName, Resource}, where
 * the resource is the name with the qualifier that was called, and without dimensions. Thread-safe.
 */
public final class InvocationMeters {

    /** Names that are counted by themselves; of more, the whole account alone is told. */
    static final int MAX_METERS = 4096;

    private static final String NAMESPACE = "AWS/Lambda";
    private static final String COUNT = "Count";
    private static final String OTHERS = "";

    private final Map<Key, InvocationMeter> meters = new ConcurrentHashMap<>();

    private record Key(Scope scope, String name, String resource) {}

    /**
     * The meter of a function by the name that it is called by.
     *
     * @param resource the function's name, with {@code :QUALIFIER} behind it when it was called by one
     */
    public InvocationMeter of(Scope scope, String name, String resource) {
        Key key = new Key(scope, name, resource);
        InvocationMeter found = meters.get(key);
        if (found != null) {
            return found;
        }
        Key counted = meters.size() < MAX_METERS ? key : new Key(scope, OTHERS, OTHERS);
        return meters.computeIfAbsent(counted, made -> new InvocationMeter());
    }

    /**
     * Puts what has been counted since the last time.
     *
     * @param epochMillis when that was
     */
    public synchronized void collect(MetricStore metrics, long epochMillis) {
        long second = Math.floorDiv(epochMillis, 1000L);
        meters.forEach((key, meter) -> {
            InvocationMeter.Reading reading = meter.take();
            if (reading != null) {
                for (Map<String, String> dimensions : dimensions(key)) {
                    put(metrics, key.scope(), second, dimensions, reading);
                }
            }
        });
    }

    private static List<Map<String, String>> dimensions(Key key) {
        if (key.name().equals(OTHERS)) {
            return List.of(Map.of());
        }
        Map<String, String> ofResource = new LinkedHashMap<>();
        ofResource.put("FunctionName", key.name());
        ofResource.put("Resource", key.resource());
        return List.of(Map.of(), Map.of("FunctionName", key.name()), ofResource);
    }

    private static void put(
            MetricStore metrics,
            Scope scope,
            long second,
            Map<String, String> dimensions,
            InvocationMeter.Reading reading) {
        Map<String, Aggregate> samples = new LinkedHashMap<>();
        if (reading.invocations() > 0) {
            samples.put("Invocations", new Aggregate().add(1, (double) reading.invocations()));
            samples.put("Errors", share(reading.errors(), reading.invocations()));
        }
        if (reading.invocations() + reading.throttles() > 0) {
            samples.put("Throttles", share(reading.throttles(), reading.invocations() + reading.throttles()));
        }
        if (reading.concurrent() > 0) {
            samples.put("ConcurrentExecutions", Aggregate.of(reading.concurrent()));
        }
        samples.forEach((name, values) ->
                put(metrics, new MetricId(scope, NAMESPACE, name, dimensions), COUNT, second, values));
        if (reading.invocations() > 0) {
            MetricId duration = new MetricId(scope, NAMESPACE, "Duration", dimensions);
            put(metrics, duration, "Milliseconds", second, reading.durations());
        }
    }

    private static void put(MetricStore metrics, MetricId metric, String unit, long second, Aggregate samples) {
        metrics.put(metric, unit, second, MetricStore.STANDARD_RESOLUTION, samples);
    }

    /** 1 for each that was so and 0 for each that was not: the sum is the number, the average the rate. */
    private static Aggregate share(long those, long all) {
        Aggregate samples = new Aggregate();
        if (those > 0) {
            samples.add(1, (double) those);
        }
        if (all > those) {
            samples.add(0, (double) (all - those));
        }
        return samples;
    }
}
