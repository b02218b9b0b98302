package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.model.Stage;
import dev.sallyport.model.Stage.MethodSetting;
import dev.sallyport.observe.Explanations;
import dev.sallyport.observe.RequestLog;
import dev.sallyport.observe.RequestTraces;
import dev.sallyport.observe.StageLogLines;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Execution logs of traffic (rest-data-plane 9.6). */
class ExecutionLogsTest {

    private static final String GROUP = "API-Gateway-Execution-Logs_abc123/test";
    private static final List<Line> LINES = new CopyOnWriteArrayList<>();

    private record Line(String group, String stream, long millis, String message) {}

    @TempDir
    Path folder;

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture()
            .watchedBy(new RequestTraces(
                    new RequestLog(),
                    (kind, exchange, owner, group, stream, millis, message) ->
                            LINES.add(new Line(group, stream, millis, message)),
                    new Explanations(0),
                    null,
                    InstantSource.system(),
                    System::nanoTime));

    @BeforeEach
    void usual() {
        GATEWAY.backend()
                .behave(
                        Behaviour.answer(
                                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nSet-Cookie: s=verysecret\r\nContent-Length: 4\r\n\r\nyes!"));
        LINES.clear();
    }

    private static void publish(@Nullable String level, boolean dataTrace) {
        TestApi api = new TestApi("abc123")
                .on(
                        "POST",
                        "/pets/{id}",
                        TestIntegration.httpProxy("POST", GATEWAY.backend().uri("/a?x=1")))
                .on(
                        "POST",
                        "/custom",
                        TestIntegration.of("HTTP", "POST", GATEWAY.backend().uri("/c"))
                                .response("200", null))
                .on("GET", "/f", TestIntegration.lambdaProxy("f"))
                .on("GET", "/mock", TestIntegration.mock("[1, 2]"))
                .authorizer(AuthorizerFixture.token("a1", "auth", null, 0))
                .guarded("GET", "/guarded", "CUSTOM", "a1", List.of(), TestIntegration.mock("in"))
                .on("GET", "/broken", TestIntegration.httpProxy("GET", "http:// no"));
        MethodSetting setting =
                new MethodSetting(false, level, dataTrace, 5000, 10000, false, 300, false, true, "FAIL_WITH_403");
        GATEWAY.publish(api, stage(Map.of(Stage.ALL_METHODS, setting)));
    }

    private static Stage stage(Map<String, MethodSetting> settings) {
        return new Stage(
                "test",
                "d1e2f3",
                null,
                false,
                null,
                new TreeMap<>(),
                null,
                null,
                false,
                new TreeMap<>(settings),
                null,
                null,
                Map.of(),
                Instant.EPOCH,
                Instant.EPOCH);
    }

    /** The lines of one request, which are written when its answer has left, without their prefix. */
    private static List<String> lines(RawClient.Answer answer) throws InterruptedException {
        String prefix = "(" + answer.header("x-amzn-RequestId") + ") ";
        for (int i = 0; i < 200; i++) {
            List<String> found = LINES.stream()
                    .map(Line::message)
                    .filter(line -> line.startsWith(prefix))
                    .map(line -> line.substring(prefix.length()))
                    .toList();
            if (found.stream().anyMatch(line -> line.startsWith("Method completed"))) {
                Thread.sleep(20); // what comes behind it is written in the same turn
                return LINES.stream()
                        .map(Line::message)
                        .filter(line -> line.startsWith(prefix))
                        .map(line -> line.substring(prefix.length()))
                        .toList();
            }
            Thread.sleep(20);
        }
        throw new AssertionError("only " + LINES);
    }

    @Test
    @DisplayName("LOG-3 2 to 6, LOG-6: an authorizer is told of before the execution, and not at all without identity")
    void authorizer() throws Exception {
        GATEWAY.functions().returns("auth", AuthorizerFixture.result(AuthorizerFixture.statement("Allow", "*")));
        publish("INFO", true);

        RawClient.Answer answer = GATEWAY.get("/test/guarded", "Authorization: Bearer verysecret");
        List<String> lines = lines(answer);

        String id = answer.header("x-amzn-RequestId");
        assertThat(lines.subList(0, 3))
                .containsExactly(
                        "Extended Request Id: " + answer.header("x-amz-apigw-id"),
                        "Starting authorizer: a1 for request: " + id,
                        "Incoming identity: *************cret");
        assertThat(lines.get(3)).startsWith("Endpoint request URI: https://lambda.");
        assertThat(lines.get(5)).startsWith("Endpoint request body after transformations: {\"type\":\"TOKEN\"");
        assertThat(lines.get(6)).startsWith("Sending request to https://lambda.");
        assertThat(lines.get(7)).startsWith("Authorizer result body before parsing: {\"principalId\"");
        assertThat(lines.subList(8, 10))
                .containsExactly(
                        "Using valid authorizer policy for principal: ******",
                        "Successfully completed authorizer execution");
        assertThat(lines.get(10)).startsWith("Verifying Usage Plan");
        assertThat(lines).noneMatch(line -> line.contains("verysecret"));
        assertThat(lines(GATEWAY.get("/test/guarded"))).noneMatch(line -> line.contains("uthorize"));
    }

    @Test
    @DisplayName("LOG-1, LOG-3: INFO tells the course of a request in AWS's words, in the stage's group")
    void info() throws Exception {
        publish("INFO", false);

        RawClient.Answer answer = GATEWAY.post("/test/pets/5?a=b", "{}");

        String id = answer.header("x-amzn-RequestId");
        assertThat(lines(answer))
                .map(line -> line.replaceAll("latency: \\d+ ms", "latency: N ms"))
                .containsExactly(
                        "Extended Request Id: " + answer.header("x-amz-apigw-id"),
                        "Verifying Usage Plan for request: " + id + ". API Key:  API Stage: abc123/test",
                        "API Key  authorized because method 'POST /pets/{id}' does not require API Key. Request will"
                                + " not contribute to throttle or quota limits",
                        "Usage Plan check succeeded for API Key  and API Stage abc123/test",
                        "Starting execution for request: " + id,
                        "HTTP Method: POST, Resource Path: /pets/5",
                        "Sending request to " + GATEWAY.backend().uri("/a?x=1") + "&a=b",
                        "Received response. Status: 200, Integration latency: N ms",
                        "Successfully completed execution",
                        "Method completed with status: 200");
        assertThat(LINES).extracting(Line::group).containsOnly(GROUP);
        assertThat(LINES)
                .extracting(Line::stream)
                .allMatch(stream -> stream.matches("[0-9a-f]{32}"))
                .containsOnly(LINES.getFirst().stream());
        assertThat(LINES).extracting(Line::millis).isSorted();
    }

    @Test
    @DisplayName("LOG-2, LOG-3: dataTrace adds headers and bodies of all four messages, of a body that streams as well")
    void dataTrace() throws Exception {
        publish("INFO", true);

        RawClient.Answer answer = GATEWAY.post("/test/pets/5?a=b", "{\"x\":1}", "X-A: 1", "X-A: 2");

        assertThat(lines(answer))
                .contains(
                        "Method request path: {id=5}",
                        "Method request query string: {a=b}",
                        "Method request headers: {Host=abc123.execute-api.eu-west-1.amazonaws.com, X-A=1,2,"
                                + " Content-Length=7}",
                        "Method request body before transformations: {\"x\":1}",
                        "Endpoint request URI: " + GATEWAY.backend().uri("/a?x=1") + "&a=b",
                        "Endpoint request body after transformations: {\"x\":1}",
                        "Endpoint response body before transformations: yes!",
                        "Method response body after transformations: yes!")
                .anyMatch(line -> line.startsWith("Endpoint request headers: {") && line.contains("X-A=1,2"))
                .anyMatch(line -> line.startsWith("Endpoint response headers: {Content-Type=text/plain"))
                .anyMatch(line -> line.startsWith("Method response headers: {Content-Type=text/plain"));
    }

    @Test
    @DisplayName("LOG-2: an event has 1024 bytes, the longer ones with a mark at their end")
    void truncated() throws Exception {
        publish("INFO", true);

        RawClient.Answer answer = GATEWAY.post("/test/custom", "x".repeat(5000));

        lines(answer);
        assertThat(LINES).extracting(line -> line.message().length()).allMatch(length -> length <= 1024);
        assertThat(LINES)
                .filteredOn(line -> line.message().contains("request body"))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.message()).hasSize(1024).endsWith("xxx [TRUNCATED]"));
    }

    @Test
    @DisplayName("LOG-3 12, 16: no credential is in a log, neither in headers nor in an event")
    void noSecrets() throws Exception {
        GATEWAY.functions().returns("f", "{\"statusCode\":200,\"body\":\"\"}");
        publish("INFO", true);

        lines(GATEWAY.get(
                "/test/f?X-Amz-Signature=queriedsecret&b=c",
                "Authorization: Bearer verysecrettoken",
                "x-api-key: keysecretkeysecret",
                "Cookie: session=cookiesecret12345",
                "X-Amz-Security-Token: sessionsecret123"));
        lines(GATEWAY.post("/test/pets/1", "{\"password\": \"bodysecret99\"}"));

        assertThat(LINES)
                .extracting(Line::message)
                .noneMatch(line -> line.contains("verysecret")
                        || line.contains("queriedsecret")
                        || line.contains("keysecretkeysecret")
                        || line.contains("cookiesecret")
                        || line.contains("sessionsecret")
                        || line.contains("bodysecret"));
        assertThat(LINES).extracting(Line::message).anyMatch(line -> line.contains("Authorization=***"));
    }

    @Test
    @DisplayName(
            "LOG-3, LOG-4: a function's call is told as Lambda's Invoke with its request id, its failure by its name")
    void function() throws Exception {
        GATEWAY.functions().returns("f", "{\"statusCode\":200,\"body\":\"hi\"}");
        publish("INFO", false);
        RawClient.Answer answer = GATEWAY.get("/test/f");
        assertThat(lines(answer))
                .anyMatch(
                        line -> line.startsWith("Sending request to https://lambda.eu-west-1.amazonaws.com/2015-03-31"))
                .containsSequence("Successfully completed execution", "Method completed with status: 200")
                .last()
                .isEqualTo("AWS Integration Endpoint RequestId : " + answer.header("x-amzn-RequestId"));

        GATEWAY.functions().returns("f", "no proxy response");
        assertThat(lines(GATEWAY.get("/test/f")))
                .contains("Execution failed due to configuration error: Malformed Lambda proxy response")
                .doesNotContain("Successfully completed execution")
                .contains("Method completed with status: 502");
    }

    @Test
    @DisplayName("LOG-2: at level ERROR only failures are written")
    void errorsOnly() throws Exception {
        publish("ERROR", true);
        GATEWAY.get("/test/mock");

        assertThat(lines(GATEWAY.get("/test/broken")))
                .containsExactly(
                        "Execution failed due to configuration error: Invalid endpoint address",
                        "Method completed with status: 500");
        assertThat(LINES).hasSize(2);
    }

    @Test
    @DisplayName("R22.9: a mock calls nothing")
    void mock() throws Exception {
        publish("INFO", true);

        assertThat(lines(GATEWAY.get("/test/mock")))
                .noneMatch(line -> line.startsWith("Endpoint") || line.startsWith("Sending"))
                .contains("Method response body after transformations: [1, 2]", "Successfully completed execution");
    }

    @Test
    @DisplayName(
            "LOG-6, STG-11: nothing is written without a level, for what has no method, nor for a method that is off")
    void silent() throws Exception {
        publish(null, true);
        GATEWAY.get("/test/mock");
        publish("OFF", true);
        GATEWAY.get("/test/mock");
        publish("INFO", true);
        GATEWAY.get("/test/nowhere");
        lines(GATEWAY.get("/test/mock"));
        assertThat(LINES)
                .extracting(line -> line.message().substring(0, 38))
                .containsOnly(LINES.getFirst().message().substring(0, 38));
    }

    @Test
    @DisplayName("logged requests use the backend's connections again, as all others do")
    void connectionsAreUsedAgain() throws Exception {
        publish("INFO", true);
        GATEWAY.post("/test/pets/1", "{}");
        int before = GATEWAY.backend().accepted();
        try (RawClient client = GATEWAY.client()) {
            for (int i = 0; i < 5; i++) {
                String body = DataPlaneFixture.head("POST", "/test/pets/1") + "Content-Length: 2\r\n\r\n{}";
                assertThat(client.send(body).answer().status()).isEqualTo(200);
            }
        }
        assertThat(GATEWAY.backend().accepted()).isEqualTo(before);
    }

    @Test
    @DisplayName("what stages log goes to a file as well, as JSON lines, when the operator wants that")
    void jsonLines() throws Exception {
        Path file = folder.resolve("stage.json");
        StageLogLines lines = new StageLogLines(
                (kind, exchange, owner, group, stream, millis, message) ->
                        LINES.add(new Line(group, stream, millis, message)),
                file.toString());
        DataPlaneFixture gateway = new DataPlaneFixture()
                .watchedBy(new RequestTraces(
                        new RequestLog(), lines, new Explanations(0), null, InstantSource.system(), System::nanoTime));
        gateway.start();
        try {
            MethodSetting setting =
                    new MethodSetting(false, "INFO", false, 5000, 10000, false, 300, false, true, "FAIL_WITH_403");
            gateway.publish(
                    new TestApi("abc123").on("GET", "/mock", TestIntegration.mock("[1, 2]")),
                    stage(Map.of(Stage.ALL_METHODS, setting)));
            List<String> told = lines(gateway.get("/test/mock"));
            await().until(() -> Files.readAllLines(file).size() == told.size());
            List<JsonNode> written = Files.readAllLines(file).stream()
                    .map(line -> JsonMapper.shared().readTree(line))
                    .toList();
            assertThat(written)
                    .extracting(line -> line.get("message").asString())
                    .containsExactlyElementsOf(LINES.stream().map(Line::message).toList());
            assertThat(written.getFirst().get("log").asString()).isEqualTo("execution");
            assertThat(written.getFirst().get("apiId").asString()).isEqualTo("abc123");
            assertThat(written.getFirst().get("logGroup").asString()).isEqualTo(GROUP);
            assertThat(written.getFirst().get("time").asString()).endsWith("Z");
        } finally {
            gateway.stop();
            lines.close();
        }
    }
}
