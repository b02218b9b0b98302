package dev.sallyport.telemetry.requests;

import dev.sallyport.model.Scope;
import dev.sallyport.telemetry.metrics.Aggregate;
import dev.sallyport.telemetry.metrics.MetricId;
import dev.sallyport.telemetry.metrics.MetricStore;
import dev.sallyport.telemetry.requests.RequestMeter.Name;
import dev.sallyport.telemetry.requests.RequestMeter.Protocol;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes the metrics {@code AWS/ApiGateway} of what meters have counted (LOG-30, LOG-31; http-api 15). What is collected
 * belongs to the minute in which that is done; a minute without requests has no data.
 */
public final class RequestMetrics {

    /** AWS's name of what the gateway measures. */
    public static final String NAMESPACE = "AWS/ApiGateway";

    private static final String COUNT = "Count";
    private static final String MILLISECONDS = "Milliseconds";
    private static final String BYTES = "Bytes";

    private final RequestMeters meters;
    private final MetricStore metrics;
    private final ApiNames names;
    private final Map<RequestMeter, MeterReading> before = new HashMap<>(); // guarded by this
    private Map<String, String> lastNames = new HashMap<>(); // guarded by this

    /** What APIs are called. */
    @FunctionalInterface
    public interface ApiNames {

        /** The name of an API now; null when it is gone. May block. */
        @Nullable
        String find(Scope owner, String apiId);
    }

    /** What is put at once: the metrics of one meter in one minute. */
    private record Put(Scope owner, long second, List<Map<String, String>> dimensions) {}

    public RequestMetrics(RequestMeters meters, MetricStore metrics, ApiNames names) {
        this.meters = meters;
        this.metrics = metrics;
        this.names = names;
    }

    /**
     * Collects what has been counted since the last time. May block.
     *
     * @param epochMillis when that was
     */
    public synchronized void collect(long epochMillis) {
        long second = Math.floorDiv(epochMillis, 1000L);
        int span = meters.spans().end();
        Map<String, String> known = new HashMap<>();
        Map<RequestMeter, Boolean> toCollect = meters.toCollect();
        toCollect.forEach((meter, isThere) -> {
            MeterReading reading = meter.read();
            String last = lastNames.get(meter.name().apiId());
            if (reading == null) {
                return;
            }
            MeterReading fresh = reading.since(before.put(meter, reading));
            if (fresh.count() > 0) {
                Name name = meter.name();
                if (name.protocol() == Protocol.WEBSOCKET) {
                    putSocket(new Put(name.owner(), second, socketDimensions(name)), name, fresh, meter.extremes(span));
                    return;
                }
                if (name.protocol() == Protocol.HTTP) {
                    putHttp(new Put(name.owner(), second, httpDimensions(name)), fresh, meter.extremes(span));
                    return;
                }
                String apiName = known.computeIfAbsent(name.apiId(), id -> shownName(name.owner(), id));
                put(new Put(name.owner(), second, dimensions(name, apiName)), fresh, meter.extremes(span));
            } else if (last != null) {
                known.putIfAbsent(meter.name().apiId(), last);
            }
        });
        before.keySet().removeIf(meter -> !Boolean.TRUE.equals(toCollect.get(meter)));
        lastNames = known;
    }

    /** LOG-31, R9.1: the name without what is not ASCII; the id when nothing is left, or nobody knows the name any more. */
    private String shownName(Scope owner, String apiId) {
        String name = names.find(owner, apiId);
        String ascii = name == null ? lastNames.getOrDefault(apiId, "") : name.replaceAll("[^\\x00-\\x7f]", "");
        return ascii.isBlank() ? apiId : ascii;
    }

    /** The sets of dimensions that a meter's requests are counted under. */
    private static List<Map<String, String>> dimensions(Name name, String apiName) {
        Map<String, String> ofStage = new LinkedHashMap<>();
        ofStage.put("ApiName", apiName);
        ofStage.put("Stage", name.canary() ? name.stageName() + "/Canary" : name.stageName()); // CAN-6 (inferred)
        if (name.resource() != null && name.httpMethod() != null) {
            Map<String, String> ofMethod = new LinkedHashMap<>(ofStage);
            ofMethod.put("Resource", name.resource());
            ofMethod.put("Method", name.httpMethod());
            return List.of(ofMethod);
        }
        return name.canary() ? List.of(ofStage) : List.of(Map.of("ApiName", apiName), ofStage);
    }

    /** http-api 15. AWS: its guide tells routes apart by path and verb, as REST APIs tell methods. */
    private static List<Map<String, String>> httpDimensions(Name name) {
        Map<String, String> ofStage = new LinkedHashMap<>();
        ofStage.put("ApiId", name.apiId());
        ofStage.put("Stage", name.stageName());
        if (name.resource() != null && name.httpMethod() != null) {
            Map<String, String> ofRoute = new LinkedHashMap<>(ofStage);
            ofRoute.put("Resource", name.resource());
            ofRoute.put("Method", name.httpMethod());
            return List.of(ofRoute);
        }
        return List.of(Map.of("ApiId", name.apiId()), ofStage);
    }

    /** websocket-api 19. */
    private static List<Map<String, String>> socketDimensions(Name name) {
        Map<String, String> ofStage = new LinkedHashMap<>();
        ofStage.put("ApiId", name.apiId());
        ofStage.put("Stage", name.stageName());
        if (name.resource() != null) {
            Map<String, String> ofRoute = new LinkedHashMap<>(ofStage);
            ofRoute.put("Route", name.resource());
            return List.of(ofRoute);
        }
        return List.of(Map.of("ApiId", name.apiId()), ofStage);
    }

    private void putSocket(Put place, Name name, MeterReading fresh, long[] extremes) {
        long all = fresh.count();
        String count = switch (String.valueOf(name.httpMethod())) {
            case "CONNECT" -> "ConnectCount";
            case "MESSAGE" -> "MessageCount";
            default -> null;
        };
        if (count != null) {
            put(place, count, COUNT, new Aggregate().add(1, (double) all));
        }
        put(place, "ClientError", COUNT, share(fresh.clientErrors(), all));
        put(place, "ExecutionError", COUNT, share(fresh.serverErrors(), all));
        put(place, "IntegrationError", COUNT, share(fresh.integrationErrors(), all));
        putIntegrationTimes(place, fresh, extremes);
    }

    private void putHttp(Put place, MeterReading fresh, long[] extremes) {
        long all = fresh.count();
        put(place, "4xx", COUNT, share(fresh.clientErrors(), all));
        put(place, "5xx", COUNT, share(fresh.serverErrors(), all));
        double each = (double) fresh.dataBytes() / all;
        put(
                place,
                "DataProcessed",
                BYTES,
                new Aggregate().add(each, (double) all).exactly((double) fresh.dataBytes(), each, each));
        putTimes(place, fresh, extremes);
    }

    private void put(Put place, MeterReading fresh, long[] extremes) {
        long all = fresh.count();
        put(place, "4XXError", COUNT, share(fresh.clientErrors(), all));
        put(place, "5XXError", COUNT, share(fresh.serverErrors(), all));
        if (fresh.cacheHits() + fresh.cacheMisses() > 0) {
            put(place, "CacheHitCount", COUNT, share(fresh.cacheHits(), all));
            put(place, "CacheMissCount", COUNT, share(fresh.cacheMisses(), all));
        }
        putTimes(place, fresh, extremes);
    }

    private void putTimes(Put place, MeterReading fresh, long[] extremes) {
        put(place, "Count", COUNT, new Aggregate().add(1, (double) fresh.count()));
        put(place, "Latency", MILLISECONDS, times(fresh.latencyMillis(), fresh::latencies, extremes[0], extremes[1]));
        putIntegrationTimes(place, fresh, extremes);
    }

    private void putIntegrationTimes(Put place, MeterReading fresh, long[] extremes) {
        if (fresh.integrations() > 0) {
            put(
                    place,
                    "IntegrationLatency",
                    MILLISECONDS,
                    times(fresh.integrationMillis(), fresh::integrations, extremes[2], extremes[3]));
        }
    }

    private void put(Put place, String name, String unit, Aggregate samples) {
        for (Map<String, String> dimensions : place.dimensions()) {
            metrics.put(
                    new MetricId(place.owner(), NAMESPACE, name, dimensions),
                    unit,
                    place.second(),
                    MetricStore.STANDARD_RESOLUTION,
                    samples);
        }
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

    private static Aggregate times(long sum, IntToLongFunction byClass, long shortest, long longest) {
        Aggregate samples = new Aggregate();
        for (int i = 0; i < TimeClasses.COUNT; i++) {
            long count = byClass.applyAsLong(i);
            if (count > 0) {
                samples.add(TimeClasses.middle(i), (double) count);
            }
        }
        // What was counted while the span ended may be missing in its extremes.
        return longest < 0
                ? samples.exactly((double) sum, samples.minimum(), samples.maximum())
                : samples.exactly((double) sum, (double) shortest, (double) longest);
    }
}
