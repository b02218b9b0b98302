package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** HARDENING L1, L2: those who send or take slowly are ended, those who wait for a slow backend are not. */
class SlowClientsTest {

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture(DataPlaneFixture.impatient());

    @BeforeAll
    static void api() {
        GATEWAY.functions()
                .runs(
                        "slow",
                        invocation -> CompletableFuture.supplyAsync(
                                () -> new InvocationResult.Completed(
                                        "{\"body\":\"slow\"}".getBytes(StandardCharsets.UTF_8), null, new byte[0]),
                                CompletableFuture.delayedExecutor(2_500, TimeUnit.MILLISECONDS)));
        GATEWAY.publish(new TestApi("abc123")
                .on("ANY", "/mock", TestIntegration.mock("mock"))
                .on("ANY", "/slow", TestIntegration.lambdaProxy("slow"))
                .on(
                        "ANY",
                        "/proxy",
                        TestIntegration.httpProxy("ANY", GATEWAY.backend().uri("/"))
                                .transfer("STREAM")));
    }

    @BeforeEach
    void usualBackend() {
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
    }

    /** Sends single bytes until the gateway answers or closes. */
    private static void drip(RawClient client, String bytes) {
        Thread.ofVirtual().start(() -> {
            try {
                for (int i = 0; i < bytes.length(); i++) {
                    client.send(bytes.substring(i, i + 1));
                    Thread.sleep(50);
                }
            } catch (IOException | InterruptedException ended) {
                // The gateway has had enough.
            }
        });
    }

    @Test
    @DisplayName("HARDENING L2: a head that drips is answered with 408 and ended")
    void slowHead() throws Exception {
        try (RawClient client = GATEWAY.client()) {
            drip(client, DataPlaneFixture.head("GET", "/test/mock", "X: " + "y".repeat(500)));

            assertThat(client.answer().status()).isEqualTo(408);
            assertThat(client.untilClosed()).isEmpty();
        }
    }

    @Test
    @DisplayName("HARDENING L2: a body that drips is answered with 408 and ended, held whole or streamed")
    void slowBody() throws Exception {
        for (String path : new String[] {"/test/mock", "/test/proxy"}) {
            try (RawClient client = GATEWAY.client()) {
                client.send(DataPlaneFixture.head("POST", path, "Content-Length: 1000") + "\r\n");
                drip(client, "x".repeat(1000));

                assertThat(client.answer().status()).as(path).isEqualTo(408);
                assertThat(client.untilClosed()).isEmpty();
            }
        }
        await().atMost(Duration.ofSeconds(5)).until(() -> GATEWAY.backend().open() <= 1);
    }

    @Test
    @DisplayName("HARDENING L2: chunks that drip are ended")
    void slowChunks() throws Exception {
        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head("POST", "/test/proxy", "Transfer-Encoding: chunked") + "\r\n");
            drip(client, "1\r\nx\r\n".repeat(100));

            assertThat(client.answer().status()).isEqualTo(408);
        }
    }

    @Test
    @DisplayName("HARDENING L2: a client whose body has come in is never blamed for a slow backend")
    void slowBackend() throws Exception {
        Answer answer = GATEWAY.post("/test/slow", "a few bytes");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("slow");
    }

    @Test
    @DisplayName("LIM-1: an idle connection is closed without a word")
    void idle() throws Exception {
        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head("GET", "/test/mock") + "\r\n").answer();
            assertThat(client.untilClosed()).isEmpty();
        }
        try (RawClient client = GATEWAY.client()) {
            assertThat(client.untilClosed()).isEmpty();
        }
    }

    @Test
    @DisplayName("HARDENING L1: a client that takes nothing is given up, and the backend's connection with it")
    void takesNothing() throws Exception {
        GATEWAY.backend().behave(call -> {
            call.send("HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n");
            for (int i = 0; i < 500; i++) {
                call.send("x".repeat(100_000));
            }
        });
        int before = GATEWAY.backend().accepted();
        try (RawClient client = new RawClient(GATEWAY.listener().address(), 8_192)) {
            client.send(DataPlaneFixture.head("GET", "/test/proxy") + "\r\n");
            await().until(() -> GATEWAY.backend().accepted() >= before);

            await().atMost(Duration.ofSeconds(10)).until(() -> GATEWAY.backend().open() == 0);
        }
    }

    @Test
    @DisplayName("HARDENING L6: connections over the bound are closed at once, and their places come back")
    void connectionBound() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            clients.add(GATEWAY.client());
        }
        assertThat(clients.getLast()
                        .send(DataPlaneFixture.head("GET", "/test/mock") + "\r\n")
                        .answer()
                        .status())
                .isEqualTo(200);
        try (RawClient tooMany = GATEWAY.client()) {
            assertThat(tooMany.in().read()).isEqualTo(-1);
        }
        for (RawClient client : clients) {
            client.reset();
        }
        await().atMost(Duration.ofSeconds(5))
                .ignoreExceptions()
                .until(() -> GATEWAY.get("/test/mock").status() == 200);
    }
}
