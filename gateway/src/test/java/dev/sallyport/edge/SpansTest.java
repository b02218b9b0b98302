package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.observe.Explanations;
import dev.sallyport.observe.RequestLog;
import dev.sallyport.observe.RequestTraces;
import dev.sallyport.observe.SpanExporter;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Spans for OpenTelemetry, as a collector gets them, and W3C's trace context. */
class SpansTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";

    private StubBackend collector;
    private SpanExporter exporter;
    private DataPlaneFixture gateway;

    @BeforeEach
    void start() throws IOException {
        start(100);
    }

    private void start(int percent) throws IOException {
        collector = new StubBackend();
        collector.behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"));
        exporter = new SpanExporter(collector.uri("/"), percent, new SplittableRandom(3));
        gateway = new DataPlaneFixture()
                .watchedBy(new RequestTraces(
                        new RequestLog(),
                        (kind, exchange, owner, group, stream, millis, message) -> {},
                        new Explanations(0),
                        exporter,
                        InstantSource.system(),
                        System::nanoTime));
        gateway.start();
        gateway.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        gateway.publish(new TestApi("abc123")
                .on(
                        "GET",
                        "/custom/{id}",
                        TestIntegration.of("HTTP", "GET", gateway.backend().uri("/c?token=verysecret"))
                                .response("200", null))
                .on(
                        "GET",
                        "/proxy",
                        TestIntegration.httpProxy("GET", gateway.backend().uri("/p")))
                .on("GET", "/broken", TestIntegration.httpProxy("GET", "http://127.0.0.1:1/")));
    }

    @AfterEach
    void stop() throws Exception {
        gateway.stop();
        exporter.close();
        collector.close();
    }

    /** All spans that the collector has, once there are so many. */
    private List<JsonNode> spans(int count) {
        List<JsonNode> spans = new ArrayList<>();
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            spans.clear();
            for (StubBackend.Received call : collector.received()) {
                for (JsonNode resource :
                        JsonMapper.shared().readTree(call.body()).get("resourceSpans")) {
                    resource.get("scopeSpans").get(0).get("spans").forEach(spans::add);
                }
            }
            return spans.size() >= count;
        });
        return spans;
    }

    private static JsonNode named(List<JsonNode> spans, String name) {
        return spans.stream()
                .filter(span -> span.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + spans));
    }

    private static @Nullable String attribute(JsonNode span, String name) {
        for (JsonNode attribute : span.path("attributes")) {
            if (attribute.get("key").asString().equals(name)) {
                JsonNode value = attribute.get("value");
                return value.has("intValue")
                        ? value.get("intValue").asString()
                        : value.get("stringValue").asString();
            }
        }
        return null;
    }

    @Test
    @DisplayName(
            "one span for the request, one for each phase below it, one for the integration's call below its phase")
    void tree() throws Exception {
        gateway.get("/test/custom/5?X-Amz-Signature=verysecret", "Authorization: verysecret");
        List<JsonNode> spans = spans(8);

        JsonNode whole = named(spans, "GET /custom/{id}");
        assertThat(whole.get("kind").asInt()).isEqualTo(2);
        assertThat(whole.has("parentSpanId")).isFalse();
        assertThat(attribute(whole, "http.route")).isEqualTo("/custom/{id}");
        assertThat(attribute(whole, "http.response.status_code")).isEqualTo("200");
        assertThat(attribute(whole, "sallyport.api_id")).isEqualTo("abc123");
        assertThat(whole.get("status").has("code")).isFalse();
        JsonNode phase = named(spans, "http integration");
        assertThat(phase.get("parentSpanId")).isEqualTo(whole.get("spanId"));
        assertThat(phase.get("kind").asInt()).isEqualTo(1);
        JsonNode call = named(spans, "integration");
        assertThat(call.get("parentSpanId")).isEqualTo(phase.get("spanId"));
        assertThat(call.get("kind").asInt()).isEqualTo(3);
        assertThat(attribute(call, "url.full")).endsWith("/c?token=***");
        assertThat(spans).allSatisfy(span -> {
            assertThat(span.get("traceId")).isEqualTo(whole.get("traceId"));
            assertThat(span.get("traceId").asString()).matches("[0-9a-f]{32}");
            assertThat(span.get("spanId").asString()).matches("[0-9a-f]{16}");
            long from = Long.parseLong(span.get("startTimeUnixNano").asString());
            long to = Long.parseLong(span.get("endTimeUnixNano").asString());
            assertThat(from)
                    .isBetween(Long.parseLong(whole.get("startTimeUnixNano").asString()), to);
            assertThat(to)
                    .isLessThanOrEqualTo(
                            Long.parseLong(whole.get("endTimeUnixNano").asString()));
        });
        assertThat(spans.stream().map(span -> span.get("spanId").asString()).distinct())
                .hasSameSizeAs(spans);
        StubBackend.Received received = collector.received().getFirst();
        assertThat(received.line()).isEqualTo("POST /v1/traces HTTP/1.1");
        assertThat(received.header("Content-Type")).isEqualTo("application/json");
        assertThat(received.body()).doesNotContain("verysecret").contains("service.name");
        assertThat(gateway.backend().received().getFirst().header("traceparent"))
                .isEqualTo("00-" + whole.get("traceId").asString() + "-"
                        + call.get("spanId").asString() + "-01");
    }

    @Test
    @DisplayName("W3C: the client's trace goes on, its state as well; X-Ray and OpenTelemetry know a new one by one id")
    void context() throws Exception {
        gateway.get("/test/proxy", "traceparent: 00-" + TRACE + "-" + PARENT + "-01", "tracestate: a=1,b=2");
        JsonNode whole = named(spans(3), "GET /proxy");
        assertThat(whole.get("traceId").asString()).isEqualTo(TRACE);
        assertThat(whole.get("parentSpanId").asString()).isEqualTo(PARENT);
        StubBackend.Received received = gateway.backend().received().getLast();
        assertThat(received.headers("traceparent"))
                .singleElement()
                .asString()
                .matches("00-" + TRACE + "-(?!" + PARENT + ")[0-9a-f]{16}-01");
        assertThat(received.headers("tracestate")).containsExactly("a=1,b=2");

        gateway.get("/test/custom/1", "X-Amzn-Trace-Id: Root=1-6553f1a2-1b2c3d4e5f60718293a4b5c6");
        assertThat(named(spans(11), "GET /custom/{id}").get("traceId").asString())
                .isEqualTo("6553f1a21b2c3d4e5f60718293a4b5c6");
    }

    @Test
    @DisplayName("W3C: a header that is none begins a new trace; a client that is not sampled has no spans")
    void invalidContext() throws Exception {
        for (String header : List.of(
                "00-" + "0".repeat(32) + "-" + PARENT + "-01",
                "00-" + TRACE + "-" + PARENT + "-01-more",
                "ff-" + TRACE + "-" + PARENT + "-01",
                "00-" + TRACE.toUpperCase(Locale.ROOT) + "-" + PARENT + "-01")) {
            gateway.get("/test/nowhere", "traceparent: " + header);
        }
        gateway.get("/test/proxy", "traceparent: 00-" + TRACE + "-" + PARENT + "-00");
        gateway.get("/test/nowhere", "traceparent: 01-" + TRACE + "-" + PARENT + "-01-later");
        List<JsonNode> spans = spans(5);
        assertThat(spans).hasSize(5);
        assertThat(spans.subList(0, 4))
                .noneMatch(span -> span.get("traceId").asString().equals(TRACE));
        assertThat(spans.get(4).get("traceId").asString()).isEqualTo(TRACE);
        assertThat(spans)
                .allSatisfy(span ->
                        assertThat(attribute(span, "http.response.status_code")).isEqualTo("403"));
        assertThat(gateway.backend().received().getLast().header("traceparent"))
                .isEqualTo("00-" + TRACE + "-" + PARENT + "-00");
    }

    @Test
    @DisplayName("a failure is an error of the request's span and of its phase's")
    void failure() throws Exception {
        gateway.get("/test/broken");
        List<JsonNode> spans = spans(2);
        JsonNode whole = named(spans, "GET /broken");
        assertThat(whole.get("status").get("code").asInt()).isEqualTo(2);
        assertThat(whole.get("status").get("message").asString()).contains("network error");
        assertThat(attribute(whole, "error.type")).isEqualTo("INTEGRATION_FAILURE");
        assertThat(named(spans, "http proxy integration")
                        .get("status")
                        .get("code")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    @DisplayName("sampling: of 0 percent only what clients trace has spans")
    void sampling() throws Exception {
        stop();
        start(0);
        gateway.get("/test/proxy");
        gateway.get("/test/nowhere");
        gateway.get("/test/nowhere", "traceparent: 00-" + TRACE + "-" + PARENT + "-01");
        assertThat(spans(1)).hasSize(1);
        assertThat(gateway.backend().received().getLast().header("traceparent")).isNull();
    }

    @Test
    @DisplayName("a collector that hangs or refuses holds nothing up; what it does not take is dropped and counted")
    void hangs() throws Exception {
        collector.behave(Behaviour.answer("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"));
        gateway.get("/test/proxy");
        await().until(() -> exporter.dropped() == 1);

        collector.behave(call -> {});
        int requests = 4000;
        try (RawClient client = gateway.client()) {
            String batch = (DataPlaneFixture.head("GET", "/test/nowhere") + "\r\n").repeat(100);
            for (int i = 0; i < requests / 100; i++) {
                client.send(batch);
                for (int j = 0; j < 100; j++) {
                    assertThat(client.answer().status()).isEqualTo(403);
                }
            }
        }
        assertThat(exporter.dropped()).isBetween((long) requests - 2048 - 2 * 256, (long) requests);
    }
}
