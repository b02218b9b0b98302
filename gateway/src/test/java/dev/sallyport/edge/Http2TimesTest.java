package dev.sallyport.edge;

import static dev.sallyport.edge.RawHttp2.HEADERS;
import static dev.sallyport.edge.RawHttp2.fields;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.edge.RawHttp2.Answer;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.edge.tls.TlsFront;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** HARDENING L2, L8: slow, idle and leaving connections of HTTP/2, and bodies with back-pressure (DESIGN 5.5). */
class Http2TimesTest {

    private static final TlsWorld WORLD = Http2World.of(new TlsFront());
    private static final int MEGABYTE = 1_000_000;

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture(DataPlaneFixture.impatient()).tls(WORLD.front);

    @BeforeAll
    static void api() {
        GATEWAY.publish(new TestApi("abc123")
                .on("ANY", "/mock", TestIntegration.mock("mock"))
                .on(
                        "ANY",
                        "/proxy",
                        TestIntegration.httpProxy("ANY", GATEWAY.backend().uri("/")))
                .on(
                        "ANY",
                        "/stream",
                        TestIntegration.httpProxy("ANY", GATEWAY.backend().uri("/"))
                                .transfer("STREAM")));
    }

    @BeforeEach
    void usualBackend() {
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
    }

    private static RawHttp2 open() throws Exception {
        return RawHttp2.open(GATEWAY.tlsAddress());
    }

    @Test
    @DisplayName("LIM-1: an idle connection is ended with GOAWAY and NO_ERROR")
    void idle() throws Exception {
        try (RawHttp2 client = open()) {
            assertThat(client.ask("/test/mock").status()).isEqualTo(200);
            assertThat(client.untilClosed()).isEqualTo(RawHttp2.NO_ERROR);
        }
    }

    @Test
    @DisplayName("L2: a connection that never begins, and a head that does not go on, are ended")
    void slowHeads() throws Exception {
        try (RawHttp2 silent = new RawHttp2(TlsWorld.client(null), GATEWAY.tlsAddress(), "localhost");
                RawHttp2 half = open();
                RawHttp2 frame = open()) {
            half.frame(HEADERS, 0, 1, (byte) 0x82);
            frame.frame(100, HEADERS, 4, 1, new byte[10]);
            assertThat(silent.untilClosed()).isGreaterThanOrEqualTo(RawHttp2.NO_ERROR);
            assertThat(half.untilClosed()).isEqualTo(RawHttp2.ENHANCE_YOUR_CALM);
            assertThat(frame.untilClosed()).isEqualTo(RawHttp2.ENHANCE_YOUR_CALM);
        }
    }

    @Test
    @DisplayName("L2: a body that does not come is answered 408, and the connection goes on")
    void slowBody() throws Exception {
        try (RawHttp2 client = open()) {
            int stream = client.request(false, fields("POST", "/test/proxy", "content-length", "1000"));
            client.data(stream, "x", false);
            assertThat(client.answer(stream).status()).isEqualTo(408);
            assertThat(client.resetOf(stream)).isEqualTo(RawHttp2.NO_ERROR);
            assertThat(client.ask("/test/mock").status()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("L1: a client whose window never opens is given up, the connection goes on")
    void stalledWindow() throws Exception {
        String body = "x".repeat(200_000);
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + body));
        try (RawHttp2 client = open()) {
            client.stingy().setting(4, 10);
            int stream = client.get("/test/proxy");
            assertThat(client.resetOf(stream)).isEqualTo(RawHttp2.CANCEL);
            assertThat(client.received(stream)).isEqualTo(10);
            client.setting(4, 65_535);
            assertThat(client.ask("/test/mock").status()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("HARDENING L9: an answer that nobody takes is not read from the backend, and comes whole later")
    void answerBackPressure() throws Exception {
        AtomicLong sent = new AtomicLong();
        GATEWAY.backend().behave(call -> {
            call.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "f4240\r\n" + "x".repeat(MEGABYTE) + "\r\n";
            for (int i = 0; i < 30; i++) {
                call.send(chunk);
                sent.addAndGet(MEGABYTE);
            }
            call.send("0\r\n\r\n");
        });
        try (RawHttp2 client = open()) {
            client.stingy();
            int stream = client.get("/test/stream");
            long worst = 0;
            long granted = 65_535;
            while (!client.isEnded(stream)) {
                client.readFrame();
                worst = Math.max(worst, sent.get() - client.received(stream));
                if (client.received(stream) >= granted - 20_000) {
                    granted += 100_000;
                    client.windowUpdate(0, 100_000).windowUpdate(stream, 100_000);
                }
            }
            assertThat(client.received(stream)).isEqualTo(30 * MEGABYTE);
            assertThat(worst).isLessThan(20L * MEGABYTE);
        }
    }

    @Test
    @DisplayName("HARDENING L9: a body that the backend does not take is not read from the client beyond its window")
    void requestBackPressure() throws Exception {
        try (RawHttp2 client = open()) {
            int stream = client.request(
                    false, fields("POST", "/test/proxy", "content-length", "65535", "expect", "100-continue"));
            assertThat(client.interim(stream)).isEqualTo("100");
            for (int i = 0; i < 3; i++) {
                client.data(stream, "x".repeat(16_384), false);
            }
            client.data(stream, "x".repeat(65_535 - 3 * 16_384), true);
            Answer answer = client.answer(stream);
            assertThat(answer.status()).isEqualTo(200);
        }
    }

    @Test
    @SuppressWarnings("try") // the client closes first
    @DisplayName("HARDENING L8: a stop announces itself, lets streams end and then closes")
    void drain() throws Exception {
        DataPlaneFixture gateway = new DataPlaneFixture().tls(WORLD.front);
        gateway.start();
        try {
            CountDownLatch running = new CountDownLatch(1);
            CompletableFuture<InvocationResult> result = new CompletableFuture<>();
            gateway.functions().runs("held", invocation -> {
                running.countDown();
                return result;
            });
            gateway.publish(new TestApi("abc123")
                    .on("GET", "/held", TestIntegration.lambdaProxy("held"))
                    .on("GET", "/mock", TestIntegration.mock("mock")));
            try (RawHttp2 busy = RawHttp2.open(gateway.tlsAddress());
                    RawHttp2 idle = RawHttp2.open(gateway.tlsAddress())) {
                int held = busy.get("/test/held");
                idle.ask("/test/mock");
                running.await();
                CompletableFuture<Boolean> drained = CompletableFuture.supplyAsync(() -> stop(gateway));

                assertThat(busy.goAway()).isEqualTo(RawHttp2.NO_ERROR);
                assertThat(busy.lastStream()).isEqualTo(Integer.MAX_VALUE);
                assertThat(busy.goAway()).isEqualTo(RawHttp2.NO_ERROR);
                assertThat(busy.lastStream()).isEqualTo(held);
                assertThat(idle.untilClosed()).isEqualTo(RawHttp2.NO_ERROR);
                assertThat(busy.resetOf(busy.get("/test/mock"))).isEqualTo(RawHttp2.REFUSED_STREAM);
                result.complete(new InvocationResult.Completed(
                        "{\"body\":\"held\"}".getBytes(StandardCharsets.UTF_8), null, new byte[0]));
                assertThat(busy.answer(held).body()).isEqualTo("held");
                assertThat(busy.untilClosed()).isEqualTo(RawHttp2.NO_ERROR);
                busy.close();
                idle.close();
                assertThat(drained.get()).isTrue();
            }
        } finally {
            gateway.stop();
        }
    }

    private static boolean stop(DataPlaneFixture gateway) {
        try {
            return gateway.listener().drain(Duration.ofSeconds(60));
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    @DisplayName("A client that says GOAWAY gets what it waits for, then the connection ends")
    void clientLeaves() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        GATEWAY.backend().behave(call -> {
            asked.countDown();
            try {
                answer.await();
            } catch (InterruptedException interrupted) {
                return;
            }
            call.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        });
        try (RawHttp2 client = open()) {
            int stream = client.get("/test/proxy");
            asked.await();
            client.frame(RawHttp2.GOAWAY, 0, 0, new byte[8]).ping();
            answer.countDown();
            assertThat(client.answer(stream).body()).isEqualTo("ok");
            assertThat(client.untilClosed()).isEqualTo(RawHttp2.NO_ERROR);
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> GATEWAY.listener().connections() == 0);
    }
}
