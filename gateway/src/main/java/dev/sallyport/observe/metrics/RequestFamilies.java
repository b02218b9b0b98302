package dev.sallyport.observe.metrics;

import dev.sallyport.observe.metrics.MetricFamily.Distribution;
import dev.sallyport.observe.metrics.MetricFamily.Gatherer;
import dev.sallyport.telemetry.requests.MeterReading;
import dev.sallyport.telemetry.requests.RequestMeter;
import dev.sallyport.telemetry.requests.RequestMeters;
import dev.sallyport.telemetry.requests.TimeClasses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;

/**
 * What the meters of requests have counted. Stages, canaries and methods have families of their own, because the stage's
 * numbers hold those of the others: sums over one family count nothing twice. What had no request is left out.
 */
public final class RequestFamilies {

    private static final String STAGE = "sallyport_stage_";
    private static final String CANARY = "sallyport_canary_";
    private static final String METHOD = "sallyport_method_";
    private static final double MILLIS_PER_SECOND = 1000;

    private final RequestMeters meters;

    public RequestFamilies(RequestMeters meters) {
        this.meters = meters;
    }

    /** The families, with the numbers of now. */
    public List<MetricFamily> read() {
        Gatherer all = new Gatherer();
        declare(all, STAGE, "a stage");
        declare(all, CANARY, "the canary of a stage, which those of the stage hold as well");
        declare(all, METHOD, "a method with metricsEnabled, which those of the stage hold as well");
        for (RequestMeter meter : meters.all()) {
            MeterReading reading = meter.read();
            RequestMeter.Name name = meter.name();
            // The methods of a canary are in CloudWatch alone.
            if (reading != null && !(name.canary() && name.isMethod())) {
                add(all, name.isMethod() ? METHOD : name.canary() ? CANARY : STAGE, labels(name), reading);
            }
        }
        return all.families();
    }

    private static void declare(Gatherer all, String prefix, String whose) {
        all.family(prefix + "requests_total", MetricFamily.Type.COUNTER, "1", "Requests to " + whose);
        all.family(
                prefix + "errors_total",
                MetricFamily.Type.COUNTER,
                "1",
                "Requests to " + whose + ", answered with an error, by the class of its status");
        all.family(
                prefix + "limited_total",
                MetricFamily.Type.COUNTER,
                "1",
                "Requests that a rate or quota refused, of " + whose);
        all.family(
                prefix + "latency_seconds",
                MetricFamily.Type.HISTOGRAM,
                "s",
                "From a request's head to the end of its answer, of requests to " + whose);
        all.family(
                prefix + "integration_latency_seconds",
                MetricFamily.Type.HISTOGRAM,
                "s",
                "How long calls of backends took, of requests to " + whose);
        all.family(
                prefix + "cache_total",
                MetricFamily.Type.COUNTER,
                "1",
                "Requests that the stage's cache was asked for, by whether it had an answer, of " + whose);
    }

    private static Map<String, String> labels(RequestMeter.Name name) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("account", name.owner().account());
        labels.put("region", name.owner().region());
        labels.put("api_id", name.apiId());
        labels.put("stage", name.stageName());
        if (name.resource() != null && name.httpMethod() != null) {
            labels.put("resource", name.resource());
            labels.put("method", name.httpMethod());
        }
        return labels;
    }

    private static void add(Gatherer all, String prefix, Map<String, String> labels, MeterReading reading) {
        all.add(prefix + "requests_total", labels, (double) reading.count());
        all.add(prefix + "errors_total", with(labels, "class", "4xx"), (double) reading.clientErrors());
        all.add(prefix + "errors_total", with(labels, "class", "5xx"), (double) reading.serverErrors());
        all.add(prefix + "limited_total", labels, (double) reading.limited());
        all.add(
                prefix + "latency_seconds",
                labels,
                distribution(reading.count(), reading.latencyMillis(), reading::latencies));
        all.add(
                prefix + "integration_latency_seconds",
                labels,
                distribution(reading.integrations(), reading.integrationMillis(), reading::integrations));
        if (reading.cacheHits() + reading.cacheMisses() > 0) {
            all.add(prefix + "cache_total", with(labels, "result", "hit"), (double) reading.cacheHits());
            all.add(prefix + "cache_total", with(labels, "result", "miss"), (double) reading.cacheMisses());
        }
    }

    private static Map<String, String> with(Map<String, String> labels, String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(labels);
        more.put(name, value);
        return more;
    }

    private static Distribution distribution(long count, long sumMillis, IntToLongFunction byClass) {
        long[] counts = new long[Distribution.BOUNDS.size() + 1];
        int bound = 0;
        for (int i = 0; i < TimeClasses.COUNT; i++) {
            while (bound < counts.length - 1
                    && TimeClasses.middle(i) > Distribution.BOUNDS.get(bound) * MILLIS_PER_SECOND) {
                bound++;
            }
            counts[bound] += byClass.applyAsLong(i);
        }
        List<Long> list = new ArrayList<>(counts.length);
        for (long each : counts) {
            list.add(each);
        }
        return new Distribution(count, sumMillis / MILLIS_PER_SECOND, list);
    }
}
