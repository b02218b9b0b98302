package dev.sallyport.config;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where spans and metrics are sent to, by OTLP over HTTP as JSON: what the setting otlp-endpoint says and, behind it,
 * OpenTelemetry's own environment variables.
 *
 * @param traces the URL for spans; null for nobody
 * @param metrics the URL for metrics; null for nobody
 * @param traceHeaders what the requests with spans carry besides
 * @param metricHeaders what the requests with metrics carry besides
 * @param resource attributes of the gateway, {@code service.name} among them
 * @param interval between two exports of metrics
 * @param timeout of one request
 */
public record OpenTelemetry(
        @Nullable URI traces,
        @Nullable URI metrics,
        Map<String, String> traceHeaders,
        Map<String, String> metricHeaders,
        Map<String, String> resource,
        Duration interval,
        Duration timeout) {

    private static final String PREFIX = "OTEL_EXPORTER_OTLP_";
    private static final String URL = "https?://[A-Za-z0-9.\\[\\]:_-]+(/[^?#\\s]*)?";

    public OpenTelemetry {
        traceHeaders = Map.copyOf(traceHeaders);
        metricHeaders = Map.copyOf(metricHeaders);
        resource = Map.copyOf(resource);
    }

    /**
     * What the setting and the environment say.
     *
     * @param endpoint the setting otlp-endpoint, {@code ""} for none
     * @throws SettingsException when a variable asks for what the gateway does not speak
     */
    static OpenTelemetry of(String endpoint, Map<String, String> environment) {
        Variables variables = new Variables(environment);
        boolean disabled = Boolean.parseBoolean(variables.get("OTEL_SDK_DISABLED", "false"));
        String base = endpoint.isEmpty() ? variables.url(PREFIX + "ENDPOINT") : endpoint;
        URI traces = target(base, endpoint.isEmpty() ? variables.url(PREFIX + "TRACES_ENDPOINT") : "", "/v1/traces");
        URI metrics = target(base, variables.url(PREFIX + "METRICS_ENDPOINT"), "/v1/metrics");
        boolean noTraces = (disabled && endpoint.isEmpty()) || variables.none("OTEL_TRACES_EXPORTER");
        boolean noMetrics = disabled || variables.none("OTEL_METRICS_EXPORTER");
        if (metrics != null && !noMetrics) {
            variables.refuse(PREFIX + "METRICS_TEMPORALITY_PREFERENCE", "cumulative");
        }
        if ((metrics != null && !noMetrics) || (traces != null && !noTraces)) {
            variables.refuse(PREFIX + "PROTOCOL", "http/json", "http/protobuf");
        }
        Map<String, String> resource = new LinkedHashMap<>(Map.of("service.name", "sallyport"));
        resource.putAll(variables.list("OTEL_RESOURCE_ATTRIBUTES"));
        resource.put("service.name", variables.get("OTEL_SERVICE_NAME", String.valueOf(resource.get("service.name"))));
        return new OpenTelemetry(
                noTraces ? null : traces,
                noMetrics ? null : metrics,
                variables.headers("TRACES_HEADERS"),
                variables.headers("METRICS_HEADERS"),
                resource,
                Duration.ofMillis(variables.millis("OTEL_METRIC_EXPORT_INTERVAL", 60_000)),
                Duration.ofMillis(variables.millis(PREFIX + "TIMEOUT", 10_000)));
    }

    /** A URL of a signal is taken as it is; the path is added to that for all signals. */
    private static @Nullable URI target(String base, String own, String path) {
        if (!own.isEmpty()) {
            return URI.create(own);
        }
        return base.isEmpty() ? null : URI.create(base.replaceAll("/+$", "") + path);
    }

    /** The variables; an empty one is one that is not set. */
    private record Variables(Map<String, String> environment) {

        String get(String name, String otherwise) {
            String value = environment.getOrDefault(name, "").strip();
            return value.isEmpty() ? otherwise : value;
        }

        boolean none(String name) {
            return get(name, "").equals("none");
        }

        String url(String name) {
            String value = get(name, "");
            if (!value.isEmpty() && !value.matches(URL)) {
                throw wrong(name, "a URL such as http://127.0.0.1:4318");
            }
            return value;
        }

        long millis(String name, long otherwise) {
            String value = get(name, Long.toString(otherwise));
            if (!value.matches("[0-9]{1,9}") || Long.parseLong(value) == 0) {
                throw wrong(name, "milliseconds, 1 to 999999999");
            }
            return Long.parseLong(value);
        }

        Map<String, String> headers(String ofSignal) {
            Map<String, String> headers = new LinkedHashMap<>(list(PREFIX + "HEADERS"));
            headers.putAll(list(PREFIX + ofSignal));
            return headers;
        }

        Map<String, String> list(String name) {
            Map<String, String> pairs = new LinkedHashMap<>();
            for (String pair : get(name, "").split(",")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    pairs.put(decoded(name, pair.substring(0, equals)), decoded(name, pair.substring(equals + 1)));
                } else if (!pair.isBlank()) {
                    throw wrong(name, "NAME=VALUE, several separated by commas");
                }
            }
            return pairs;
        }

        private String decoded(String name, String text) {
            try {
                return URLDecoder.decode(text.strip().replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException malformed) {
                throw wrong(name, "NAME=VALUE, several separated by commas, with % as in URLs");
            }
        }

        /** Only these values are what the gateway does. */
        void refuse(String name, String... known) {
            String value = get(name, known[0]);
            for (String one : known) {
                if (one.equalsIgnoreCase(value)) {
                    return;
                }
            }
            throw wrong(name, String.join(" or ", known));
        }

        private SettingsException wrong(String name, String expected) {
            return new SettingsException("The environment variable " + name + " cannot be \"" + get(name, "")
                    + "\": expected " + expected + ".");
        }
    }
}
