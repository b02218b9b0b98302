package dev.sallyport.edge;

import static dev.sallyport.edge.AuthorizerFixture.ARN;
import static dev.sallyport.edge.AuthorizerFixture.request;
import static dev.sallyport.edge.AuthorizerFixture.result;
import static dev.sallyport.edge.AuthorizerFixture.resultWith;
import static dev.sallyport.edge.AuthorizerFixture.statement;
import static dev.sallyport.edge.AuthorizerFixture.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.functions.Invocation;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.model.Authorizer;
import dev.sallyport.model.Stage;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is kept of authorizers' answers, for whom and how long (AUT-24 to AUT-28), and paths that look like others. */
class AuthorizerCacheTest {

    private static final String ALLOW = statement("Allow", "*");

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    @BeforeEach
    void functions() {
        GATEWAY.functions().invocations().clear();
        GATEWAY.functions().returns("auth", result(ALLOW));
        GATEWAY.functions().returns("other", result(ALLOW));
        GATEWAY.functions().runs("exact", AuthorizerCacheTest::exact);
    }

    /** Allows nothing but the ARN that it is sent. */
    private static CompletionStage<InvocationResult> exact(Invocation invocation) {
        JsonNode event = JsonMapper.shared().readTree(invocation.payload());
        String policy = result(statement("Allow", event.get("methodArn").asString()));
        return CompletableFuture.completedFuture(
                new InvocationResult.Completed(policy.getBytes(StandardCharsets.UTF_8), null, new byte[0]));
    }

    private static TestApi api(Authorizer... authorizers) {
        TestApi api = new TestApi("abc123");
        for (Authorizer each : authorizers) {
            api.authorizer(each)
                    .guarded("GET", "/" + each.id() + "/a", "CUSTOM", each.id(), List.of(), TestIntegration.mock("in"))
                    .guarded("GET", "/" + each.id() + "/b", "CUSTOM", each.id(), List.of(), TestIntegration.mock("in"));
        }
        return api;
    }

    private static int asked() {
        return GATEWAY.functions().invocations().size();
    }

    private static int get(String path, String... headers) throws Exception {
        return GATEWAY.get(path, headers).status();
    }

    @Test
    @DisplayName("AUT-26: the policy is kept and asked for the ARN of every request, on every method")
    void policyIsKept() throws Exception {
        GATEWAY.functions().runs("exact", AuthorizerCacheTest::exact);
        GATEWAY.publish(api(token("a1", "exact", null, 60)));

        assertThat(get("/test/a1/a", "Authorization: t")).isEqualTo(200);
        assertThat(get("/test/a1/a", "Authorization: t")).isEqualTo(200);
        assertThat(get("/test/a1/b", "Authorization: t")).isEqualTo(403);
        assertThat(asked()).isEqualTo(1);
        assertThat(get("/test/a1/b", "Authorization: t2")).isEqualTo(200);
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    @DisplayName("AUT-26: denials are kept as well")
    void denials() throws Exception {
        GATEWAY.functions().returns("auth", result(statement("Deny", "*")));
        GATEWAY.publish(api(token("a1", "auth", null, 60)));

        assertThat(get("/test/a1/a", "Authorization: t")).isEqualTo(403);
        GATEWAY.functions().returns("auth", result(ALLOW));
        assertThat(get("/test/a1/a", "Authorization: t")).isEqualTo(403);
        assertThat(asked()).isEqualTo(1);
    }

    @Test
    @DisplayName("AUT-26: errors and 401 are not kept")
    void errors() throws Exception {
        GATEWAY.functions().fails("auth", "{\"errorMessage\":\"Unauthorized\"}");
        GATEWAY.publish(api(token("a1", "auth", null, 60)));

        assertThat(get("/test/a1/a", "Authorization: t")).isEqualTo(401);
        GATEWAY.functions().fails("auth", "{\"errorMessage\":\"x\"}");
        assertThat(get("/test/a1/a", "Authorization: t")).isEqualTo(500);
        GATEWAY.functions().returns("auth", result(ALLOW));
        assertThat(get("/test/a1/a", "Authorization: t")).isEqualTo(200);
    }

    @ParameterizedTest
    @DisplayName("AUT-25: answers are kept as long as the authorizer says, 300 s by default, not at all with 0")
    @CsvSource(
            nullValues = "-",
            value = {"60, 59, 1", "60, 60, 2", "-, 299, 1", "-, 300, 2", "0, 0, 2", "3600, 3599, 1"})
    void timeToLive(Integer ttl, int seconds, int calls) throws Exception {
        GATEWAY.publish(api(token("a1", "auth", null, ttl)));
        assertThat(get("/test/a1/a", "Authorization: t")).isEqualTo(200);

        GATEWAY.pass(Duration.ofSeconds(seconds));

        assertThat(get("/test/a1/a", "Authorization: t")).isEqualTo(200);
        assertThat(asked()).isEqualTo(calls);
    }

    @Test
    @DisplayName("AUT-24: no two identities share an answer, whatever their commas, colons, case or number")
    void keys() throws Exception {
        GATEWAY.publish(api(request("a1", "auth", "method.request.header.A,method.request.querystring.b", 60)));
        String[][] identities = {
            {"/test/a1/a?b=3", "A: 1,2"},
            {"/test/a1/a?b=2%2C3", "A: 1"},
            {"/test/a1/a?b=3", "A: 1:2"},
            {"/test/a1/a?b=3", "A: x"},
            {"/test/a1/a?b=3", "A: X"},
            {"/test/a1/a?b=X", "A: 3"},
            {"/test/a1/a?b=3", "A: 1", "A: 2"},
            {"/test/a1/a?b=3", "A: 1, 2"},
            {"/test/a1/a?b=3", "A: 2"},
            {"/test/a1/a?b=1&b=3", "A: 2"},
            {"/test/a1/a?b=%203", "A: 2"}
        };
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < identities.length; i++) {
                String[] identity = identities[i];
                assertThat(get(identity[0], Arrays.copyOfRange(identity, 1, identity.length)))
                        .isEqualTo(200);
                assertThat(asked()).isEqualTo(round == 0 ? i + 1 : identities.length);
            }
        }
    }

    @Test
    @DisplayName("AUT-24: a single value cannot be made to look like several")
    void forgedKeys() throws Exception {
        GATEWAY.publish(api(request("a1", "auth", "method.request.querystring.q", 60)));
        String[] queries = {"q=a&q=b", "q=%002%231:a1:b", "q=2%231:a1:b", "q=%00", "q=%00a", "q=a", "q=b"};
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < queries.length; i++) {
                assertThat(get("/test/a1/a?" + queries[i])).as(queries[i]).isEqualTo(200);
                assertThat(asked()).as(queries[i]).isEqualTo(round == 0 ? i + 1 : queries.length);
            }
        }
    }

    @Test
    @DisplayName("a header that comes twice, in another case, is neither another's identity nor another's key")
    void headersTwice() throws Exception {
        GATEWAY.publish(api(request("a1", "auth", "method.request.header.Who", 60)));
        GATEWAY.functions().returns("auth", result(statement("Deny", "*")));
        assertThat(get("/test/a1/a", "Who: victim")).isEqualTo(403);
        GATEWAY.functions().returns("auth", result(ALLOW));

        assertThat(get("/test/a1/a", "Who: victim", "who: me")).isEqualTo(200);
        assertThat(get("/test/a1/a", "Who: victim"))
                .as("not what was said of me")
                .isEqualTo(403);
        assertThat(get("/test/a1/a", "wHO: victim")).as("the same header").isEqualTo(403);
        assertThat(get("/test/a1/a", "Who: victim", "who:")).isEqualTo(401);
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    @DisplayName("AUT-26: authorizers do not see each other's answers, nor do stages")
    void apart() throws Exception {
        GATEWAY.functions().returns("other", result(statement("Deny", "*")));
        TestApi api = api(token("a1", "auth", null, 60), token("a2", "other", null, 60));
        GATEWAY.publish(api);
        GATEWAY.publish(api, TestApi.stage("prod", Map.of()));

        assertThat(get("/test/a1/a", "Authorization: t")).isEqualTo(200);
        assertThat(get("/test/a2/a", "Authorization: t")).isEqualTo(403);
        assertThat(asked()).isEqualTo(2);
        assertThat(get("/prod/a1/a", "Authorization: t")).isEqualTo(200);
        assertThat(asked()).isEqualTo(3);
    }

    private static Stage stage(String deploymentId, Instant created, Map<String, String> variables) {
        return new Stage(
                "test",
                deploymentId,
                "written " + variables,
                new TreeMap<>(variables),
                Map.of(),
                created,
                Instant.EPOCH);
    }

    /** Asks once, so that the answer is kept, and has the function say no from now on. */
    private static void keptAnswer(TestApi api, Stage stage) throws Exception {
        GATEWAY.functions().returns("auth", result(ALLOW));
        GATEWAY.publish(api, stage);
        assertThat(get("/test/a1/a", "Authorization: t")).isEqualTo(200);
        GATEWAY.functions().returns("auth", result(statement("Deny", "*")));
    }

    @Test
    @DisplayName("AUT-26: a stage that is written anew keeps what authorizers said when nothing of theirs has changed")
    void keptByOtherWrites() throws Exception {
        TestApi api = api(token("a1", "auth", null, 60));
        keptAnswer(api, stage("d1", Instant.EPOCH, Map.of()));

        GATEWAY.publishAgain(api, stage("d1", Instant.EPOCH, Map.of()));
        GATEWAY.publishAgain(api, stage("d1", Instant.EPOCH, Map.of("unused", "variable")));

        assertThat(get("/test/a1/a", "Authorization: t")).isEqualTo(200);
        assertThat(get("/test/a1/a", "Authorization: other"))
                .as("who was not asked about")
                .isEqualTo(403);
    }

    @Test
    @DisplayName("AUT-28: FlushStageAuthorizersCache forgets what authorizers said")
    void flushed() throws Exception {
        TestApi api = api(token("a1", "auth", null, 60));
        keptAnswer(api, stage("d1", Instant.EPOCH, Map.of()));

        GATEWAY.flushAuthorizers("abc123", "test");
        GATEWAY.publishAgain(api, stage("d1", Instant.EPOCH, Map.of()));

        assertThat(get("/test/a1/a", "Authorization: t")).isEqualTo(403);
    }

    @Test
    @DisplayName("AUT-26: another deployment begins with nothing said, also when the stage goes back to it")
    void otherDeployment() throws Exception {
        TestApi api = api(token("a1", "auth", null, 60));
        keptAnswer(api, stage("d1", Instant.EPOCH, Map.of()));

        GATEWAY.publishAgain(api, stage("d2", Instant.EPOCH, Map.of()));
        assertThat(get("/test/a1/a", "Authorization: t")).isEqualTo(403);
        GATEWAY.functions().returns("auth", result(ALLOW));
        GATEWAY.publishAgain(api, stage("d1", Instant.EPOCH, Map.of()));
        GATEWAY.functions().returns("auth", result(statement("Deny", "*")));

        assertThat(get("/test/a1/a", "Authorization: t")).isEqualTo(403);
    }

    @Test
    @DisplayName("AUT-26: a stage that was deleted and made anew begins with nothing said")
    void otherStageOfThisName() throws Exception {
        TestApi api = api(token("a1", "auth", null, 60));
        keptAnswer(api, stage("d1", Instant.EPOCH, Map.of()));

        GATEWAY.publishAgain(api, stage("d1", Instant.EPOCH.plusSeconds(1), Map.of()));

        assertThat(get("/test/a1/a", "Authorization: t")).isEqualTo(403);
    }

    @Test
    @DisplayName("AUT-26: a changed authorizer begins with nothing said, and an unchanged one beside it does not")
    void changedAuthorizer() throws Exception {
        Authorizer other = token("a2", "other", null, 60);
        keptAnswer(api(token("a1", "auth", null, 60), other), stage("d1", Instant.EPOCH, Map.of()));
        assertThat(get("/test/a2/a", "Authorization: t")).isEqualTo(200);
        GATEWAY.functions().returns("other", result(statement("Deny", "*")));

        GATEWAY.publishAgain(api(token("a1", "auth", "t.*", 60), other), stage("d1", Instant.EPOCH, Map.of()));

        assertThat(get("/test/a1/a", "Authorization: t")).isEqualTo(403);
        assertThat(get("/test/a2/a", "Authorization: t")).isEqualTo(200);
    }

    @Test
    @DisplayName("AUT-27: a stage variable that names another function begins with nothing said")
    void changedVariable() throws Exception {
        TestApi api = api(token("a1", "${stageVariables.who}", null, 60));
        keptAnswer(api, stage("d1", Instant.EPOCH, Map.of("who", "auth")));

        GATEWAY.publishAgain(api, stage("d1", Instant.EPOCH, Map.of("who", "auth", "unused", "1")));
        assertThat(get("/test/a1/a", "Authorization: t")).isEqualTo(200);
        GATEWAY.functions().returns("other", result(statement("Deny", "*")));
        GATEWAY.publishAgain(api, stage("d1", Instant.EPOCH, Map.of("who", "other")));
        assertThat(get("/test/a1/a", "Authorization: t")).isEqualTo(403);
    }

    @Test
    @DisplayName("AUT-20: without sources nothing is kept: all clients would have the same answer")
    void noSources() throws Exception {
        GATEWAY.publish(api(request("a1", "auth", null, 60)));

        assertThat(get("/test/a1/a")).isEqualTo(200);
        assertThat(get("/test/a1/a")).isEqualTo(200);

        assertThat(asked()).isEqualTo(2);
    }

    @Test
    @DisplayName("ORD-5, AUT-42: context and key of a kept answer are those of its own identity")
    void contextOfIdentity() throws Exception {
        GATEWAY.functions().runs("auth", invocation -> {
            String who = JsonMapper.shared()
                    .readTree(invocation.payload())
                    .get("authorizationToken")
                    .asString();
            String returned = resultWith(",\"context\":{\"who\":\"" + who + "\"}", ALLOW);
            return CompletableFuture.completedFuture(
                    new InvocationResult.Completed(returned.getBytes(StandardCharsets.UTF_8), null, new byte[0]));
        });
        GATEWAY.publish(new TestApi("abc123")
                .authorizer(token("a1", "auth", null, 60))
                .guarded(
                        "GET",
                        "/x",
                        "CUSTOM",
                        "a1",
                        List.of(),
                        TestIntegration.of("MOCK", null, null)
                                .template("{\"statusCode\": 200}")
                                .response("200", null, Map.of(), "$context.authorizer.who"))
                .on(
                        "GET",
                        "/open",
                        TestIntegration.of("MOCK", null, null)
                                .template("{\"statusCode\": 200}")
                                .response("200", null, Map.of(), "[$context.authorizer.who]")));

        try (RawClient client = GATEWAY.client()) {
            for (String who : List.of("one", "two", "one", "two")) {
                assertThat(client.send(DataPlaneFixture.head("GET", "/test/x", "Authorization: " + who) + "\r\n")
                                .answer()
                                .body())
                        .isEqualTo(who);
                assertThat(client.send(DataPlaneFixture.head("GET", "/test/open") + "\r\n")
                                .answer()
                                .body())
                        .as("the next request of the connection knows nothing of it")
                        .isEqualTo("[]");
            }
        }
        assertThat(asked()).isEqualTo(2);
    }

    private static TestApi greedy(String... authorizers) {
        TestApi api = new TestApi("abc123");
        for (String each : authorizers) {
            api.authorizer(token(each, each, null, 0));
        }
        return api.guarded("ANY", "/{proxy+}", "CUSTOM", authorizers[0], List.of(), TestIntegration.mock("in"))
                .guarded("ANY", "/admin", "CUSTOM", authorizers[0], List.of(), TestIntegration.mock("admin"));
    }

    @ParameterizedTest
    @DisplayName("no spelling of a path gets around a Deny")
    @CsvSource({
        "/test/admin",
        "/test/admin/",
        "/test//admin",
        "//test/admin",
        "/test/%61dmin",
        "/test/%2561dmin",
        "/test/admin;v=1",
        "/test/x/../admin",
        "/test/x/%2e%2e/admin",
        "/test/x/%2E%2E/admin",
        "/test/x%2f..%2fadmin",
        "/test/x%5c..%5cadmin",
        "/test/./admin",
        "/test/admin//",
        "/test/admin/x",
        "/test/admin%2fx"
    })
    void deny(String path) throws Exception {
        GATEWAY.functions()
                .returns(
                        "auth",
                        result(ALLOW, statement("Deny", ARN + "*/admin"), statement("Deny", ARN + "*/admin/*")));
        GATEWAY.publish(greedy("auth"));

        assertThat(get(path, "Authorization: t")).isNotEqualTo(200);
        assertThat(get("/test/administrator", "Authorization: t")).isEqualTo(200);
    }

    @ParameterizedTest
    @DisplayName("no spelling of a path gets into an Allow")
    @CsvSource({
        "/test/public/../secret",
        "/test/public/%2e%2e/secret",
        "/test/public/%2e%2e%2fsecret",
        "/test/public%2f..%2f..%2fsecret",
        "/test/public/..;/secret",
        "/test/public/%252e%252e/secret",
        "/test/public/..%5csecret",
        "/test/PUBLIC/x",
        "/test/secret/public/x"
    })
    void allow(String path) throws Exception {
        GATEWAY.functions().returns("auth", result(statement("Allow", ARN + "GET/public/*")));
        GATEWAY.publish(greedy("auth"));

        assertThat(get(path, "Authorization: t")).isNotEqualTo(200);
        assertThat(get("/test/public/x", "Authorization: t")).isEqualTo(200);
        assertThat(get("/test/public/a%20b%40c", "Authorization: t")).isEqualTo(200);
    }

    @Test
    @DisplayName("AUT-1: a policy of nothing but the ARN that was sent is met, also with escapes that must be")
    void exactArn() throws Exception {
        GATEWAY.publish(greedy("exact"));

        for (String path : List.of("/test/a", "/test/a/", "/test/a%20b", "/test/a%40b%C3%A9", "/test/a+b")) {
            assertThat(get(path, "Authorization: t")).as(path).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("INV-17, AUT-1: the verb of the ARN is the one that found the method")
    void verb() throws Exception {
        GATEWAY.functions().returns("auth", result(statement("Allow", ARN + "GET/*")));
        GATEWAY.publish(greedy("auth"));

        assertThat(get("/test/x", "Authorization: t")).isEqualTo(200);
        assertThat(get("/test/x", "Authorization: t", "X-HTTP-Method-Override: DELETE"))
                .isEqualTo(403);
        assertThat(AuthorizerFixture.payload(GATEWAY)).contains(ARN + "DELETE/x");
    }

    @Test
    @DisplayName("AUT-5: an ARN of more than 1600 characters is 414, and nobody is asked")
    void tooLong() throws Exception {
        GATEWAY.publish(greedy("auth"));

        RawClient.Answer answer = GATEWAY.get("/test/" + "a".repeat(1600), "Authorization: t");

        assertThat(answer.status()).isEqualTo(414);
        assertThat(answer.body()).contains("Request URI too long");
        assertThat(asked()).isZero();
    }
}
