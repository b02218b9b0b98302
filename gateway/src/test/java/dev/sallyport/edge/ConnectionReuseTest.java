package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Keep-alive, pipelining, HEAD and the answers without a body. */
class ConnectionReuseTest {

    private static final String HOST = "Host: abc123.execute-api.eu-west-1.amazonaws.com\r\n";

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    @BeforeEach
    void api() {
        GATEWAY.backend().behave(call -> {
            String path = call.request().line().split(" ")[1];
            call.send("HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n"
                    + (call.request().line().startsWith("HEAD") ? "" : path));
        });
        GATEWAY.functions()
                .runs(
                        "slow",
                        invocation -> CompletableFuture.supplyAsync(
                                () -> new InvocationResult.Completed(
                                        "{\"body\":\"slow\"}".getBytes(StandardCharsets.UTF_8), null, new byte[0]),
                                CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS)));
        TestIntegration noContent = TestIntegration.of("MOCK", null, null)
                .template("{\"statusCode\": 204}")
                .response("204", null, Map.of(), "no such thing");
        TestIntegration notModified = TestIntegration.of("MOCK", null, null)
                .template("{\"statusCode\": 304}")
                .response("304", null, Map.of(), "no such thing");
        GATEWAY.publish(new TestApi("abc123")
                .on("ANY", "/mock", TestIntegration.mock("mock"))
                .on("ANY", "/slow", TestIntegration.lambdaProxy("slow"))
                .on("GET", "/none", noContent)
                .on("GET", "/same", notModified)
                .on(
                        "ANY",
                        "/proxy/{proxy+}",
                        TestIntegration.httpProxy("ANY", GATEWAY.backend().uri("/{proxy}"))
                                .map("path.proxy", "method.request.path.proxy")));
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\n" + HOST + "\r\n";
    }

    @Test
    @DisplayName("LIM-1: one connection serves one request after the other")
    void keepAlive() throws Exception {
        try (RawClient client = GATEWAY.client()) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.send(get("/test/proxy/" + i)).answer().body()).isEqualTo("/" + i);
                assertThat(client.send(DataPlaneFixture.head("POST", "/test/mock", "Content-Length: 5") + "\r\nhello")
                                .answer()
                                .body())
                        .isEqualTo("mock");
            }
        }
    }

    @Test
    @DisplayName("RFC 9112 9.3.2: ten requests in one packet are answered in order")
    void pipelining() throws Exception {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            requests.append(
                    switch (i % 3) {
                        case 0 -> get("/test/slow");
                        case 1 -> get("/test/proxy/" + i);
                        default -> DataPlaneFixture.head("POST", "/test/proxy/" + i, "Content-Length: 3") + "\r\nabc";
                    });
        }
        try (RawClient client = GATEWAY.client()) {
            client.send(requests.toString());
            for (int i = 0; i < 10; i++) {
                Answer answer = client.answer();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body()).isEqualTo(i % 3 == 0 ? "slow" : "/" + i);
            }
        }
    }

    @Test
    @DisplayName("HARDENING B3: garbage behind a request is not answered in that request's place")
    void garbageAfterRequest() throws Exception {
        try (RawClient client = GATEWAY.client()) {
            client.send(get("/test/slow") + "no HTTP at all\r\n\r\n");

            assertThat(client.answer().body()).isEqualTo("slow");
            assertThat(client.answer().status()).isEqualTo(400);
            assertThat(client.untilClosed()).isEmpty();
        }
    }

    @Test
    @DisplayName("HARDENING 2 (5): no request runs after Connection: close")
    void requestAfterClose() throws Exception {
        int before = GATEWAY.backend().received().size();
        try (RawClient client = GATEWAY.client()) {
            client.send(
                    DataPlaneFixture.head("GET", "/test/proxy/1", "Connection: close") + "\r\n" + get("/test/proxy/2"));

            Answer answer = client.answer();
            assertThat(answer.body()).isEqualTo("/1");
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(client.untilClosed()).isEmpty();
        }
        assertThat(GATEWAY.backend().received()).hasSize(before + 1);
    }

    @Test
    @DisplayName("LIM-3: HEAD has headers and length but no body, for mocks, proxies and gateway responses")
    void head() throws Exception {
        try (RawClient client = GATEWAY.client()) {
            client.send("HEAD /test/mock HTTP/1.1\r\n" + HOST + "\r\n");
            assertThat(new Answer(client.head(), "").header("Content-Length")).isEqualTo("4");
            client.send("HEAD /test/proxy/abc HTTP/1.1\r\n" + HOST + "\r\n");
            assertThat(new Answer(client.head(), "").header("Content-Length")).isEqualTo("4");
            client.send("HEAD /test/nowhere HTTP/1.1\r\n" + HOST + "\r\n");
            assertThat(new Answer(client.head(), "").header("Content-Length")).isEqualTo("42");
            assertThat(client.send(get("/test/mock")).answer().body()).isEqualTo("mock");
        }
    }

    @Test
    @DisplayName("LIM-7: an interim answer does not disturb a HEAD that is pipelined behind")
    void headBehindExpectation() throws Exception {
        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head("POST", "/test/proxy/x", "Content-Length: 3", "Expect: 100-continue")
                    + "\r\nabc"
                    + "HEAD /test/mock HTTP/1.1\r\n" + HOST + "\r\n");

            assertThat(client.head()).startsWith("HTTP/1.1 100 ");
            assertThat(client.answer().body()).isEqualTo("/x");
            assertThat(client.head()).startsWith("HTTP/1.1 200 ");
            assertThat(client.send(get("/test/mock")).answer().body()).isEqualTo("mock");
        }
    }

    @Test
    @DisplayName("RFC 9110 6.4.1: 204 and 304 have neither body nor length")
    void answersWithoutBody() throws Exception {
        try (RawClient client = GATEWAY.client()) {
            Answer none = client.send(get("/test/none")).answer();
            assertThat(none.status()).isEqualTo(204);
            assertThat(none.header("Content-Length")).isNull();
            assertThat(client.send(get("/test/same")).answer().status()).isEqualTo(304);
            GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n"));
            assertThat(client.send(get("/test/proxy/x")).answer().status()).isEqualTo(304);
            GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 204 No Content\r\n\r\n"));
            assertThat(client.send(get("/test/proxy/x")).answer().status()).isEqualTo(204);
            assertThat(client.send(get("/test/mock")).answer().body()).isEqualTo("mock");
        }
    }

    @Test
    @DisplayName("LIM-1: HTTP/1.0 closes unless it asks for keep-alive")
    void http10() throws Exception {
        try (RawClient client = GATEWAY.client()) {
            Answer answer =
                    client.send("GET /test/mock HTTP/1.0\r\n" + HOST + "\r\n").answer();
            assertThat(answer.body()).isEqualTo("mock");
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(client.untilClosed()).isEmpty();
        }
        try (RawClient client = GATEWAY.client()) {
            String request = "GET /test/mock HTTP/1.0\r\n" + HOST + "Connection: keep-alive\r\n\r\n";
            assertThat(client.send(request).answer().header("Connection")).isEqualTo("keep-alive");
            assertThat(client.send(request).answer().body()).isEqualTo("mock");
        }
    }

    @Test
    @DisplayName("RFC 9112 9.6: a client that ends its side early still gets its answer")
    void halfClosed() throws Exception {
        for (String path : new String[] {"/test/slow", "/test/proxy/slow", "/test/mock"}) {
            try (RawClient client = GATEWAY.client()) {
                client.send(get(path));
                client.shutdownOutput();

                assertThat(client.answer().status()).as(path).isEqualTo(200);
                assertThat(client.untilClosed()).isEmpty();
            }
        }
    }

    @Test
    @DisplayName("LIM-7: Expect: 100-continue gets an interim answer before the body and is not forwarded")
    void expectation() throws Exception {
        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head("POST", "/test/proxy/e", "Content-Length: 3", "Expect: 100-continue")
                    + "\r\n");
            assertThat(client.head()).isEqualTo("HTTP/1.1 100 Continue");
            client.send("abc");
            assertThat(client.answer().body()).isEqualTo("/e");
            assertThat(client.send(get("/test/mock")).answer().body()).isEqualTo("mock");
        }
        assertThat(GATEWAY.backend().received().getLast().header("Expect")).isNull();
    }

    @Test
    @DisplayName("HARDENING 2 (6): 413 and 417 close the connection, so no refused body is read as a request")
    void refusedExpectation() throws Exception {
        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head("POST", "/test/mock", "Content-Length: 10485761", "Expect: 100-continue")
                    + "\r\n");
            Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.header("Connection")).isEqualTo("close");
            client.send(get("/test/mock"));
            assertThat(client.untilClosed()).isEmpty();
        }
        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head("POST", "/test/mock", "Content-Length: 60", "Expect: miracles") + "\r\n"
                    + get("/test/mock"));
            assertThat(client.answer().status()).isEqualTo(417);
            assertThat(client.untilClosed()).isEmpty();
        }
    }

    @Test
    @DisplayName("HARDENING 1.3: after an early answer a short body is drained and the connection goes on")
    void earlyAnswer() throws Exception {
        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head("POST", "/test/nowhere", "Content-Length: 20") + "\r\n0123456789");
            assertThat(client.answer().status()).isEqualTo(403);
            client.send("0123456789" + get("/test/mock"));
            assertThat(client.answer().body()).isEqualTo("mock");
        }
    }
}
