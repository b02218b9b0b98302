package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.functions.AnswerStream;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Response streaming of functions from their stream to the client (7.14). */
class FunctionStreamingTest {

    private static final String INTERNAL = "{\"message\": \"Internal server error\"}";

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    @BeforeAll
    static void api() {
        GATEWAY.publish(new TestApi("abc123")
                .on("ANY", "/s", TestIntegration.streamedLambda("s"))
                .on("ANY", "/quick", TestIntegration.streamedLambda("s").timeout(1_500)));
    }

    private static void awaits(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What comes of a stream that consists of this. */
    private static Answer streamed(String... pieces) throws IOException {
        GATEWAY.functions().streams("s", stream -> {
            for (String piece : pieces) {
                stream.write(piece);
            }
            stream.end();
        });
        return GATEWAY.get("/test/s");
    }

    private static String prelude(String metadata) {
        return metadata + "\0".repeat(8);
    }

    @Test
    @DisplayName("INT-111, INT-113: the head leaves with the metadata, each piece when it is written, in chunks")
    void asItComes() throws Exception {
        CountDownLatch headRead = new CountDownLatch(1);
        CountDownLatch pieceRead = new CountDownLatch(1);
        GATEWAY.functions().streams("s", stream -> {
            stream.prelude("{\"statusCode\":201,\"headers\":{\"Content-Type\":\"text/event-stream\",\"A\":\"b\"}}");
            awaits(headRead);
            stream.write("one");
            awaits(pieceRead);
            stream.write("two").end();
        });

        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head("GET", "/test/s") + "\r\n");
            String head = client.head();
            assertThat(head)
                    .startsWith("HTTP/1.1 201")
                    .contains("Content-Type: text/event-stream", "A: b", "Transfer-Encoding: chunked")
                    .contains("x-amzn-RequestId: ", "x-amz-apigw-id: ")
                    .doesNotContain("Content-Length");
            headRead.countDown();
            assertThat(new String(client.in().readNBytes(8), StandardCharsets.US_ASCII))
                    .isEqualTo("3\r\none\r\n");
            pieceRead.countDown();
            assertThat(new String(client.in().readNBytes(13), StandardCharsets.US_ASCII))
                    .isEqualTo("3\r\ntwo\r\n0\r\n\r\n");
            client.send(DataPlaneFixture.head("GET", "/test/s") + "\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 201");
        }
        assertThat(new String(GATEWAY.functions().invocations().getLast().payload(), StandardCharsets.UTF_8))
                .startsWith("{\"resource\":\"/s\",\"path\":\"/s\",\"httpMethod\":\"GET\"");
    }

    @Test
    @DisplayName("INT-112: metadata may be cut anywhere, and the payload may begin in the piece of its delimiter")
    void cutAnywhere() throws Exception {
        Answer answer = streamed("{\"status", "Code\":202}\0\0\0", "\0\0\0\0\0\0payload", "!");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.body()).isEqualTo("\0payload!");
    }

    @Test
    @DisplayName("INT-112, R4.12: multi-value headers and cookies are lines of their own")
    void headers() throws Exception {
        Answer answer = streamed(
                prelude("{\"headers\":{\"X\":\"solo\",\"Date\":\"now\"},\"multiValueHeaders\":{\"X\":[\"a\",\"b\"]},"
                        + "\"cookies\":[\"c=1\",\"d=2; Secure\"]}"),
                "x");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers("X")).containsExactly("a", "b", "solo");
        assertThat(answer.headers("Set-Cookie")).containsExactly("c=1", "d=2; Secure");
        assertThat(answer.header("x-amzn-Remapped-Date")).isEqualTo("now");
    }

    @Test
    @DisplayName("INT-113: a Content-Length of the metadata is the answer's, and there are no chunks")
    void contentLength() throws Exception {
        Answer answer = streamed(prelude("{\"headers\":{\"content-length\":\"5\"}}"), "ab", "cde");

        assertThat(answer.header("Content-Length")).isEqualTo("5");
        assertThat(answer.headers("Transfer-Encoding")).isEmpty();
        assertThat(answer.body()).isEqualTo("abcde");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "abcdef"})
    @DisplayName("INT-113: a payload of another length than was announced breaks the connection")
    void wrongLength(String payload) throws Exception {
        GATEWAY.functions()
                .streams(
                        "s",
                        stream -> stream.prelude("{\"headers\":{\"Content-Length\":\"5\"}}")
                                .write(payload)
                                .end());

        assertThatThrownBy(() -> GATEWAY.get("/test/s")).isInstanceOf(EOFException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"statusCode\":200,\"body\":\"x\"}",
                "{\"statusCode\":200}\0\0\0\0x",
                "{\"statusCode\":200,\"body\":\"x\"}\0\0\0\0\0\0\0\0",
                "{\"statusCode\":99}\0\0\0\0\0\0\0\0",
                "{\"headers\":{\"a\\r\\nb\":\"c\"}}\0\0\0\0\0\0\0\0",
                "{\"cookies\":[\"a\\r\\nb\"]}\0\0\0\0\0\0\0\0",
                "{\"cookies\":\"a\"}\0\0\0\0\0\0\0\0",
                "{\"headers\":{\"Content-Length\":\"-1\"}}\0\0\0\0\0\0\0\0",
                "[]\0\0\0\0\0\0\0\0",
                "no json\0\0\0\0\0\0\0\0",
                "\0\0\0\0\0\0\0\0"
            })
    @DisplayName("INT-112: what does not begin with metadata and delimiter is answered with 502")
    void malformed(String all) throws Exception {
        Answer answer = streamed(all, "");

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.body()).isEqualTo(INTERNAL);
        assertThat(answer.header("x-amzn-ErrorType")).isEqualTo("InternalServerErrorException");
    }

    @Test
    @DisplayName("INT-112: the delimiter ends within the first 16 KB")
    void boundOfTheMetadata() throws Exception {
        String metadata = "{\"statusCode\":203,\"headers\":{\"A\":\"b\"}";
        String fits = metadata + " ".repeat(16 * 1024 - 8 - metadata.length() - 1) + "}";

        assertThat(streamed(prelude(fits), "x").status()).isEqualTo(203);
        assertThat(streamed(prelude(" " + fits), "x").status()).isEqualTo(502);
    }

    @Test
    @DisplayName("INT-112, INT-54: an error before the metadata is 502, one behind it breaks the connection")
    void errors() throws Exception {
        GATEWAY.functions().streams("s", stream -> stream.write("{").fail("{\"errorMessage\":\"e\"}"));
        assertThat(GATEWAY.get("/test/s").status()).isEqualTo(502);

        GATEWAY.functions()
                .streams("s", stream -> stream.prelude("{}").write("part").fail("{}"));
        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head("GET", "/test/s") + "\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 200");
            assertThat(client.untilClosed()).isEqualTo("4\r\npart\r\n");
        }
    }

    @Test
    @DisplayName("R4.11: a function that does not stream gives one piece; without metadata it is malformed")
    void notStreaming() throws Exception {
        GATEWAY.functions().returns("plain", "{\"statusCode\":200,\"body\":\"x\"}");
        GATEWAY.functions().returns("whole", prelude("{\"statusCode\":206}") + "payload");
        GATEWAY.functions().gives("throttled", new InvocationResult.Throttled("none"));
        GATEWAY.publish(new TestApi("other1")
                .on("GET", "/plain", TestIntegration.streamedLambda("plain"))
                .on("GET", "/throttled", TestIntegration.streamedLambda("throttled"))
                .on("GET", "/forbidden", TestIntegration.streamedLambda("forbidden"))
                .on("GET", "/whole", TestIntegration.streamedLambda("whole")));

        assertThat(other("/plain").status()).isEqualTo(502);
        assertThat(other("/throttled").status()).isEqualTo(502);
        assertThat(other("/forbidden").status()).isEqualTo(500);
        assertThat(other("/whole").status()).isEqualTo(206);
        assertThat(other("/whole").body()).isEqualTo("payload");
    }

    private static Answer other(String path) throws IOException {
        try (RawClient client = GATEWAY.client()) {
            return client.send("GET /test" + path
                            + " HTTP/1.1\r\nHost: other1.execute-api.eu-west-1.amazonaws.com\r\n\r\n")
                    .answer();
        }
    }

    @Test
    @DisplayName("INT-3, INT-114: a time-out is 504 before the metadata and breaks the connection behind it")
    void timeouts() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        GATEWAY.functions().streams("s", stream -> awaits(over));
        assertThat(GATEWAY.get("/test/quick").status()).isEqualTo(504);

        GATEWAY.functions().streams("s", stream -> {
            stream.prelude("{}").write("part");
            awaits(over);
        });
        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head("GET", "/test/quick") + "\r\n");
            client.head();
            assertThat(client.untilClosed()).isEqualTo("4\r\npart\r\n");
        }
        over.countDown();
    }

    @Test
    @DisplayName("INT-114: a slow client holds the function back; what is under way is bounded")
    void slowClient() throws Exception {
        AtomicLong written = new AtomicLong();
        String piece = "x".repeat(10_000);
        GATEWAY.functions().streams("s", stream -> {
            stream.prelude("{}");
            for (int i = 0; i < 5_000; i++) {
                stream.write(piece);
                written.set(stream.written());
            }
            stream.end();
        });

        try (RawClient client = new RawClient(GATEWAY.listener().address(), 16_384)) {
            client.send(DataPlaneFixture.head("GET", "/test/s") + "\r\n");
            client.head();
            long before = -1;
            while (written.get() != before) {
                before = written.get();
                Thread.sleep(300);
            }
            // What the sockets hold, the system bounds.
            assertThat(written.get()).isLessThan(AnswerStream.WINDOW_BYTES + 8_000_000L);
            assertThat(client.untilChunksEnd()).isEqualTo(50_000_000L);
        }
    }

    @Test
    @DisplayName("7.14: when the client leaves, the function goes on and writes into the void")
    void clientGone() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        GATEWAY.functions().streams("s", stream -> {
            stream.prelude("{}").write("part");
            awaits(left);
            for (int i = 0; i < 1_000; i++) {
                stream.write("y".repeat(10_000));
            }
            stream.end();
            ended.countDown();
        });
        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head("GET", "/test/s") + "\r\n");
            client.head();
            client.reset();
        }
        left.countDown();
        await().until(() -> ended.getCount() == 0);
        assertThat(streamed(prelude("{}"), "x").body()).isEqualTo("x");
    }

    @Test
    @DisplayName("7.14: HEAD, 204 and an HTTP/1.0 client get what HTTP lets them have")
    void framing() throws Exception {
        GATEWAY.functions()
                .streams(
                        "s",
                        stream -> stream.prelude("{\"statusCode\":204}")
                                .write("body")
                                .end());
        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head("GET", "/test/s") + "\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 204").doesNotContain("Transfer-Encoding");
            GATEWAY.functions()
                    .streams("s", stream -> stream.prelude("{}").write("body").end());
            client.send(DataPlaneFixture.head("HEAD", "/test/s") + "\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 200");
            client.send("GET /test/s HTTP/1.0\r\nHost: abc123.execute-api.eu-west-1.amazonaws.com\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 200").doesNotContain("Transfer-Encoding");
            assertThat(client.untilClosed()).isEqualTo("body");
        }
    }

    @Test
    @DisplayName("INT-115: a streamed answer is not compressed")
    void notCompressed() throws Exception {
        GATEWAY.publish(new TestApi("other1").compressed(0).on("GET", "/s", TestIntegration.streamedLambda("s")));
        GATEWAY.functions()
                .streams("s", stream -> stream.prelude("{}").write("body").end());
        try (RawClient client = GATEWAY.client()) {
            String host = "other1.execute-api.eu-west-1.amazonaws.com";
            Answer answer = client.send(
                            "GET /test/s HTTP/1.1\r\nHost: %s\r\nAccept-Encoding: gzip\r\n\r\n".formatted(host))
                    .answer();
            assertThat(answer.headers("Content-Encoding")).isEmpty();
            assertThat(answer.body()).isEqualTo("body");
        }
    }
}
