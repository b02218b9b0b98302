package dev.sallyport.testinvoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.authorizer.jwt.StubIssuer;
import dev.sallyport.control.rest.DraftInvoker.AuthorizerAnswer;
import dev.sallyport.control.rest.DraftInvoker.AuthorizerTest;
import dev.sallyport.control.rest.DraftInvoker.TestRequest;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.model.Authorizer;
import dev.sallyport.snapshot.TestIntegration;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

/** TestInvokeAuthorizer below the control plane. */
@Timeout(30)
class AuthorizerRunTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TIME = "Mon Sep 29 19:28:50 UTC 2025 : ";
    private static final String POLICY =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Action\":\"execute-api:Invoke\","
                    + "\"Effect\":\"Allow\",\"Resource\":\"*\"}]}";
    private static final String RESULT =
            "{\"principalId\":\"user-number-1\",\"policyDocument\":" + POLICY + ",\"context\":{\"a\":1}}";

    private DraftFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new DraftFixture();
        fixture.functions.returns("auth", RESULT);
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    private static Authorizer authorizer(
            String type, String function, @Nullable String source, @Nullable String expression) {
        return new Authorizer(
                "a1b2c3",
                "guard",
                type,
                "custom",
                List.of(),
                TestIntegration.lambdaUri(function),
                null,
                source,
                expression,
                null);
    }

    private static Authorizer token(String function) {
        return authorizer("TOKEN", function, "method.request.header.X-Token", null);
    }

    private AuthorizerAnswer invoke(Authorizer authorizer, TestRequest request) {
        return fixture.runner.invokeAuthorizer(
                new AuthorizerTest(DraftFixture.CALLER, "abc123", authorizer, request, Map.of("extra", "e")));
    }

    private static TestRequest withToken(@Nullable String token) {
        return new TestRequest(null, null, token == null ? Map.of() : Map.of("x-token", List.of(token)), "", Map.of());
    }

    private static List<String> lines(AuthorizerAnswer answer) {
        return answer.log()
                .lines()
                .map(line -> line.startsWith(TIME) ? line.substring(TIME.length()) : line)
                .toList();
    }

    @Test
    @DisplayName("R23.1, R23.4: a TOKEN authorizer gets its event; policy and log are AWS's")
    void token() {
        AuthorizerAnswer answer = invoke(token("auth"), withToken("Bearer secret"));

        String event = "{\"type\":\"TOKEN\",\"methodArn\":\"arn:aws:execute-api:eu-west-1:123456789012:abc123/"
                + "ESTestInvoke-stage/GET/\",\"authorizationToken\":\"Bearer secret\"}";
        assertThat(new String(fixture.functions.invocations().getFirst().payload(), StandardCharsets.UTF_8))
                .isEqualTo(event);
        assertThat(answer.clientStatus()).isZero();
        assertThat(answer.principalId()).isEqualTo("user-number-1");
        assertThat(answer.policy()).isEqualTo(POLICY);
        String uri = "https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/"
                + "arn:aws:lambda:eu-west-1:123456789012:function:auth/invocations";
        List<String> lines = lines(answer);
        assertThat(lines.subList(0, 4))
                .containsExactly(
                        "Execution log for request r",
                        "Starting authorizer: a1b2c3",
                        "Incoming identity: *********cret",
                        "Endpoint request URI: " + uri);
        assertThat(lines.get(4)).startsWith("Endpoint request headers: {x-amzn-lambda-integration-tag=r, ");
        assertThat(lines.subList(5, 10))
                .containsExactly(
                        "Endpoint request body after transformations: " + event,
                        "Sending request to " + uri,
                        "Authorizer result body before parsing: " + RESULT,
                        "Using valid authorizer policy for principal: *********er-1",
                        "Successfully completed authorizer execution");
    }

    @ParameterizedTest
    @DisplayName(
            "R23.2, AUT-22, AUT-23: without its identity, or with one that does not match, the function is not called")
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, 401",
                "'', -, 401",
                "Basic x, Bearer .*, 401",
                "Bearer x y, Bearer ., 401",
                "Bearer x, Bearer ., 0"
            })
    void identity(@Nullable String token, @Nullable String expression, int status) {
        AuthorizerAnswer answer =
                invoke(authorizer("TOKEN", "auth", "method.request.header.X-Token", expression), withToken(token));

        assertThat(answer.clientStatus()).isEqualTo(status);
        assertThat(fixture.functions.invocations()).hasSize(status == 0 ? 1 : 0);
        if (status != 0) {
            assertThat(lines(answer).getLast()).isEqualTo("Unauthorized request: r");
            assertThat(answer.policy()).isNull();
        }
    }

    @Test
    @DisplayName("AUT-30, R22.1: a REQUEST authorizer gets the whole request, with the context of a test")
    void request() {
        TestRequest request =
                new TestRequest("/pets", "q=1&q=2", Map.of("X-A", List.of("1", "2")), "ignored", Map.of("v", "w"));

        AuthorizerAnswer answer = invoke(
                authorizer(
                        "REQUEST",
                        "auth",
                        "method.request.header.x-a, method.request.querystring.q,stageVariables.v,context.extra",
                        "ignored"),
                request);

        assertThat(answer.clientStatus()).isZero();
        JsonNode event =
                JSON.readTree(fixture.functions.invocations().getFirst().payload());
        assertThat(event.get("type").asString()).isEqualTo("REQUEST");
        assertThat(event.get("methodArn").asString()).endsWith(":abc123/ESTestInvoke-stage/GET/pets");
        assertThat(event.get("path").asString()).isEqualTo("/pets");
        assertThat(event.get("headers")).isEqualTo(JSON.readTree("{\"X-A\":\"2\"}"));
        assertThat(event.get("multiValueHeaders")).isEqualTo(JSON.readTree("{\"X-A\":[\"1\",\"2\"]}"));
        assertThat(event.get("queryStringParameters")).isEqualTo(JSON.readTree("{\"q\":\"2\"}"));
        assertThat(event.get("multiValueQueryStringParameters")).isEqualTo(JSON.readTree("{\"q\":[\"1\",\"2\"]}"));
        assertThat(event.get("pathParameters")).isEqualTo(JSON.readTree("{}"));
        assertThat(event.get("stageVariables")).isEqualTo(JSON.readTree("{\"v\":\"w\"}"));
        JsonNode context = event.get("requestContext");
        assertThat(context.get("stage").asString()).isEqualTo("test-invoke-stage");
        assertThat(context.get("extra").asString()).isEqualTo("e");
        assertThat(context.get("requestTimeEpoch").asLong()).isEqualTo(1759174130000L);
        assertThat(context.get("identity").get("sourceIp").asString()).isEqualTo("test-invoke-source-ip");
        assertThat(event.has("body")).isFalse();
        assertThat(event.has("authorizationToken")).isFalse();
    }

    @ParameterizedTest
    @DisplayName("AUT-22: one missing source of several is enough to refuse")
    @ValueSource(strings = {"method.request.querystring.none", "stageVariables.none", "context.none", "nonsense"})
    void missingSource(String source) {
        Authorizer authorizer = authorizer("REQUEST", "auth", "method.request.header.X-Token," + source, null);

        assertThat(invoke(authorizer, withToken("t")).clientStatus()).isEqualTo(401);
        assertThat(fixture.functions.invocations()).isEmpty();
    }

    @Test
    @DisplayName("AUT-20: a REQUEST authorizer without sources is called with whatever there is")
    void noSources() {
        assertThat(invoke(authorizer("REQUEST", "auth", null, null), withToken(null))
                        .clientStatus())
                .isZero();
    }

    @Test
    @DisplayName("AUT-44, AUT-45: Unauthorized is 401, any other error of the function 500")
    void functionErrors() {
        fixture.functions.fails("unauthorized", "{\"errorMessage\":\"Unauthorized\"}");
        fixture.functions.fails("broken", "{\"errorMessage\":\"Error: Unauthorized\"}");
        fixture.functions.gives("busy", new InvocationResult.Throttled("TooMany"));

        assertThat(invoke(token("unauthorized"), withToken("t")).clientStatus()).isEqualTo(401);
        AuthorizerAnswer broken = invoke(token("broken"), withToken("t"));
        assertThat(broken.clientStatus()).isEqualTo(500);
        assertThat(lines(broken).getLast()).isEqualTo("Execution failed due to configuration error: Authorizer error");
        assertThat(invoke(token("busy"), withToken("t")).clientStatus()).isEqualTo(500);
    }

    @ParameterizedTest
    @DisplayName("AUT-40, AUT-41, AUT-44: a result that is no policy is 500")
    @ValueSource(
            strings = {
                "nonsense",
                "[]",
                "{\"principalId\":\"u\"}",
                "{\"policyDocument\":{\"Statement\":[{}]}}",
                "{\"principalId\":1,\"policyDocument\":{\"Statement\":[{}]}}",
                "{\"principalId\":\"u\",\"policyDocument\":\"text\"}",
                "{\"principalId\":\"u\",\"policyDocument\":{\"Statement\":[]}}",
                "{\"principalId\":\"u\",\"policyDocument\":{\"Statement\":[{}]},\"context\":{\"a\":[]}}"
            })
    void malformed(String result) {
        fixture.functions.returns("auth", result);

        AuthorizerAnswer answer = invoke(token("auth"), withToken("t"));

        assertThat(answer.clientStatus()).isEqualTo(500);
        assertThat(answer.principalId()).isNull();
        assertThat(answer.log()).contains("Authorizer result body before parsing: " + result);
    }

    private Authorizer pools(StubIssuer issuer) {
        fixture.userPools.put("eu-west-1_AbC123", issuer.url());
        return new Authorizer(
                "a1b2c3",
                "guard",
                "COGNITO_USER_POOLS",
                "cognito_user_pools",
                List.of("arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_AbC123"),
                null,
                null,
                "method.request.header.X-Token",
                null,
                null);
    }

    @Test
    @DisplayName(
            "R23, AUT-51, AUT-54: a user pool's token gives its claims; a wrong or old one is 401, no keys are 500")
    void userPools() throws Exception {
        Instant now = Instant.parse("2025-09-29T19:28:50Z");
        try (StubIssuer issuer = new StubIssuer()) {
            Authorizer pools = pools(issuer);
            DraftRunner runner = fixture.runner(fixture.functions, 1000);
            String token = issuer.token(issuer.claims(now.plusSeconds(60)).build());

            AuthorizerAnswer valid = invoke(runner, pools, withToken("Bearer " + token));
            AuthorizerAnswer expired = invoke(
                    runner, pools, withToken(issuer.token(issuer.claims(now).build())));
            AuthorizerAnswer wrong = invoke(runner, pools, withToken(token + "x"));

            assertThat(valid.clientStatus()).as(valid.log()).isZero();
            assertThat(valid.claims()).containsEntry("sub", "user-1").containsEntry("token_use", "id");
            assertThat(valid.policy()).isNull();
            assertThat(valid.log()).doesNotContain(token.substring(0, 20));
            assertThat(lines(valid).getLast()).isEqualTo("Successfully completed authorizer execution");
            assertThat(expired.clientStatus()).isEqualTo(401);
            assertThat(expired.log()).contains("The incoming token has expired");
            assertThat(expired.claims()).isNull();
            assertThat(wrong.clientStatus()).isEqualTo(401);
            assertThat(lines(wrong).getLast()).isEqualTo("Unauthorized request: r");
            assertThat(invoke(runner, pools, withToken(null)).clientStatus()).isEqualTo(401);
            assertThat(fixture.functions.invocations()).isEmpty();
        }
        fixture.userPools.put("eu-west-1_AbC123", "http://127.0.0.1:1");
        try (StubIssuer other = new StubIssuer()) {
            String token = other.token(other.claims(now.plusSeconds(60))
                    .issuer("http://127.0.0.1:1")
                    .build());
            AuthorizerAnswer unreachable = invoke(
                    fixture.runner(fixture.functions, 1000), poolsOf("http://127.0.0.1:1", other), withToken(token));
            assertThat(unreachable.clientStatus()).isEqualTo(500);
            assertThat(lines(unreachable).getLast()).startsWith("Execution failed due to configuration error: http");
        }
    }

    private Authorizer poolsOf(String url, StubIssuer issuer) {
        Authorizer pools = pools(issuer);
        fixture.userPools.put("eu-west-1_AbC123", url);
        return pools;
    }

    private static AuthorizerAnswer invoke(DraftRunner runner, Authorizer authorizer, TestRequest request) {
        return runner.invokeAuthorizer(
                new AuthorizerTest(DraftFixture.CALLER, "abc123", authorizer, request, Map.of()));
    }

    @Test
    @DisplayName("AUT-27: with a role the function's policy is not asked, but the role must let API Gateway be it")
    void role() {
        List<String> asked = new CopyOnWriteArrayList<>();
        DraftRunner runner = fixture.runner(new WatchedCatalog(fixture.functions, asked), 1000);

        AuthorizerAnswer trusted = invoke(runner, withRole("arn:aws:iam::123456789012:role/trusted"), withToken("t"));
        AuthorizerAnswer other = invoke(runner, withRole("arn:aws:iam::123456789012:role/other"), withToken("t"));

        assertThat(trusted.clientStatus()).as(trusted.log()).isZero();
        assertThat(asked).isEmpty();
        assertThat(other.clientStatus()).isEqualTo(500);
        assertThat(lines(other).getLast())
                .isEqualTo("Execution failed due to configuration error: API Gateway does not have permission to assume"
                        + " the provided role arn:aws:iam::123456789012:role/other");
        assertThat(fixture.functions.invocations()).hasSize(1);
    }

    private static Authorizer withRole(String role) {
        Authorizer token = token("auth");
        return new Authorizer(
                token.id(),
                token.name(),
                token.type(),
                token.authType(),
                List.of(),
                token.authorizerUri(),
                role,
                token.identitySource(),
                null,
                null);
    }

    @Test
    @DisplayName("AUT-27: the function's permission is asked for the ARN of the authorizer")
    void permission() {
        List<String> asked = new CopyOnWriteArrayList<>();
        DraftRunner runner = fixture.runner(new WatchedCatalog(fixture.functions, asked), 1000);

        runner.invokeAuthorizer(
                new AuthorizerTest(DraftFixture.CALLER, "abc123", token("auth"), withToken("t"), Map.of()));
        AuthorizerAnswer forbidden = invoke(token("forbidden"), withToken("t"));
        AuthorizerAnswer missing = invoke(token("none"), withToken("t"));

        assertThat(asked).containsExactly("arn:aws:execute-api:eu-west-1:123456789012:abc123/authorizers/a1b2c3");
        assertThat(forbidden.clientStatus()).isEqualTo(500);
        assertThat(lines(forbidden).getLast())
                .isEqualTo("Execution failed due to configuration error: Invalid permissions on Lambda function");
        assertThat(missing.clientStatus()).isEqualTo(500);
    }
}
