package dev.sallyport.observe.metrics;

import dev.sallyport.observe.metrics.MetricFamily.Gatherer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the gateway as a whole is doing. */
public final class GatewayFamilies {

    private static final double MILLIS = 1e3;

    private GatewayFamilies() {}

    /**
     * What it does now.
     *
     * @param loops event loops
     * @param connections of clients
     * @param environments processes of functions
     * @param invocations that run or wait
     * @param throttledInvocations refused since the start, because of a function's or the host's concurrency
     * @param configurationErrors stages that could not be compiled since the start
     * @param lastConfigurationError when the last of them was; null when there was none
     * @param stages what is deployed
     */
    public record State(
            int loops,
            int connections,
            int environments,
            int invocations,
            long throttledInvocations,
            long configurationErrors,
            @Nullable Instant lastConfigurationError,
            List<Deployed> stages) {}

    /** A stage that serves. */
    public record Deployed(
            String account, String region, String apiId, String stageName, String deploymentId, Instant deployed) {}

    /** The families of a state. */
    public static List<MetricFamily> of(State state) {
        Gatherer all = new Gatherer();
        gauge(all, "sallyport_event_loops", "Threads that serve connections", state.loops());
        gauge(all, "sallyport_connections", "Open connections of clients", state.connections());
        gauge(all, "sallyport_function_environments", "Processes of functions", state.environments());
        gauge(all, "sallyport_function_invocations", "Invocations of functions that run or wait", state.invocations());
        counter(
                all,
                "sallyport_function_throttles_total",
                "Invocations refused because too many ran at a time",
                (double) state.throttledInvocations());
        counter(
                all,
                "sallyport_configuration_errors_total",
                "Stages that could not be compiled and answer 500",
                (double) state.configurationErrors());
        all.family(
                "sallyport_last_configuration_error_timestamp_seconds",
                MetricFamily.Type.GAUGE,
                "s",
                "When the last stage could not be compiled, in seconds since 1970");
        Instant last = state.lastConfigurationError();
        if (last != null) {
            all.add("sallyport_last_configuration_error_timestamp_seconds", Map.of(), last.toEpochMilli() / MILLIS);
        }
        all.family(
                "sallyport_stage_deployed_timestamp_seconds",
                MetricFamily.Type.GAUGE,
                "s",
                "When the deployment that a stage serves was made, in seconds since 1970");
        for (Deployed stage : state.stages()) {
            Map<String, String> labels = new LinkedHashMap<>();
            labels.put("account", stage.account());
            labels.put("region", stage.region());
            labels.put("api_id", stage.apiId());
            labels.put("stage", stage.stageName());
            labels.put("deployment_id", stage.deploymentId());
            all.add(
                    "sallyport_stage_deployed_timestamp_seconds",
                    labels,
                    stage.deployed().toEpochMilli() / MILLIS);
        }
        return all.families();
    }

    private static void gauge(Gatherer all, String name, String help, double value) {
        all.family(name, MetricFamily.Type.GAUGE, "1", help);
        all.add(name, Map.of(), value);
    }

    private static void counter(Gatherer all, String name, String help, double value) {
        all.family(name, MetricFamily.Type.COUNTER, "1", help);
        all.add(name, Map.of(), value);
    }
}
