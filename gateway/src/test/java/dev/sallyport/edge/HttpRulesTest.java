package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.edge.StubBackend.Received;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP and HTTP_PROXY rule by rule, on the wire (rest-data-plane 7.1, 7.3, 7.4, 7.8 to 7.10, 10.2). */
class HttpRulesTest {

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    @BeforeEach
    void usualBackend() {
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
    }

    private static Received last() {
        return GATEWAY.backend().received().getLast();
    }

    private static TestIntegration http(String verb, String path) {
        return TestIntegration.of("HTTP", verb, GATEWAY.backend().uri(path)).response("200", null);
    }

    private static TestIntegration proxy(String path) {
        return TestIntegration.httpProxy("ANY", GATEWAY.backend().uri(path));
    }

    private static void publish(TestIntegration integration) {
        GATEWAY.publish(new TestApi("abc123").on("ANY", "/x", integration));
    }

    private static Answer send(String method, String... headers) throws Exception {
        try (RawClient client = GATEWAY.client()) {
            return client.send(DataPlaneFixture.head(method, "/test/x", headers) + "\r\n")
                    .answer();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE", "OPTIONS", "PATCH"})
    @DisplayName("INT-1: ANY takes the client's verb, anything else the integration's")
    void verbs(String verb) throws Exception {
        publish(http("ANY", "/"));
        send(verb);
        assertThat(last().line()).isEqualTo(verb + " / HTTP/1.1");
        publish(http("PUT", "/"));
        send(verb);
        assertThat(last().line()).isEqualTo("PUT / HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("INT-6: a redirect is not followed: a proxy passes it on, a custom integration selects by its status")
    void redirect(boolean isProxy) throws Exception {
        GATEWAY.backend()
                .behave(Behaviour.answer("HTTP/1.1 302 Found\r\nLocation: "
                        + GATEWAY.backend().uri("/elsewhere") + "\r\nContent-Length: 0\r\n\r\n"));
        publish(
                isProxy
                        ? proxy("/here")
                        : http("GET", "/here")
                                .headers("307", "302", Map.of("Location", "integration.response.header.Location")));
        int before = GATEWAY.backend().received().size();

        Answer answer = GATEWAY.get("/test/x");

        assertThat(answer.status()).isEqualTo(isProxy ? 302 : 307);
        assertThat(answer.header("Location")).isEqualTo(GATEWAY.backend().uri("/elsewhere"));
        assertThat(GATEWAY.backend().received()).hasSize(before + 1);
    }

    @Test
    @DisplayName("INT-8, LIM-7, HDR-1: to the backend HTTP/1.1, no 100-continue, no upgrade, no trailers announced")
    void egress() throws Exception {
        publish(proxy("/"));
        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head(
                            "POST",
                            "/test/x",
                            "Expect: 100-continue",
                            "Connection: Upgrade",
                            "Upgrade: websocket",
                            "TE: trailers",
                            "Trailer: X-T",
                            "Content-Length: 2")
                    + "\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 100 ");
            assertThat(client.send("hi").answer().status()).isEqualTo(200);
        }
        assertThat(last().line()).isEqualTo("POST / HTTP/1.1");
        assertThat(last().body()).isEqualTo("hi");
        for (String name : List.of("Expect", "Connection", "Upgrade", "TE", "Trailer", "Transfer-Encoding")) {
            assertThat(last().header(name)).as(name).isNull();
        }
    }

    @Test
    @DisplayName("INT-32, INT-34: the template's text or the client's body goes out; GET and HEAD carry none")
    void bodies() throws Exception {
        publish(http("POST", "/").template("fixed text"));
        GATEWAY.post("/test/x", "{}");
        assertThat(last().body()).isEqualTo("fixed text");
        GATEWAY.post("/test/x", "other", "Content-Type: text/plain");
        assertThat(last().body()).isEqualTo("other");
        for (String verb : List.of("GET", "HEAD")) {
            publish(http(verb, "/").template("fixed text"));
            GATEWAY.post("/test/x", "{}");
            assertThat(last().line()).startsWith(verb + " ");
            assertThat(last().body()).isEmpty();
            assertThat(last().header("Content-Length")).isNull();
        }
    }

    @Test
    @DisplayName("INT-36, INT-37: a mapped header replaces the client's, a mapped parameter comes behind the client's")
    void mappedOntoProxy() throws Exception {
        publish(proxy("/base?own=1").map("header.X-Both", "'mapped'").map("querystring.testVar", "'bar'"));

        GATEWAY.get(
                "/test/x?testVar=foobar&b=2",
                "X-Both: client",
                "User-Agent: mine",
                "Accept: text/html",
                "Accept-Encoding: br",
                "X-Forwarded-For: 10.0.0.1");

        assertThat(last().line()).isEqualTo("GET /base?own=1&testVar=foobar&b=2&testVar=bar HTTP/1.1");
        assertThat(last().headers("X-Both")).containsExactly("mapped");
        assertThat(last().header("User-Agent")).isEqualTo("mine");
        assertThat(last().header("Accept")).isEqualTo("text/html");
        assertThat(last().header("Accept-Encoding")).isEqualTo("br");
        assertThat(last().header("X-Amzn-Apigateway-Api-Id")).isEqualTo("abc123");
        assertThat(last().header("X-Amzn-Trace-Id")).startsWith("Root=1-");
        assertThat(last().header("X-Forwarded-For")).isEqualTo("10.0.0.1, 127.0.0.1");
        assertThat(last().header("X-Forwarded-Proto")).isEqualTo("http");
    }

    @Test
    @DisplayName("INT-39: a proxy's templates and integration responses are ignored")
    void proxyIgnores() throws Exception {
        publish(proxy("/").template("text/plain", "never").passthrough("NEVER").response("418", null));

        Answer answer = GATEWAY.post("/test/x", "body", "Content-Type: text/plain");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("ok");
        assertThat(last().body()).isEqualTo("body");
    }

    @ParameterizedTest
    @CsvSource({
        "4\\d{2}, 404, 210",
        "4\\d{2}, 504, 200",
        "[45]\\d\\d, 500, 210",
        "2.., 201, 210",
        "200|201, 201, 210",
        "20, 200, 200",
        ".*, 299, 210"
    })
    @DisplayName("INT-80, INT-81, INT-84: a pattern must match the whole status; what matches none takes the default")
    void selection(String pattern, int backendStatus, int status) throws Exception {
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 " + backendStatus + " X\r\nContent-Length: 0\r\n\r\n"));
        publish(http("GET", "/").response("210", pattern));

        assertThat(GATEWAY.get("/test/x").status()).isEqualTo(status);
    }

    @Test
    @DisplayName("MAP-5: a mapped value replaces Accept, User-Agent, Content-Type and Host of a custom request")
    void mappedDefaults() throws Exception {
        publish(http("POST", "/")
                .map("header.Accept", "'a/b'")
                .map("header.User-Agent", "'me'")
                .map("header.Content-Type", "'c/d'")
                .map("header.Host", "'virtual.example'"));

        GATEWAY.post("/test/x", "{}");

        assertThat(last().headers("Accept")).containsExactly("a/b");
        assertThat(last().headers("User-Agent")).containsExactly("me");
        assertThat(last().headers("Content-Type")).containsExactly("c/d");
        assertThat(last().headers("Host")).containsExactly("virtual.example");
    }

    @ParameterizedTest
    @CsvSource({
        "/p?a=1&b=2, a, /p?b=2&a=m",
        "/p?a=1, a, /p?a=m",
        "/p?a=1, b, /p?a=1&b=m",
        "/p?x%20y=1&c, x y, /p?c&x%20y=m",
        "/p, a, /p?a=m"
    })
    @DisplayName("MAP-8: the query of the URI is kept; a mapped parameter replaces its namesake there")
    void queryOfUri(String path, String name, String target) throws Exception {
        publish(http("GET", path).map("querystring." + name, "'m'"));

        GATEWAY.get("/test/x");

        assertThat(last().line()).isEqualTo("GET " + target + " HTTP/1.1");
    }

    @Test
    @DisplayName("MAP-9: several values are repeated parameters, and one header joined by commas")
    void severalValues() throws Exception {
        publish(http("GET", "/")
                .map("querystring.q", "method.request.multivaluequerystring.q")
                .map("header.X-H", "method.request.multivalueheader.X-H"));

        GATEWAY.get("/test/x?q=1&q=2", "X-H: a", "X-H: b");

        assertThat(last().line()).isEqualTo("GET /?q=1&q=2 HTTP/1.1");
        assertThat(last().headers("X-H")).containsExactly("a,b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"content-length", "Transfer-Encoding", "X-Amzn-Trace-Id", "x-amzn-apigateway-api-id"})
    @DisplayName("HDR-20: a mapping onto what the gateway alone may write makes every call fail")
    void forbiddenTargets(String name) throws Exception {
        for (TestIntegration integration : List.of(http("GET", "/"), proxy("/"))) {
            publish(integration.map("header." + name, "'1'"));

            Answer answer = GATEWAY.get("/test/x");

            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body()).isEqualTo("{\"message\": \"Internal server error\"}");
        }
    }

    @Test
    @DisplayName("HDR-21: mappings onto hop headers are dropped without a word, others of the removed ones may be set")
    void droppedTargets() throws Exception {
        TestIntegration integration = http("GET", "/");
        for (String name : List.of("Expect", "Proxy-Authenticate", "TE", "Connection", "Via", "Server", "Upgrade")) {
            integration.map("header." + name, "'v'");
        }
        publish(integration.map("header.Content-MD5", "'m'"));

        assertThat(GATEWAY.get("/test/x").status()).isEqualTo(200);

        for (String name : List.of("Expect", "Proxy-Authenticate", "TE", "Connection", "Via")) {
            assertThat(last().header(name)).as(name).isNull();
        }
        assertThat(last().header("Server")).isEqualTo("v");
        assertThat(last().header("Upgrade")).isEqualTo("v");
        assertThat(last().header("Content-MD5")).isEqualTo("m");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0 | same",
                "Root=1-5759e988-bd862e3fe1be46a994272793 |"
                        + " Root=1-5759e988-bd862e3fe1be46a994272793;Parent=[0-9a-f]{16};Sampled=0",
                "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8 |"
                        + " Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1",
                "nonsense | Root=1-[0-9a-f]{8}-[0-9a-f]{24}"
            })
    @DisplayName(
            "HDR-31, HDR-32: the trace id goes to the backend; the answers of HTTP carry it, those of HTTP_PROXY not")
    void trace(String sent, String expected) throws Exception {
        String pattern = expected.equals("same") ? sent : expected;
        publish(http("GET", "/"));
        Answer custom = GATEWAY.get("/test/x", "X-Amzn-Trace-Id: " + sent);
        assertThat(last().header("X-Amzn-Trace-Id")).matches(pattern);
        assertThat(custom.header("X-Amzn-Trace-Id")).isEqualTo(last().header("X-Amzn-Trace-Id"));
        publish(proxy("/"));
        Answer proxied = GATEWAY.get("/test/x", "X-Amzn-Trace-Id: " + sent);
        assertThat(last().headers("X-Amzn-Trace-Id")).hasSize(1);
        assertThat(last().header("X-Amzn-Trace-Id")).matches(pattern);
        assertThat(proxied.header("X-Amzn-Trace-Id")).isNull();
    }

    @Test
    @DisplayName("HDR-3, CMP-3: a compressed body passes byte for byte, both ways, with its Content-Encoding")
    void compressed() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("a text that is sent in a compressed form".getBytes(StandardCharsets.UTF_8));
        }
        String body = packed.toString(StandardCharsets.ISO_8859_1);
        GATEWAY.backend()
                .behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body));
        publish(proxy("/"));

        Answer answer = GATEWAY.get("/test/x", "Accept-Encoding: gzip");

        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
    }

    @Test
    @DisplayName("LIM-2, LIM-11: names pass as they were written, repeated headers stay apart")
    void names() throws Exception {
        String cookies = "Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n";
        GATEWAY.backend()
                .behave(Behaviour.answer(
                        "HTTP/1.1 200 OK\r\nx-LOWER-Upper: 1\r\n" + cookies + "Content-Length: 0\r\n\r\n"));
        publish(proxy("/"));

        Answer answer = GATEWAY.get("/test/x", "x-CLIENT-Own: 1", "Cookie: a=1", "Cookie: b=2");

        assertThat(last().head()).contains("x-CLIENT-Own: 1");
        assertThat(last().headers("Cookie")).containsExactly("a=1", "b=2");
        assertThat(answer.head()).contains("x-LOWER-Upper: 1");
        assertThat(answer.headers("Set-Cookie")).containsExactly("a=1", "b=2");
    }

    @Test
    @DisplayName("LIM-8: an answer without a Content-Type gets application/json, with and without a body")
    void contentType() throws Exception {
        for (TestIntegration integration : List.of(http("GET", "/"), proxy("/"))) {
            publish(integration);
            GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
            assertThat(GATEWAY.get("/test/x").header("Content-Type")).isEqualTo("application/json");
            GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
            assertThat(GATEWAY.get("/test/x").header("Content-Type")).isEqualTo("application/json");
        }
    }

    @Test
    @DisplayName("INT-10: what an answer without a body tells of its length has no limit")
    void announcedOnly() throws Exception {
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 10485761\r\n\r\n"));
        for (TestIntegration integration : List.of(http("HEAD", "/"), proxy("/"))) {
            publish(integration);
            try (RawClient client = GATEWAY.client()) {
                client.send(DataPlaneFixture.head("HEAD", "/test/x") + "\r\n");
                assertThat(client.head()).startsWith("HTTP/1.1 200 ");
            }
        }
    }

    @Test
    @DisplayName("INT-10: a proxied answer above 10 MB is a 500 when it is announced, and is broken off when it is not")
    void proxiedTooLarge() throws Exception {
        publish(proxy("/"));
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 10485761\r\n\r\n"));
        Answer announced = GATEWAY.get("/test/x");
        assertThat(announced.status()).isEqualTo(500);
        assertThat(announced.body()).isEqualTo("{\"message\": \"Internal server error\"}");
        GATEWAY.backend().behave(call -> {
            call.send("HTTP/1.1 200 OK\r\n\r\n");
            for (int i = 0; i < 11; i++) {
                call.send("x".repeat(1024 * 1024));
            }
            call.close();
        });
        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head("GET", "/test/x") + "\r\n");
            assertThat(client.head()).contains("200");
            assertThat(catchThrowable(client::untilChunksEnd))
                    .isInstanceOfAny(EOFException.class, SocketException.class, NumberFormatException.class);
        }
        String largest = "x".repeat(10_485_760);
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 10485760\r\n\r\n" + largest));
        assertThat(GATEWAY.get("/test/x").body()).hasSize(largest.length());
    }

    @Test
    @DisplayName("INT-10: a custom answer above 10 MB is a 500, announced or not")
    void tooLarge() throws Exception {
        publish(http("GET", "/"));
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 10485761\r\n\r\n"));
        assertThat(GATEWAY.get("/test/x").status()).isEqualTo(500);
        GATEWAY.backend().behave(call -> {
            call.send("HTTP/1.1 200 OK\r\n\r\n");
            for (int i = 0; i < 11; i++) {
                call.send("x".repeat(1024 * 1024));
            }
            call.close();
        });
        assertThat(GATEWAY.get("/test/x").status()).isEqualTo(500);
    }
}
