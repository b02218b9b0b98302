package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.sallyport.TestSockets;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.integration.http.Approach;
import dev.sallyport.integration.http.BackendNames;
import dev.sallyport.integration.http.BackendRequest;
import dev.sallyport.integration.http.BackendSettings;
import dev.sallyport.integration.http.HttpProxyIntegration;
import dev.sallyport.integration.http.Transfer;
import dev.sallyport.pipeline.MethodPlan;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.RouteTree;
import dev.sallyport.pipeline.StageSnapshot;
import dev.sallyport.pipeline.Step;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.io.EOFException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP_PROXY with responseTransferMode STREAM (7.14). */
@Timeout(60)
class StreamedProxyTest {

    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    /** What the backend is to send next; an empty text closes its connection. */
    private final BlockingQueue<String> script = new LinkedBlockingQueue<>();

    @BeforeEach
    void backend() {
        GATEWAY.backend().behave(call -> {
            try {
                String next = script.take();
                while (!next.isEmpty()) {
                    call.send(next);
                    next = script.take();
                }
                call.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        publish(new TestApi("abc123"), 29_000);
    }

    /** No connection of this test may serve the next one. */
    @AfterEach
    void closeAll() {
        script.add("");
        script.add("");
        await().atMost(Duration.ofSeconds(5)).until(() -> GATEWAY.backend().open() == 0);
    }

    private static void publish(TestApi api, int timeoutMillis) {
        GATEWAY.publish(api.on(
                "ANY",
                "/s",
                TestIntegration.httpProxy("ANY", GATEWAY.backend().uri("/"))
                        .timeout(timeoutMillis)
                        .transfer("STREAM")));
    }

    private static RawClient ask(String method, String... more) throws Exception {
        return GATEWAY.client().send(DataPlaneFixture.head(method, "/test/s", more) + "\r\n");
    }

    private static String read(RawClient client, int bytes) throws Exception {
        return new String(client.in().readNBytes(bytes), StandardCharsets.ISO_8859_1);
    }

    private static void isBrokenOff(RawClient client) {
        assertThat(catchThrowable(() -> {
                    InputStream in = client.in();
                    int last = in.read();
                    while (last >= 0) {
                        last = in.read();
                    }
                    throw new EOFException();
                }))
                .isInstanceOfAny(EOFException.class, SocketException.class);
    }

    @Test
    @DisplayName("INT-113: the head leaves as soon as it is there, and every piece as soon as it comes")
    void atOnce() throws Exception {
        try (RawClient client = ask("GET")) {
            script.add(CHUNKED);
            assertThat(client.head()).contains("200 OK", "Transfer-Encoding: chunked", "x-amzn-RequestId");
            script.add("3\r\none\r\n");
            assertThat(read(client, 8)).isEqualTo("3\r\none\r\n");
            script.add("3\r\ntwo\r\n");
            assertThat(read(client, 8)).isEqualTo("3\r\ntwo\r\n");
            script.add("0\r\n\r\n");
            assertThat(read(client, 5)).isEqualTo("0\r\n\r\n");
        }
    }

    @Test
    @DisplayName("INT-113: a length that the backend tells is told, and what follows comes in pieces all the same")
    void knownLength() throws Exception {
        try (RawClient client = ask("GET")) {
            script.add("HTTP/1.1 200 OK\r\nServer: s\r\nContent-Length: 6\r\n\r\n");
            assertThat(client.head())
                    .contains("Content-Length: 6", "x-amzn-Remapped-Server: s")
                    .doesNotContain("chunked");
            script.add("one");
            assertThat(read(client, 3)).isEqualTo("one");
            script.add("two");
            assertThat(read(client, 3)).isEqualTo("two");
            script.add("");
            GATEWAY.backend().behave(Behaviour.answerAndClose("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
            client.send(DataPlaneFixture.head("GET", "/test/s") + "\r\n");
            assertThat(client.answer().body()).isEqualTo("ok");
        }
    }

    @Test
    @DisplayName("INT-113, LIM-1: a client of HTTP/1.0 gets the stream until its connection closes")
    void oldClient() throws Exception {
        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head("GET", "/test/s").replace("HTTP/1.1", "HTTP/1.0") + "\r\n");
            script.add(CHUNKED + "3\r\none\r\n");
            assertThat(client.head()).doesNotContain("chunked").contains("Connection: close");
            assertThat(read(client, 3)).isEqualTo("one");
            script.add("3\r\ntwo\r\n0\r\n\r\n");
            assertThat(client.untilClosed()).isEqualTo("two");
        }
    }

    @Test
    @DisplayName("LIM-3, INT-38: a stream may have no body")
    void bodyless() throws Exception {
        script.add("HTTP/1.1 204 None\r\n\r\n");
        try (RawClient client = ask("GET")) {
            assertThat(client.answer().status()).isEqualTo(204);
        }
        script.add("");
        script.add(CHUNKED);
        try (RawClient client = ask("HEAD")) {
            assertThat(client.head()).startsWith("HTTP/1.1 200 ");
        }
        script.add("");
    }

    @Test
    @DisplayName("INT-115: what is streamed is not compressed")
    void notCompressed() throws Exception {
        publish(new TestApi("abc123").compressed(0), 29_000);
        script.add("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + "x".repeat(100));
        try (RawClient client = ask("GET", "Accept-Encoding: gzip")) {
            RawClient.Answer answer = client.answer();
            assertThat(answer.header("Content-Encoding")).isNull();
            assertThat(answer.body()).hasSize(100);
        }
        script.add("");
    }

    @Test
    @DisplayName("INT-4, INT-3: what fails before the head is an answer as ever")
    void failsBeforeTheHead() throws Exception {
        script.add("");
        try (RawClient client = ask("POST", "Content-Length: 0")) {
            assertThat(client.answer().body())
                    .isEqualTo("{\"message\": \"Network error communicating with endpoint\"}");
        }
        publish(new TestApi("abc123"), 200);
        try (RawClient client = ask("GET")) {
            assertThat(client.answer().body()).isEqualTo("{\"message\": \"Endpoint request timed out\"}");
        }
        script.add("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", CHUNKED + "a\r\nhalf", CHUNKED})
    @DisplayName("INT-112: a backend that dies in the middle ends the client's connection")
    void backendDies(String half) throws Exception {
        script.add(half);
        try (RawClient client = ask("GET")) {
            client.head();
            script.add("");
            isBrokenOff(client);
        }
        GATEWAY.backend().behave(Behaviour.answerAndClose("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        try (RawClient client = ask("GET")) {
            assertThat(client.answer().body()).isEqualTo("ok");
        }
    }

    @Test
    @DisplayName("INT-114: the time of the integration is that of the whole stream")
    void wholeTime() throws Exception {
        publish(new TestApi("abc123"), 400);
        AtomicReference<StubBackend.Call> held = new AtomicReference<>();
        GATEWAY.backend().behave(call -> {
            held.set(call);
            call.send(CHUNKED);
            try {
                while (!call.socket().isClosed()) {
                    call.send("1\r\nx\r\n");
                    Thread.sleep(20);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        long begin = System.nanoTime();
        try (RawClient client = ask("GET")) {
            client.head();
            isBrokenOff(client);
        }
        assertThat((System.nanoTime() - begin) / 1_000_000).isBetween(390L, 5_000L);
        await().atMost(Duration.ofSeconds(5)).until(() -> held.get().socket().isClosed());
    }

    /** Publishes a stream with a shorter patience than AWS's. */
    private static void publishIdle(int idleMillis) {
        Step decode = exchange -> Outcome.CONTINUE;
        Step call = new HttpProxyIntegration(
                new BackendRequest(GATEWAY.backend().uri("/"), "ANY", true, "abc123", Approach.PLAIN),
                BackendSettings.of(TestSockets.clientChannel(), new BackendNames(Runnable::run)),
                Transfer.streamed(20_000, 1_000_000, idleMillis),
                decode);
        MethodPlan plan = new MethodPlan("r1", "/s", "ANY", null, List.of(), false, List.of(call));
        GATEWAY.publish(new StageSnapshot(
                TestApi.OWNER, "abc123", "test", "d1", Map.of(), "REGIONAL", false, RouteTree.of(List.of(plan))));
    }

    @Test
    @DisplayName("INT-114: a backend that falls silent is given up; one that goes on in time is not")
    void idle() throws Exception {
        publishIdle(300);
        try (RawClient client = ask("GET")) {
            script.add(CHUNKED);
            client.head();
            for (int i = 0; i < 4; i++) {
                Thread.sleep(150);
                script.add("1\r\nx\r\n");
                assertThat(read(client, 6)).isEqualTo("1\r\nx\r\n");
            }
            isBrokenOff(client);
        }
        script.add("x");
        script.add("");
        try (RawClient client = ask("GET")) {
            assertThat(client.answer().status()).isEqualTo(504);
        }
        script.add("");
    }

    @Test
    @DisplayName("INT-114: a client that takes nothing for a while is not the backend's silence")
    void slowClient() throws Exception {
        publishIdle(300);
        int length = 20_000_000;
        GATEWAY.backend().behave(call -> {
            call.send("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
            for (int i = 0; i < length / 100_000; i++) {
                call.send("x".repeat(100_000));
            }
            call.close();
        });
        try (RawClient client = new RawClient(GATEWAY.listener().address(), 8_192)) {
            client.send(DataPlaneFixture.head("GET", "/test/s") + "\r\n");
            client.head();
            Thread.sleep(1_000);
            client.in().skipNBytes(length);
        }
    }

    @Test
    @DisplayName("HARDENING F4: when the client leaves, the backend's connection closes")
    void clientLeaves() throws Exception {
        AtomicReference<StubBackend.Call> held = new AtomicReference<>();
        GATEWAY.backend().behave(call -> {
            held.set(call);
            call.send(CHUNKED + "3\r\none\r\n");
        });
        RawClient client = ask("GET");
        client.head();
        client.reset();

        await().atMost(Duration.ofSeconds(5)).until(() -> held.get().socket().isClosed());
    }
}
