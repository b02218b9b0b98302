package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** HARDENING F4: whatever a backend does, its client gets the right error and the next client its own answer. */
class BackendMisbehaviourTest {

    private static final String NETWORK = "{\"message\": \"Network error communicating with endpoint\"}";
    private static final String GOOD = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood";

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    @BeforeEach
    void api() throws IOException {
        int refusing;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            refusing = closed.getLocalPort();
        }
        String uri = GATEWAY.backend().uri("/");
        GATEWAY.publish(new TestApi("abc123")
                .on("ANY", "/proxy", TestIntegration.httpProxy("ANY", uri).timeout(300))
                .on(
                        "ANY",
                        "/custom",
                        TestIntegration.of("HTTP", "ANY", uri).timeout(300).response("200", null))
                .on("ANY", "/refused", TestIntegration.httpProxy("ANY", "http://127.0.0.1:" + refusing + "/"))
                .on("ANY", "/unknown", TestIntegration.httpProxy("ANY", "http://no-such-host.invalid/"))
                .on("ANY", "/address", TestIntegration.httpProxy("ANY", "gopher://x/")));
    }

    private static void nextClientGetsItsOwnAnswer() throws IOException {
        GATEWAY.backend().behave(Behaviour.answer(GOOD));
        assertThat(GATEWAY.get("/test/proxy").body()).isEqualTo("good");
        assertThat(GATEWAY.post("/test/custom", "x").body()).isEqualTo("good");
    }

    static Stream<Arguments> misbehaviours() {
        return Map.<String, Behaviour>ofEntries(
                        Map.entry("closes before the head", StubBackend.Call::close),
                        Map.entry("resets before the head", StubBackend.Call::reset),
                        Map.entry("half a head", Behaviour.answerAndClose("HTTP/1.1 200 OK\r\nContent-")),
                        Map.entry("garbage", Behaviour.answerAndClose("\u0016\u0003\u0001 what?\r\n\r\n")),
                        Map.entry(
                                "unasked 101",
                                Behaviour.answer("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n")),
                        Map.entry("status 99", Behaviour.answer("HTTP/1.1 99 Low\r\nContent-Length: 0\r\n\r\n")),
                        Map.entry("status 1000", Behaviour.answer("HTTP/1.1 1000 High\r\nContent-Length: 0\r\n\r\n")),
                        Map.entry("status 600", Behaviour.answer("HTTP/1.1 600 High\r\nContent-Length: 0\r\n\r\n")),
                        Map.entry(
                                "contradicting lengths",
                                Behaviour.answer(
                                        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc")),
                        Map.entry(
                                "negative length",
                                Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nabc")),
                        Map.entry(
                                "length of no number",
                                Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 0x2\r\n\r\nabc")),
                        Map.entry(
                                "length beyond 64 bits",
                                Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nabc")),
                        Map.entry(
                                "unknown coding",
                                Behaviour.answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nabc")),
                        Map.entry(
                                "half of a short chunked body",
                                Behaviour.answerAndClose(
                                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf")),
                        Map.entry(
                                "bad chunk size",
                                Behaviour.answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhalf")),
                        Map.entry(
                                "header line without end",
                                Behaviour.answer("HTTP/1.1 200 OK\r\nA: " + "x".repeat(70_000) + "\r\n\r\n")),
                        Map.entry("HTTP/9.9", Behaviour.answerAndClose("HTTP/9 200 OK\r\n\r\n")))
                .entrySet()
                .stream()
                .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("misbehaviours")
    @DisplayName("HARDENING F4, INT-4: no usable head is 504")
    void noUsableHead(String name, Behaviour behaviour) throws Exception {
        for (String path : new String[] {"/test/proxy", "/test/custom"}) {
            GATEWAY.backend().behave(behaviour);
            Answer answer = GATEWAY.post(path, "x");
            assertThat(answer.status()).isEqualTo(504);
            assertThat(answer.body()).isEqualTo(NETWORK);
            assertThat(answer.header("x-amzn-ErrorType")).isEqualTo("InternalServerErrorException");
        }
        nextClientGetsItsOwnAnswer();
    }

    @Test
    @DisplayName("INT-4, INT-5: refused, unknown names, no TLS there are 504, an impossible address 500")
    void unreachable() throws Exception {
        assertThat(GATEWAY.get("/test/refused").body()).isEqualTo(NETWORK);
        assertThat(GATEWAY.get("/test/unknown").body()).isEqualTo(NETWORK);
        Answer impossible = GATEWAY.get("/test/address");
        assertThat(impossible.status()).isEqualTo(500);
        assertThat(impossible.body()).isEqualTo("{\"message\": \"Internal server error\"}");
        nextClientGetsItsOwnAnswer();
    }

    @Test
    @DisplayName("INT-4, INT-7: a backend that speaks no TLS is 504")
    void noTls() throws Exception {
        try (EarlyBackend plain = new EarlyBackend()) {
            GATEWAY.publish(new TestApi("abc123")
                    .on("ANY", "/tls", TestIntegration.httpProxy("ANY", "https://127.0.0.1:" + plain.port() + "/")));
            assertThat(GATEWAY.get("/test/tls").body()).isEqualTo(NETWORK);
        }
    }

    @Test
    @DisplayName("INT-3: silence is 504 within 50 ms of the limit, and the backend's connection closes")
    void silence() throws Exception {
        nextClientGetsItsOwnAnswer();
        for (String path : new String[] {"/test/proxy", "/test/custom"}) {
            GATEWAY.backend().behave(call -> {});
            long begin = System.nanoTime();
            Answer answer = GATEWAY.get(path);
            long millis = (System.nanoTime() - begin) / 1_000_000;

            assertThat(answer.status()).isEqualTo(504);
            assertThat(answer.body()).isEqualTo("{\"message\": \"Endpoint request timed out\"}");
            assertThat(millis).isBetween(300L, 500L);
        }
        nextClientGetsItsOwnAnswer();
    }

    @Test
    @DisplayName("HARDENING F4: half a body ends the client's connection instead of an answer that looks whole")
    void halfBody() throws Exception {
        for (String bytes : new String[] {
            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20000\r\n" + "x".repeat(100_000)
        }) {
            GATEWAY.backend().behave(Behaviour.answerAndClose(bytes));
            try (RawClient client = GATEWAY.client()) {
                client.send(DataPlaneFixture.head("GET", "/test/proxy") + "\r\n");
                assertThat(org.assertj.core.api.Assertions.catchThrowable(client::answer))
                        .isInstanceOfAny(EOFException.class, SocketException.class);
            }
            assertThat(GATEWAY.get("/test/custom").status()).isEqualTo(504);
        }
        nextClientGetsItsOwnAnswer();
    }

    @Test
    @DisplayName("HARDENING F4: bytes that nobody asked for are never the next client's answer")
    void excessBytes() throws Exception {
        GATEWAY.backend().behave(Behaviour.answer(GOOD + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"));
        for (int i = 0; i < 5; i++) {
            assertThat(GATEWAY.get("/test/proxy").body()).isEqualTo("good");
            assertThat(GATEWAY.get("/test/custom").body()).isEqualTo("good");
        }
        nextClientGetsItsOwnAnswer();
    }

    @Test
    @DisplayName("RFC 9110 9.2.2, INT-11: a kept connection that closes at its reuse is retried for GET, not for POST")
    void closedAtReuse() throws Exception {
        for (String path : new String[] {"/test/proxy", "/test/custom"}) {
            nextClientGetsItsOwnAnswer();
            int connections = GATEWAY.backend().accepted();
            GATEWAY.backend().behave(call -> {
                if (call.request().connection() <= connections) {
                    call.reset();
                } else {
                    call.send(GOOD);
                }
            });
            assertThat(GATEWAY.get(path).body()).isEqualTo("good");
            assertThat(GATEWAY.backend().accepted()).isEqualTo(connections + 1);
            GATEWAY.backend().behave(StubBackend.Call::close);
            assertThat(GATEWAY.post(path, "x").body()).isEqualTo(NETWORK);
            assertThat(GATEWAY.backend().accepted()).isEqualTo(connections + 1);
        }
        nextClientGetsItsOwnAnswer();
    }

    @Test
    @DisplayName("HARDENING F4: an idle connection that the backend closes is forgotten")
    void closedWhileIdle() throws Exception {
        nextClientGetsItsOwnAnswer();
        GATEWAY.backend().behave(Behaviour.answerAndClose(GOOD));
        assertThat(GATEWAY.get("/test/proxy").body()).isEqualTo("good");
        await().until(() -> GATEWAY.backend().open() == 0);
        GATEWAY.backend().behave(Behaviour.answer(GOOD));

        assertThat(GATEWAY.post("/test/proxy", "x").body()).isEqualTo("good");
    }

    @Test
    @DisplayName("HARDENING F4: when the client leaves, the backend's connection closes")
    void clientLeaves() throws Exception {
        for (String path : new String[] {"/test/proxy", "/test/custom"}) {
            GATEWAY.publish(new TestApi("abc123")
                    .on(
                            "ANY",
                            "/proxy",
                            TestIntegration.httpProxy("ANY", GATEWAY.backend().uri("/")))
                    .on(
                            "ANY",
                            "/custom",
                            TestIntegration.of("HTTP", "ANY", GATEWAY.backend().uri("/"))
                                    .response("200", null)));
            CountDownLatch asked = new CountDownLatch(1);
            AtomicReference<StubBackend.Call> held = new AtomicReference<>();
            GATEWAY.backend().behave(call -> {
                held.set(call);
                asked.countDown();
            });
            RawClient client = GATEWAY.client();
            client.send(DataPlaneFixture.head("POST", path, "Content-Length: 1") + "\r\nx");
            asked.await();
            client.reset();

            await().atMost(Duration.ofSeconds(2))
                    .until(() -> held.get().socket().isClosed());
        }
        api();
        nextClientGetsItsOwnAnswer();
    }

    @Test
    @DisplayName("HARDENING 1.3: an answer before the request's end is passed on and that connection is not used again")
    void earlyAnswer() throws Exception {
        GATEWAY.backend().behave(Behaviour.answer(GOOD));
        int before = GATEWAY.backend().received().size();
        try (EarlyBackend early = new EarlyBackend()) {
            GATEWAY.publish(new TestApi("abc123")
                    .on("ANY", "/early", TestIntegration.httpProxy("ANY", "http://127.0.0.1:" + early.port() + "/")));
            try (RawClient client = GATEWAY.client()) {
                client.send(DataPlaneFixture.head("POST", "/test/early", "Content-Length: 100000") + "\r\nx");
                Answer answer = client.answer();
                assertThat(answer.status()).isEqualTo(429);
                assertThat(answer.header("Connection")).isEqualTo("close");
            }
        }
        assertThat(GATEWAY.backend().received()).hasSize(before);
    }

    /** Answers before it has read a body. */
    private static final class EarlyBackend implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

        EarlyBackend() throws IOException {
            Thread.ofVirtual().start(() -> {
                try (var socket = server.accept()) {
                    socket.getInputStream().read();
                    socket.getOutputStream()
                            .write("HTTP/1.1 429 Slow Down\r\nContent-Length: 0\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
                    socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                } catch (IOException closed) {
                    // The test is over.
                }
            });
        }

        int port() {
            return server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
