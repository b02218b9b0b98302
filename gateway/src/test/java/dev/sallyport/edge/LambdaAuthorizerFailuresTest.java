package dev.sallyport.edge;

import static dev.sallyport.edge.AuthorizerFixture.result;
import static dev.sallyport.edge.AuthorizerFixture.resultWith;
import static dev.sallyport.edge.AuthorizerFixture.statement;
import static dev.sallyport.edge.AuthorizerFixture.token;
import static dev.sallyport.edge.AuthorizerFixture.withRole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.authorizer.AuthorizerCompiler;
import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.model.Authorizer;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lambda authorizers that cannot be asked, hang, throw or answer nonsense (AUT-44): nobody gets in. */
@Timeout(30)
class LambdaAuthorizerFailuresTest {

    private static final String ALLOW = statement("Allow", "*");

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    @BeforeEach
    void functions() {
        GATEWAY.functions().invocations().clear();
        GATEWAY.functions().returns("auth", result(ALLOW));
        GATEWAY.functions().returns("echo", "{\"statusCode\":200,\"body\":\"in\"}");
    }

    @AfterEach
    void patience() {
        GATEWAY.authorizers(Map.of(), AuthorizerCompiler.TIME_LIMIT_MILLIS);
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

    private static void broken(Answer answer) {
        refused(answer, 500, "AuthorizerConfigurationException", "{\"message\":null}");
    }

    private static void unauthorized(Answer answer) {
        refused(answer, 401, "UnauthorizedException", "{\"message\":\"Unauthorized\"}");
    }

    @Test
    @DisplayName("3.1 AUTHORIZER_FAILURE: a defect while an authorizer decides is 500, opens nothing and is not kept")
    void defect() throws Exception {
        GATEWAY.functions().runs("auth", invocation -> {
            throw new IllegalStateException("a defect, made for a test");
        });
        GATEWAY.publish(api(token("a1", "auth", null, 60)));

        refused(GATEWAY.get("/test/any", "Authorization: t"), 500, "AuthorizerFailureException", "{\"message\":null}");
        GATEWAY.functions().returns("auth", result(ALLOW));
        assertThat(GATEWAY.get("/test/any", "Authorization: t").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @DisplayName("AUT-40, AUT-41, AUT-44: nonsense of the function is 500 and opens nothing")
    @ValueSource(
            strings = {
                "",
                "null",
                "nonsense",
                "[]",
                "true",
                "{\"principalId\":\"u\"}",
                "{\"principalId\":\"u\",\"policyDocument\":null}",
                "{\"principalId\":\"u\",\"policyDocument\":\"text\"}",
                "{\"principalId\":\"u\",\"policyDocument\":{}}",
                "{\"principalId\":\"u\",\"policyDocument\":{\"Statement\":[]}}",
                "{\"principalId\":\"u\",\"policyDocument\":{\"Statement\":[{}]}}",
                "{\"principalId\":\"u\",\"policyDocument\":{\"Statement\":[{\"Effect\":\"allow\",\"Action\":\"*\","
                        + "\"Resource\":\"*\"}]}}",
                "{\"principalId\":\"u\",\"policyDocument\":{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\"}]}}",
                "{\"principalId\":\"u\",\"policyDocument\":{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\","
                        + "\"Resource\":\"*\",\"Condition\":{\"Nonsense\":{\"a\":\"b\"}}}]}}",
                "{\"principalId\":\"u\",\"policyDocument\":{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\","
                        + "\"Resource\":\"*\",\"Principal\":\"*\"}]}}",
                "{\"policyDocument\":{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}}",
                "{\"principalId\":1,\"policyDocument\":{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\","
                        + "\"Resource\":\"*\"}]}}",
                "{\"principalId\":\"u\",\"principalId\":\"v\",\"policyDocument\":{\"Statement\":[{\"Effect\":\"Allow\","
                        + "\"Action\":\"*\",\"Resource\":\"*\"}]}}"
            })
    void nonsense(String returned) throws Exception {
        GATEWAY.functions().returns("auth", returned);
        GATEWAY.publish(api(token("a1", "auth", null, 60)));

        broken(GATEWAY.get("/test/pets/5", "Authorization: t"));
        broken(GATEWAY.get("/test/pets/5", "Authorization: t"));

        assertThat(asked()).as("AUT-26: errors are not kept").isEqualTo(2);
    }

    @Test
    @DisplayName("AUT-41, AUT-43: a context with a list or an object, or a key that is no text, is 500")
    void unfitMembers() throws Exception {
        GATEWAY.publish(api(token("a1", "auth", null, 0)));
        for (String more : List.of(
                ",\"context\":{\"a\":[]}",
                ",\"context\":{\"a\":{\"b\":1}}",
                ",\"context\":[]",
                ",\"context\":\"text\"",
                ",\"usageIdentifierKey\":7")) {
            GATEWAY.functions().returns("auth", resultWith(more, ALLOW));
            broken(GATEWAY.get("/test/pets/5", "Authorization: t"));
        }
    }

    @Test
    @DisplayName("a result of six megabytes is 500 and is not even read")
    void enormous() throws Exception {
        GATEWAY.functions()
                .returns("auth", resultWith(",\"context\":{\"a\":\"" + "x".repeat(6_000_000) + "\"}", ALLOW));
        GATEWAY.publish(api(token("a1", "auth", null, 60)));

        broken(GATEWAY.get("/test/pets/5", "Authorization: t"));
        assertThat(GATEWAY.get("/test/open").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("AUT-44, AUT-45: Unauthorized alone is 401; other errors, refusals and missing functions are 500")
    void failures() throws Exception {
        GATEWAY.functions().fails("no", "{\"errorMessage\":\"Unauthorized\",\"errorType\":\"Error\"}");
        GATEWAY.functions().fails("prefixed", "{\"errorMessage\":\"Error: Unauthorized\"}");
        GATEWAY.functions().fails("lower", "{\"errorMessage\":\"unauthorized\"}");
        GATEWAY.functions().fails("text", "Unauthorized");
        GATEWAY.functions().gives("busy", new InvocationResult.Throttled("TooMany"));
        GATEWAY.functions().gives("down", new InvocationResult.Unavailable("shutting down"));

        GATEWAY.publish(api(token("a1", "no", null, 60)));
        unauthorized(GATEWAY.get("/test/pets/5", "Authorization: t"));
        for (String function : List.of("prefixed", "lower", "text", "busy", "down", "forbidden", "absent")) {
            GATEWAY.publish(api(token("a1", function, null, 60)));
            broken(GATEWAY.get("/test/pets/5", "Authorization: t"));
        }
    }

    @Test
    @DisplayName("AUT-46: a function that never answers is 500 in time, and its late answer reaches nobody")
    void hanging() throws Exception {
        CompletableFuture<InvocationResult> late = new CompletableFuture<>();
        GATEWAY.functions().runs("hanging", invocation -> late);
        GATEWAY.authorizers(Map.of(), 100);
        GATEWAY.publish(api(token("a1", "hanging", null, 60)));

        try (RawClient client = GATEWAY.client()) {
            String head = DataPlaneFixture.head("GET", "/test/pets/5", "Authorization: t") + "\r\n";
            broken(client.send(head).answer());
            late.complete(
                    new InvocationResult.Completed(result(ALLOW).getBytes(StandardCharsets.UTF_8), null, new byte[0]));
            assertThat(client.send(DataPlaneFixture.head("GET", "/test/open") + "\r\n")
                            .answer()
                            .body())
                    .isEqualTo("open");
        }
    }

    @Test
    @DisplayName("a client that leaves while its authorizer thinks takes nothing with it")
    void leaving() throws Exception {
        CompletableFuture<InvocationResult> late = new CompletableFuture<>();
        GATEWAY.functions().runs("slow", invocation -> late);
        GATEWAY.publish(api(token("a1", "slow", null, 60)));
        try (RawClient client = GATEWAY.client()) {
            client.send(DataPlaneFixture.head("GET", "/test/pets/5", "Authorization: t") + "\r\n");
            await().until(() -> asked() == 1);
        }
        assertThat(GATEWAY.get("/test/open").body()).isEqualTo("open");

        late.complete(
                new InvocationResult.Completed(result(ALLOW).getBytes(StandardCharsets.UTF_8), null, new byte[0]));

        assertThat(GATEWAY.get("/test/pets/5", "Authorization: t").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("AUT-27: a role is assumed instead of asking the function's policy; without it, or powerless, 500")
    void role() throws Exception {
        for (String role : List.of("trusted", "refused", "powerless", "broken")) {
            Authorizer authorizer =
                    withRole(token("a1", "forbidden", null, 0), "arn:aws:iam::123456789012:role/" + role);
            GATEWAY.functions().returns("forbidden", result(ALLOW));
            GATEWAY.publish(api(authorizer));

            Answer answer = GATEWAY.get("/test/pets/5", "Authorization: t");

            switch (role) {
                case "trusted" -> assertThat(answer.status()).isEqualTo(200);
                case "broken" -> assertThat(answer.status()).isEqualTo(500);
                default -> broken(answer);
            }
        }
    }

    @Test
    @DisplayName("no authorizer that cannot be built opens a method: it answers 500, and other methods serve")
    void unbuildable() throws Exception {
        Authorizer good = token("a1", "auth", null, 0);
        List<TestApi> apis = List.of(
                api(token("a1", "auth", "(", 0)),
                api(new Authorizer("a1", "a1", "TOKEN", null, List.of(), "arn:nonsense", null, null, null, null)),
                api(new Authorizer("a1", "a1", "TOKEN", null, List.of(), null, null, null, null, null)),
                api(new Authorizer("a1", "a1", "COGNITO_USER_POOLS", null, List.of(), null, null, null, null, null)),
                api(good).guarded("GET", "/pets/{id}", "CUSTOM", "other", List.of(), TestIntegration.mock("in")),
                api(good)
                        .guarded(
                                "GET",
                                "/pets/{id}",
                                "COGNITO_USER_POOLS",
                                "a1",
                                List.of(),
                                TestIntegration.mock("in")));
        for (TestApi api : apis) {
            GATEWAY.publish(api);
            broken(GATEWAY.get("/test/pets/5", "Authorization: t"));
            assertThat(GATEWAY.get("/test/open").status()).isEqualTo(200);
        }
        assertThat(asked()).isZero();
    }
}
