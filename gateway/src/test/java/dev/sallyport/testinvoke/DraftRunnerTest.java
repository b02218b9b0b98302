package dev.sallyport.testinvoke;

import static dev.sallyport.testinvoke.DraftFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.rest.DraftInvoker.MethodAnswer;
import dev.sallyport.control.rest.DraftInvoker.MethodTest;
import dev.sallyport.control.rest.DraftInvoker.TestRequest;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.edge.StubBackend.Received;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.model.Integration;
import dev.sallyport.model.Method;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** TestInvokeMethod below the control plane: drafts on the real pipeline and the real integrations. */
@Timeout(30)
class DraftRunnerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TIME = "Mon Sep 29 19:28:50 UTC 2025 : ";
    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    private DraftFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new DraftFixture();
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    /** The lines without their times; the first one and the empty one at the end as they are. */
    private static List<String> lines(MethodAnswer answer) {
        return answer.log()
                .lines()
                .map(line -> line.startsWith(TIME) ? line.substring(TIME.length()) : line)
                .toList();
    }

    private static TestApi pets() {
        return new TestApi("abc123").on("GET", "/pets/{petId}", TestIntegration.mock("{\"pets\": \"all the pets\"}"));
    }

    @Test
    @DisplayName("INT-100: a draft goes through its VPC link as a deployment does, and stage variables may name it")
    void privateIntegration() {
        fixture.links.put("l1nk12", InetSocketAddress.createUnresolved("127.0.0.1", fixture.backend.port()));
        TestApi api = new TestApi("abc123")
                .on(
                        "GET",
                        "/pets",
                        TestIntegration.httpProxy("GET", "http://nlb.private.example/v1")
                                .link("${stageVariables.link}"));

        MethodAnswer answer = fixture.runner.invokeMethod(new MethodTest(
                DraftFixture.CALLER,
                api.document(),
                "GET",
                new TestRequest("/pets", null, Map.of(), "", Map.of("link", "l1nk12")),
                null));

        assertThat(answer.status()).as(answer.log()).isEqualTo(200);
        assertThat(answer.log()).contains("Endpoint request URI: http://nlb.private.example/v1");
        assertThat(fixture.invoke(api, "GET", request("/pets", null, "")).status())
                .isEqualTo(500);
    }

    @Test
    @DisplayName("INT-110: a draft that streams is tested as a whole")
    void streamed() {
        fixture.backend.behave(Behaviour.answer(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n"));

        MethodAnswer answer = fixture.invoke(
                new TestApi("abc123")
                        .on(
                                "GET",
                                "/",
                                TestIntegration.httpProxy("GET", fixture.backend.uri("/"))
                                        .transfer("STREAM")),
                "GET",
                request("/", null, ""));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("onetwo");
        assertThat(answer.log()).contains("Endpoint response body before transformations: onetwo");
    }

    @Test
    @DisplayName(
            "R22.9, R22.8: the log of a mock is AWS's to the byte (recorded), its answer has the mapped headers only")
    void mock() {
        MethodAnswer answer = fixture.invoke(
                new TestApi("abc123").on("GET", "/pets", TestIntegration.mock("{\"pets\": \"all the pets\"}")),
                "GET",
                request("/pets", null, ""));

        String id = answer.log().lines().findFirst().orElseThrow().substring("Execution log for request ".length());
        assertThat(id).matches(UUID);
        assertThat(answer.log())
                .isEqualTo("Execution log for request " + id + "\n"
                        + TIME + "Starting execution for request: " + id + "\n"
                        + TIME + "HTTP Method: GET, Resource Path: /pets\n"
                        + TIME + "Method request path: {}\n"
                        + TIME + "Method request query string: {}\n"
                        + TIME + "Method request headers: {}\n"
                        + TIME + "Method request body before transformations: \n"
                        + TIME + "Method response body after transformations: {\"pets\": \"all the pets\"}\n"
                        + TIME + "Method response headers: {Content-Type=application/json}\n"
                        + TIME + "Successfully completed execution\n"
                        + TIME + "Method completed with status: 200\n");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"pets\": \"all the pets\"}");
        assertThat(answer.headers()).isEqualTo(Map.of("Content-Type", List.of("application/json")));
        assertThat(answer.latencyMillis()).isBetween(0L, 20_000L);
    }

    @ParameterizedTest
    @DisplayName("R22.5, R22.9: path parameters come from the path given, from the template, or are none")
    @CsvSource({
        "/pets/123, /pets/123, {petId=123}",
        "/pets/a%20b/, /pets/a%20b/, {petId=a b}",
        "/random/test, /random/test, {}",
        ", /pets/{petId}, {petId={petId}}"
    })
    void paths(@Nullable String path, String shown, String parameters) {
        MethodAnswer answer = fixture.invoke(pets(), "GET", request(path, null, ""));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(lines(answer))
                .contains("HTTP Method: GET, Resource Path: " + shown, "Method request path: " + parameters);
    }

    @Test
    @DisplayName("R22.6, R22.11: the last value of a query parameter is shown, headers and body as they were given")
    void requestLines() {
        TestRequest request = new TestRequest(
                "/pets/1",
                "foo=first&foo=bar&q=a%20b",
                inOrder("content-type", List.of("application/json"), "X-Two", List.of("1", "2")),
                "{\"foo\": \"bär\"}",
                Map.of());

        assertThat(lines(fixture.invoke(pets(), "GET", request)))
                .contains(
                        "Method request query string: {foo=bar, q=a b}",
                        "Method request headers: {content-type=application/json, X-Two=1,2}",
                        "Method request body before transformations: {\"foo\": \"bär\"}");
    }

    private static Map<String, List<String>> inOrder(String name, List<String> values, String next, List<String> more) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put(name, values);
        headers.put(next, more);
        return headers;
    }

    @Test
    @DisplayName("R22.11: what is longer than about 1000 characters is cut")
    void truncated() {
        TestRequest request =
                new TestRequest("/pets/1", null, Map.of("X-Long", List.of("x".repeat(2000))), "", Map.of());

        assertThat(lines(fixture.invoke(pets(), "GET", request)))
                .contains("Method request headers: {X-Long=" + "x".repeat(990) + " [TRUNCATED]");
    }

    @Test
    @DisplayName("R22.7, R22.10: a failure before the backend (recorded)")
    void invalidEndpoint() {
        MethodAnswer answer = fixture.invoke(
                new TestApi("abc123").on("GET", "/", TestIntegration.httpProxy("GET", "${stageVariables.url}")),
                "GET",
                request("/", null, ""));

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("{\"message\": \"Internal server error\"}");
        assertThat(answer.headers()).isEqualTo(Map.of("x-amzn-ErrorType", List.of("InternalServerErrorException")));
        assertThat(lines(answer).subList(6, 9))
                .containsExactly(
                        "Method request body before transformations: ",
                        "Execution failed due to configuration error: Invalid endpoint address",
                        "Method completed with status: 500");
        assertThat(lines(answer)).hasSize(9);
    }

    @Test
    @DisplayName("R22.1, R22.2: a proxy function gets the event of a test, and its call is in the log")
    void lambdaProxy() {
        fixture.functions.returns("f", "{\"statusCode\": 201, \"body\": \"hello\", \"headers\": {\"X-A\": \"1\"}}");

        MethodAnswer answer = fixture.invoke(
                new TestApi("abc123").on("ANY", "/pets/{petId}", TestIntegration.lambdaProxy("f")),
                "POST",
                new TestRequest("/pets/5", "q=1", Map.of("X-B", List.of("2")), "in", Map.of("v", "w")));

        JsonNode event =
                JSON.readTree(fixture.functions.invocations().getFirst().payload());
        assertThat(event.get("headers")).isEqualTo(JSON.readTree("{\"X-B\": \"2\"}"));
        assertThat(event.get("multiValueHeaders")).isEqualTo(JSON.readTree("{\"X-B\": [\"2\"]}"));
        assertThat(event.get("path").asString()).isEqualTo("/pets/5");
        assertThat(event.get("httpMethod").asString()).isEqualTo("POST");
        assertThat(event.get("stageVariables")).isEqualTo(JSON.readTree("{\"v\": \"w\"}"));
        JsonNode context = event.get("requestContext");
        assertThat(context.get("stage").asString()).isEqualTo("test-invoke-stage");
        assertThat(context.get("path").asString()).isEqualTo("/pets/5");
        assertThat(context.get("domainName").asString()).isEqualTo("testPrefix.testDomainName");
        JsonNode identity = context.get("identity");
        assertThat(identity.get("sourceIp").asString()).isEqualTo("test-invoke-source-ip");
        assertThat(identity.get("apiKey").asString()).isEqualTo("test-invoke-api-key");
        assertThat(identity.get("apiKeyId").asString()).isEqualTo("test-invoke-api-key-id");
        assertThat(identity.get("userAgent").asString()).isEqualTo("aws-cli/2.0");
        assertThat(identity.get("accessKey").asString()).isEqualTo("AKIDEXAMPLE");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.headers().keySet()).containsExactly("X-A", "X-Amzn-Trace-Id", "Content-Type");
        String trace = answer.headers()
                .getOrDefault("X-Amzn-Trace-Id", List.of("none"))
                .getFirst();
        String uri = "https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/"
                + "arn:aws:lambda:eu-west-1:123456789012:function:f/invocations";
        List<String> lines = lines(answer);
        assertThat(lines.get(7)).isEqualTo("Endpoint request URI: " + uri);
        assertThat(lines.get(8))
                .startsWith("Endpoint request headers: {x-amzn-lambda-integration-tag=")
                .contains(
                        "x-amzn-apigateway-api-id=abc123, Accept=application/json, User-Agent=AmazonAPIGateway_abc123");
        assertThat(lines.get(9))
                .startsWith("Endpoint request body after transformations: {\"resource\":\"/pets/{petId}\"")
                .endsWith(" [TRUNCATED]");
        assertThat(lines.get(10)).isEqualTo("Sending request to " + uri);
        assertThat(lines.get(11)).matches("Received response\\. Status: 200, Integration latency: \\d+ ms");
        assertThat(lines.get(12))
                .startsWith("Endpoint response headers: {Date=Mon, 29 Sep 2025 19:28:50 GMT,"
                        + " Content-Type=application/json, Content-Length=61, Connection=keep-alive, x-amzn-RequestId=")
                .endsWith("x-amzn-Remapped-Content-Length=0, X-Amz-Executed-Version=$LATEST, X-Amzn-Trace-Id=" + trace
                        + "}");
        assertThat(lines.subList(13, 18))
                .containsExactly(
                        "Endpoint response body before transformations: {\"statusCode\": 201, \"body\": \"hello\","
                                + " \"headers\": {\"X-A\": \"1\"}}",
                        "Method response body after transformations: hello",
                        "Method response headers: {X-A=1, X-Amzn-Trace-Id=" + trace
                                + ", Content-Type=application/json}",
                        "Successfully completed execution",
                        "Method completed with status: 201");
    }

    @Test
    @DisplayName("R22.1: a test without headers gives the event null headers, and no path parameters when no path fits")
    void bareEvent() {
        fixture.functions.returns("f", "{}");

        fixture.invoke(
                new TestApi("abc123").on("GET", "/pets/{petId}", TestIntegration.lambdaProxy("f")),
                "GET",
                request("/", null, ""));

        JsonNode event =
                JSON.readTree(fixture.functions.invocations().getFirst().payload());
        for (String name : List.of("headers", "multiValueHeaders", "queryStringParameters", "pathParameters", "body")) {
            assertThat(event.get(name).isNull()).as(name).isTrue();
        }
    }

    @Test
    @DisplayName("R22.9: a custom function's log shows the body as its template made it (recorded: empty stays empty)")
    void lambdaCustom() {
        fixture.functions.returns("f", "{\"a\":1}");
        TestApi api = new TestApi("abc123")
                .on(
                        "GET",
                        "/foo",
                        TestIntegration.of("AWS", "POST", TestIntegration.lambdaUri("f"))
                                .response("200", null));

        MethodAnswer answer = fixture.invoke(api, "GET", request("/foo", null, ""));

        assertThat(answer.body()).isEqualTo("{\"a\":1}");
        assertThat(lines(answer))
                .contains(
                        "Endpoint request body after transformations: ",
                        "Endpoint response body before transformations: {\"a\":1}",
                        "Method response body after transformations: {\"a\":1}")
                .hasSize(18);
        assertThat(lines(fixture.invoke(api, "GET", request("/foo", null, "{\"test\": \"val123\"}"))))
                .contains("Endpoint request body after transformations: {\"test\": \"val123\"}");
    }

    @Test
    @DisplayName("R22.12, INT-54: no permission, a malformed answer and a function's error, each in AWS's words")
    void functionFailures() {
        fixture.functions.returns("bad", "{\"nonsense\": 1}");
        fixture.functions.fails("broken", "{\"errorMessage\":\"x\"}");

        assertThat(tail("forbidden"))
                .containsExactly(
                        "Execution failed due to configuration error: Invalid permissions on Lambda function",
                        "Method completed with status: 500");
        assertThat(tail("bad"))
                .containsExactly(
                        "Execution failed due to configuration error: Malformed Lambda proxy response",
                        "Method completed with status: 502");
        assertThat(tail("broken").getFirst())
                .startsWith("Lambda execution failed with status 200 due to customer function error: ");
    }

    private List<String> tail(String function) {
        List<String> lines = lines(fixture.invoke(
                new TestApi("abc123").on("GET", "/", TestIntegration.lambdaProxy(function)),
                "GET",
                request("/", null, "")));
        return lines.subList(lines.size() - 2, lines.size());
    }

    @Test
    @DisplayName("R22.2: the permission is asked for the ARN of test-invoke-stage")
    void permission() {
        List<String> asked = new CopyOnWriteArrayList<>();
        fixture.functions.returns("f", "{}");
        DraftRunner runner = fixture.runner(new WatchedCatalog(fixture.functions, asked), 1000);

        runner.invokeMethod(new MethodTest(
                DraftFixture.CALLER,
                new TestApi("abc123")
                        .on("GET", "/a/{b}", TestIntegration.lambdaProxy("f"))
                        .document(),
                "GET",
                request(null, null, ""),
                null));

        assertThat(asked)
                .containsExactly("arn:aws:execute-api:eu-west-1:123456789012:abc123/test-invoke-stage/GET/a/{b}");
    }

    @ParameterizedTest
    @DisplayName("R22.9: HTTP integrations show what went over the wire")
    @ValueSource(strings = {"HTTP", "HTTP_PROXY"})
    void http(String type) {
        fixture.backend.behave(Behaviour.answer("HTTP/1.1 203 X\r\nX-Why: w\r\nContent-Length: 4\r\n\r\nnope"));
        TestIntegration integration = TestIntegration.of(type, "POST", fixture.backend.uri("/base"))
                .map("header.X-Mapped", "'m'")
                .response("200", null);

        MethodAnswer answer = fixture.invoke(
                new TestApi("abc123").on("POST", "/http", integration), "POST", request("/http", "q=1", "hello"));

        Received received = fixture.backend.received().getLast();
        String query = type.equals("HTTP") ? "" : "?q=1";
        String uri = "http://127.0.0.1:" + fixture.backend.port() + "/base" + query;
        assertThat(received.line()).isEqualTo("POST /base" + query + " HTTP/1.1");
        assertThat(received.header("X-Forwarded-For")).isNull();
        assertThat(received.body()).isEqualTo("hello");
        List<String> lines = lines(answer);
        assertThat(lines)
                .contains(
                        "Endpoint request URI: " + uri,
                        "Endpoint request body after transformations: hello",
                        "Sending request to " + uri,
                        "Endpoint response headers: {X-Why=w, Content-Length=4}",
                        "Endpoint response body before transformations: nope",
                        "Method response body after transformations: nope",
                        "Method completed with status: " + (type.equals("HTTP") ? 200 : 203));
        assertThat(lines.get(8)).contains("X-Mapped=m", "X-Amzn-Trace-Id=Root=1-");
        assertThat(answer.body()).isEqualTo("nope");
    }

    @Test
    @DisplayName("INT-3, INT-4: a time-out and a broken connection end the test as they end traffic")
    void endpointFailures() {
        fixture.functions.runs("slow", invocation -> new CompletableFuture<InvocationResult>());
        fixture.backend.behave(call -> call.close());

        MethodAnswer slow = fixture.invoke(
                new TestApi("abc123")
                        .on("GET", "/", TestIntegration.lambdaProxy("slow").timeout(50)),
                "GET",
                request("/", null, ""));
        MethodAnswer broken = fixture.invoke(
                new TestApi("abc123").on("GET", "/", TestIntegration.httpProxy("GET", fixture.backend.uri("/"))),
                "GET",
                request("/", null, ""));

        assertThat(slow.status()).isEqualTo(504);
        assertThat(slow.body()).isEqualTo("{\"message\": \"Endpoint request timed out\"}");
        assertThat(slow.log()).contains("Execution failed due to a timeout error");
        assertThat(broken.status()).isEqualTo(504);
        assertThat(broken.log()).contains("Sending request to ", "a network error communicating with endpoint");
    }

    @Test
    @DisplayName("INT-10: an answer longer than the limit is a configuration error and is not kept")
    void tooLong() throws Exception {
        try (DraftFixture small = new DraftFixture(100)) {
            small.backend.behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n" + "x".repeat(101)));

            MethodAnswer answer = small.invoke(
                    new TestApi("abc123").on("GET", "/", TestIntegration.httpProxy("GET", small.backend.uri("/"))),
                    "GET",
                    request("/", null, ""));

            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body()).isEqualTo("{\"message\": \"Internal server error\"}");
            assertThat(answer.log())
                    .contains("Integration response of reported length 101 is larger than allowed maximum of 100");
        }
    }

    @Test
    @DisplayName("R22.1: authorizer and key are not asked; what cannot be enforced yet is named in the log")
    void authorization() {
        Integration mock = TestIntegration.mock("ok").build();
        TestApi secured = new TestApi("abc123").with("/", method("CUSTOM", true, null, mock));
        TestApi validated = new TestApi("abc123").with("/", method("NONE", false, "v1", mock));

        assertThat(fixture.invoke(secured, "GET", request("/", null, "")).status())
                .isEqualTo(200);
        MethodAnswer answer = fixture.invoke(validated, "GET", request("/", null, ""));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.log())
                .contains("configuration error: the method needs what this version of Sallyport cannot enforce:"
                        + " request validator v1, which the deployment does not have");
    }

    @Test
    @DisplayName("MRQ-12, MRQ-25: the log tells what validation found; gateway responses dress nothing here")
    void validation() {
        TestApi api = new TestApi("abc123")
                .validator("v1", true, true)
                .model("Pet", "{\"type\": \"object\", \"required\": [\"name\"]}")
                .gatewayResponse("DEFAULT_4XX", "418", Map.of("gatewayresponse.header.X", "'y'"), Map.of())
                .validated(
                        "POST",
                        "/",
                        "v1",
                        Map.of("method.request.querystring.q", true),
                        Map.of("application/json", "Pet"),
                        TestIntegration.mock("ok"));

        MethodAnswer parameters = fixture.invoke(api, "POST", request("/", null, "{}"));
        MethodAnswer body = fixture.invoke(api, "POST", request("/", "q=1", "{}"));

        assertThat(parameters.status()).isEqualTo(400);
        assertThat(parameters.body()).isEqualTo("{\"message\": \"Missing required request parameters: [q]\"}");
        assertThat(parameters.headers()).isEqualTo(Map.of("x-amzn-ErrorType", List.of("BadRequestException")));
        assertThat(lines(parameters))
                .endsWith("Missing required request parameters: [q]", "Method completed with status: 400");
        assertThat(body.status()).isEqualTo(400);
        assertThat(body.body()).isEqualTo("{\"message\": \"Invalid request body\"}");
        assertThat(lines(body))
                .endsWith(
                        "Request body does not match model schema for content type application/json: [object has"
                                + " missing required properties ([\"name\"])]",
                        "Method completed with status: 400");
    }

    private static Method method(String authorization, boolean key, @Nullable String validator, Integration mock) {
        TreeMap<String, Method.MethodResponse> responses = new TreeMap<>();
        responses.put("200", new Method.MethodResponse("200", null, null));
        return new Method(
                "GET",
                authorization,
                authorization.equals("CUSTOM") ? "a1" : null,
                List.of(),
                key,
                validator,
                null,
                new TreeMap<>(),
                new TreeMap<>(),
                responses,
                mock);
    }
}
