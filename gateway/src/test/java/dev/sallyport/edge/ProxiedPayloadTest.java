package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What HTTP_PROXY does with a request's body when it is told to look at it. */
class ProxiedPayloadTest {

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    @BeforeEach
    void backend() {
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
    }

    private static TestIntegration proxy() {
        return TestIntegration.httpProxy("ANY", GATEWAY.backend().uri("/{id}"));
    }

    private static StubBackend.Received last() {
        return GATEWAY.backend().received().getLast();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, image/png, bytes ÿ, bytes ÿ",
                "-, text/plain, bytes ÿ, bytes ÿ",
                "CONVERT_TO_BINARY, text/plain, aGk=, hi",
                "CONVERT_TO_BINARY, image/png, aGk=, aGk=",
                "CONVERT_TO_TEXT, image/png, hi, aGk=",
                "CONVERT_TO_TEXT, text/plain, hi, hi"
            })
    @DisplayName("BIN-2, BIN-6: contentHandling converts what is proxied; without it bytes pass")
    void contentHandling(String handling, String type, String sent, String expected) throws Exception {
        GATEWAY.publish(new TestApi("abc123").binary("image/png").on("POST", "/p", proxy().handling(handling)));

        assertThat(GATEWAY.post("/test/p", sent, "Content-Type: " + type).status())
                .isEqualTo(200);
        assertThat(last().body()).isEqualTo(expected);
        assertThat(last().header("Content-Length")).isEqualTo(Integer.toString(expected.length()));
    }

    @Test
    @DisplayName("BIN-2, BIN-4: text that is no UTF-8 gets U+FFFD, text that is no Base64 a 500")
    void unconvertible() throws Exception {
        GATEWAY.publish(new TestApi("abc123").on("POST", "/p", proxy().handling("CONVERT_TO_TEXT")));
        GATEWAY.post("/test/p", "\u00ff");
        assertThat(last().body()).isEqualTo("\u00ef\u00bf\u00bd");
        GATEWAY.publish(new TestApi("abc123").on("POST", "/p", proxy().handling("CONVERT_TO_BINARY")));
        assertThat(GATEWAY.post("/test/p", "?").status()).isEqualTo(500);
    }

    @Test
    @DisplayName("MAP-1, INT-36: headers, query and path are mapped from the body, which passes as it is")
    void bodyMappings() throws Exception {
        GATEWAY.publish(new TestApi("abc123")
                .on(
                        "POST",
                        "/p",
                        proxy().map("header.X-Name", "method.request.body.name")
                                .map("querystring.all", "method.request.body")
                                .map("path.id", "method.request.body.id")
                                .map("header.X-None", "method.request.body.none")));

        Answer answer = GATEWAY.post("/test/p", "{\"id\":7,\"name\":\"Bo\"}", "X-Own: 1");

        assertThat(answer.body()).isEqualTo("ok");
        assertThat(last().line()).isEqualTo("POST /7?all=%7B%22id%22%3A7%2C%22name%22%3A%22Bo%22%7D HTTP/1.1");
        assertThat(last().header("X-Name")).isEqualTo("Bo");
        assertThat(last().header("X-None")).isNull();
        assertThat(last().header("X-Own")).isEqualTo("1");
        assertThat(last().body()).isEqualTo("{\"id\":7,\"name\":\"Bo\"}");
    }

    @Test
    @DisplayName("MAP-1, MAP-4, LIM-4: no body is an empty object, broken JSON 400, too much 413")
    void bodyMappingsOfOtherBodies() throws Exception {
        GATEWAY.publish(new TestApi("abc123")
                .on(
                        "POST",
                        "/p",
                        proxy().map("path.id", "'x'")
                                .map("header.X-All", "method.request.body")
                                .map("header.X-Name", "method.request.body.name")));

        GATEWAY.post("/test/p", "");
        assertThat(last().header("X-All")).isEqualTo("{}");
        assertThat(GATEWAY.post("/test/p", "{broken").body())
                .isEqualTo("{\"message\": \"Invalid JSON in request body\"}");
        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head("POST", "/test/p", "Content-Length: 10485761") + "\r\n");
            assertThat(client.answer().status()).isEqualTo(413);
        }
    }

    @Test
    @DisplayName("INT-39, VTL-1: templates and integration responses of a proxy are ignored")
    void templates() throws Exception {
        GATEWAY.publish(new TestApi("abc123")
                .on(
                        "POST",
                        "/p",
                        proxy().map("path.id", "'x'")
                                .template("{\"never\":true}")
                                .passthrough("NEVER")
                                .response("418", ".*")));

        Answer answer = GATEWAY.post("/test/p", "as it is", "Content-Type: text/plain");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("ok");
        assertThat(last().body()).isEqualTo("as it is");
    }
}
