package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cross-origin requests: a REST API does nothing for them by itself (10.1). */
class CorsTest {

    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
    private static final String[] PREFLIGHT = {
        "Origin: https://app.example", "Access-Control-Request-Method: GET", "Access-Control-Request-Headers: x-api-key"
    };

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    @BeforeEach
    void usualBackend() {
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
    }

    private static TestIntegration backend(String type) {
        return TestIntegration.of(type, "GET", GATEWAY.backend().uri("/"));
    }

    @Test
    @DisplayName("COR-1: a preflight is served by an OPTIONS method whose mock writes the headers")
    void preflight() throws Exception {
        GATEWAY.publish(new TestApi("abc123")
                .on("GET", "/pets", backend("HTTP_PROXY"))
                .on(
                        "OPTIONS",
                        "/pets",
                        TestIntegration.of("MOCK", null, null)
                                .template("{\"statusCode\": 200}")
                                .headers(
                                        "200",
                                        null,
                                        Map.of(
                                                "Access-Control-Allow-Headers",
                                                "'Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token'",
                                                "Access-Control-Allow-Methods",
                                                "'GET,OPTIONS'",
                                                ALLOW_ORIGIN,
                                                "'*'"))));

        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head("OPTIONS", "/test/pets", PREFLIGHT) + "\r\n");
            Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Access-Control-Allow-Headers"))
                    .isEqualTo("Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token");
            assertThat(answer.header("Access-Control-Allow-Methods")).isEqualTo("GET,OPTIONS");
            assertThat(answer.header(ALLOW_ORIGIN)).isEqualTo("*");
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    @DisplayName("COR-2: a preflight without an OPTIONS method is refused as any unknown method")
    void noPreflight() throws Exception {
        GATEWAY.publish(new TestApi("abc123").on("GET", "/pets", backend("HTTP_PROXY")));

        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head("OPTIONS", "/test/pets", PREFLIGHT) + "\r\n");
            Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).isEqualTo("{\"message\":\"Missing Authentication Token\"}");
            assertThat(answer.head()).doesNotContain("Access-Control");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP", "HTTP_PROXY"})
    @DisplayName("COR-3: the gateway adds nothing to what the backend or the integration response says")
    void actualRequest(String type) throws Exception {
        GATEWAY.publish(new TestApi("abc123").on("GET", "/pets", backend(type).response("200", null)));
        assertThat(GATEWAY.get("/test/pets", "Origin: https://app.example").head())
                .doesNotContain("Access-Control");

        GATEWAY.backend()
                .behave(Behaviour.answer(
                        "HTTP/1.1 200 OK\r\n" + ALLOW_ORIGIN + ": https://app.example\r\nContent-Length: 2\r\n\r\nok"));
        GATEWAY.publish(new TestApi("abc123")
                .on(
                        "GET",
                        "/pets",
                        backend(type)
                                .headers(
                                        "200",
                                        null,
                                        Map.of(ALLOW_ORIGIN, "integration.response.header." + ALLOW_ORIGIN))));
        assertThat(GATEWAY.get("/test/pets", "Origin: https://app.example").header(ALLOW_ORIGIN))
                .isEqualTo("https://app.example");
    }

    @Test
    @DisplayName("COR-4: an error of the gateway's own has no CORS headers unless its gateway response says so")
    void errors() throws Exception {
        TestIntegration nobody = TestIntegration.lambdaProxy("absent");
        GATEWAY.publish(new TestApi("abc123").on("GET", "/pets", nobody));
        Answer bare = GATEWAY.get("/test/pets", "Origin: https://app.example");
        assertThat(bare.status()).isEqualTo(500);
        assertThat(bare.head()).doesNotContain("Access-Control");

        GATEWAY.publish(new TestApi("abc123")
                .gatewayResponse(
                        "DEFAULT_5XX",
                        null,
                        Map.of("gatewayresponse.header." + ALLOW_ORIGIN, "'https://app.example'"),
                        Map.of())
                .on("GET", "/pets", nobody));
        assertThat(GATEWAY.get("/test/pets").header(ALLOW_ORIGIN)).isEqualTo("https://app.example");
    }

    @Test
    @DisplayName("COR-5: a preflight that has to be authorized fails, because browsers send no credentials with it")
    void authorizedPreflight() throws Exception {
        GATEWAY.functions().returns("auth", AuthorizerFixture.result(AuthorizerFixture.statement("Allow", "*")));
        TestIntegration mock = TestIntegration.mock("never");
        GATEWAY.publish(new TestApi("abc123")
                .authorizer(AuthorizerFixture.token("a1", "auth", null, 0))
                .guarded("OPTIONS", "/token", "CUSTOM", "a1", List.of(), mock)
                .guarded("OPTIONS", "/iam", "AWS_IAM", "none", List.of(), mock));

        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head("OPTIONS", "/test/token", PREFLIGHT) + "\r\n");
            assertThat(client.answer().status()).isEqualTo(401);
            client.send(DataPlaneFixture.head("OPTIONS", "/test/iam", PREFLIGHT) + "\r\n");
            assertThat(client.answer().status()).isEqualTo(403);
        }
    }
}
