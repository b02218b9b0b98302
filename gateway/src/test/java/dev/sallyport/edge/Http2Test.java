package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.RawHttp2.Answer;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.edge.tls.TlsFront;
import dev.sallyport.iam.IpRange;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** LIM-1: HTTP/2 by ALPN in front of everything that is served. */
class Http2Test {

    private static final TlsWorld WORLD = Http2World.of(new TlsFront());
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture().tls(WORLD.front);

    private static @Nullable HttpClient client;

    @BeforeAll
    static void api() throws Exception {
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(TlsWorld.client(null))
                .build();
        GATEWAY.publish(new TestApi("abc123")
                .on("ANY", "/mock", TestIntegration.mock("$context.protocol $context.identity.sourceIp"))
                .on("GET", "/empty", TestIntegration.mock(""))
                .on(
                        "ANY",
                        "/proxy",
                        TestIntegration.httpProxy("ANY", GATEWAY.backend().uri("/back")))
                .on(
                        "ANY",
                        "/stream",
                        TestIntegration.httpProxy("ANY", GATEWAY.backend().uri("/back"))
                                .transfer("STREAM")));
    }

    @BeforeEach
    void usualBackend() {
        GATEWAY.backend().received().clear();
        GATEWAY.backend().behave(Behaviour.answer(OK));
    }

    private static URI uri(String path) {
        return URI.create("https://localhost:" + GATEWAY.tlsAddress().getPort() + path);
    }

    private static URI api(String path) {
        return uri("/_aws/execute-api/abc123/test" + path);
    }

    private static HttpClient client() {
        return Objects.requireNonNull(client);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer = client().send(request.build(), BodyHandlers.ofString());
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        return answer;
    }

    private static RawHttp2 raw() throws Exception {
        return RawHttp2.open(GATEWAY.tlsAddress());
    }

    @Test
    @DisplayName("A usual client gets its answer over HTTP/2; $context.protocol says HTTP/1.1 as on AWS")
    void usualClient() throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(api("/mock")));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("HTTP/1.1 127.0.0.1");
        assertThat(answer.headers().map()).containsKeys("x-amzn-requestid", "x-amz-apigw-id", "date", "content-length");
        assertThat(answer.headers().map()).doesNotContainKeys("connection", "transfer-encoding", "keep-alive");
    }

    @Test
    @DisplayName("Requests of a connection run at the same time")
    void manyAtOnce() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            answers.add(client().sendAsync(
                            HttpRequest.newBuilder(api(i % 2 == 0 ? "/mock" : "/proxy"))
                                    .build(),
                            BodyHandlers.ofString()));
        }
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(answer.get().statusCode()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("A body goes to the backend as it came, with its length or without")
    void bodies() throws Exception {
        String body = "x".repeat(300_000);
        send(HttpRequest.newBuilder(api("/proxy")).POST(BodyPublishers.ofString(body)));
        GATEWAY.backend().behave(Behaviour.answerAndClose(OK));
        assertThat(GATEWAY.backend().received().getFirst().body()).isEqualTo(body);
        assertThat(GATEWAY.backend().received().getFirst().header("Content-Length"))
                .isEqualTo("300000");

        try (RawHttp2 raw = raw()) {
            Answer answer = raw.post("/test/proxy", "of no length");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(GATEWAY.backend().received().getLast().body()).isEqualTo("of no length");
        }
    }

    @Test
    @DisplayName("INV-1: :authority names the API, and is the Host of events and access logs")
    void authority() throws Exception {
        try (RawHttp2 raw = raw()) {
            assertThat(raw.ask("/test/mock").body()).startsWith("HTTP/1.1");
            assertThat(raw.answer(raw.request(
                                    true,
                                    ":method",
                                    "GET",
                                    ":scheme",
                                    "https",
                                    ":path",
                                    "/test/mock",
                                    "host",
                                    "abc123.execute-api.eu-west-1.amazonaws.com"))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    @DisplayName("HDR-34: a backend is told of the client as over HTTP/1.1, and gets one Cookie line (RFC 9113 8.2.3)")
    void backendHeaders() throws Exception {
        try (RawHttp2 raw = raw()) {
            raw.ask("/test/proxy", "cookie", "a=1", "x-one", "1", "cookie", "b=2", "cookie", "c=3", "te", "trailers");
        }
        StubBackend.Received got = GATEWAY.backend().received().getFirst();
        assertThat(got.line()).isEqualTo("GET /back HTTP/1.1");
        assertThat(got.headers("Cookie")).containsExactly("a=1; b=2; c=3");
        assertThat(got.header("x-one")).isEqualTo("1");
        assertThat(got.header("X-Forwarded-Proto")).isEqualTo("https");
        assertThat(got.header("X-Forwarded-For")).isEqualTo("127.0.0.1");
        assertThat(got.header("TE")).isNull();
    }

    @Test
    @DisplayName("HEAD, 204 and empty answers end with their head")
    void withoutBody() throws Exception {
        try (RawHttp2 raw = raw()) {
            Answer head = raw.answer(raw.request(true, RawHttp2.fields("HEAD", "/test/mock")));
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(head.header("content-length")).isEqualTo("18");
            assertThat(raw.ask("/test/empty").header("content-length")).isEqualTo("0");
            GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 204 No Content\r\n\r\n"));
            Answer none = raw.ask("/test/proxy");
            assertThat(none.status()).isEqualTo(204);
            assertThat(none.header("content-length")).isNull();
            GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"));
            assertThat(raw.answer(raw.request(true, RawHttp2.fields("HEAD", "/test/stream")))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    @DisplayName("Names of a backend's headers become lower case; what speaks of its connection stays behind")
    void answerHeaders() throws Exception {
        GATEWAY.backend()
                .behave(
                        Behaviour.answer(
                                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Mixed-Case: Value\r\n"
                                        + "Keep-Alive: timeout=5\r\nProxy-Connection: x\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\nok"));
        try (RawHttp2 raw = raw()) {
            Answer answer = raw.ask("/test/proxy");
            assertThat(answer.header("x-mixed-case")).isEqualTo("Value");
            assertThat(answer.headers().getAll("set-cookie")).hasSize(2);
            assertThat(answer.header("keep-alive")).isNull();
            assertThat(answer.header("proxy-connection")).isNull();
            assertThat(answer.header("connection")).isNull();
            assertThat(answer.header("date")).endsWith("GMT");
        }
    }

    @Test
    @DisplayName("A head longer than a frame goes on in CONTINUATION frames")
    void longHead() throws Exception {
        String value = "v".repeat(7_000);
        GATEWAY.backend()
                .behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-A: " + value + "\r\nX-B: " + value
                        + "\r\nX-C: " + value + "\r\n\r\nok"));
        try (RawHttp2 raw = raw()) {
            Answer answer = raw.ask("/test/stream");
            assertThat(answer.header("x-c")).isEqualTo(value);
            assertThat(answer.body()).isEqualTo("ok");
        }
    }

    @Test
    @DisplayName("Expect: 100-continue is answered when the body is wanted")
    void expectContinue() throws Exception {
        try (RawHttp2 raw = raw()) {
            int stream = raw.request(
                    false, RawHttp2.fields("POST", "/test/proxy", "expect", "100-continue", "content-length", "4"));
            assertThat(raw.interim(stream)).isEqualTo("100");
            raw.data(stream, "body", true);
            assertThat(raw.answer(stream).status()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("LIM-4: a body that is announced or becomes too long is answered 413, and the client told to stop")
    void payloadLimit() throws Exception {
        try (RawHttp2 raw = raw()) {
            int announced = raw.request(false, RawHttp2.fields("POST", "/test/proxy", "content-length", "10485761"));
            assertThat(raw.answer(announced).status()).isEqualTo(413);
            assertThat(raw.resetOf(announced)).isEqualTo(RawHttp2.NO_ERROR);
            assertThat(raw.ask("/test/mock").status()).isEqualTo(200);
        }
        HttpResponse<String> grown =
                send(HttpRequest.newBuilder(uri("/")).POST(BodyPublishers.ofString("x".repeat(3_000))));
        assertThat(grown.body()).isEqualTo("POST / 3000");
    }

    @Test
    @DisplayName("LIM-5, LIM-6: heads and targets that are too long are refused as over HTTP/1.1")
    void headLimits() throws Exception {
        try (RawHttp2 raw = raw()) {
            assertThat(raw.ask("/test/mock", "x-long", "x".repeat(10_300)).status())
                    .isEqualTo(431);
            assertThat(raw.ask("/test/mock?q=" + "x".repeat(10_300)).status()).isEqualTo(414);
            assertThat(raw.ask("/test/mock", "x-a", "x".repeat(15_000)).status())
                    .isEqualTo(431);
            assertThat(raw.ask("/test/mock", "x-ok", "x".repeat(9_000)).status())
                    .isEqualTo(200);
        }
    }

    @Test
    @DisplayName("The control plane and the gateway's own pages answer, too")
    void otherDestinations() throws Exception {
        assertThat(send(HttpRequest.newBuilder(uri("/restapis"))).body()).isEqualTo("GET /restapis 0");
        assertThat(send(HttpRequest.newBuilder(uri("/restapis")).POST(BodyPublishers.ofString("{}")))
                        .body())
                .isEqualTo("POST /restapis 2");
        assertThat(send(HttpRequest.newBuilder(uri("/_sallyport/page"))).body()).isEqualTo("/_sallyport/page");
    }

    @Test
    @DisplayName("INV-25: a target of other characters is answered 400 as over HTTP/1.1")
    void targets() throws Exception {
        try (RawHttp2 raw = raw()) {
            assertThat(raw.ask("/test/mock?a={b}").status()).isEqualTo(400);
            assertThat(raw.ask("/test/\u00e4").status()).isEqualTo(400);
            assertThat(raw.answer(raw.request(true, RawHttp2.fields("OPTIONS", "*")))
                            .status())
                    .isEqualTo(400);
            assertThat(raw.answer(raw.request(true, ":method", "CONNECT", ":authority", "example.com:443"))
                            .status())
                    .isEqualTo(400);
            assertThat(raw.answer(raw.request(true, ":method", "GET", ":scheme", "https", ":path", "/test/mock"))
                            .status())
                    .isEqualTo(400);
            assertThat(raw.ask("/test/mock").status()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("Trailers of a request are read and dropped, as over HTTP/1.1")
    void trailers() throws Exception {
        try (RawHttp2 raw = raw()) {
            int stream = raw.request(false, RawHttp2.fields("POST", "/test/proxy"));
            raw.data(stream, "body", false);
            raw.frame(
                    RawHttp2.HEADERS,
                    RawHttp2.END_HEADERS | RawHttp2.END_STREAM,
                    stream,
                    raw.block("x-checksum", "1234"));
            assertThat(raw.answer(stream).status()).isEqualTo(200);
            assertThat(GATEWAY.backend().received().getFirst().body()).isEqualTo("body");
            assertThat(GATEWAY.backend().received().getFirst().head()).doesNotContainIgnoringCase("x-checksum");
        }
    }

    @Test
    @DisplayName("A backend that fails in the middle of an answer ends the stream, and no other")
    void brokenAnswer() throws Exception {
        GATEWAY.backend().behave(call -> {
            if (call.request().line().startsWith("GET /back")) {
                call.send("HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + "x".repeat(100_000));
                call.close();
            }
        });
        try (RawHttp2 raw = raw()) {
            int stream = raw.get("/test/stream");
            assertThat(raw.resetOf(stream)).isEqualTo(2);
            assertThat(raw.ask("/test/mock").status()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("h2c is refused: neither the preface nor an upgrade leads to HTTP/2 without TLS")
    void withoutTls() throws Exception {
        try (RawClient plain = GATEWAY.client()) {
            assertThat(plain.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").answer().status())
                    .isIn(400, 505);
        }
        RawClient.Answer answer = GATEWAY.get(
                "/test/proxy",
                "Connection: Upgrade, HTTP2-Settings",
                "Upgrade: h2c",
                "HTTP2-Settings: AAMAAABkAAQAAP__");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(GATEWAY.backend().received().getFirst().headers("Upgrade")).isEmpty();
    }

    @Test
    @DisplayName("A client that offers HTTP/1.1 alone, or nothing, gets HTTP/1.1")
    void otherProtocols() throws Exception {
        try (SSLSocket socket = TlsWorld.connect(TlsWorld.client(null), GATEWAY.tlsAddress(), "localhost");
                RawClient old = new RawClient(socket)) {
            assertThat(old.send(DataPlaneFixture.head("GET", "/test/mock") + "\r\n")
                            .answer()
                            .body())
                    .isEqualTo("HTTP/1.1 127.0.0.1");
        }
    }

    @Test
    @DisplayName("http2=off: the client is not offered HTTP/2")
    void switchedOff() throws Exception {
        TlsWorld off = Http2World.of(new TlsFront(false));
        DataPlaneFixture gateway = new DataPlaneFixture().tls(off.front);
        gateway.start();
        try (RawHttp2 raw = new RawHttp2(TlsWorld.client(null), gateway.tlsAddress(), "localhost")) {
            assertThat(raw.protocol()).isEmpty();
        } finally {
            gateway.stop();
        }
    }

    @Test
    @DisplayName("HDR-34: a trusted proxy speaks for its client over HTTP/2, too; what cannot be read is refused")
    void trustedProxy() throws Exception {
        IpRange proxy = Objects.requireNonNull(IpRange.parse("127.0.0.1"));
        DataPlaneFixture gateway = new DataPlaneFixture().tls(WORLD.front, null, new TrustedProxies(List.of(proxy)));
        gateway.start();
        try (RawHttp2 raw = RawHttp2.open(gateway.tlsAddress())) {
            gateway.publish(
                    new TestApi("abc123").on("ANY", "/mock", TestIntegration.mock("$context.identity.sourceIp")));
            assertThat(raw.ask("/test/mock", "x-forwarded-for", "192.0.2.7").body())
                    .isEqualTo("192.0.2.7");
            assertThat(raw.ask("/test/mock", "x-forwarded-for", "nobody").status())
                    .isEqualTo(400);
            assertThat(raw.ask("/test/mock").body()).isEqualTo("127.0.0.1");
        } finally {
            gateway.stop();
        }
    }

    @Test
    @DisplayName("The PROXY protocol before TLS says who the client of HTTP/2 is")
    void proxyProtocol() throws Exception {
        IpRange proxy = Objects.requireNonNull(IpRange.parse("127.0.0.1"));
        ProxyProtocol protocol = new ProxyProtocol(List.of(proxy), List.of(), System::nanoTime);
        DataPlaneFixture gateway = new DataPlaneFixture().tls(WORLD.front, protocol, null);
        gateway.start();
        try (Socket plain = new Socket()) {
            gateway.publish(
                    new TestApi("abc123").on("ANY", "/mock", TestIntegration.mock("$context.identity.sourceIp")));
            plain.connect(gateway.tlsAddress());
            plain.getOutputStream()
                    .write("PROXY TCP4 192.0.2.9 192.0.2.1 4711 443\r\n".getBytes(StandardCharsets.US_ASCII));
            try (RawHttp2 raw = new RawHttp2(TlsWorld.client(null), plain, "localhost", null, null).begin()) {
                assertThat(raw.ask("/test/mock").body()).isEqualTo("192.0.2.9");
            }
        } finally {
            gateway.stop();
        }
    }

    @Test
    @DisplayName("A large answer comes whole through small windows, beside others")
    void windows() throws Exception {
        String body = "0123456789".repeat(100_000);
        GATEWAY.backend()
                .behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));
        try (RawHttp2 raw = raw()) {
            raw.setting(4, 1_000);
            int one = raw.get("/test/stream");
            int two = raw.get("/test/proxy");
            int three = raw.get("/test/mock");
            assertThat(raw.answer(three).status()).isEqualTo(200);
            assertThat(raw.answer(one).body()).isEqualTo(body);
            assertThat(raw.answer(two).body()).isEqualTo(body);
        }
        HttpResponse<byte[]> usual =
                client().send(HttpRequest.newBuilder(api("/stream")).build(), BodyHandlers.ofByteArray());
        assertThat(new String(usual.body(), StandardCharsets.ISO_8859_1)).isEqualTo(body);
        assertThat(usual.headers().map()).containsEntry("content-length", List.of("1000000"));
        assertThat(Map.copyOf(usual.headers().map())).doesNotContainKey("transfer-encoding");
    }
}
