package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.model.Stage;
import dev.sallyport.model.Stage.AccessLogSettings;
import dev.sallyport.model.Stage.MethodSetting;
import dev.sallyport.observe.Explanations;
import dev.sallyport.observe.RequestLog;
import dev.sallyport.observe.RequestTraces;
import dev.sallyport.observe.StageAccessLog;
import dev.sallyport.observe.StageLogSink;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** X-Ray's ids with and without active tracing (rest-data-plane 9.5, HDR-31, HDR-32). */
class StageTracingTest {

    private static final String ROOT = "Root=1-6553f1a2-1b2c3d4e5f60718293a4b5c6";
    private static final String PARENT = ";Parent=53995c3f42cd8ad8";
    private static final List<String> LINES = new CopyOnWriteArrayList<>();
    private static final StageLogSink SINK =
            (kind, exchange, owner, group, stream, millis, message) -> LINES.add(message);

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture()
            .watchedBy(new RequestTraces(
                    new StageAccessLog(new RequestLog(), SINK, InstantSource.system()),
                    SINK,
                    new Explanations(0),
                    null,
                    InstantSource.system(),
                    System::nanoTime));

    @BeforeEach
    void usual() {
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        LINES.clear();
    }

    private static void publish(boolean tracing) {
        TestApi api = new TestApi("abc123")
                .on(
                        "GET",
                        "/custom",
                        TestIntegration.of("HTTP", "GET", GATEWAY.backend().uri("/c"))
                                .response("200", null))
                .on(
                        "GET",
                        "/proxy",
                        TestIntegration.httpProxy("GET", GATEWAY.backend().uri("/p")))
                .on("GET", "/mock", TestIntegration.mock("[]"));
        MethodSetting logged =
                new MethodSetting(false, "INFO", false, 5000, 10000, false, 300, false, true, "FAIL_WITH_403");
        GATEWAY.publish(
                api,
                new Stage(
                        "test",
                        "d1e2f3",
                        null,
                        false,
                        null,
                        new TreeMap<>(),
                        null,
                        null,
                        tracing,
                        new TreeMap<>(Map.of("mock/GET", logged)),
                        new AccessLogSettings(
                                "arn:aws:logs:eu-west-1:123456789012:log-group:access", "xray=$context.xrayTraceId"),
                        null,
                        Map.of(),
                        Instant.EPOCH,
                        Instant.EPOCH));
    }

    private static String told() {
        return String.valueOf(GATEWAY.backend().received().getLast().header("X-Amzn-Trace-Id"));
    }

    @Test
    @DisplayName("STG-21: without active tracing a complete header goes on unchanged, and nothing has an xrayTraceId")
    void passive() throws Exception {
        publish(false);
        String complete = ROOT + PARENT + ";Sampled=1;Lineage=a87bd80c:1|68fd508a:5";
        RawClient.Answer answer = GATEWAY.get("/test/custom", "X-Amzn-Trace-Id: " + complete);
        assertThat(told()).isEqualTo(complete);
        assertThat(answer.header("X-Amzn-Trace-Id")).isEqualTo(complete);
        GATEWAY.get("/test/proxy", "X-Amzn-Trace-Id: " + complete);
        assertThat(told()).isEqualTo(complete);
        assertThat(line("xray=")).isEqualTo("xray=-");
    }

    @Test
    @DisplayName(
            "STG-22: with active tracing the gateway's segment becomes the parent; the decision of the caller stands")
    void active() throws Exception {
        publish(true);
        for (String sampled : List.of(";Sampled=1", ";Sampled=0")) {
            RawClient.Answer answer =
                    GATEWAY.get("/test/custom", "X-Amzn-Trace-Id: " + ROOT + PARENT + sampled + ";Lineage=a:1");
            assertThat(told())
                    .matches(ROOT + ";Parent=[0-9a-f]{16}" + sampled + ";Lineage=a:1")
                    .doesNotContain(PARENT);
            assertThat(answer.header("X-Amzn-Trace-Id")).isEqualTo(told());
        }
        assertThat(line("xray=")).isEqualTo("xray=" + ROOT.substring(5));
        GATEWAY.get("/test/proxy", "X-Amzn-Trace-Id: " + ROOT + PARENT + ";Sampled=1");
        assertThat(told()).startsWith(ROOT).doesNotContain(PARENT).endsWith(";Sampled=1");
    }

    @Test
    @DisplayName("STG-21: who decides nothing is sampled by X-Ray's default rule: one a second, and 5 % of the others")
    void sampled() throws Exception {
        publish(true);
        int sampled = 0;
        long began = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            GATEWAY.get("/test/custom", i % 2 == 0 ? "X-Amzn-Trace-Id: " + ROOT : "Accept: */*");
            assertThat(told()).matches("Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=[01]");
            sampled += told().endsWith("1") ? 1 : 0;
        }
        int seconds = (int) ((System.nanoTime() - began) / 1_000_000_000) + 2;
        assertThat(sampled).isBetween(1, seconds + 25);
    }

    @Test
    @DisplayName("LOG-3 23, INT-27: the execution log tells the trace's id; a mock's answer does not")
    void logged() throws Exception {
        publish(true);
        RawClient.Answer answer = GATEWAY.get("/test/mock", "X-Amzn-Trace-Id: " + ROOT);
        assertThat(answer.header("X-Amzn-Trace-Id")).isNull();
        assertThat(line("X-ray")).endsWith(") X-ray Tracing ID : " + ROOT.substring(5));
    }

    /** The line of a log with this text, once it is written. */
    private static String line(String text) throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            List<String> found =
                    LINES.stream().filter(line -> line.contains(text)).toList();
            if (!found.isEmpty()) {
                return found.getLast();
            }
            Thread.sleep(20);
        }
        throw new AssertionError("only " + LINES);
    }
}
