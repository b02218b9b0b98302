package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** rest-data-plane 10.3. */
class CompressionTest {

    private static final String BODY = "compress me ".repeat(20);

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            delimiter = '|',
            value = {
                "gzip | gzip",
                "deflate | deflate",
                "deflate,gzip | deflate",
                "deflate;q=0.5,gzip;q=1.0 | gzip",
                "gzip;q=1.0,identity;q=0.5,*;q=0 | gzip",
                "identity, gzip;q=0.5 | none",
                "br, gzip;q=0.9 | none",
                "gzip;q=0 | none",
                "* | none",
                "none | none"
            })
    @DisplayName("CMP-1, CMP-2: the client's best coding, if it is one of ours")
    void response(@Nullable String accept, @Nullable String expected) throws Exception {
        GATEWAY.publish(new TestApi("abc123").compressed(100).on("GET", "/m", TestIntegration.mock(BODY)));

        Answer answer = accept == null ? GATEWAY.get("/test/m") : GATEWAY.get("/test/m", "Accept-Encoding: " + accept);

        assertThat(answer.header("Content-Encoding")).isEqualTo(expected);
        assertThat(decoded(answer.body(), expected)).isEqualTo(BODY.strip());
    }

    @Test
    @DisplayName("CMP-1: a body below the threshold, or an API without one, stays as it is")
    void threshold() throws Exception {
        GATEWAY.publish(new TestApi("abc123").compressed(1000).on("GET", "/m", TestIntegration.mock(BODY)));
        assertThat(GATEWAY.get("/test/m", "Accept-Encoding: gzip").header("Content-Encoding"))
                .isNull();
        GATEWAY.publish(new TestApi("abc123").on("GET", "/m", TestIntegration.mock(BODY)));
        assertThat(GATEWAY.get("/test/m", "Accept-Encoding: gzip").header("Content-Encoding"))
                .isNull();
    }

    private static TestIntegration proxy() {
        return TestIntegration.httpProxy("ANY", GATEWAY.backend().uri("/"));
    }

    @Test
    @DisplayName(
            "CMP-1, CMP-6: a proxied answer is compressed from the threshold on, and is otherwise the same as ever")
    void proxied() throws Exception {
        GATEWAY.backend()
                .behave(Behaviour.answer("HTTP/1.1 201 Made\r\nServer: s\r\nX-Own: 1\r\nContent-Length: "
                        + BODY.length() + "\r\n\r\n" + BODY));
        for (int minimum : new int[] {0, BODY.length(), BODY.length() + 1}) {
            GATEWAY.publish(new TestApi("abc123").compressed(minimum).on("ANY", "/p", proxy()));
            String coding = minimum <= BODY.length() ? "gzip" : null;

            Answer answer = GATEWAY.get("/test/p?a=b", "Accept-Encoding: gzip");

            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.header("Content-Encoding")).isEqualTo(coding);
            assertThat(decoded(answer.body(), coding)).isEqualTo(BODY);
            assertThat(answer.header("Content-Type")).isEqualTo("application/json");
            assertThat(answer.header("X-Own")).isEqualTo("1");
            assertThat(answer.header("x-amzn-Remapped-Server")).isEqualTo("s");
            assertThat(answer.header("X-Amzn-Trace-Id")).isNull();
            assertThat(GATEWAY.get("/test/p").body()).isEqualTo(BODY);
        }
        StubBackend.Received received = GATEWAY.backend().received().getLast();
        assertThat(received.header("X-Amzn-Apigateway-Api-Id")).isEqualTo("abc123");
    }

    @Test
    @DisplayName("CMP-1, INT-35: an API that compresses proxies query, body and headers as every other one does")
    void proxiedRequest() throws Exception {
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        GATEWAY.publish(new TestApi("abc123").compressed(0).on("ANY", "/p", proxy()));
        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head("GET", "/test/p?a=b", "X-Mine: 1", "Content-Length: 3") + "\r\nabc");
            assertThat(client.answer().status()).isEqualTo(200);
        }

        StubBackend.Received received = GATEWAY.backend().received().getLast();
        assertThat(received.line()).isEqualTo("GET /?a=b HTTP/1.1");
        assertThat(received.body()).isEqualTo("abc");
        assertThat(received.header("X-Mine")).isEqualTo("1");
    }

    @Test
    @DisplayName("CMP-3: what the backend has coded is not coded again, and what has no body has nothing to code")
    void proxiedAsItIs() throws Exception {
        GATEWAY.publish(new TestApi("abc123").compressed(0).on("ANY", "/p", proxy()));
        String packed = coded(BODY, "gzip");
        GATEWAY.backend()
                .behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                        + packed.length() + "\r\n\r\n" + packed));
        Answer coded = GATEWAY.get("/test/p", "Accept-Encoding: gzip");
        assertThat(coded.headers("Content-Encoding")).containsExactly("gzip");
        assertThat(coded.body()).isEqualTo(packed);
        for (String bodyless : new String[] {"204 None\r\n\r\n", "304 Old\r\nContent-Length: 100\r\n\r\n"}) {
            GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 " + bodyless));
            Answer answer = GATEWAY.get("/test/p", "Accept-Encoding: gzip");
            assertThat(answer.status()).isEqualTo(Integer.parseInt(bodyless.substring(0, 3)));
            assertThat(answer.header("Content-Encoding")).isNull();
        }
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"));
        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head("HEAD", "/test/p", "Accept-Encoding: gzip") + "\r\n");
            assertThat(client.head())
                    .contains("200 OK", "Content-Length: 99999999999")
                    .doesNotContain("gzip");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "identity", "GZIP"})
    @DisplayName("CMP-4, HDR-1: a coded request reaches a proxied backend plain, whether its API compresses or not")
    void proxiedCoded(String coding) throws Exception {
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        for (TestApi api : new TestApi[] {new TestApi("abc123"), new TestApi("abc123").compressed(0)}) {
            GATEWAY.publish(api.on("ANY", "/p", proxy()));
            String body = coded("a plain text", coding.toLowerCase(Locale.ROOT));

            assertThat(GATEWAY.post("/test/p", body, "Content-Encoding: " + coding)
                            .status())
                    .isEqualTo(200);
            StubBackend.Received received = GATEWAY.backend().received().getLast();
            assertThat(received.body()).isEqualTo("a plain text");
            assertThat(received.header("Content-Length")).isEqualTo("12");
            assertThat(received.header("Content-Encoding")).isNull();
            try (RawClient client = GATEWAY.client()) {
                String chunk = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
                client.send(DataPlaneFixture.head(
                                "POST", "/test/p", "Content-Encoding: " + coding, "Transfer-Encoding: chunked")
                        + "\r\n" + chunk);
                assertThat(client.answer().status()).isEqualTo(200);
            }
            assertThat(GATEWAY.backend().received().getLast().body()).isEqualTo("a plain text");
        }
    }

    @Test
    @DisplayName("CMP-4, CMP-5: what a proxy cannot decode is 415, a bomb 413, and neither reaches the backend")
    void proxiedUnsupported() throws Exception {
        int before = GATEWAY.backend().received().size();
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        for (TestApi api : new TestApi[] {new TestApi("abc123"), new TestApi("abc123").compressed(0)}) {
            GATEWAY.publish(api.on("ANY", "/p", proxy()));
            assertThat(GATEWAY.post("/test/p", "x", "Content-Encoding: br").status())
                    .isEqualTo(415);
            assertThat(GATEWAY.post("/test/p", "not gzip", "Content-Encoding: gzip")
                            .status())
                    .isEqualTo(415);
            String bomb = coded("0".repeat(11 * 1024 * 1024), "gzip");
            assertThat(GATEWAY.post("/test/p", bomb, "Content-Encoding: gzip").status())
                    .isEqualTo(413);
        }
        assertThat(GATEWAY.backend().received()).hasSize(before);
        assertThat(GATEWAY.post("/test/p", "", "Content-Encoding: gzip").status())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("CMP-6: a function's answer is compressed too")
    void lambda() throws Exception {
        GATEWAY.functions().returns("f", "{\"body\":\"" + BODY + "\"}");
        GATEWAY.publish(new TestApi("abc123").compressed(0).on("GET", "/f", TestIntegration.lambdaProxy("f")));

        Answer answer = GATEWAY.get("/test/f", "Accept-Encoding: gzip");

        assertThat(decoded(answer.body(), answer.header("Content-Encoding"))).isEqualTo(BODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "identity"})
    @DisplayName("CMP-4: a coded request reaches template and backend as plain text")
    void request(String coding) throws Exception {
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        GATEWAY.publish(new TestApi("abc123")
                .on(
                        "POST",
                        "/t",
                        TestIntegration.of("HTTP", "POST", GATEWAY.backend().uri("/"))
                                .template("<$input.path('$.a')>")
                                .response("200", null)));

        assertThat(GATEWAY.post("/test/t", coded("{\"a\":\"plain\"}", coding), "Content-Encoding: " + coding)
                        .status())
                .isEqualTo(200);
        assertThat(GATEWAY.backend().received().getLast().body()).isEqualTo("<plain>");
    }

    @Test
    @DisplayName("CMP-4: another coding, or data that is not so coded: 415; without a body it is accepted")
    void unsupported() throws Exception {
        GATEWAY.publish(new TestApi("abc123").on("POST", "/m", TestIntegration.mock("[]")));

        assertThat(GATEWAY.post("/test/m", "x", "Content-Encoding: br").status())
                .isEqualTo(415);
        assertThat(GATEWAY.post("/test/m", "not gzip", "Content-Encoding: gzip").status())
                .isEqualTo(415);
        assertThat(GATEWAY.post("/test/m", "", "Content-Encoding: deflate").status())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("CMP-5, HARDENING: a bomb is too large, not unpacked")
    void bomb() throws Exception {
        GATEWAY.publish(new TestApi("abc123").on("POST", "/m", TestIntegration.mock("[]")));

        String bomb = coded("0".repeat(11 * 1024 * 1024), "gzip");

        assertThat(bomb.length()).isLessThan(20_000);
        assertThat(GATEWAY.post("/test/m", bomb, "Content-Encoding: gzip").status())
                .isEqualTo(413);
    }

    @Test
    @DisplayName("CMP-4: a coded body is decoded before it is validated, and so goes on")
    void validated() throws Exception {
        GATEWAY.publish(new TestApi("abc123")
                .validator("body", true, false)
                .model("Pet", "{\"required\": [\"name\"]}")
                .validated(
                        "POST",
                        "/pets",
                        "body",
                        Map.of(),
                        Map.of("application/json", "Pet"),
                        TestIntegration.httpProxy("POST", GATEWAY.backend().uri("/"))));

        assertThat(GATEWAY.post("/test/pets", coded("{\"age\":1}", "gzip"), "Content-Encoding: gzip")
                        .status())
                .isEqualTo(400);
        assertThat(GATEWAY.post("/test/pets", coded("{\"name\":1}", "gzip"), "Content-Encoding: gzip")
                        .status())
                .isEqualTo(200);
        StubBackend.Received received = GATEWAY.backend().received().getLast();
        assertThat(received.body()).isEqualTo("{\"name\":1}");
        assertThat(received.header("Content-Encoding")).isNull();
        assertThat(received.header("Content-Length")).isEqualTo("10");
    }

    private static String coded(String plain, String coding) throws IOException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (OutputStream coder = switch (coding) {
            case "gzip" -> new GZIPOutputStream(coded);
            case "deflate" -> new DeflaterOutputStream(coded);
            default -> coded;
        }) {
            coder.write(plain.getBytes(StandardCharsets.ISO_8859_1));
        }
        return coded.toString(StandardCharsets.ISO_8859_1);
    }

    private static String decoded(String coded, @Nullable String coding) throws IOException {
        InputStream source = new ByteArrayInputStream(coded.getBytes(StandardCharsets.ISO_8859_1));
        InputStream plain = switch (coding) {
            case null -> source;
            case "gzip" -> new GZIPInputStream(source);
            default -> new InflaterInputStream(source);
        };
        return new String(plain.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
}
