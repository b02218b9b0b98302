package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the gateway answers by itself, as APIs customise it (rest-data-plane 3). */
class GatewayResponsesTest {

    private static final Map<String, String> STORED_TEMPLATE =
            Map.of("application/json", "{\"message\":$context.error.messageString}");

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    private static TestApi api() {
        return new TestApi("abc123")
                .on("GET", "/pets/{id}", TestIntegration.mock("ok"))
                .on("GET", "/broken", TestIntegration.of("MOCK", null, null))
                .on(
                        "GET",
                        "/slow",
                        TestIntegration.httpProxy("GET", GATEWAY.backend().uri("/"))
                                .timeout(50))
                .on("POST", "/strict", TestIntegration.mock("ok").passthrough("NEVER"));
    }

    private static void publish(
            String type, @Nullable String status, Map<String, String> parameters, Map<String, String> templates) {
        GATEWAY.publish(api().gatewayResponse(type, status, parameters, templates), Map.of("v", "stage value"));
    }

    private static Map<String, String> header(String name, String value) {
        return Map.of("gatewayresponse.header." + name, value);
    }

    @Test
    @DisplayName("GWR-2, GWR-4: what is built in has AWS's bytes and headers")
    void builtIn() throws Exception {
        GATEWAY.publish(api());

        Answer frontDoor = GATEWAY.get("/test/nope");
        Answer execution = GATEWAY.get("/test/broken");

        assertThat(frontDoor.status()).isEqualTo(403);
        assertThat(frontDoor.body()).isEqualTo("{\"message\":\"Missing Authentication Token\"}");
        assertThat(execution.status()).isEqualTo(500);
        assertThat(execution.body()).isEqualTo("{\"message\": \"Internal server error\"}");
        assertThat(execution.header("Content-Length")).isEqualTo("36");
        assertThat(execution.header("x-amzn-ErrorType")).isEqualTo("InternalServerErrorException");
        assertThat(execution.head())
                .contains("x-amzn-RequestId", "x-amz-apigw-id")
                .doesNotContain("X-Amzn-Trace-Id");
    }

    @Test
    @DisplayName(
            "GWR-16: CORS headers on the defaults of a class are on every error of it, unmatched paths and 504 too")
    void cors() throws Exception {
        GATEWAY.backend().behave(call -> {});
        GATEWAY.publish(api().gatewayResponse(
                        "DEFAULT_4XX", null, header("Access-Control-Allow-Origin", "'*'"), STORED_TEMPLATE)
                .gatewayResponse("DEFAULT_5XX", null, header("Access-Control-Allow-Origin", "'*'"), STORED_TEMPLATE));

        for (String path : new String[] {"/test/nope", "/test/broken", "/test/slow"}) {
            assertThat(GATEWAY.get(path).header("Access-Control-Allow-Origin")).isEqualTo("*");
        }
        Answer refused = GATEWAY.post("/test/strict", "x", "Content-Type: text/x");
        assertThat(refused.status()).isEqualTo(415);
        assertThat(refused.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(GATEWAY.get("/test/slow").status()).isEqualTo(504);
        assertThat(GATEWAY.get("/test/slow").body()).isEqualTo("{\"message\": \"Endpoint request timed out\"}");
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        assertThat(GATEWAY.get("/test/slow").header("Access-Control-Allow-Origin"))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "MISSING_AUTHENTICATION_TOKEN, 404, /test/nope, 404",
        "DEFAULT_4XX, 444, /test/nope, 444",
        "DEFAULT_4XX, , /test/nope, 403",
        "DEFAULT_5XX, 200, /test/nope, 403",
        "DEFAULT_5XX, 503, /test/broken, 503",
        "API_CONFIGURATION_ERROR, 200, /test/broken, 200",
        "DEFAULT_4XX, 444, /wrong/nope, 403"
    })
    @DisplayName("GWR-10 to GWR-12, GWR-18: own type, then the default of the class, then the built-in; any status")
    void status(String type, @Nullable String status, String path, int expected) throws Exception {
        publish(type, status, Map.of(), STORED_TEMPLATE);

        Answer answer = GATEWAY.get(path);

        assertThat(answer.status()).isEqualTo(expected);
        assertThat(answer.header("x-amzn-ErrorType")).isNotNull(); // GWR-5
    }

    @Test
    @DisplayName("GWR-10: a type's own customisation goes before that of its class")
    void ownBeforeCommon() throws Exception {
        GATEWAY.publish(api().gatewayResponse("DEFAULT_4XX", "444", header("X-Common", "'c'"), STORED_TEMPLATE)
                .gatewayResponse("MISSING_AUTHENTICATION_TOKEN", "404", header("X-Own", "'o'"), STORED_TEMPLATE));

        Answer answer = GATEWAY.get("/test/nope");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("X-Own")).isEqualTo("o");
        assertThat(answer.header("X-Common")).isNull();
    }

    @Test
    @DisplayName("GWR-13, GWR-17, GWR-20, GWR-8: whole variables are put in; no VTL; unknown ones leave nothing")
    void template() throws Exception {
        publish(
                "API_CONFIGURATION_ERROR",
                "500",
                Map.of(),
                Map.of(
                        "application/json",
                        "{\"m\":$context.error.messageString,\"t\":\"$context.error.responseType\",\"s\":\"$context.stage\","
                                + "\"v\":\"$stageVariables.v\",\"u\":\"$stageVariables.none\",\"h\":\"$method.request.header.X-A\","
                                + "\"q\":\"$method.request.querystring.q\",\"n\":\"$context.authorizer.claims.sub\",\"i\":\"$input.body\",\"r\":\"$context.resourcePath\"}"
                                + " #if(true)"));

        Answer answer = GATEWAY.get("/test/broken?q=1&q=2", "X-A: a");

        assertThat(answer.body())
                .isEqualTo("{\"m\":\"Internal server error\",\"t\":\"API_CONFIGURATION_ERROR\",\"s\":\"test\","
                        + "\"v\":\"stage value\",\"u\":\"\",\"h\":\"a\",\"q\":\"2\",\"n\":\"\","
                        + "\"i\":\"$input.body\",\"r\":\"/broken\"} #if(true)");
    }

    @Test
    @DisplayName("GWR-8: before a method is known its variables are empty, those of the stage are not")
    void unmatched() throws Exception {
        publish(
                "MISSING_AUTHENTICATION_TOKEN",
                "403",
                Map.of(
                        "gatewayresponse.header.X-Id", "method.request.path.id",
                        "gatewayresponse.header.X-Stage", "context.stage"),
                Map.of("application/json", "[$context.stage][$context.resourcePath][$method.request.path.id]"));

        Answer answer = GATEWAY.get("/test/nope");

        assertThat(answer.body()).isEqualTo("[test][][]");
        assertThat(answer.header("X-Stage")).isEqualTo("test");
        assertThat(answer.header("X-Id")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | text/html, application/xml;q=0.5 | application/xml | <e/>",
                "application/json | */* | application/json | {}",
                "application/json | text/html | application/json | {}",
                "text/plain | image/png | application/xml | <e/>"
            })
    @DisplayName("GWR-14: the template by Accept, otherwise JSON, otherwise the first; its type is the answer's")
    void accept(String other, String accept, String type, String body) throws Exception {
        publish("DEFAULT_4XX", null, Map.of(), Map.of(other, "{}", "application/xml", "<e/>"));

        Answer answer = GATEWAY.get("/test/nope", "Accept: " + accept);

        assertThat(answer.header("Content-Type")).isEqualTo(type);
        assertThat(answer.body()).isEqualTo(body);
    }

    @Test
    @DisplayName("GWR-15: parameters are literals, of the request, the context or the stage; without value left out")
    void parameters() throws Exception {
        publish(
                "DEFAULT_4XX",
                null,
                Map.of(
                        "gatewayresponse.header.A", "'lit eral'",
                        "gatewayresponse.header.B", "method.request.header.X-B",
                        "gatewayresponse.header.C", "method.request.querystring.c",
                        "gatewayresponse.header.D", "context.httpMethod",
                        "gatewayresponse.header.E", "stageVariables.v",
                        "gatewayresponse.header.F", "method.request.header.X-F",
                        "gatewayresponse.header.Content-Type", "'text/x'",
                        "gatewayresponse.path.G", "'ignored'"),
                STORED_TEMPLATE);

        Answer answer = GATEWAY.get("/test/nope?c=d", "X-B: b");

        assertThat(answer.header("A")).isEqualTo("lit eral");
        assertThat(answer.header("B")).isEqualTo("b");
        assertThat(answer.header("C")).isEqualTo("d");
        assertThat(answer.header("D")).isEqualTo("GET");
        assertThat(answer.header("E")).isEqualTo("stage value");
        assertThat(answer.header("F")).isNull();
        assertThat(answer.header("G")).isNull();
        assertThat(answer.headers("Content-Type")).containsExactly("text/x");
    }

    @Test
    @DisplayName("HARDENING: no parameter can forge a header, break the framing or take the gateway's own")
    void forged() throws Exception {
        publish(
                "DEFAULT_4XX",
                null,
                Map.of(
                        "gatewayresponse.header.X-Echo", "method.request.querystring.x",
                        "gatewayresponse.header.Content-Length", "'1'",
                        "gatewayresponse.header.Transfer-Encoding", "'chunked'",
                        "gatewayresponse.header.x-amzn-RequestId", "'mine'",
                        "gatewayresponse.header.bad:name", "'x'"),
                STORED_TEMPLATE);

        Answer answer = GATEWAY.get("/test/nope?x=a%0d%0aSet-Cookie:%20b");

        assertThat(answer.body()).isEqualTo("{\"message\":\"Missing Authentication Token\"}");
        assertThat(answer.head()).doesNotContain("Set-Cookie", "X-Echo", "chunked", "mine", "bad");
        assertThat(answer.headers("Content-Length")).hasSize(1);
    }

    @Test
    @DisplayName("GWR-19: an empty template is an empty body; LIM-4: the 413 is fixed")
    void emptyAndFixed() throws Exception {
        GATEWAY.publish(api().gatewayResponse("DEFAULT_4XX", "418", Map.of(), Map.of("application/json", ""))
                .gatewayResponse("REQUEST_TOO_LARGE", "418", header("X", "'y'"), STORED_TEMPLATE));

        Answer empty = GATEWAY.get("/test/nope");
        Answer tooLarge;
        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head("POST", "/test/strict", "Content-Length: 10485761") + "\r\n");
            tooLarge = client.answer();
        }

        assertThat(empty.status()).isEqualTo(418);
        assertThat(empty.body()).isEmpty();
        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(tooLarge.body()).isEqualTo("HTTP content length exceeded 10485760 bytes.");
        assertThat(tooLarge.header("X")).isNull();
    }

    @Test
    @DisplayName("GWR-21: ACCESS_DENIED says Message by itself, and the author's text when it is customised")
    void accessDenied() throws Exception {
        String nobody = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\","
                + "\"Action\":\"execute-api:Invoke\",\"Resource\":\"*\"}]}";
        GATEWAY.publish(new TestApi("abc123").policy(nobody).on("GET", "/x", TestIntegration.mock("never")));
        String sentence = "User: anonymous is not authorized to perform: execute-api:Invoke on resource: "
                + "arn:aws:execute-api:eu-west-1:********9012:abc123/test/GET/x with an explicit deny";
        assertThat(GATEWAY.get("/test/x").body()).isEqualTo("{\"Message\":\"" + sentence + "\"}");

        GATEWAY.publish(new TestApi("abc123")
                .policy(nobody)
                .gatewayResponse(
                        "ACCESS_DENIED",
                        "404",
                        Map.of(),
                        Map.of("application/json", "{\"said\":$context.error.messageString}"))
                .on("GET", "/x", TestIntegration.mock("never")));
        Answer custom = GATEWAY.get("/test/x");
        assertThat(custom.status()).isEqualTo(404);
        assertThat(custom.body()).isEqualTo("{\"said\":\"" + sentence + "\"}");
    }
}
