package dev.sallyport.edge;

import static dev.sallyport.edge.AuthorizerFixture.pools;
import static dev.sallyport.edge.AuthorizerFixture.result;
import static dev.sallyport.edge.AuthorizerFixture.resultWith;
import static dev.sallyport.edge.AuthorizerFixture.statement;
import static dev.sallyport.edge.AuthorizerFixture.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.authorizer.AuthorizerCompiler;
import dev.sallyport.authorizer.jwt.StubIssuer;
import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.limits.TestPlans;
import dev.sallyport.snapshot.LimitCompiler;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Authorizers together with resource policies (AUT-60) and API keys (AUT-43). */
class AuthorizerCombinationTest {

    private static final String EXPLICIT = " with an explicit deny";
    private static final String DENIED = "User is not authorized to access this resource";
    private static final String POOL = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_One";

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    @BeforeEach
    void begin() {
        GATEWAY.functions().invocations().clear();
    }

    @AfterEach
    void unlimited() {
        GATEWAY.limitedBy(LimitCompiler.NONE);
    }

    /** What a policy of the API says: Allow, Deny, nothing to this request ({@code silent}), or there is none. */
    private static TestApi with(TestApi api, @Nullable String said) {
        return said == null
                ? api
                : api.policy(
                        "{'Version':'2012-10-17','Statement':{'Effect':'" + (said.equals("Deny") ? "Deny" : "Allow")
                                + "','Principal':'*','Action':'execute-api:Invoke','Resource':'"
                                + (said.equals("silent") ? "*/never" : "*") + "'}}");
    }

    @Test
    @DisplayName("AUT-60: a resource policy that cannot be read lets nobody in, whatever the authorizer would say")
    void unreadablePolicy() throws Exception {
        GATEWAY.functions().returns("auth", AuthorizerFixture.result(AuthorizerFixture.statement("Allow", "*")));
        GATEWAY.publish(new TestApi("abc123")
                .policy("{'Version':'2012-10-17','Statement':{'Effect':'Perhaps'}}")
                .authorizer(AuthorizerFixture.token("a1", "auth", null, 0))
                .guarded("GET", "/in", "CUSTOM", "a1", List.of(), TestIntegration.mock("in")));

        assertThat(GATEWAY.get("/test/in", "Authorization: good").status()).isEqualTo(500);
        assertThat(GATEWAY.functions().invocations()).isEmpty();
    }

    @ParameterizedTest(name = "authorizer {0}, resource policy {1}: {2}")
    @DisplayName("AUT-60, Table A: what a Lambda authorizer and the resource policy say together")
    @CsvSource(
            nullValues = "-",
            value = {
                "Allow, Allow, 200, 1",
                "Allow, silent, 200, 1",
                "Allow, -, 200, 1",
                "Allow, Deny, anonymous, 0",
                "silent, Allow, 200, 1",
                "silent, silent, implicit, 1",
                "silent, -, implicit, 1",
                "silent, Deny, anonymous, 0",
                "Deny, Allow, explicit, 1",
                "Deny, silent, explicit, 1",
                "Deny, -, explicit, 1",
                "Deny, Deny, anonymous, 0"
            })
    void tableA(String authorizer, @Nullable String policy, String outcome, int asked) throws Exception {
        GATEWAY.functions()
                .returns(
                        "auth",
                        result(
                                authorizer.equals("silent")
                                        ? statement("Allow", "*/never")
                                        : statement(authorizer, "*")));
        TestApi api = new TestApi("abc123")
                .authorizer(token("a1", "auth", null, 0))
                .guarded("GET", "/x", "CUSTOM", "a1", List.of(), TestIntegration.mock("in"));
        GATEWAY.publish(with(api, policy));

        Answer answer = GATEWAY.get("/test/x", "Authorization: t");

        switch (outcome) {
            case "200" -> assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            case "implicit" -> assertThat(answer.body()).isEqualTo("{\"Message\":\"" + DENIED + "\"}");
            case "explicit" -> assertThat(answer.body()).isEqualTo("{\"Message\":\"" + DENIED + EXPLICIT + "\"}");
            default ->
                assertThat(answer.body())
                        .isEqualTo("{\"Message\":\"User: anonymous is not authorized to perform: execute-api:Invoke on"
                                + " resource: arn:aws:execute-api:eu-west-1:********9012:abc123/test/GET/x" + EXPLICIT
                                + "\"}");
        }
        assertThat(answer.status()).isEqualTo(outcome.equals("200") ? 200 : 403);
        assertThat(GATEWAY.functions().invocations())
                .as("phase 1: a Deny of the policy stops before the function is called")
                .hasSize(asked);
    }

    @ParameterizedTest(name = "resource policy {0}: {1}")
    @DisplayName("AUT-60: behind user pools the policy, if there is one, needs an Allow of its own")
    @CsvSource(
            nullValues = "-",
            value = {"Allow, 200", "silent, 403", "Deny, 403", "-, 200"})
    void behindPools(@Nullable String policy, int status) throws Exception {
        try (StubIssuer issuer = new StubIssuer()) {
            GATEWAY.authorizers(Map.of("eu-west-1_One", issuer.url()), AuthorizerCompiler.TIME_LIMIT_MILLIS);
            TestApi api = new TestApi("abc123")
                    .authorizer(pools("a1", null, null, POOL))
                    .guarded("GET", "/x", "COGNITO_USER_POOLS", "a1", List.of(), TestIntegration.mock("in"));
            GATEWAY.publish(with(api, policy));
            String token =
                    issuer.token(issuer.claims(GATEWAY.now().plusSeconds(60)).build());

            assertThat(GATEWAY.get("/test/x", "Authorization: " + token).status())
                    .isEqualTo(status);
            assertThat(GATEWAY.get("/test/x").status()).isEqualTo(401);
        }
    }

    @Test
    @DisplayName("AUT-43, MRQ-1: the key that an authorizer names is the one that counts, kept answers included")
    void keyOfAuthorizer() throws Exception {
        String key = "key-of-the-authorizer-0001";
        TestLimits limits = new TestLimits(null);
        GATEWAY.limitedBy(limits.compiler);
        limits.plans.plan(null, null, TestPlans.stage("abc123", "test", Map.of()));
        limits.plans.key("k1", key, true);
        limits.plans.join("k1");
        TestApi api = new TestApi("abc123")
                .apiKeySource("AUTHORIZER")
                .authorizer(token("a1", "auth", null, 60))
                .guarded("GET", "/x", "CUSTOM", "a1", List.of(), true, TestIntegration.mock("in"));
        GATEWAY.publish(api);
        GATEWAY.functions()
                .returns("auth", resultWith(",\"usageIdentifierKey\":\"" + key + "\"", statement("Allow", "*")));

        assertThat(GATEWAY.get("/test/x", "Authorization: t").status()).isEqualTo(200);
        assertThat(GATEWAY.get("/test/x", "Authorization: t").status()).isEqualTo(200);
        assertThat(GATEWAY.functions().invocations()).hasSize(1);

        for (String more : List.of(",\"usageIdentifierKey\":\"unknown\"", ",\"usageIdentifierKey\":null", "")) {
            GATEWAY.functions().returns("auth", resultWith(more, statement("Allow", "*")));
            Answer refused = GATEWAY.get("/test/x", "Authorization: t" + more.length(), "x-api-key: " + key);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.body()).isEqualTo("{\"message\":\"Forbidden\"}");
        }
    }
}
