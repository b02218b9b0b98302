package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** RFC 9112 9.6: a client ends its side while the gateway does not read; the kinds of sockets tell of it differently. */
class HalfCloseTest {

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    private static final BlockingQueue<CompletableFuture<InvocationResult>> RUNNING = new LinkedBlockingQueue<>();

    @BeforeAll
    static void api() {
        GATEWAY.functions().runs("held", invocation -> {
            CompletableFuture<InvocationResult> result = new CompletableFuture<>();
            RUNNING.add(result);
            return result;
        });
        GATEWAY.publish(new TestApi("abc123")
                .on("ANY", "/held", TestIntegration.lambdaProxy("held"))
                .on(
                        "ANY",
                        "/proxy",
                        TestIntegration.httpProxy("ANY", GATEWAY.backend().uri("/"))
                                .transfer("STREAM")));
    }

    private static void answer(String body) throws InterruptedException {
        CompletableFuture<InvocationResult> running = RUNNING.poll(5, TimeUnit.SECONDS);
        assertThat(running).as("the invocation that answers " + body).isNotNull();
        running.complete(new InvocationResult.Completed(
                ("{\"body\":\"" + body + "\"}").getBytes(StandardCharsets.UTF_8), null, new byte[0]));
    }

    @Test
    @DisplayName(
            "RFC 9112 9.6: requests that wait behind a running one are answered when the client has ended its side")
    void whileOthersWait() throws Exception {
        String request = DataPlaneFixture.head("GET", "/test/held") + "\r\n";
        try (RawClient client = GATEWAY.client()) {
            client.send(request + request + request);
            await().until(() -> RUNNING.size() == 1);
            client.shutdownOutput();
            Thread.sleep(200);

            for (String body : new String[] {"first", "second", "third"}) {
                answer(body);
                Answer answer = client.answer();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body()).isEqualTo(body);
                Thread.sleep(100);
            }
            assertThat(client.untilClosed()).isEmpty();
        }
    }

    @Test
    @DisplayName("RFC 9112 9.6: a large answer arrives whole after the client has ended its side")
    void largeAnswer() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Void> ended = new CompletableFuture<>();
        GATEWAY.backend().behave(call -> {
            asked.countDown();
            ended.join();
            call.send("HTTP/1.1 200 OK\r\nContent-Length: 20000000\r\n\r\n");
            for (int i = 0; i < 200; i++) {
                call.send("x".repeat(100_000));
            }
        });
        try (RawClient client = new RawClient(GATEWAY.listener().address(), 8_192)) {
            client.send(DataPlaneFixture.head("GET", "/test/proxy") + "\r\n");
            assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();
            client.shutdownOutput();
            Thread.sleep(200);
            ended.complete(null);
            Thread.sleep(500);

            assertThat(client.answer().body()).hasSize(20_000_000);
            assertThat(client.untilClosed()).isEmpty();
        }
    }
}
