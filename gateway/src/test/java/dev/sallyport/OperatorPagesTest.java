package dev.sallyport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What operators see of a whole gateway: metrics for CloudWatch, Prometheus and OpenTelemetry (issue 7, point 6). */
@Timeout(120)
class OperatorPagesTest {

    private static final String DOCUMENT =
            "{'openapi': '3.0.1', 'info': {'title': 'p\u00e9ts', 'version': '1'}, 'paths':"
                    + " {'/pets/{id}': {'get': {'responses': {'200': {'description': 'ok'}}, 'x-amazon-apigateway-integration':"
                    + " {'type': 'mock', 'requestTemplates': {'application/json': '{\\\"statusCode\\\": 200}'}, 'responses':"
                    + " {'default': {'statusCode': '200'}}}}}}}";

    @TempDir
    private Path folder;

    private static String statistics(String name, String dimensions) {
        Instant now = Instant.now();
        return "{'Namespace': 'AWS/ApiGateway', 'MetricName': '" + name + "', 'Dimensions': [" + dimensions
                + "], 'StartTime': " + now.minusSeconds(3600).getEpochSecond() + ", 'EndTime': "
                + now.plusSeconds(3600).getEpochSecond()
                + ", 'Period': 60, 'Statistics': ['Sum', 'SampleCount', 'Average'], 'ExtendedStatistics': []}";
    }

    private static double sum(TestGateway gateway, String name, String dimensions) throws Exception {
        JsonNode answer = gateway.operation(
                "monitoring",
                "GraniteServiceVersion20100801.GetMetricStatistics",
                statistics(name, dimensions).replace(", 'ExtendedStatistics': []", ""));
        double sum = 0;
        for (JsonNode point : answer.get("Datapoints")) {
            sum += point.get("Sum").asDouble();
        }
        return sum;
    }

    @Test
    @DisplayName(
            "LOG-30, LOG-31: CloudWatch tells of an API at once, by ApiName, Stage and, with metricsEnabled, method")
    void cloudWatch() throws Exception {
        try (TestGateway gateway = new TestGateway(folder)) {
            String api = gateway.deploy(DOCUMENT, "prod");
            gateway.control(
                    "apigateway",
                    "PATCH",
                    "/restapis/" + api + "/stages/prod",
                    "{'patchOperations': [{'op': 'replace', 'path': '/*/*/metrics/enabled', 'value': 'true'}]}");
            assertThat(gateway.get(api, "prod", "/pets/1")).isEqualTo(200);
            assertThat(gateway.get(api, "prod", "/pets/2")).isEqualTo(200);
            assertThat(gateway.get(api, "prod", "/nothing")).isEqualTo(403);

            String name = "{'Name': 'ApiName', 'Value': 'pts'}";
            String stage = name + ", {'Name': 'Stage', 'Value': 'prod'}";
            String method = stage + ", {'Name': 'Resource', 'Value': '/pets/{id}'}, {'Name': 'Method', 'Value': 'GET'}";
            await().atMost(Duration.ofSeconds(20)).until(() -> sum(gateway, "Count", name) == 3);
            assertThat(sum(gateway, "Count", stage)).isEqualTo(3);
            assertThat(sum(gateway, "4XXError", stage)).isEqualTo(1);
            assertThat(sum(gateway, "Count", method)).isEqualTo(2);
            JsonNode list = gateway.operation(
                    "monitoring",
                    "GraniteServiceVersion20100801.ListMetrics",
                    "{'Namespace': 'AWS/ApiGateway', 'MetricName': 'Latency'}");
            assertThat(list.get("Metrics").size()).isEqualTo(3);
        }
    }

    @Test
    @DisplayName("Prometheus: /metrics tells of APIs, the process and what is deployed")
    void prometheus() throws Exception {
        try (TestGateway gateway = new TestGateway(folder)) {
            String api = gateway.deploy(DOCUMENT, "prod");
            gateway.get(api, "prod", "/pets/1");
            String labels = "{account=\"test\",region=\"us-east-1\",api_id=\"" + api + "\",stage=\"prod\"";
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> gateway.send("GET", "/metrics", "").body().contains("_requests_total{"));

            HttpResponse<String> answer = gateway.send("GET", "/metrics", "");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValue("text/plain; version=0.0.4; charset=utf-8");
            assertThat(answer.body()
                            .replaceAll("account=\"[0-9]{12}\"", "account=\"test\"")
                            .lines())
                    .contains("sallyport_stage_requests_total" + labels + "} 1")
                    .anyMatch(line -> line.startsWith("sallyport_stage_deployed_timestamp_seconds" + labels))
                    .anyMatch(line -> line.matches("sallyport_connections [1-9]"));
            assertThat(gateway.send("POST", "/metrics", "").statusCode()).isEqualTo(405);
        }
    }

    @Test
    @DisplayName("HARDENING: an enforcing gateway tells its metrics only to who may read them")
    void enforced() throws Exception {
        try (TestGateway gateway = new TestGateway(folder, "--auth", "enforce")) {
            HttpResponse<String> answer = gateway.send("GET", "/metrics", "");
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).doesNotContain("sallyport_");
        }
    }

    @Test
    @DisplayName("OTLP: with OpenTelemetry's own variables metrics are sent at their interval and at the end")
    void otlp() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        HttpServer collector = collector(received);
        String base = "http://127.0.0.1:" + collector.getAddress().getPort();
        Map<String, String> environment = Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                base,
                "OTEL_EXPORTER_OTLP_HEADERS",
                "x-token=abc%20def",
                "OTEL_SERVICE_NAME",
                "front",
                "OTEL_TRACES_EXPORTER",
                "none",
                "OTEL_METRIC_EXPORT_INTERVAL",
                "200");
        try (TestGateway gateway = new TestGateway(folder, environment)) {
            String api = gateway.deploy(DOCUMENT, "prod");
            gateway.get(api, "prod", "/pets/1");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> received.stream().anyMatch(body -> body.contains("sallyport_stage_requests")));
        } finally {
            collector.stop(0);
        }
        assertThat(received)
                .allMatch(body -> body.startsWith("/v1/metrics abc def "))
                .allMatch(body -> body.contains("{\"key\":\"service.name\",\"value\":{\"stringValue\":\"front\"}}"));
    }

    /** Keeps path, the header x-token and body of each request. */
    private static HttpServer collector(List<String> received) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(exchange.getRequestURI().getPath() + " "
                    + exchange.getRequestHeaders().getFirst("x-token") + " " + body);
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
        return server;
    }
}
