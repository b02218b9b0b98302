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
