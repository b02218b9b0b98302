package dev.sallyport.edge;

import static dev.sallyport.limits.TestPlans.stage;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.sallyport.limits.Rate;
import dev.sallyport.model.UsagePlan.Quota;
import dev.sallyport.model.UsagePlan.Throttle;
import dev.sallyport.pipeline.CanaryStickiness;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import io.netty.util.ResourceLeakDetector;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the event loop allocates per request in steady state, against bounds: a figure that is the same on a busy machine
 * as on a quiet one. Timers and other things that are not per request are in it, so a bound of 64 bytes stands for none.
 */
@DisabledIfSystemProperty(
        named = "sallyport.test.transport",
        matches = "io_uring",
        disabledReason = "Netty's io_uring transport makes objects of its own; the bounds are those of the default")
class HotPathAllocationTest {

    private static final String HOST = "Host: abc123.execute-api.eu-west-1.amazonaws.com\r\n";
    private static final String KEY = "a-key-of-at-least-twenty-characters";
    private static final int BATCH = 50;
    private static final int WARM_UP = 600;
    private static final int MEASURED = 200;

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    private static ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();

    /** Records of the leak detector would be counted. */
    @BeforeAll
    static void noLeakDetection() {
        before = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        String answer = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\n" + "x".repeat(100);
        GATEWAY.backend().behave(call -> call.send(answer));
        TestLimits limits = new TestLimits(new Rate(1e6, 100_000_000));
        limits.plans.key("k1", KEY, true);
        limits.plans.plan(
                new Throttle(100_000_000, 1e6),
                new Quota(Integer.MAX_VALUE, 0, "MONTH"),
                stage(
                        "abc123",
                        "test",
                        Map.of("/keyed/GET", new Throttle(100_000_000, 1e6), "/shut/GET", new Throttle(0, 0.0))));
        limits.plans.join("k1");
        GATEWAY.limitedBy(limits.compiler);
        GATEWAY.functions().returns("auth", AuthorizerFixture.result(AuthorizerFixture.statement("Allow", "*")));
        GATEWAY.publish(
                new TestApi("abc123")
                        .authorizer(AuthorizerFixture.request("a1", "auth", "method.request.header.User-Agent", 3600))
                        .guarded("GET", "/kept", "CUSTOM", "a1", List.of(), TestIntegration.mock("x".repeat(100)))
                        .keyed("GET", "/keyed", TestIntegration.mock("x".repeat(100)))
                        .keyed("GET", "/shut", TestIntegration.mock("nobody gets here"))
                        .on("GET", "/cached", proxied())
                        .on(
                                "GET",
                                "/cached/{proxy+}",
                                proxied()
                                        .cached(
                                                "greedy",
                                                "method.request.path.proxy",
                                                "method.request.querystring.c",
                                                "method.request.header.User-Agent"))
                        .on("GET", "/throttled", TestIntegration.mock("nobody gets here"))
                        .on("GET", "/mock", TestIntegration.mock("x".repeat(100)))
                        .on(
                                "ANY",
                                "/proxy",
                                TestIntegration.httpProxy(
                                        "ANY", GATEWAY.backend().uri("/fixed")))
                        .on(
                                "ANY",
                                "/greedy/{proxy+}",
                                TestIntegration.httpProxy(
                                                "ANY", GATEWAY.backend().uri("/{proxy}"))
                                        .map("path.proxy", "method.request.path.proxy")),
                TestApi.cachingStage(Map.of(
                        "throttled/GET",
                        TestApi.throttled(0, 0),
                        "keyed/GET",
                        TestApi.throttled(100_000_000, 1e6),
                        "cached/GET",
                        TestApi.caching(3600),
                        "cached/{proxy+}/GET",
                        TestApi.caching(3600))));
        split();
    }

    private static TestIntegration proxied() {
        return TestIntegration.httpProxy("GET", GATEWAY.backend().uri("/fixed"));
    }

    /** A stage of the same API whose releases answer the same. */
    private static void split() {
        CanaryFixture stored = new CanaryFixture(TestApi.stage("split", Map.of()));
        TestApi api = new TestApi("abc123").on("GET", "/mock", TestIntegration.mock("x".repeat(100)));
        stored.deploy("d1", api);
        stored.canary("d1", "d1", 50);
        GATEWAY.follow(stored.store, CanaryStickiness.OFF);
    }

    @AfterAll
    static void leakDetectionAgain() {
        ResourceLeakDetector.setLevel(before);
    }

    @ParameterizedTest
    @CsvSource({
        "/test/mock, 64",
        "/split/mock, 64",
        "/split/nowhere, 64",
        "/test/kept, 1536",
        "/test/keyed, 64",
        "/test/shut, 64",
        "/test/throttled, 64",
        "/test/cached, 64",
        "/test/cached/a/b?c=d, 64",
        "/test/proxy, 64",
        "/test/greedy/a/b?c=d, 64",
        "/test/nowhere, 64"
    })
    @DisplayName("PERFORMANCE 10.3: bytes allocated per request")
    void bytesPerRequest(String path, int bound) throws Exception {
        long loop = GATEWAY.loopThreadId();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] requests = ("GET " + path + " HTTP/1.1\r\n" + HOST + "User-Agent: guard\r\nAccept: */*\r\nx-api-key: "
                        + KEY + "\r\n\r\n")
                .repeat(BATCH)
                .getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket()) {
            socket.connect(GATEWAY.listener().address());
            socket.setSoTimeout(20_000);
            int answerBytes = answerBytes(socket, requests);
            for (int i = 0; i < WARM_UP; i++) {
                exchange(socket, requests, answerBytes);
            }
            long allocated = threads.getThreadAllocatedBytes(loop);
            for (int i = 0; i < MEASURED; i++) {
                exchange(socket, requests, answerBytes);
            }
            long bytes = threads.getThreadAllocatedBytes(loop) - allocated;
            assertThat(bytes / (double) (BATCH * MEASURED)).isLessThan(bound);
        }
    }

    /** All answers have the same length. */
    private static int answerBytes(Socket socket, byte[] requests) throws Exception {
        socket.getOutputStream().write(requests, 0, requests.length / BATCH);
        InputStream in = socket.getInputStream();
        byte[] first = new byte[4096];
        int count = 0;
        int expected = Integer.MAX_VALUE;
        while (count < expected) {
            count += in.read(first, count, first.length - count);
            int end = new String(first, 0, count, StandardCharsets.US_ASCII).indexOf("\r\n\r\n");
            expected = end < 0
                    ? Integer.MAX_VALUE
                    : end + 4 + bodyBytes(new String(first, 0, end, StandardCharsets.US_ASCII));
        }
        return count;
    }

    private static int bodyBytes(String head) {
        int length = head.indexOf("Content-Length: ") + "Content-Length: ".length();
        return Integer.parseInt(head.substring(length).lines().findFirst().orElseThrow());
    }

    private static void exchange(Socket socket, byte[] requests, int answerBytes) throws Exception {
        socket.getOutputStream().write(requests);
        socket.getInputStream().skipNBytes((long) answerBytes * BATCH);
    }
}
