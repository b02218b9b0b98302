package dev.sallyport.edge;

import static dev.sallyport.limits.TestPlans.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.edge.StubBackend.Behaviour;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** API keys from the client's socket (rest-data-plane 4.1). */
class ApiKeysTest {

    private static final String VALUE = "a-key-of-more-than-twenty-characters";
    private static final String SENT = "x-api-key: " + VALUE;

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    private final TestLimits limits = new TestLimits(null);

    @BeforeEach
    void publish() {
        GATEWAY.backend().behave(Behaviour.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        GATEWAY.backend().received().clear();
        GATEWAY.limitedBy(limits.compiler);
        GATEWAY.publish(api());
    }

    private static TestApi api() {
        return new TestApi("abc123")
                .keyed("GET", "/keyed", proxy())
                .keyed(
                        "GET",
                        "/told",
                        TestIntegration.mock("$context.identity.apiKey $context.identity.apiKeyId"
                                + " $context.identity.keySet().contains(\"apiKey\")"))
                .keyed("POST", "/function", TestIntegration.lambdaProxy("echo"))
                .on("GET", "/open", TestIntegration.mock("[$!context.identity.apiKey]"));
    }

    private static TestIntegration proxy() {
        return TestIntegration.httpProxy("ANY", GATEWAY.backend().uri("/"));
    }

    private void openPlan() {
        limits.plans.key("k1", VALUE, true);
        limits.plans.plan(null, null, stage("abc123", "test"));
        limits.plans.join("k1");
    }

    private static void assertForbidden(Answer answer) {
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo("{\"message\":\"Forbidden\"}");
        assertThat(answer.header("x-amzn-ErrorType")).isEqualTo("ForbiddenException");
        assertThat(GATEWAY.backend().received()).isEmpty();
    }

    @Test
    @DisplayName("MRQ-3, MRQ-6: without any plan everybody is refused")
    void noPlan() throws Exception {
        assertForbidden(GATEWAY.get("/test/keyed"));
        limits.plans.key("k1", VALUE, true);
        assertForbidden(GATEWAY.get("/test/keyed", SENT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Other: 1",
                "x-api-key:",
                "x-api-key: " + VALUE + "x",
                "x-api-key: A-KEY-OF-MORE-THAN-TWENTY-CHARACTERS",
                "x-api-key: a-key-of-more-than-twenty-character",
                "Authorization: " + VALUE,
                "x-api-key: " + VALUE + ", " + VALUE,
                "x-api-key: " + VALUE + "\r\nx-api-key: " + VALUE,
                "x-api-key: wrong\r\nX-Api-Key: " + VALUE,
                "x-apikey: " + VALUE
            })
    @DisplayName("MRQ-3: no key, an unknown one, or more than one")
    void refused(String header) throws Exception {
        openPlan();
        assertForbidden(GATEWAY.get("/test/keyed", header));
        assertForbidden(GATEWAY.get("/test/keyed?x-api-key=" + VALUE, header));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-api-key: ", "X-API-Key: ", "X-Api-Key:   "})
    @DisplayName("MRQ-1, MRQ-5: the header's name in any case; it is forwarded as it came")
    void letIn(String header) throws Exception {
        openPlan();
        assertThat(GATEWAY.get("/test/keyed", header + VALUE).body()).isEqualTo("ok");
        assertThat(GATEWAY.backend().received().getLast().head().toLowerCase(java.util.Locale.ROOT))
                .contains("x-api-key:")
                .contains(VALUE);
    }

    @Test
    @DisplayName(
            "R11.2: whatever changes counts at once: plan, stage, enabled, the key itself; no deployment is needed")
    void atOnce() throws Exception {
        openPlan();
        assertThat(GATEWAY.get("/test/keyed", SENT).status()).isEqualTo(200);
        GATEWAY.backend().received().clear();
        limits.plans.key("k1", VALUE, false);
        assertForbidden(GATEWAY.get("/test/keyed", SENT));
        limits.plans.key("k1", VALUE, true);
        limits.plans.plan(null, null, stage("abc123", "prod"), stage("other1", "test"));
        assertForbidden(GATEWAY.get("/test/keyed", SENT));
        limits.plans.plan(null, null, stage("abc123", "test"));
        assertThat(GATEWAY.get("/test/keyed", SENT).status()).isEqualTo(200);
        GATEWAY.backend().received().clear();
        limits.plans.leave("k1");
        assertForbidden(GATEWAY.get("/test/keyed", SENT));
    }

    @Test
    @DisplayName("MRQ-5: templates and events know the key and its id")
    void context() throws Exception {
        openPlan();
        assertThat(GATEWAY.get("/test/told", SENT).body()).isEqualTo(VALUE + " k1 true");
        GATEWAY.functions().returns("echo", "{\"statusCode\": 200}");
        assertThat(GATEWAY.post("/test/function", "", SENT).status()).isEqualTo(200);
        assertThat(new String(GATEWAY.functions().invocations().getLast().payload(), StandardCharsets.UTF_8))
                .contains("\"apiKey\":\"" + VALUE + "\"")
                .contains("\"apiKeyId\":\"k1\"");
    }

    @Test
    @DisplayName("MRQ-2: a method that needs no key does not look at one")
    void notRequired() throws Exception {
        openPlan();
        assertThat(GATEWAY.get("/test/open", SENT).body()).isEqualTo("[]");
        assertThat(GATEWAY.get("/test/open", "x-api-key: wrong").body()).isEqualTo("[]");
    }

    @Test
    @DisplayName("MRQ-5: of two requests on one connection each has its own key, or none")
    void nextOnConnection() throws Exception {
        openPlan();
        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head("GET", "/test/told", SENT) + "\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
            client.send(DataPlaneFixture.head("GET", "/test/open") + "\r\n");
            assertThat(client.answer().body()).isEqualTo("[]");
            client.send(DataPlaneFixture.head("GET", "/test/told") + "\r\n");
            assertThat(client.answer().status()).isEqualTo(403);
        }
    }

    @Test
    @DisplayName("a refused request with a body leaves the next one on its connection alone")
    void refusedBody() throws Exception {
        openPlan();
        GATEWAY.functions().returns("echo", "{\"statusCode\": 200, \"body\": \"yes\"}");
        try (RawClient client = GATEWAY.client()) {
            for (int i = 0; i < 3; i++) {
                client.send(DataPlaneFixture.head("POST", "/test/function", "Content-Length: 5") + "\r\nHTTP/"
                        + DataPlaneFixture.head("POST", "/test/function", SENT, "Content-Length: 3") + "\r\nabc");
                assertThat(client.answer().status()).isEqualTo(403);
                Answer next = client.answer();
                assertThat(next.status()).isEqualTo(200);
                assertThat(next.body()).isEqualTo("yes");
            }
        }
        assertThat(GATEWAY.functions().invocations()).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    @DisplayName("MRQ-1, AUT-43: with the source AUTHORIZER the header opens nothing")
    void sourceAuthorizer() throws Exception {
        openPlan();
        GATEWAY.publish(api().apiKeySource("AUTHORIZER"));
        assertForbidden(GATEWAY.get("/test/keyed", SENT));
    }

    @Test
    @DisplayName("INVALID_API_KEY can be customised, and knows no key")
    void customised() throws Exception {
        openPlan();
        GATEWAY.publish(api().gatewayResponse(
                        "INVALID_API_KEY",
                        "401",
                        Map.of(),
                        Map.of(
                                "application/json",
                                "$context.error.responseType [$context.identity.apiKeyId] $context.error.message")));
        Answer answer = GATEWAY.get("/test/keyed");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("INVALID_API_KEY [] Forbidden");
    }
}
