package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.observe.ExplanationText;
import dev.sallyport.observe.Explanations;
import dev.sallyport.observe.RequestLog;
import dev.sallyport.observe.RequestTraces;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** What explanations tell of requests of all kinds. */
class ExplanationsTest {

    private static final Explanations EXPLANATIONS = new Explanations(10);

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture()
            .watchedBy(new RequestTraces(
                    new RequestLog(),
                    (kind, exchange, owner, group, stream, millis, message) -> {},
                    EXPLANATIONS,
                    null,
                    InstantSource.system(),
                    System::nanoTime));

    @BeforeEach
    void usual() {
        EXPLANATIONS.keep(10);
        GATEWAY.backend()
                .behave(Behaviour.answer("HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\n"
                        + "Set-Cookie: s=verysecret\r\nContent-Length: 9\r\n\r\n{\"a\": 12}"));
        GATEWAY.publish(new TestApi("abc123")
                .on(
                        "POST",
                        "/custom/{id}",
                        TestIntegration.of("HTTP", "POST", GATEWAY.backend().uri("/c?x-amz-signature=signed"))
                                .template("application/json", "{\"id\": \"$input.params('id')\"}")
                                .response("200", null)
                                .response("404", "404"))
                .on(
                        "ANY",
                        "/proxy",
                        TestIntegration.httpProxy("ANY", GATEWAY.backend().uri("/p")))
                .on("GET", "/f", TestIntegration.lambdaProxy("f"))
                .on("GET", "/forbidden", TestIntegration.lambdaProxy("nobody")));
    }

    private static JsonNode explained(RawClient.Answer answer) {
        String id = Objects.requireNonNull(answer.header("x-amzn-RequestId"));
        await().until(() -> EXPLANATIONS.find(id) != null);
        return Objects.requireNonNull(EXPLANATIONS.find(id));
    }

    @Test
    @DisplayName("match, steps with times, decisions, templates in and out, integration and answer")
    void custom() throws Exception {
        RawClient.Answer answer = GATEWAY.post(
                "/test/custom/5?a=b&X-Amz-Signature=verysecret",
                "{\"in\": 1}",
                "Content-Type: application/json",
                "x-api-key: verysecret",
                "Cookie: verysecret");

        JsonNode json = explained(answer);

        assertThat(json.get("outcome").asString()).isEqualTo("answered by its integration");
        assertThat(json.get("extendedRequestId").asString()).isEqualTo(answer.header("x-amz-apigw-id"));
        assertThat(json.get("request").get("body").asString()).isEqualTo("{\"in\": 1}");
        assertThat(json.get("request").get("target").asString()).isEqualTo("/test/custom/5?a=b&X-Amz-Signature=***");
        assertThat(json.get("match").get("resourcePath").asString()).isEqualTo("/custom/{id}");
        assertThat(json.get("match").get("pathParameters").get("id").asString()).isEqualTo("5");
        assertThat(json.get("steps"))
                .extracting(step ->
                        step.get("step").asString() + ": " + step.get("outcome").asString())
                .containsExactly(
                        "read request body: went on",
                        "decode request body: went on",
                        "select request template: went on",
                        "render request template: went on",
                        "http integration: went on",
                        "select integration response: went on",
                        "send method response: answered");
        double end = 0;
        for (JsonNode step : json.get("steps")) {
            assertThat(step.get("atMilliseconds").asDouble()).isGreaterThanOrEqualTo(end);
            end = step.get("atMilliseconds").asDouble();
        }
        assertThat(json.get("milliseconds").asDouble()).isGreaterThanOrEqualTo(end);
        assertThat(json.get("decisions"))
                .extracting(decision -> decision.get("decision").asString() + ": "
                        + decision.get("choice").asString())
                .containsExactly(
                        "request template: the one for application/json",
                        "integration response: 404, because 404 matches 404",
                        "response template: none");
        assertThat(json.get("requestTemplateOutput").asString()).isEqualTo("{\"id\": \"5\"}");
        JsonNode call = json.get("integration").get(0);
        assertThat(call.get("request").get("uri").asString()).endsWith("/c?x-amz-signature=***");
        assertThat(call.get("request").get("body").asString()).isEqualTo("{\"id\": \"5\"}");
        assertThat(call.get("response").get("status").asInt()).isEqualTo(404);
        assertThat(call.get("response").get("body").asString()).isEqualTo("{\"a\": 12}");
        assertThat(json.get("answer").get("status").asInt()).isEqualTo(404);
        assertThat(json.get("answer").get("body").asString()).isEqualTo("{\"a\": 12}");
        assertThat(json.toString()).doesNotContain("verysecret");
        assertThat(ExplanationText.of(json))
                .contains("-> 404 in", "http integration: went on", "x-api-key: ***")
                .doesNotContain("verysecret");
    }

    @Test
    @DisplayName("the response cache says whether it knew the answer, and why not")
    void cache() throws Exception {
        GATEWAY.publish(
                new TestApi("abc123")
                        .on("GET", "/x", TestIntegration.mock("m").cached("n", "method.request.querystring.q")),
                TestApi.cachingStage(Map.of("x/GET", TestApi.caching(60))));
        assertThat(cacheDecision("/test/x")).isEqualTo("miss: nothing is kept");
        assertThat(cacheDecision("/test/x")).startsWith("hit: stored ").endsWith(" ms ago");
        assertThat(cacheDecision("/test/x?q=1")).isEqualTo("miss: nothing is kept");
        assertThat(cacheDecision("/test/x", "Cache-Control: max-age=0"))
                .isEqualTo("miss: the client wants a fresh answer");
    }

    private static String cacheDecision(String path, String... headers) throws Exception {
        for (JsonNode decision : explained(GATEWAY.get(path, headers)).get("decisions")) {
            if (decision.get("decision").asString().equals("response cache")) {
                return decision.get("choice").asString();
            }
        }
        throw new AssertionError("nothing is said of the cache");
    }

    @Test
    @DisplayName("a failure says why, with what helps; a refusal says what there is none of")
    void failures() throws Exception {
        JsonNode forbidden = explained(GATEWAY.get("/test/forbidden"));
        assertThat(forbidden.get("outcome").asString())
                .isEqualTo("failed with gateway response API_CONFIGURATION_ERROR");
        assertThat(forbidden.get("fault").get("log").asString())
                .isEqualTo("Execution failed due to configuration error: Invalid permissions on Lambda function");
        assertThat(forbidden.get("fault").get("hint").asString()).contains("function");
        assertThat(ExplanationText.of(forbidden)).contains("Why", "hint: ", "nothing was called");

        JsonNode nowhere = explained(GATEWAY.get("/test/nowhere"));
        assertThat(nowhere.get("refused").asString())
                .isEqualTo("stage \"test\" has no method GET for the path /nowhere");
        assertThat(nowhere.get("answer").get("status").asInt()).isEqualTo(403);
        JsonNode noStage = explained(GATEWAY.get("/prod/f"));
        assertThat(noStage.get("refused").asString()).contains("no stage \"prod\"");
        assertThat(ExplanationText.of(noStage)).contains("none: the API has no stage");
    }

    @Test
    @DisplayName("a function's event and answer are the integration's request and response, without secrets")
    void function() throws Exception {
        GATEWAY.functions().returns("f", "{\"statusCode\":200,\"body\":\"hi\"}");
        JsonNode json = explained(GATEWAY.get("/test/f", "Authorization: verysecret", "Cookie: a=verysecret"));
        JsonNode call = json.get("integration").get(0);
        assertThat(call.get("request").get("uri").asString()).contains("function:f/invocations");
        assertThat(call.get("request").get("body").asString())
                .contains("\"httpMethod\":\"GET\"", "\"Authorization\":\"***\"", "\"Authorization\":[\"***\"]");
        assertThat(call.get("response").get("body").asString()).contains("hi");
        assertThat(json.get("decisions").get(0).get("choice").asString()).contains("function:f, version");
        assertThat(json.toString()).doesNotContain("verysecret");
    }

    @Test
    @DisplayName("an authorizer's call, its log and what it decided come before the integration, without the token")
    void authorizer() throws Exception {
        GATEWAY.functions().returns("auth", AuthorizerFixture.result(AuthorizerFixture.statement("Allow", "*")));
        GATEWAY.publish(new TestApi("abc123")
                .authorizer(AuthorizerFixture.token("a1", "auth", null, 0))
                .guarded("GET", "/guarded", "CUSTOM", "a1", List.of(), TestIntegration.mock("in")));

        JsonNode json = explained(GATEWAY.get("/test/guarded", "Authorization: verysecret"));

        assertThat(json.get("authorizer").get(0).get("request").get("body").asString())
                .contains("\"authorizationToken\":\"***\"");
        assertThat(json.get("authorizerLog").values())
                .anyMatch(line -> line.asString("").startsWith("Authorizer result body before parsing: {"));
        assertThat(ExplanationText.of(json))
                .contains("What the authorizer's log says", "Successfully completed authorizer execution")
                .doesNotContain("none came", "verysecret");
    }

    @Test
    @DisplayName("a proxied answer that streams is explained with its beginning; a client that leaves as well")
    void proxies() throws Exception {
        GATEWAY.backend()
                .behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + "x".repeat(300_000)));
        JsonNode json = explained(GATEWAY.get("/test/proxy"));
        assertThat(json.get("answer").get("bodyBytes").asLong()).isEqualTo(300_000);
        assertThat(json.get("answer").get("body").asString()).hasSize(8 * 1024);
        assertThat(ExplanationText.of(json)).contains("(the beginning of 300000 bytes)");

        GATEWAY.backend().behave(call -> {});
        int kept = EXPLANATIONS.summaries().size();
        int received = GATEWAY.backend().received().size();
        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head("GET", "/test/proxy") + "\r\n");
            await().until(() -> GATEWAY.backend().received().size() > received);
            client.reset();
        }
        await().until(() -> EXPLANATIONS.summaries().size() > kept);
        JsonNode left = Objects.requireNonNull(EXPLANATIONS.find(
                EXPLANATIONS.summaries().getFirst().get("requestId").asString()));
        assertThat(left.get("outcome").asString()).contains("the client left");
        assertThat(left.get("steps").get(0).get("outcome").asString()).isEqualTo("cut off");
        assertThat(ExplanationText.of(left)).contains("none came");
    }

    @Test
    @DisplayName("the ring holds what it is told to, the newest, keeps it when it grows, and nothing when it is off")
    void ring() throws Exception {
        EXPLANATIONS.keep(0);
        GATEWAY.get("/test/nowhere");
        assertThat(EXPLANATIONS.summaries()).isEmpty();
        EXPLANATIONS.keep(3);
        for (int i = 0; i < 7; i++) {
            explained(GATEWAY.get("/test/nowhere/" + i));
        }
        assertThat(EXPLANATIONS.summaries())
                .extracting(summary -> summary.get("target").asString())
                .containsExactly("/test/nowhere/6", "/test/nowhere/5", "/test/nowhere/4");
        EXPLANATIONS.keep(10);
        explained(GATEWAY.get("/test/nowhere/7"));
        assertThat(EXPLANATIONS.summaries())
                .extracting(summary -> summary.get("target").asString())
                .containsExactly("/test/nowhere/7", "/test/nowhere/6", "/test/nowhere/5", "/test/nowhere/4");
    }

    @Test
    @DisplayName("what comes from outside does not steer the terminal")
    void terminal() throws Exception {
        JsonNode json = explained(GATEWAY.get("/test/nowhere", "User-Agent: a\tb\u009b31m"));
        assertThat(ExplanationText.of(json)).doesNotContain("\u009b").contains("User-Agent: a\tb");
    }
}
