package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The objects of a request serve the next one of its connection: nothing of the one may show in the other. */
class ExchangeReuseTest {

    private static final String HOST = "Host: abc123.execute-api.eu-west-1.amazonaws.com\r\n";

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    @BeforeEach
    void api() {
        GATEWAY.backend().behave(call -> {
            String seen = call.request().line() + "|" + call.request().header("X-Id") + "|"
                    + call.request().header("X-Only") + "|"
                    + call.request().body();
            call.send("HTTP/1.1 200 OK\r\nX-Backend: yes\r\nContent-Length: " + seen.length() + "\r\n\r\n" + seen);
        });
        GATEWAY.functions()
                .runs(
                        "echo",
                        invocation -> CompletableFuture.supplyAsync(
                                () -> new InvocationResult.Completed(
                                        "{\"body\":\"function\",\"headers\":{\"X-Function\":\"yes\"}}"
                                                .getBytes(StandardCharsets.UTF_8),
                                        null,
                                        new byte[0]),
                                CompletableFuture.delayedExecutor(3, TimeUnit.MILLISECONDS)));
        GATEWAY.publish(new TestApi("abc123")
                .on("ANY", "/mock", TestIntegration.mock("mock"))
                .on("ANY", "/function", TestIntegration.lambdaProxy("echo"))
                .on(
                        "ANY",
                        "/proxy/{proxy+}",
                        TestIntegration.httpProxy("ANY", GATEWAY.backend().uri("/{proxy}"))
                                .map("path.proxy", "method.request.path.proxy")));
    }

    private record Sent(String bytes, int status, String body, List<String> headers, List<String> noHeaders) {}

    private static Sent random(SplittableRandom random, int id) {
        boolean only = random.nextBoolean();
        String lines = HOST + "X-Id: " + id + "\r\n" + (only ? "X-Only: " + id + "\r\n" : "");
        String query = random.nextBoolean() ? "?q=" + id : "";
        return switch (random.nextInt(6)) {
            case 0 ->
                new Sent(
                        "GET /test/mock" + query + " HTTP/1.1\r\n" + lines + "\r\n",
                        200,
                        "mock",
                        List.of(),
                        List.of("X-Backend", "X-Function"));
            case 1 -> {
                String body = "b".repeat(random.nextInt(3000)) + id;
                yield new Sent(
                        "POST /test/proxy/p/" + id + query + " HTTP/1.1\r\n" + lines + "Content-Length: "
                                + body.length() + "\r\n\r\n" + body,
                        200,
                        "POST /p/" + id + query + " HTTP/1.1|" + id + "|" + (only ? id : "null") + "|" + body,
                        List.of("X-Backend"),
                        List.of("X-Function"));
            }
            case 2 ->
                new Sent(
                        "GET /test/nowhere HTTP/1.1\r\n" + lines + "\r\n",
                        403,
                        "{\"message\":\"Missing Authentication Token\"}",
                        List.of("x-amzn-ErrorType"),
                        List.of("X-Backend", "X-Function"));
            case 3 ->
                new Sent(
                        "GET /test/function HTTP/1.1\r\n" + lines + "\r\n",
                        200,
                        "function",
                        List.of("X-Function"),
                        List.of("X-Backend", "x-amzn-ErrorType"));
            case 4 -> {
                String body = "c".repeat(1 + random.nextInt(2000));
                yield new Sent(
                        "POST /test/mock HTTP/1.1\r\n" + lines + "Transfer-Encoding: chunked\r\n\r\n"
                                + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n",
                        200,
                        "mock",
                        List.of(),
                        List.of("X-Backend", "X-Function", "x-amzn-ErrorType"));
            }
            default ->
                new Sent(
                        "GET /test/proxy/g" + query + " HTTP/1.1\r\n" + lines + "\r\n",
                        200,
                        "GET /g" + query + " HTTP/1.1|" + id + "|" + (only ? id : "null") + "|",
                        List.of("X-Backend"),
                        List.of("X-Function", "x-amzn-ErrorType"));
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    @DisplayName("HARDENING B3: one request in, one answer out, whatever came before on the connection")
    void nothingIsLeftBehind(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        List<Sent> sent = new ArrayList<>();
        StringBuilder stream = new StringBuilder();
        for (int id = 0; id < 300; id++) {
            Sent next = random(random, id);
            sent.add(next);
            stream.append(next.bytes());
        }
        try (RawClient client = GATEWAY.client()) {
            Thread sender = Thread.ofVirtual().start(() -> sendInPieces(client, stream.toString(), random));
            for (Sent expected : sent) {
                Answer answer = client.answer();
                assertThat(answer.status()).as(expected.bytes()).isEqualTo(expected.status());
                assertThat(answer.body()).isEqualTo(expected.body());
                for (String name : expected.headers()) {
                    assertThat(answer.head()).contains("\r\n" + name + ": ");
                }
                for (String name : expected.noHeaders()) {
                    assertThat(answer.head()).doesNotContain("\r\n" + name + ": ");
                }
            }
            sender.join();
        }
    }

    private static void sendInPieces(RawClient client, String stream, SplittableRandom random) {
        try {
            int at = 0;
            while (at < stream.length()) {
                int end = Math.min(stream.length(), at + 1 + random.nextInt(random.nextInt(10) == 0 ? 20_000 : 700));
                client.send(stream.substring(at, end));
                at = end;
            }
        } catch (java.io.IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    @Test
    @DisplayName("a function that answers after its time-out cannot answer the next request")
    void lateAnswer() throws Exception {
        CompletableFuture<InvocationResult> late = new CompletableFuture<>();
        GATEWAY.functions().runs("late", invocation -> late);
        GATEWAY.publish(new TestApi("abc123")
                .on("ANY", "/mock", TestIntegration.mock("mock"))
                .on("ANY", "/late", TestIntegration.lambdaProxy("late").timeout(50)));
        try (RawClient client = GATEWAY.client()) {
            assertThat(client.send("GET /test/late HTTP/1.1\r\n" + HOST + "\r\n")
                            .answer()
                            .status())
                    .isEqualTo(504);
            client.send("GET /test/mock HTTP/1.1\r\n" + HOST + "\r\n");
            assertThat(client.answer().body()).isEqualTo("mock");
            late.complete(new InvocationResult.Completed(
                    "{\"body\":\"late\"}".getBytes(StandardCharsets.UTF_8), null, new byte[0]));
            for (int i = 0; i < 20; i++) {
                assertThat(client.send("GET /test/mock HTTP/1.1\r\n" + HOST + "\r\n")
                                .answer()
                                .body())
                        .isEqualTo("mock");
            }
        }
    }

    @Test
    @DisplayName("DESIGN 5.10: an answer of the control plane whose caller has left cannot answer the next request")
    void lateControlPlane() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        GATEWAY.controlPlane(request -> {
            called.countDown();
            awaits(left);
            answered.countDown();
            return DataPlaneFixture.echo(request);
        });
        CompletableFuture<InvocationResult> slow = new CompletableFuture<>();
        CountDownLatch invoked = new CountDownLatch(1);
        GATEWAY.functions().runs("echo", invocation -> {
            invoked.countDown();
            return slow;
        });
        assertThat(GATEWAY.get("/test/mock").body()).isEqualTo("mock");
        try (RawClient leaver = GATEWAY.client()) {
            leaver.send("GET /restapis HTTP/1.1\r\nHost: localhost\r\n\r\n");
            called.await();
            leaver.reset();
        }
        Thread.sleep(100);
        try (RawClient stranger = GATEWAY.client()) {
            stranger.send("GET /test/function HTTP/1.1\r\n" + HOST + "\r\n");
            invoked.await();
            left.countDown();
            answered.await();
            Thread.sleep(100);
            slow.complete(new InvocationResult.Completed(
                    "{\"body\":\"mine\"}".getBytes(StandardCharsets.UTF_8), null, new byte[0]));
            assertThat(stranger.answer().body()).isEqualTo("mine");
        }
    }

    private static void awaits(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
