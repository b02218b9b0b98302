package dev.sallyport.edge;

import static dev.sallyport.edge.RawHttp2.CONTINUATION;
import static dev.sallyport.edge.RawHttp2.ENHANCE_YOUR_CALM;
import static dev.sallyport.edge.RawHttp2.HEADERS;
import static dev.sallyport.edge.RawHttp2.PRIORITY;
import static dev.sallyport.edge.RawHttp2.fields;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.edge.tls.TlsFront;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** HARDENING B5: what costs a client little is counted, and too much of it ends the connection. */
class Http2FloodTest {

    private static final TlsWorld WORLD = Http2World.of(new TlsFront());
    private static final String PATH = "/test/mock";

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture().tls(WORLD.front);

    private static final CompletableFuture<InvocationResult> NEVER = new CompletableFuture<>();
    private static final AtomicInteger RUNNING = new AtomicInteger();

    @BeforeAll
    static void api() {
        GATEWAY.functions().runs("never", invocation -> {
            RUNNING.incrementAndGet();
            return NEVER;
        });
        GATEWAY.publish(new TestApi("abc123")
                .on("ANY", "/mock", TestIntegration.mock("mock"))
                .on("ANY", "/never", TestIntegration.lambdaProxy("never"))
                .on(
                        "ANY",
                        "/stream",
                        TestIntegration.httpProxy("ANY", GATEWAY.backend().uri("/back"))
                                .transfer("STREAM")));
    }

    record Flood(String label, Deed once, int times) {
        @Override
        public String toString() {
            return label;
        }
    }

    @FunctionalInterface
    private interface Deed {
        void by(RawHttp2 client) throws Exception;
    }

    static Stream<Flood> floods() {
        byte[] priority = {0, 0, 0, 0, 1};
        return Stream.of(
                new Flood("CVE-2023-44487 rapid reset", client -> client.reset(client.get("/test/never"), 8), 300),
                new Flood(
                        "CVE-2025-55163 MadeYouReset",
                        client -> client.windowUpdate(client.get("/test/never"), 0),
                        300),
                new Flood("malformed requests", client -> client.get(PATH, "connection", "close"), 300),
                new Flood("CVE-2019-9512 PING", client -> client.frame(RawHttp2.PING, 0, 0, new byte[8]), 1_500),
                new Flood("CVE-2019-9515 SETTINGS", client -> client.frame(RawHttp2.SETTINGS, 0, 0), 300),
                new Flood(
                        "answers to SETTINGS that were never sent",
                        client -> client.frame(RawHttp2.SETTINGS, RawHttp2.ACK, 0),
                        300),
                new Flood("CVE-2019-9513 PRIORITY", client -> client.frame(PRIORITY, 0, 101, priority), 1_500),
                new Flood("CVE-2019-9518 empty DATA", client -> client.data(1, "", false), 1_500),
                new Flood("unknown frames", client -> client.frame(99, 0, 0), 1_500),
                new Flood("WINDOW_UPDATE", client -> client.windowUpdate(0, 1), 1_500),
                new Flood("RST_STREAM of streams that are closed", client -> client.reset(1, 8), 300));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("floods")
    @DisplayName("HARDENING B5: a flood ends its connection with ENHANCE_YOUR_CALM; the next client is served")
    void flood(Flood flood) throws Exception {
        try (RawHttp2 client = RawHttp2.open(GATEWAY.tlsAddress())) {
            client.mute().gather();
            if (flood.label.contains("empty DATA")) {
                client.request(false, fields("POST", "/test/never"));
            } else {
                client.get(PATH);
            }
            for (int i = 0; i < flood.times; i++) {
                flood.once.by(client);
            }
            Thread.ofVirtual().start(() -> leave(client));
            assertThat(client.untilClosed()).isEqualTo(ENHANCE_YOUR_CALM);
        }
        try (RawHttp2 healthy = RawHttp2.open(GATEWAY.tlsAddress())) {
            assertThat(healthy.ask(PATH).body()).isEqualTo("mock");
        }
    }

    private static void leave(RawHttp2 client) {
        try {
            client.leave();
        } catch (IOException ended) {
            // The gateway has had enough before all was sent.
        }
    }

    @Test
    @DisplayName("CVE-2026-33871: CONTINUATION frames that carry next to nothing end the connection")
    void continuationFlood() throws Exception {
        try (RawHttp2 client = RawHttp2.open(GATEWAY.tlsAddress())) {
            client.mute().gather().frame(HEADERS, 0, 1, (byte) 0x82);
            for (int i = 0; i < 100; i++) {
                client.frame(CONTINUATION, 0, 1);
            }
            Thread.ofVirtual().start(() -> leave(client));
            assertThat(client.untilClosed()).isEqualTo(ENHANCE_YOUR_CALM);
        }
    }

    @Test
    @DisplayName("HARDENING 1.4: CONTINUATION frames without end are bounded by their bytes, too")
    void endlessHead() throws Exception {
        try (RawHttp2 client = RawHttp2.open(GATEWAY.tlsAddress())) {
            client.mute().gather().frame(HEADERS, 0, 1, (byte) 0x82);
            for (int i = 0; i < 20; i++) {
                client.frame(CONTINUATION, 0, 1, new byte[16_384]);
            }
            Thread.ofVirtual().start(() -> leave(client));
            assertThat(client.untilClosed()).isPositive();
        }
    }

    @Test
    @DisplayName("HARDENING 1.4: a small block that unpacks to a large head is refused with 431, the table stays sound")
    void hpackBomb() throws Exception {
        try (RawHttp2 client = RawHttp2.open(GATEWAY.tlsAddress())) {
            byte[] usual = client.block(fields("GET", PATH, "x-bomb", "b".repeat(3_900)));
            byte[] bomb = Arrays.copyOf(usual, usual.length + 4_000);
            Arrays.fill(bomb, usual.length, bomb.length, (byte) (0x80 | 62));
            client.frame(HEADERS, RawHttp2.END_HEADERS | RawHttp2.END_STREAM, 1, bomb);
            assertThat(client.answer(1).status()).isEqualTo(431);
            client.skipStream();
            assertThat(client.ask(PATH).body()).isEqualTo("mock");
        }
    }

    @Test
    @DisplayName("CVE-2026-47244: no more than 100 streams at a time; further ones are refused and may be tried again")
    void concurrentStreams() throws Exception {
        try (RawHttp2 client = RawHttp2.open(GATEWAY.tlsAddress())) {
            int before = RUNNING.get();
            client.gather();
            for (int i = 0; i < 100; i++) {
                client.get("/test/never");
            }
            int refused = client.get("/test/never");
            client.leave();
            assertThat(client.resetOf(refused)).isEqualTo(RawHttp2.REFUSED_STREAM);
            await().atMost(Duration.ofSeconds(20)).until(() -> RUNNING.get() - before == 100);
            client.reset(1, RawHttp2.CANCEL);
            assertThat(client.ask(PATH).body()).isEqualTo("mock");
        }
    }

    @Test
    @DisplayName(
            "HARDENING B8: whatever frames come, the connection is ended or goes on, and the next client is served")
    void randomFrames() throws Exception {
        for (int seed = 1; seed <= 40; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            try (RawHttp2 client = RawHttp2.open(GATEWAY.tlsAddress())) {
                client.mute().stingy().gather();
                for (int i = 0; i < 30; i++) {
                    if (random.nextInt(3) == 0) {
                        client.get(random.nextBoolean() ? PATH : "/test/never");
                        continue;
                    }
                    byte[] payload = new byte[random.nextBoolean() ? random.nextInt(40) : 4];
                    random.nextBytes(payload);
                    client.frame(random.nextInt(11), random.nextInt(256), random.nextInt(40), payload);
                }
                client.frame(RawHttp2.GOAWAY, 0, 1, new byte[8]);
                Thread.ofVirtual().start(() -> leave(client));
                assertThat(client.untilClosed()).isBetween(RawHttp2.CLOSED, RawHttp2.INADEQUATE_SECURITY);
            }
        }
        try (RawHttp2 healthy = RawHttp2.open(GATEWAY.tlsAddress())) {
            assertThat(healthy.ask(PATH).body()).isEqualTo("mock");
        }
    }

    @Test
    @DisplayName("A client that gives a stream up ends the exchange behind it")
    void cancelled() throws Exception {
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        GATEWAY.backend().behave(call -> {
            call.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegin");
            closed.complete(call.socket().getInputStream().read() < 0);
        });
        try (RawHttp2 client = RawHttp2.open(GATEWAY.tlsAddress())) {
            int stream = client.get("/test/stream");
            client.awaitHead(stream);
            client.reset(stream, RawHttp2.CANCEL);
            assertThat(closed.get()).isTrue();
            assertThat(client.ask(PATH).body()).isEqualTo("mock");
        }
    }
}
