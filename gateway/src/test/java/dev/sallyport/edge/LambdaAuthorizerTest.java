package dev.sallyport.edge;

import static dev.sallyport.edge.AuthorizerFixture.ARN;
import static dev.sallyport.edge.AuthorizerFixture.payload;
import static dev.sallyport.edge.AuthorizerFixture.request;
import static dev.sallyport.edge.AuthorizerFixture.result;
import static dev.sallyport.edge.AuthorizerFixture.resultWith;
import static dev.sallyport.edge.AuthorizerFixture.statement;
import static dev.sallyport.edge.AuthorizerFixture.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.model.Authorizer;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lambda authorizers as a client, their function and the backend see them (rest-data-plane 5.3 to 5.5). */
@Timeout(30)
class LambdaAuthorizerTest {

    private static final String ALLOW = statement("Allow", "*");
    private static final JsonMapper JSON = JsonMapper.shared();

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    @BeforeEach
    void functions() {
        GATEWAY.functions().invocations().clear();
        GATEWAY.functions().returns("auth", result(ALLOW));
        GATEWAY.functions().returns("echo", "{\"statusCode\":200,\"body\":\"in\"}");
    }

    private static TestApi api(Authorizer authorizer) {
        return new TestApi("abc123")
                .authorizer(authorizer)
                .guarded("GET", "/pets/{id}", "CUSTOM", authorizer.id(), List.of(), TestIntegration.mock("in"))
                .guarded("ANY", "/any", "CUSTOM", authorizer.id(), List.of(), TestIntegration.mock("in"))
                .guarded("GET", "/echo", "CUSTOM", authorizer.id(), List.of(), TestIntegration.lambdaProxy("echo"))
                .on("GET", "/open", TestIntegration.mock("open"));
    }

    private static long asked() {
        return GATEWAY.functions().invocations().stream()
                .filter(call -> !call.function().name().equals("echo"))
                .count();
    }

    private static void refused(Answer answer, int status, String type, String body) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("x-amzn-ErrorType")).isEqualTo(type);
        assertThat(answer.body()).isEqualTo(body);
    }

    private static void unauthorized(Answer answer) {
        refused(answer, 401, "UnauthorizedException", "{\"message\":\"Unauthorized\"}");
    }

    @Test
    @DisplayName("5.4, AUT-1: a TOKEN authorizer is sent type, ARN of the request and token, to the byte")
    void tokenEvent() throws Exception {
        GATEWAY.publish(api(token("a1", "auth", null, 0)));

        Answer answer = GATEWAY.get("/test/pets/5?q=1", "Authorization: Bearer \"x\"");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("in");
        assertThat(payload(GATEWAY))
                .isEqualTo("{\"type\":\"TOKEN\",\"methodArn\":\"" + ARN
                        + "GET/pets/5\",\"authorizationToken\":\"Bearer \\\"x\\\"\"}");
    }

    @Test
    @DisplayName("5.4, AUT-30, AUT-31: a REQUEST authorizer is sent the request without its body")
    void requestEvent() throws Exception {
        GATEWAY.publish(api(request("a1", "auth", null, 0)), Map.of("v", "w"));

        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head("GET", "/test/pets/5?q=1&q=2", "X-A: 1", "X-A: 2")
                            + "Content-Length: 4\r\n\r\nbody")
                    .answer();
        }

        JsonNode event = JSON.readTree(payload(GATEWAY));
        assertThat(event.propertyNames())
                .containsExactly(
                        "type",
                        "methodArn",
                        "resource",
                        "path",
                        "httpMethod",
                        "headers",
                        "multiValueHeaders",
                        "queryStringParameters",
                        "multiValueQueryStringParameters",
                        "pathParameters",
                        "stageVariables",
                        "requestContext");
        assertThat(event.get("type").asString()).isEqualTo("REQUEST");
        assertThat(event.get("methodArn").asString()).isEqualTo(ARN + "GET/pets/5");
        assertThat(event.get("resource").asString()).isEqualTo("/pets/{id}");
        assertThat(event.get("path").asString()).isEqualTo("/pets/5");
        assertThat(event.get("headers").get("X-A").asString()).isEqualTo("2");
        assertThat(event.get("multiValueHeaders").get("X-A").toString()).isEqualTo("[\"1\",\"2\"]");
        assertThat(event.get("queryStringParameters").toString()).isEqualTo("{\"q\":\"2\"}");
        assertThat(event.get("multiValueQueryStringParameters").toString()).isEqualTo("{\"q\":[\"1\",\"2\"]}");
        assertThat(event.get("pathParameters").toString()).isEqualTo("{\"id\":\"5\"}");
        assertThat(event.get("stageVariables").toString()).isEqualTo("{\"v\":\"w\"}");
        assertThat(event.get("requestContext").get("path").asString()).isEqualTo("/test/pets/5");
        assertThat(event.get("requestContext").has("authorizer")).isFalse();
        assertThat(event.get("requestContext").get("identity").get("sourceIp").asString())
                .isEqualTo("127.0.0.1");
    }

    @Test
    @DisplayName("AUT-30: collections of a REQUEST event that have nothing are empty objects")
    void emptyCollections() throws Exception {
        GATEWAY.publish(api(request("a1", "auth", null, 0)));

        assertThat(GATEWAY.get("/test/any").status()).isEqualTo(200);

        assertThat(payload(GATEWAY))
                .contains("\"queryStringParameters\":{},\"multiValueQueryStringParameters\":{},\"pathParameters\":{},"
                        + "\"stageVariables\":{},\"requestContext\":{");
    }

    @ParameterizedTest
    @DisplayName(
            "AUT-22, AUT-23: without identity, or with one that does not match, 401 and the function is not called")
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, 401",
                "'Authorization:', -, 401",
                "Authorization: Basic x, Bearer .+, 401",
                "Authorization: xBearer y, Bearer .+, 401",
                "Authorization: Bearer y, Bearer, 401",
                "Authorization: Bearer y, Bearer .+, 200"
            })
    void identity(@Nullable String header, @Nullable String expression, int status) throws Exception {
        GATEWAY.publish(api(token("a1", "auth", expression, 0)));

        Answer answer = header == null ? GATEWAY.get("/test/pets/5") : GATEWAY.get("/test/pets/5", header);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(asked()).isEqualTo(status == 200 ? 1 : 0);
        if (status == 401) {
            unauthorized(answer);
        }
    }

    @Test
    @DisplayName("an identity validation expression that backtracks without end refuses instead of stopping the loop")
    void catastrophicExpression() throws Exception {
        GATEWAY.publish(api(token("a1", "auth", "(a+)+b", 0)));

        long began = System.nanoTime();
        unauthorized(GATEWAY.get("/test/pets/5", "Authorization: " + "a".repeat(2000)));

        assertThat(System.nanoTime() - began).isLessThan(2_000_000_000L);
        assertThat(asked()).isZero();
    }

    @ParameterizedTest
    @DisplayName("AUT-20, AUT-22: a REQUEST authorizer needs all of its sources, whether answers are kept or not")
    @CsvSource({
        "/test/any?q=1, X-A: 1, 200",
        "/test/any?q=, X-A: 1, 401",
        "/test/any, X-A: 1, 401",
        "/test/any?q=1, 'X-A:', 401",
        "/test/any?q=1, X-B: 1, 401"
    })
    void sources(String path, String header, int status) throws Exception {
        for (int ttl : new int[] {0, 60}) {
            GATEWAY.publish(
                    api(request(
                            "a1",
                            "auth",
                            "method.request.header.X-A, method.request.querystring.q,stageVariables.v,"
                                    + "context.identity.sourceIp",
                            ttl)),
                    Map.of("v", "w"));
            GATEWAY.functions().invocations().clear();

            assertThat(GATEWAY.get(path, header).status()).isEqualTo(status);
            assertThat(asked()).isEqualTo(status == 200 ? 1 : 0);
        }
    }

    @Test
    @DisplayName("AUT-22: a stage variable that the stage does not have, and a source that is none, refuse everybody")
    void missingSources() throws Exception {
        for (String source :
                List.of("stageVariables.none", "context.none", "method.request.path.id", "nonsense", ",")) {
            GATEWAY.publish(api(request("a1", "auth", source, 0)));
            unauthorized(GATEWAY.get("/test/pets/5"));
        }
        assertThat(asked()).isZero();
    }

    @ParameterizedTest
    @DisplayName("AUT-44, AUT-4, GWR-3: what the function does decides what the client sees")
    @CsvSource(
            delimiter = '|',
            value = {
                "Allow|*||200",
                "Allow|arn:aws:execute-api:*:*:abc123/test/GET/pets/*||200",
                "Allow|arn:aws:execute-api:*:*:abc123/test/POST/*||silent",
                "Allow|arn:aws:execute-api:*:*:abc123/prod/*||silent",
                "Allow|arn:aws:execute-api:*:*:other1/*||silent",
                "Allow|*|Deny|explicit",
                "Deny|*||explicit"
            })
    void policies(String effect, String resource, @Nullable String second, String outcome) throws Exception {
        GATEWAY.functions()
                .returns(
                        "auth",
                        second == null
                                ? result(statement(effect, resource))
                                : result(statement(effect, resource), statement(second, "*/pets/5")));
        GATEWAY.publish(api(token("a1", "auth", null, 0)));

        Answer answer = GATEWAY.get("/test/pets/5", "Authorization: t");

        switch (outcome) {
            case "200" -> assertThat(answer.status()).isEqualTo(200);
            case "silent" ->
                refused(
                        answer,
                        403,
                        "AccessDeniedException",
                        "{\"Message\":\"User is not authorized to access this resource\"}");
            default ->
                refused(
                        answer,
                        403,
                        "AccessDeniedException",
                        "{\"Message\":\"User is not authorized to access this resource with an explicit deny\"}");
        }
    }

    @Test
    @DisplayName("AUT-40, AUT-70: conditions, NotAction and NotResource of an authorizer's policy work")
    void conditions() throws Exception {
        String begin = "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{";
        String[] allowing = {
            begin + "\"IpAddress\":{\"aws:SourceIp\":\"127.0.0.0/8\"}}}",
            begin + "\"StringEquals\":{\"aws:UserAgent\":\"me\"},\"Bool\":{\"aws:SecureTransport\":\"false\"}}}",
            "{\"Effect\":\"Allow\",\"NotAction\":\"execute-api:InvalidateCache\",\"NotResource\":\"*/POST/*\"}"
        };
        String[] silent = {
            begin + "\"IpAddress\":{\"aws:SourceIp\":\"10.0.0.0/8\"}}}",
            begin + "\"StringEquals\":{\"aws:UserAgent\":\"you\"}}}",
            begin + "\"DateGreaterThan\":{\"aws:CurrentTime\":\"2100-01-01T00:00:00Z\"}}}",
            "{\"Effect\":\"Allow\",\"NotAction\":\"execute-api:Invoke\",\"Resource\":\"*\"}",
            "{\"Effect\":\"Allow\",\"Action\":\"*\",\"NotResource\":\"*/GET/pets/*\"}"
        };
        GATEWAY.publish(api(token("a1", "auth", null, 0)));
        for (String each : allowing) {
            GATEWAY.functions().returns("auth", result(each));
            assertThat(GATEWAY.get("/test/pets/5", "Authorization: t", "User-Agent: me")
                            .status())
                    .as(each)
                    .isEqualTo(200);
        }
        for (String each : silent) {
            GATEWAY.functions().returns("auth", result(each));
            assertThat(GATEWAY.get("/test/pets/5", "Authorization: t", "User-Agent: me")
                            .status())
                    .as(each)
                    .isEqualTo(403);
        }
    }

    @Test
    @DisplayName("AUT-42: a proxy's event has the context as text, the principal and the latency as a number")
    void proxyEvent() throws Exception {
        GATEWAY.functions()
                .returns(
                        "auth",
                        resultWith(
                                ",\"context\":{\"str\":\"a\\\"b\",\"num\":123,\"bool\":true,\"none\":null,"
                                        + "\"integrationLatency\":\"x\",\"principalId\":\"root\"}",
                                ALLOW));
        GATEWAY.publish(api(token("a1", "auth", null, 60)));

        for (int i = 0; i < 2; i++) {
            assertThat(GATEWAY.get("/test/echo", "Authorization: t").status()).isEqualTo(200);
            String event = payload(GATEWAY);
            JsonNode authorizer = JSON.readTree(event).get("requestContext").get("authorizer");
            assertThat(authorizer.get("integrationLatency").isNumber()).isTrue();
            assertThat(event)
                    .contains("\"authorizer\":{\"str\":\"a\\\"b\",\"num\":\"123\",\"bool\":\"true\",\"none\":null,"
                            + "\"principalId\":\"user-1\",\"integrationLatency\":");
        }
        assertThat(payload(GATEWAY)).contains("\"integrationLatency\":0}");
        assertThat(asked()).isEqualTo(1);
    }

    @Test
    @DisplayName("8.4, AUT-42: $context.authorizer in templates, mappings and gateway responses")
    void contextVariables() throws Exception {
        GATEWAY.functions().returns("auth", resultWith(",\"context\":{\"num\":1.5,\"status\":\"mine\"}", ALLOW));
        GATEWAY.publish(new TestApi("abc123")
                .authorizer(token("a1", "auth", null, 0))
                .gatewayResponse(
                        "ACCESS_DENIED",
                        null,
                        Map.of("gatewayresponse.header.who", "context.authorizer.principalId"),
                        Map.of("application/json", "{\"m\":$context.error.messageString}"))
                .guarded(
                        "GET",
                        "/x",
                        "CUSTOM",
                        "a1",
                        List.of(),
                        TestIntegration.of("MOCK", null, null)
                                .template("{\"statusCode\": 200}")
                                .response(
                                        "200",
                                        null,
                                        Map.of("who", "context.authorizer.principalId"),
                                        "$context.authorizer.principalId $context.authorizer.num"
                                                + " $context.authorizer.status [$context.authorizer.none]"
                                                + "#foreach($k in $context.authorizer.keySet()) $k#end")));

        Answer answer = GATEWAY.get("/test/x", "Authorization: t");

        assertThat(answer.body()).isEqualTo("user-1 1.5 mine [] num status principalId");
        assertThat(answer.header("who")).isEqualTo("user-1");
        GATEWAY.functions().returns("auth", result(statement("Deny", "*")));
        Answer denied = GATEWAY.get("/test/x", "Authorization: t");
        assertThat(denied.header("who")).isEqualTo("user-1");
        assertThat(denied.body())
                .isEqualTo("{\"m\":\"User is not authorized to access this resource with an explicit deny\"}");
    }

    @Test
    @DisplayName("ORD-3: a caller who is refused is not told what is wrong with the request")
    void beforeValidation() throws Exception {
        GATEWAY.publish(api(token("a1", "auth", null, 0)));

        unauthorized(GATEWAY.post("/test/any", "no json"));
        refused(
                GATEWAY.post("/test/nowhere", ""),
                403,
                "MissingAuthenticationTokenException",
                "{\"message\":\"Missing Authentication Token\"}");
    }
}
