package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.model.Integration;
import dev.sallyport.model.Method.MethodResponse;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Request validators from the client's socket (rest-data-plane 4.2 to 4.4). */
class RequestValidationTest {

    private static final String INVALID_BODY = "{\"message\": \"Invalid request body\"}";
    private static final String PET = "{\"type\": \"object\", \"required\": [\"name\"]}";

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    @BeforeEach
    void usualBackend() {
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        GATEWAY.backend().received().clear();
    }

    private static TestApi api() {
        return new TestApi("abc123")
                .validator("both", true, true)
                .validator("body", true, false)
                .validator("none", false, false)
                .model("Pet", PET)
                .model("Text", "{\"type\": \"string\"}")
                .model("Xml", "application/xml", "<schema/>");
    }

    private static TestIntegration proxy() {
        return TestIntegration.httpProxy("ANY", GATEWAY.backend().uri("/"));
    }

    private static void validated(String validator, Map<String, Boolean> parameters, Map<String, String> models) {
        GATEWAY.publish(api().validated("POST", "/pets/{id}", validator, parameters, models, proxy()));
    }

    @Test
    @DisplayName(
            "MRQ-12, MRQ-13, MRQ-26: missing parameters are listed headers, path, query; the body is not looked at")
    void missingParameters() throws Exception {
        validated(
                "both",
                Map.of(
                        "method.request.querystring.qs1", true,
                        "method.request.header.x-header-param", true,
                        "method.request.path.issuer", true,
                        "method.request.path.id", true,
                        "method.request.querystring.optional", false),
                Map.of("application/json", "Pet"));

        Answer answer = GATEWAY.post("/test/pets/1", "no JSON");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("x-amzn-ErrorType")).isEqualTo("BadRequestException");
        assertThat(answer.body())
                .isEqualTo("{\"message\": \"Missing required request parameters: [x-header-param, issuer, qs1]\"}");
        assertThat(GATEWAY.backend().received()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"q=1, 200", "q=, 400", "q, 400", "q=%20, 400", "Q=1, 400", "q=&q=1, 200", "x=1, 400"})
    @DisplayName("MRQ-11: a required parameter must be there and not blank")
    void blank(String query, int status) throws Exception {
        validated("both", Map.of("method.request.querystring.q", true), Map.of());

        assertThat(GATEWAY.post("/test/pets/1?" + query, "").status()).isEqualTo(status);
    }

    @Test
    @DisplayName("MRQ-10, MRQ-14: without a validator for them, or with none at all, required means nothing")
    void notValidated() throws Exception {
        Map<String, Boolean> required = Map.of("method.request.header.X", true);
        validated("body", required, Map.of());
        assertThat(GATEWAY.post("/test/pets/1", "x").status()).isEqualTo(200);
        validated("none", required, Map.of("application/json", "Pet"));
        assertThat(GATEWAY.post("/test/pets/1", "x").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"name\"", "", "{\"name\": 1} x"})
    @DisplayName("MRQ-22, MRQ-23: a body that does not fit, is no JSON or is not there is refused")
    void invalidBodies(String body) throws Exception {
        validated("body", Map.of(), Map.of("application/json", "Pet"));

        Answer answer = GATEWAY.post("/test/pets/1", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo(INVALID_BODY);
        assertThat(answer.header("x-amzn-ErrorType")).isEqualTo("BadRequestException");
        assertThat(GATEWAY.backend().received()).isEmpty();
    }

    @Test
    @DisplayName("MRQ-20: a valid body reaches a proxy's backend and a template unchanged, however it is framed")
    void validBodies() throws Exception {
        validated("both", Map.of(), Map.of("application/json", "Pet"));
        assertThat(GATEWAY.post("/test/pets/1", "{\"name\": \"x\"}").status()).isEqualTo(200);
        assertThat(GATEWAY.backend().received().getLast().body()).isEqualTo("{\"name\": \"x\"}");
        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head("POST", "/test/pets/1", "Transfer-Encoding: chunked")
                    + "\r\n5\r\n{\"nam\r\n7\r\ne\": 12}\r\n0\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
        }
        assertThat(GATEWAY.backend().received().getLast().body()).isEqualTo("{\"name\": 12}");
        GATEWAY.publish(api().validated(
                        "POST",
                        "/mock",
                        "both",
                        Map.of(),
                        Map.of("application/json", "Pet"),
                        TestIntegration.of("MOCK", null, null).response("200", null)));
        assertThat(GATEWAY.post("/test/mock", "{\"name\": 1, \"statusCode\": 200}")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, 400",
        "APPLICATION/JSON; charset=utf-8, 400",
        "text/plain, 200",
        "application/vnd.api+json, 200",
        "application/xml, 200"
    })
    @DisplayName("MRQ-20, MRQ-21, MRQ-27: the model is that of the content type, exactly; others are not validated")
    void contentTypes(String type, int status) throws Exception {
        validated("body", Map.of(), Map.of("application/json", "Pet", "application/xml", "Xml"));

        assertThat(GATEWAY.post("/test/pets/1", "{}", "Content-Type: " + type).status())
                .isEqualTo(status);
    }

    @Test
    @DisplayName("MRQ-20: $default is for all other content types")
    void defaultModel() throws Exception {
        validated("body", Map.of(), Map.of("application/json", "Pet", "$default", "Text"));

        assertThat(GATEWAY.post("/test/pets/1", "\"x\"", "Content-Type: text/plain")
                        .status())
                .isEqualTo(200);
        assertThat(GATEWAY.post("/test/pets/1", "1", "Content-Type: text/plain").body())
                .isEqualTo(INVALID_BODY);
        assertThat(GATEWAY.post("/test/pets/1", "\"x\"").body()).isEqualTo(INVALID_BODY);
    }

    @Test
    @DisplayName("LIM-4: the body is read up to the limit and no further")
    void tooLarge() throws Exception {
        validated("body", Map.of(), Map.of("application/json", "Pet"));
        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head("POST", "/test/pets/1", "Content-Length: 10485761") + "\r\n");
            assertThat(client.answer().status()).isEqualTo(413);
        }
    }

    @Test
    @DisplayName("MRQ-24: $context.error tells the client what is wrong when a gateway response says so")
    void errorContext() throws Exception {
        GATEWAY.publish(api().gatewayResponse(
                        "BAD_REQUEST_BODY",
                        "422",
                        Map.of(),
                        Map.of(
                                "application/json",
                                "$context.error.message|$context.error.messageString|$context.error.responseType|"
                                        + "$context.error.validationErrorString"))
                .validated("POST", "/pets/{id}", "both", Map.of(), Map.of("application/json", "Pet"), proxy()));

        Answer answer = GATEWAY.post("/test/pets/1", "{}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body())
                .isEqualTo("Invalid request body|\"Invalid request body\"|BAD_REQUEST_BODY|[object has missing required"
                        + " properties ([\"name\"])]");
    }

    @Test
    @DisplayName("DESIGN 5.2: a method whose model is not there is closed")
    void closed() throws Exception {
        validated("body", Map.of(), Map.of("application/json", "Nobody"));

        assertThat(GATEWAY.post("/test/pets/1", "{}").status()).isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"q=12", "q=twelve", "q=%7B%7D", "q=-1e999"})
    @DisplayName("MRQ-15: a parameter is there or not; nothing asks what it is")
    void untyped(String query) throws Exception {
        validated("both", Map.of("method.request.querystring.q", true), Map.of());

        assertThat(GATEWAY.post("/test/pets/1?" + query, "").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"5, 400", "6, 200", "'\"6\"', 400"})
    @DisplayName("MRQ-30: a schema that names no dialect is of draft 4, where exclusiveMinimum is a switch")
    void draft4(String body, int status) throws Exception {
        GATEWAY.publish(api().model("Least", "{\"type\":\"integer\",\"minimum\":5,\"exclusiveMinimum\":true}")
                .validated("POST", "/least", "body", Map.of(), Map.of("application/json", "Least"), proxy()));

        assertThat(GATEWAY.post("/test/least", body).status()).isEqualTo(status);
    }

    @Test
    @DisplayName("MRQ-35: the model of a response is documentation")
    void responseModel() throws Exception {
        Integration mock = TestIntegration.mock("[\"no pet\"]").build();
        SortedMap<String, MethodResponse> responses =
                new TreeMap<>(Map.of("200", new MethodResponse("200", Map.of(), Map.of("application/json", "Pet"))));
        GATEWAY.publish(api().with("/pets", TestApi.method("GET", mock, responses)));

        assertThat(GATEWAY.get("/test/pets").body()).isEqualTo("[\"no pet\"]");
    }
}
