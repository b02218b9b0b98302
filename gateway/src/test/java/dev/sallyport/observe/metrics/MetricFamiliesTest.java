package dev.sallyport.observe.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.Scope;
import dev.sallyport.telemetry.requests.RequestMeters;
import dev.sallyport.telemetry.requests.TestSample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What Prometheus and OpenTelemetry get. */
class MetricFamiliesTest {

    private static final Scope OWNER = new Scope("111111111111", "eu-west-1");
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    private static final GatewayFamilies.State STATE = new GatewayFamilies.State(
            2,
            7,
            3,
            1,
            4,
            1,
            START,
            List.of(new GatewayFamilies.Deployed("111111111111", "eu-west-1", "abc123", "prod", "d1", START)));

    private final RequestMeters meters = new RequestMeters(1);

    private void traffic() {
        RequestMeters.OfStage stage = meters.begin(OWNER, "abc123", "prod", false);
        stage.method("/a\"b\\c\n{id}", "GET").record(0, new TestSample(200, 1, 1, 1, 0, false));
        stage.stage().record(0, new TestSample(404, 3, -1, 0, 0, false));
        stage.stage().record(0, new TestSample(500, 40_000, 700, 0, 0, false));
        meters.begin(OWNER, "abc123", "prod", true).stage().record(0, TestSample.of(429, 0));
        meters.begin(OWNER, "idle", "prod", false);
    }

    @Test
    @DisplayName("Prometheus: counters and cumulative histograms by API and stage, in seconds")
    void stages() {
        traffic();
        String text = PrometheusText.write(new RequestFamilies(meters).read());

        String labels = "account=\"111111111111\",region=\"eu-west-1\",api_id=\"abc123\",stage=\"prod\"";
        assertThat(text.lines())
                .contains(
                        "# TYPE sallyport_stage_requests_total counter",
                        "# HELP sallyport_stage_requests_total Requests to a stage",
                        "sallyport_stage_requests_total{" + labels + "} 4",
                        "sallyport_stage_errors_total{" + labels + ",class=\"4xx\"} 2",
                        "sallyport_stage_errors_total{" + labels + ",class=\"5xx\"} 1",
                        "sallyport_canary_requests_total{" + labels + "} 1",
                        "# TYPE sallyport_stage_latency_seconds histogram",
                        "sallyport_stage_latency_seconds_bucket{" + labels + ",le=\"0.001\"} 2",
                        "sallyport_stage_latency_seconds_bucket{" + labels + ",le=\"0.005\"} 3",
                        "sallyport_stage_latency_seconds_bucket{" + labels + ",le=\"30\"} 3",
                        "sallyport_stage_latency_seconds_bucket{" + labels + ",le=\"+Inf\"} 4",
                        "sallyport_stage_latency_seconds_count{" + labels + "} 4",
                        "sallyport_stage_latency_seconds_sum{" + labels + "} 40.004",
                        "sallyport_stage_integration_latency_seconds_count{" + labels + "} 2",
                        "sallyport_stage_cache_total{" + labels + ",result=\"hit\"} 1");
        assertThat(text).doesNotContain("idle");
    }

    @Test
    @DisplayName("Prometheus: values of labels are escaped, each sample is one line")
    void escaped() {
        traffic();
        String text = PrometheusText.write(new RequestFamilies(meters).read());

        assertThat(text).contains("resource=\"/a\\\"b\\\\c\\n{id}\",method=\"GET\"} 1\n");
        assertThat(text.lines()).allMatch(line -> line.matches("# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\\{.*})? [0-9.E+-]+"));
    }

    @Test
    @DisplayName("Prometheus: the gateway as a whole, and its process")
    void gateway() {
        String text = PrometheusText.write(GatewayFamilies.of(STATE)) + PrometheusText.write(ProcessFamilies.read());

        assertThat(text.lines())
                .contains(
                        "sallyport_event_loops 2",
                        "sallyport_connections 7",
                        "sallyport_function_environments 3",
                        "sallyport_function_throttles_total 4",
                        "sallyport_configuration_errors_total 1",
                        "sallyport_last_configuration_error_timestamp_seconds 1795348800",
                        "sallyport_stage_deployed_timestamp_seconds{account=\"111111111111\",region=\"eu-west-1\","
                                + "api_id=\"abc123\",stage=\"prod\",deployment_id=\"d1\"} 1795348800")
                .anyMatch(line -> line.matches("process_cpu_seconds_total [0-9.]+"))
                .anyMatch(line -> line.matches("jvm_memory_used_bytes [1-9][0-9]+"));
    }

    @Test
    @DisplayName("OTLP: sums and histograms are cumulative, with the same numbers")
    void otlp() {
        traffic();
        List<MetricFamily> families = new ArrayList<>(new RequestFamilies(meters).read());
        families.addAll(GatewayFamilies.of(STATE));
        JsonNode root = JsonMapper.shared()
                .readTree(OtlpMetricsJson.write(families, Map.of("service.name", "gw"), START, START.plusSeconds(60)));

        JsonNode resource = root.at("/resourceMetrics/0");
        assertThat(resource.at("/resource/attributes/0/value/stringValue").asString())
                .isEqualTo("gw");
        Map<String, JsonNode> byName = new HashMap<>();
        resource.at("/scopeMetrics/0/metrics")
                .forEach(it -> byName.put(it.get("name").asString(), it));
        JsonNode sum = byName.getOrDefault("sallyport_stage_requests", root).get("sum");
        assertThat(sum.get("aggregationTemporality").asInt()).isEqualTo(2);
        assertThat(sum.get("isMonotonic").asBoolean()).isTrue();
        assertThat(sum.at("/dataPoints/0/asDouble").asDouble()).isEqualTo(4);
        assertThat(sum.at("/dataPoints/0/startTimeUnixNano").asString()).isEqualTo("1795348800000000000");
        assertThat(sum.at("/dataPoints/0/timeUnixNano").asString()).isEqualTo("1795348860000000000");
        JsonNode point =
                byName.getOrDefault("sallyport_stage_latency_seconds", root).at("/histogram/dataPoints/0");
        assertThat(point.get("count").asString()).isEqualTo("4");
        assertThat(point.get("bucketCounts").size())
                .isEqualTo(point.get("explicitBounds").size() + 1);
        long counted = 0;
        for (JsonNode bucket : point.get("bucketCounts")) {
            counted += Long.parseLong(bucket.asString());
        }
        assertThat(counted).isEqualTo(4);
        assertThat(byName.getOrDefault("sallyport_connections", root)
                        .at("/gauge/dataPoints/0/asDouble")
                        .asDouble())
                .isEqualTo(7);
    }

    @Test
    @DisplayName("the Grafana dashboard asks for no metric that the gateway does not tell")
    void dashboard() throws Exception {
        Set<String> told = new HashSet<>();
        Stream.of(new RequestFamilies(meters).read(), GatewayFamilies.of(STATE), ProcessFamilies.read())
                .flatMap(List::stream)
                .forEach(family -> {
                    told.add(family.name());
                    if (family.type() == MetricFamily.Type.HISTOGRAM) {
                        told.addAll(
                                List.of(family.name() + "_bucket", family.name() + "_count", family.name() + "_sum"));
                    }
                });
        String text = Files.readString(projectFolder().resolve("deploy/grafana/sallyport.json"));
        assertThat(JsonMapper.shared().readTree(text).get("panels").size()).isGreaterThan(15);
        Matcher asked = Pattern.compile("\\b(?:sallyport|process|jvm)_[a-z_]+").matcher(text);
        Set<String> names = new HashSet<>();
        while (asked.find()) {
            names.add(asked.group());
        }
        assertThat(names).hasSizeGreaterThan(20).isSubsetOf(told);
    }

    private static Path projectFolder() {
        Path workingFolder = Path.of("").toAbsolutePath();
        for (Path folder = workingFolder; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("sallyport"))) {
                return folder;
            }
        }
        throw new AssertionError("No folder above " + workingFolder + " has the launcher");
    }
}
