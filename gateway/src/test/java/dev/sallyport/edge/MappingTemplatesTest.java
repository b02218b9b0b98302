package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.edge.StubBackend.Received;
import dev.sallyport.model.Integration.IntegrationResponse;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Templates, overrides and mappings of bodies, from the client's socket to the backend's and back. */
class MappingTemplatesTest {

    private static final String INTERNAL = "{\"message\": \"Internal server error\"}";

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    @BeforeEach
    void usualBackend() {
        answers("{\"n\": 5, \"l\": [1, 2]}");
    }

    private static void answers(String body) {
        GATEWAY.backend()
                .behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-B: back\r\n"
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body));
    }

    private static Received last() {
        return GATEWAY.backend().received().getLast();
    }

    private static TestIntegration http() {
        return TestIntegration.of("HTTP", "POST", GATEWAY.backend().uri("/b/{id}"));
    }

    private static void post(String path, TestIntegration integration) {
        GATEWAY.publish(new TestApi("abc123").on("POST", path, integration), Map.of("v", "sv"));
    }

    @Test
    @DisplayName(
            "VTL-1, VTL-10 to VTL-15, VTL-26: a request template sees body, parameters, context and stage variables")
    void request() throws Exception {
        post(
                "/t/{id}",
                http().map("path.id", "method.request.path.id")
                        .template(
                                "{\"name\":$input.json('$.name'),\"id\":\"$input.params('id')\",\"q\":\"$input.params('q')\","
                                        + "\"h\":\"$input.params('X-H')\",\"s\":\"$context.stage\",\"v\":\"$stageVariables.v\","
                                        + "\"r\":\"$context.resourcePath\",\"e\":\"$input.params('Max-Forwards')\"}")
                        .response("200", null));

        Answer answer = GATEWAY.post("/test/t/7?q=a+b", "{\"name\": \"x\"}", "X-H: head", "Max-Forwards: 3");

        assertThat(answer.body()).contains("\"n\": 5");
        assertThat(last().line()).isEqualTo("POST /b/7 HTTP/1.1");
        assertThat(last().body())
                .isEqualTo("{\"name\":\"x\",\"id\":\"7\",\"q\":\"a b\",\"h\":\"head\",\"s\":\"test\",\"v\":\"sv\","
                        + "\"r\":\"/t/{id}\",\"e\":\"\"}");
    }

    @Test
    @DisplayName("VTL-18: a response template sees the backend's answer and the request's parameters")
    void response() throws Exception {
        post("/t", http().response("200", null, Map.of(), "$input.path('$.n'):$input.json('$.l'):$input.params('q')"));

        assertThat(GATEWAY.post("/test/t?q=1", "").body()).isEqualTo("5:[1,2]:1");
    }

    @Test
    @DisplayName("VTL-5: an empty rendering goes out as {}")
    void empty() throws Exception {
        post("/t", http().template("$input.body.attr").response("200", null));

        GATEWAY.post("/test/t", "{\"attr\":1}");

        assertThat(last().body()).isEqualTo("{}");
    }

    @Test
    @DisplayName("VTL-40 to VTL-42, VTL-47: overrides of header, query and path go before what is mapped")
    void requestOverrides() throws Exception {
        post(
                "/t",
                http().map("path.id", "'mapped'")
                        .map("header.X-A", "'mapped'")
                        .map("header.X-Kept", "'kept'")
                        .map("querystring.q", "'mapped'")
                        .template("#set($context.requestOverride.path.id = \"over\")"
                                + "#set($context.requestOverride.header['x-a'] = \"over\")"
                                + "#set($context.requestOverride.querystring.q = [\"1\", \"2\"])"
                                + "#set($context.requestOverride.header.X-New = $input.path('$.n'))$input.body")
                        .response("200", null));

        GATEWAY.post("/test/t", "{\"n\":3}");

        assertThat(last().line()).isEqualTo("POST /b/over?q=1&q=2 HTTP/1.1");
        assertThat(last().headers("X-A")).containsExactly("over");
        assertThat(last().header("X-Kept")).isEqualTo("kept");
        assertThat(last().header("X-New")).isEqualTo("3");
        assertThat(last().body()).isEqualTo("{\"n\":3}");
    }

    @Test
    @DisplayName("HDR-20, HDR-21: reserved headers cannot be overridden either")
    void reservedOverrides() throws Exception {
        post(
                "/t",
                http().template("#set($context.requestOverride.header.X-Amzn-Trace-Id = \"x\")")
                        .response("200", null));
        assertThat(GATEWAY.post("/test/t", "").status()).isEqualTo(500);

        post(
                "/t",
                http().template("#set($context.requestOverride.header.X-A = \"x" + "${util.urlDecode('%0D%0AB: c')}\")")
                        .response("200", null));
        assertThat(GATEWAY.post("/test/t", "").status()).isEqualTo(500);
    }

    @ParameterizedTest
    @CsvSource({"418, 418", "\"'500'\", 500", "99, 200", "600, 200", "'\"abc\"', 200"})
    @DisplayName("VTL-44: an overriding status is an integer of HTTP, or nothing")
    void statusOverride(String value, int expected) throws Exception {
        post(
                "/t",
                http().response(
                                "200",
                                null,
                                Map.of("X-M", "'m'"),
                                "#set($context.responseOverride.status = "
                                        + value.replace("\"'", "'").replace("'\"", "'")
                                        + ")#set($context.responseOverride.header.X-M = \"o\")"
                                        + "#set($context.responseOverride.header.Content-Type = \"text/x\")ok"));

        Answer answer = GATEWAY.post("/test/t", "");

        assertThat(answer.status()).isEqualTo(expected);
        assertThat(answer.headers("X-M")).containsExactly("o");
        assertThat(answer.headers("Content-Type")).containsExactly("text/x");
        assertThat(answer.body()).isEqualTo("ok");
    }

    @Test
    @DisplayName("INT-24 to INT-26: a mock's templates: empty input, kept context, overrides of the request template")
    void mock() throws Exception {
        GATEWAY.publish(new TestApi("abc123")
                .on(
                        "POST",
                        "/m",
                        TestIntegration.of("MOCK", null, null)
                                .template("#set($context.mine = $input.path('$.x'))"
                                        + "#set($context.responseOverride.status = 444)"
                                        + "#set($context.responseOverride.header.X-O = \"o\")"
                                        + "{\"statusCode\": $input.path('$.code')}")
                                .response("200", null, Map.of(), "d")
                                .response("201", "20[1-9]", Map.of(), "$context.mine|$input.body|$input.json('$')")));

        Answer answer = GATEWAY.post("/test/m", "{\"x\": \"kept\", \"code\": 202}");

        assertThat(answer.status()).isEqualTo(444);
        assertThat(answer.header("X-O")).isEqualTo("o");
        assertThat(answer.body()).isEqualTo("kept|{}|\"\"");
        assertThat(GATEWAY.post("/test/m", "{}").body()).isEqualTo(INTERNAL);
    }

    @Test
    @DisplayName("VTL-6: a template that fails, or cannot be read, answers 500")
    void failures() throws Exception {
        post("/t", http().template("$util.parseJson('{')").response("200", null));
        Answer answer = GATEWAY.post("/test/t", "");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo(INTERNAL);
        assertThat(answer.header("x-amzn-ErrorType")).isEqualTo("InternalServerErrorException");

        post("/t", http().template("#include('x')").response("200", null));
        assertThat(GATEWAY.post("/test/t", "").status()).isEqualTo(500);

        post("/t", http().response("200", null, Map.of(), "#foreach($i in [1..2000])x#end"));
        assertThat(GATEWAY.post("/test/t", "").body()).isEqualTo(INTERNAL);
    }

    @Test
    @DisplayName("INT-91, INT-94: another content type passes without its template")
    void passthrough() throws Exception {
        post("/t", http().template("application/xml", "$util.parseJson('{')").response("200", null));

        assertThat(GATEWAY.post("/test/t", "plain", "Content-Type: text/plain").status())
                .isEqualTo(200);
        assertThat(last().body()).isEqualTo("plain");
    }

    @Test
    @DisplayName(
            "MAP-1, MAP-2, MAP-4, MAP-6, MAP-9: mappings from bodies, several values, context and stage variables, declared or not")
    void mappings() throws Exception {
        post(
                "/t",
                http().map("header.X-Name", "method.request.body.user.name")
                        .map("header.X-User", "method.request.body.user")
                        .map("header.X-None", "method.request.body.none")
                        .map("header.X-Stage", "context.stage")
                        .map("header.X-Var", "stageVariables.v")
                        .map("querystring.q", "method.request.multivaluequerystring.q")
                        .headers("200", null, Map.of("X-N", "integration.response.body.n")));

        Answer answer = GATEWAY.post("/test/t?q=1&q=2", "{\"user\":{\"name\":\"x\"}}");

        assertThat(last().header("X-Name")).isEqualTo("x");
        assertThat(last().header("X-User")).isEqualTo("{\"name\":\"x\"}");
        assertThat(last().header("X-None")).isNull();
        assertThat(last().header("X-Stage")).isEqualTo("test");
        assertThat(last().header("X-Var")).isEqualTo("sv");
        assertThat(last().line()).endsWith("?q=1&q=2 HTTP/1.1");
        assertThat(answer.header("X-N")).isEqualTo("5");

        Answer invalid = GATEWAY.post("/test/t", "{\"user\"");
        assertThat(invalid.status()).isEqualTo(400);
        assertThat(invalid.body()).isEqualTo("{\"message\": \"Invalid JSON in request body\"}");
        assertThat(invalid.header("x-amzn-ErrorType")).isEqualTo("BadRequestException");

        answers("{\"n");
        Answer badAnswer = GATEWAY.post("/test/t", "{}");
        assertThat(badAnswer.status()).isEqualTo(500);
        assertThat(badAnswer.header("x-amzn-ErrorType")).isEqualTo("InternalFailureException");
    }

    @Test
    @DisplayName("INT-65, INT-66: a function gets the rendered event, or later when the mapping says Event")
    void lambda() throws Exception {
        GATEWAY.functions().returns("f", "{\"ok\":true}");
        post(
                "/t",
                TestIntegration.of("AWS", "POST", TestIntegration.lambdaUri("f"))
                        .map("header.X-Amz-Invocation-Type", "method.request.header.InvocationType")
                        .template("{\"a\": $input.json('$.a')}")
                        .response("200", null));

        assertThat(GATEWAY.post("/test/t", "{\"a\":1}").body()).isEqualTo("{\"ok\":true}");
        assertThat(GATEWAY.functions().invocations().getLast().payload())
                .asString()
                .isEqualTo("{\"a\": 1}");

        int before = GATEWAY.functions().invocations().size();
        Answer later = GATEWAY.post("/test/t", "{\"a\":2}", "InvocationType: Event");
        assertThat(later.status()).isEqualTo(200);
        assertThat(later.body()).isEmpty();
        assertThat(GATEWAY.events()).containsExactly("f {\"a\": 2}");
        assertThat(GATEWAY.functions().invocations()).hasSize(before);
    }

    @Test
    @DisplayName("BIN-5: the recorded pair: CONVERT_TO_BINARY with a template for JSON")
    void binaryAndTemplate() throws Exception {
        TestIntegration integration = http().handling("CONVERT_TO_BINARY")
                .template("$input.body")
                .response(new IntegrationResponse("200", null, Map.of(), Map.of(), null));
        GATEWAY.publish(new TestApi("abc123").binary("image/png").on("POST", "/t", integration));

        assertThat(GATEWAY.post("/test/t", "aGk=", "Content-Type: image/jpeg").status())
                .isEqualTo(200);
        assertThat(last().body()).isEqualTo("hi");
        Answer json = GATEWAY.post("/test/t", "aGk=", "Content-Type: application/json");
        assertThat(json.status()).isEqualTo(500);
        assertThat(json.body()).isEqualTo(INTERNAL);
    }

    @Test
    @DisplayName("BIN-4: what is no Base64 cannot be decoded")
    void noBase64() throws Exception {
        post("/t", http().handling("CONVERT_TO_BINARY").response("200", null));

        Answer answer = GATEWAY.post("/test/t", "%%%", "Content-Type: text/plain");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo(INTERNAL);
    }

    @Test
    @DisplayName("COR-6: with */* a mock's template needs CONVERT_TO_TEXT")
    void binaryMock() throws Exception {
        TestIntegration mock = TestIntegration.mock("[]");
        GATEWAY.publish(new TestApi("abc123").binary("*/*").on("GET", "/t", mock));
        assertThat(GATEWAY.get("/test/t").status()).isEqualTo(500);

        GATEWAY.publish(new TestApi("abc123").binary("*/*").on("GET", "/t", mock.handling("CONVERT_TO_TEXT")));
        assertThat(GATEWAY.get("/test/t", "Accept: text/html").body()).isEqualTo("[]");
    }

    @Test
    @DisplayName("VTL-4: what a template renders goes out as it is, JSON or not")
    void anyText() throws Exception {
        post("/t", http().template("{\"a\": #end").response("200", null));
        assertThat(GATEWAY.post("/test/t", "").status()).as("no template").isEqualTo(500);

        post(
                "/t",
                http().template("{\"a\": $input.path('$.n'), <x>")
                        .response("200", null, Map.of(), "not, JSON: $input.path('$.n')"));
        assertThat(GATEWAY.post("/test/t", "{\"n\": 1}").body()).isEqualTo("not, JSON: 5");
        assertThat(last().body()).isEqualTo("{\"a\": 1, <x>");
    }

    @Test
    @DisplayName("HDR-4: headers that are removed when a request is read are empty for templates")
    void removedHeaders() throws Exception {
        String[] removed = {
            "Expect", "Max-Forwards", "Proxy-Authenticate", "Server", "TE", "Trailer", "Upgrade", "WWW-Authenticate"
        };
        StringBuilder template = new StringBuilder();
        String[] headers = new String[removed.length + 2];
        for (int i = 0; i < removed.length; i++) {
            template.append("[$input.params('").append(removed[i]).append("')]");
            headers[i] = removed[i] + ": " + (removed[i].equals("Expect") ? "100-continue" : "x");
        }
        headers[removed.length] = "X-Seen: seen";
        headers[removed.length + 1] = "Content-Length: 2";
        template.append("[$input.params('Content-Length')][$input.params('Connection')][$input.params('X-Seen')]");
        post("/t", http().template(template.toString()).response("200", null));

        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head("POST", "/test/t", headers) + "\r\n");
            assertThat(client.answer().status()).isEqualTo(100);
            client.send("{}");
            assertThat(client.answer().status()).isEqualTo(200);
        }

        assertThat(last().body()).isEqualTo("[]".repeat(removed.length + 2) + "[seen]");
    }

    @Test
    @DisplayName("VTL-43: a proxy runs no template, so that nothing is overridden there")
    void noOverrideOnProxies() throws Exception {
        String overrides =
                "#set($context.requestOverride.header.X-O = \"o\")" + "#set($context.responseOverride.status = 444){}";
        post(
                "/t",
                TestIntegration.httpProxy("POST", GATEWAY.backend().uri("/"))
                        .template(overrides)
                        .response("200", null, Map.of(), overrides));

        assertThat(GATEWAY.post("/test/t", "{}").status()).isEqualTo(200);
        assertThat(last().header("X-O")).isNull();
    }

    @Test
    @DisplayName("VTL-45: of two overrides of the same parameter the last one counts")
    void overriddenTwice() throws Exception {
        post(
                "/t",
                http().template("#set($context.requestOverride.header.X-O = \"first\")"
                                + "#set($context.requestOverride.header.X-O = \"last\"){}")
                        .response(
                                "200",
                                null,
                                Map.of(),
                                "#set($context.responseOverride.status = 201)"
                                        + "#set($context.responseOverride.status = 202)x"));

        assertThat(GATEWAY.post("/test/t", "{}").status()).isEqualTo(202);
        assertThat(last().headers("X-O")).containsExactly("last");
    }

    @Test
    @DisplayName(
            "VTL-46: without a template for the type nothing is overridden; one that only overrides sends no body on")
    void overridesAlone() throws Exception {
        post(
                "/t",
                http().template("#set($context.requestOverride.header.X-O = \"o\")")
                        .response("200", null));

        GATEWAY.post("/test/t", "plain", "Content-Type: text/plain");
        assertThat(last().header("X-O")).isNull();
        assertThat(last().body()).isEqualTo("plain");

        GATEWAY.post("/test/t", "{\"lost\": true}");
        assertThat(last().header("X-O")).isEqualTo("o");
        assertThat(last().body()).isEqualTo("{}");
    }

    @Test
    @DisplayName("BIN-6: contentHandling of the integration is for the request, that of its response for the answer")
    void handlingOfEither() throws Exception {
        GATEWAY.publish(new TestApi("abc123")
                .on("POST", "/in", http().handling("CONVERT_TO_BINARY").response("200", null))
                .on(
                        "POST",
                        "/out",
                        http().response(new IntegrationResponse(
                                "200", null, Map.of(), Map.of(), "CONVERT_TO_BINARY"))));
        answers("aGk=");

        assertThat(GATEWAY.post("/test/in", "aG8=", "Content-Type: text/plain").body())
                .isEqualTo("aGk=");
        assertThat(last().body()).isEqualTo("ho");
        assertThat(GATEWAY.post("/test/out", "aG8=", "Content-Type: text/plain").body())
                .isEqualTo("hi");
        assertThat(last().body()).isEqualTo("aG8=");
    }

    @Test
    @DisplayName("BIN-8, INT-56: AWS_PROXY heeds no contentHandling and no X-Amz-Invocation-Type")
    void proxyFunctionsIgnore() throws Exception {
        GATEWAY.functions().returns("echo", "{\"body\": \"aGk=\"}");
        post(
                "/t",
                TestIntegration.lambdaProxy("echo")
                        .handling("CONVERT_TO_BINARY")
                        .map("header.X-Amz-Invocation-Type", "'Event'"));
        int before = GATEWAY.events().size();

        assertThat(GATEWAY.post("/test/t", "aG8=", "Content-Type: text/plain").body())
                .isEqualTo("aGk=");
        assertThat(GATEWAY.functions().invocations().getLast().payload())
                .asString()
                .contains("\"body\":\"aG8=\"");
        assertThat(GATEWAY.events()).hasSize(before);
    }

    @ParameterizedTest
    @CsvSource({"200, 200", "404, 400", "418, 400", "500, 200"})
    @DisplayName("INT-23: a mock's statusCode selects the integration response, whose status is the answer's")
    void mockSelects(int statusCode, int status) throws Exception {
        post(
                "/t",
                TestIntegration.of("MOCK", null, null)
                        .template("{\"statusCode\": " + statusCode + "}")
                        .response("200", null)
                        .response("400", "4\\d{2}"));

        assertThat(GATEWAY.post("/test/t", "{}").status()).isEqualTo(status);
    }
}
