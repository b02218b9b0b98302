package dev.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OpenTelemetry's own environment variables. */
class OpenTelemetryTest {

    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

    @Test
    @DisplayName("OTLP: without a setting or a variable nothing is sent")
    void off() {
        OpenTelemetry off = OpenTelemetry.of("", Map.of());
        assertThat(off.traces()).isNull();
        assertThat(off.metrics()).isNull();
        assertThat(OpenTelemetry.of("", Map.of(ENDPOINT, " ")).metrics()).isNull();
    }

    @Test
    @DisplayName("OTLP: a base gets the path of each signal, a signal's own URL is taken as it is")
    void endpoints() {
        OpenTelemetry both = OpenTelemetry.of("", Map.of(ENDPOINT, "http://collector:4318/base/"));
        assertThat(both.traces()).isEqualTo(URI.create("http://collector:4318/base/v1/traces"));
        assertThat(both.metrics()).isEqualTo(URI.create("http://collector:4318/base/v1/metrics"));
        assertThat(both.interval()).isEqualTo(Duration.ofSeconds(60));

        OpenTelemetry one = OpenTelemetry.of("", Map.of("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http://m:1/x"));
        assertThat(one.traces()).isNull();
        assertThat(one.metrics()).isEqualTo(URI.create("http://m:1/x"));

        OpenTelemetry set = OpenTelemetry.of("http://set:4318", Map.of(ENDPOINT, "http://other:4318"));
        assertThat(set.traces()).isEqualTo(URI.create("http://set:4318/v1/traces"));
        assertThat(set.metrics()).isEqualTo(URI.create("http://set:4318/v1/metrics"));
    }

    @Test
    @DisplayName("OTLP: none and OTEL_SDK_DISABLED switch off what the variables switch on")
    void switchedOff() {
        Map<String, String> none =
                Map.of(ENDPOINT, "http://c:1", "OTEL_METRICS_EXPORTER", "none", "OTEL_TRACES_EXPORTER", "none");
        assertThat(OpenTelemetry.of("", none).metrics()).isNull();
        assertThat(OpenTelemetry.of("", none).traces()).isNull();
        Map<String, String> disabled = Map.of(ENDPOINT, "http://c:1", "OTEL_SDK_DISABLED", "true");
        assertThat(OpenTelemetry.of("", disabled).metrics()).isNull();
        assertThat(OpenTelemetry.of("", disabled).traces()).isNull();
    }

    @Test
    @DisplayName("OTLP: headers and resource attributes are lists with % as in URLs; a signal's own header counts more")
    void lists() {
        OpenTelemetry found = OpenTelemetry.of(
                "http://c:1",
                Map.of(
                        "OTEL_EXPORTER_OTLP_HEADERS", "a=1,b=x%2Cy",
                        "OTEL_EXPORTER_OTLP_METRICS_HEADERS", "a=2",
                        "OTEL_RESOURCE_ATTRIBUTES", "service.name=from-list,deployment.environment.name=test",
                        "OTEL_METRIC_EXPORT_INTERVAL", "1500"));
        assertThat(found.traceHeaders()).containsExactlyInAnyOrderEntriesOf(Map.of("a", "1", "b", "x,y"));
        assertThat(found.metricHeaders()).containsExactlyInAnyOrderEntriesOf(Map.of("a", "2", "b", "x,y"));
        assertThat(found.resource())
                .containsEntry("service.name", "from-list")
                .containsEntry("deployment.environment.name", "test");
        assertThat(found.interval()).isEqualTo(Duration.ofMillis(1500));
        assertThat(OpenTelemetry.of("", Map.of("OTEL_SERVICE_NAME", "gw")).resource())
                .containsEntry("service.name", "gw");
    }

    @ParameterizedTest
    @CsvSource({
        "OTEL_EXPORTER_OTLP_PROTOCOL, grpc",
        "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE, delta",
        "OTEL_METRIC_EXPORT_INTERVAL, soon",
        "OTEL_EXPORTER_OTLP_HEADERS, nothing",
        "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT, collector:4317"
    })
    @DisplayName("OTLP: what the gateway does not speak is refused by the variable's name")
    void refused(String variable, String value) {
        assertThatThrownBy(() -> OpenTelemetry.of("http://c:1", Map.of(variable, value)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(variable)
                .hasMessageContaining(value);
    }

    @ParameterizedTest
    @CsvSource({"90s, PT1M30S", "15m, PT15M", "1h30m, PT1H30M", "2d, PT48H", "500ms, PT0.5S", "1w, PT168H", "0s, PT0S"})
    @DisplayName("durations as people write them")
    void durations(String text, String expected) {
        assertThat(DurationText.parse(text)).isEqualTo(Duration.parse(expected));
    }

    @ParameterizedTest
    @CsvSource({"''", "5", "h", "-1h", "1h 30m", "1y", "PT1H", "99999999999s"})
    @DisplayName("what is no duration")
    void noDuration(String text) {
        assertThat(DurationText.parse(text)).isNull();
    }
}
