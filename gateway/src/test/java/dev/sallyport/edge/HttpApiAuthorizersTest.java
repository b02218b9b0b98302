package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.edge.TestHttpApi.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Lambda authorizers of HTTP APIs (http-api 10). */
class HttpApiAuthorizersTest {

    @RegisterExtension
    static final DataPlaneFixture DATA = new DataPlaneFixture();

    private static final String ARN = "arn:aws:execute-api:eu-west-1:123456789012:abc123/";
    private static final String YES = "{\"isAuthorized\":true}";
    private static final String FORBIDDEN = "{\"message\":\"Forbidden\"}";
    private static final String UNAUTHORIZED = "{\"message\":\"Unauthorized\"}";
    private static final String ERROR = "{\"message\":\"Internal Server Error\"}";
    private static final String TOKEN = "$request.header.tok";

    @BeforeEach
    void functions() {
        DATA.functions().returns("two", "{}");
        DATA.functions().returns("one", "{\"statusCode\":200}");
        DATA.functions().returns("auth", YES);
    }

    private static TestHttpApi api(String version, boolean simple, int ttl, String... sources) {
        return new TestHttpApi(DATA)
                .lambda("a1", "auth", version, simple, ttl, sources)
                .secured("GET /pets/{id}", Target.function("two", "2.0"), "CUSTOM", "a1")
                .secured("POST /one/{proxy+}", Target.function("one", "1.0"), "CUSTOM", "a1")
                .secured("$default", Target.function("two", "2.0"), "CUSTOM", "a1");
    }

    private static String policy(String effect, String resource, String context) {
        return "{\"principalId\":\"me\",\"policyDocument\":{\"Version\":\"2012-10-17\",\"Statement\":[{\"Action\":"
                + "\"execute-api:Invoke\",\"Effect\":\"" + effect + "\",\"Resource\":\"" + resource + "\"}]}"
                + context + "}";
    }

    private static void says(String answer) {
        DATA.functions().returns("auth", answer);
    }

    private static JsonNode asked() {
        return TestHttpApi.lastEvent(DATA, "auth");
    }

    private static long calls() {
        return TestHttpApi.calls(DATA, "auth");
    }

    private static void assertAnswer(Answer answer, int status, String body) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
    }

    @Test
    @DisplayName("R10.5, R10.7, R10.8: the event of format 2.0")
    void asksInFormatTwo() throws IOException {
        api("2.0", true, 0, TOKEN, "$request.querystring.q", "$context.httpMethod", "$stageVariables.v")
                .variable("v", "w")
                .publish("dev");
        assertThat(DATA.get("/dev/pets/6?q=1&q=2", "Tok: t").status()).isEqualTo(200);
        JsonNode event = asked();
        assertThat(new ArrayList<>(event.propertyNames()))
                .containsExactlyInAnyOrder(
                        "version",
                        "type",
                        "routeArn",
                        "identitySource",
                        "routeKey",
                        "rawPath",
                        "rawQueryString",
                        "headers",
                        "queryStringParameters",
                        "requestContext",
                        "pathParameters",
                        "stageVariables");
        assertThat(event.get("type").stringValue()).isEqualTo("REQUEST");
        assertThat(event.get("routeArn").stringValue()).isEqualTo(ARN + "dev/GET/pets/6");
        assertThat(event.get("identitySource").toString()).isEqualTo("[\"t\",\"1,2\",\"GET\",\"w\"]");
        assertThat(event.get("requestContext").has("authorizer")).isFalse();
        api("2.0", true, 0).publish("$default");
        assertThat(DATA.get("/x").status()).isEqualTo(200);
        assertThat(asked().get("identitySource").isNull()).isTrue();
        assertThat(asked().get("routeArn").stringValue()).isEqualTo(ARN + "$default/GET/x");
        assertThat(asked().get("routeKey").stringValue()).isEqualTo("$default");
    }

    @Test
    @DisplayName("R10.6, R10.7: the event of format 1.0")
    void asksInFormatOne() throws IOException {
        says(policy("Allow", "*", ""));
        api("1.0", false, 0, TOKEN, "$request.querystring.q").publish("dev");
        assertThat(DATA.post("/dev/one/a/b?q=1", "body", "Tok: t").status()).isEqualTo(200);
        JsonNode event = asked();
        assertThat(event.get("version").stringValue()).isEqualTo("1.0");
        assertThat(event.get("type").stringValue()).isEqualTo("REQUEST");
        assertThat(event.get("methodArn").stringValue()).isEqualTo(ARN + "dev/POST/one/a/b");
        assertThat(event.get("identitySource").stringValue()).isEqualTo("t,1");
        assertThat(event.get("authorizationToken").stringValue()).isEqualTo("t,1");
        assertThat(event.get("resource").stringValue()).isEqualTo("/one/{proxy+}");
        assertThat(event.get("path").stringValue()).isEqualTo("/dev/one/a/b");
        assertThat(event.get("httpMethod").stringValue()).isEqualTo("POST");
        assertThat(event.get("headers").get("tok").stringValue()).isEqualTo("t");
        assertThat(event.get("queryStringParameters").toString()).isEqualTo("{\"q\":\"1\"}");
        assertThat(event.get("pathParameters").toString()).isEqualTo("{\"proxy\":\"a/b\"}");
        assertThat(event.get("stageVariables").isNull()).isTrue();
        assertThat(event.get("requestContext").get("stage").stringValue()).isEqualTo("dev");
        assertThat(event.has("body")).isFalse();
        assertThat(event.has("isBase64Encoded")).isFalse();
    }

    @Test
    @DisplayName("R10.4: a source that is missing or empty is unauthorized, without a challenge and without a call")
    void needsItsSources() throws IOException {
        api("2.0", true, 0, TOKEN, "$request.querystring.q").publish("$default");
        long before = calls();
        for (Answer answer : List.of(
                DATA.get("/x", "Tok: t"),
                DATA.get("/x?q=1"),
                DATA.get("/x?q=", "Tok: t"),
                DATA.get("/x?q=1", "Tok:"))) {
            assertAnswer(answer, 401, UNAUTHORIZED);
            assertThat(answer.header("www-authenticate")).isNull();
        }
        api("2.0", true, 0, "$stageVariables.none").publish("$default");
        assertAnswer(DATA.get("/x"), 401, UNAUTHORIZED);
        assertThat(calls()).isEqualTo(before);
    }

    @Test
    @DisplayName("R3.49, R3.50, R10.9, R10.11, R10.20: simple answers, and what functions see of their context")
    void takesSimpleAnswers() throws IOException {
        api("2.0", true, 0).publish("$default");
        says(
                "{\"isAuthorized\":true,\"context\":{\"s\":\"x\",\"n\":1,\"b\":true,\"l\":[1,{\"k\":null}],\"m\":{\"a\":2}}}");
        assertThat(DATA.get("/pets/1").status()).isEqualTo(200);
        assertThat(context("two").toString())
                .isEqualTo("{\"lambda\":{\"s\":\"x\",\"n\":1,\"b\":true,\"l\":[1,{\"k\":null}],\"m\":{\"a\":2}}}");
        assertThat(DATA.post("/one/a", "").status()).isEqualTo(200);
        assertThat(context("one").toString())
                .isEqualTo("{\"s\":\"x\",\"n\":1,\"b\":true,\"l\":[1,{\"k\":null}],\"m\":{\"a\":2}}");
        says(YES);
        assertThat(DATA.get("/pets/1").status()).isEqualTo(200);
        assertThat(context("two").toString()).isEqualTo("{\"lambda\":null}");
        says("{\"isAuthorized\":false,\"context\":{\"why\":\"no\"}}");
        assertAnswer(DATA.get("/pets/1"), 403, FORBIDDEN);
    }

    private static JsonNode context(String function) {
        return TestHttpApi.lastEvent(DATA, function).get("requestContext").get("authorizer");
    }

    @Test
    @DisplayName("R10.10, R10.11: policies, asked for the request's ARN")
    void takesPolicies() throws IOException {
        for (String version : List.of("1.0", "2.0")) {
            api(version, false, 0).publish("$default");
            says(policy("Allow", ARN + "$default/GET/pets/*", ",\"context\":{\"k\":\"v\"}"));
            assertThat(DATA.get("/pets/1").status()).isEqualTo(200);
            assertThat(context("two").toString()).isEqualTo("{\"lambda\":{\"k\":\"v\"}}");
            assertAnswer(DATA.get("/other"), 403, FORBIDDEN);
            says(policy("Deny", "*", ""));
            assertAnswer(DATA.get("/pets/1"), 403, FORBIDDEN);
            says(policy("Allow", "*", ",\"context\":{\"k\":\"v\"}"));
            assertThat(DATA.post("/one/a", "").status()).isEqualTo(200);
            assertThat(context("one").toString()).isEqualTo("{\"principalId\":\"me\",\"k\":\"v\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"isAuthorized\":true}",
                "{\"policyDocument\":{\"Version\":\"2012-10-17\",\"Statement\":[]}}",
                "{\"principalId\":\"p\"}",
                "{\"principalId\":\"p\",\"policyDocument\":{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Maybe\"}]}}",
                "[]",
                "nothing",
                "\"Allow\""
            })
    @DisplayName("R10.12, R10.14, R10.21: what is no policy")
    void refusesOtherAnswersThanPolicies(String answer) throws IOException {
        api("2.0", false, 0).publish("$default");
        says(answer);
        assertAnswer(DATA.get("/x"), 500, ERROR);
    }

    @Test
    @DisplayName("R10.12 to R10.14: functions that fail, that are forbidden, or that answer something else")
    void failures() throws IOException {
        api("2.0", true, 0).publish("$default");
        for (String answer : List.of(policy("Allow", "*", ""), "{\"isAuthorized\":\"true\"}", "{}", "true", "")) {
            says(answer);
            assertAnswer(DATA.get("/x"), 500, ERROR);
        }
        DATA.functions().fails("auth", "{\"errorMessage\":\"anything\"}");
        assertAnswer(DATA.get("/x"), 500, ERROR);
        DATA.functions().fails("auth", "{\"errorMessage\":\"Unauthorized\"}");
        assertAnswer(DATA.get("/x"), 401, UNAUTHORIZED);
        for (String function : List.of("forbidden", "missing")) {
            new TestHttpApi(DATA)
                    .lambda("a1", function, "2.0", true, 0)
                    .secured("$default", Target.function("two", "2.0"), "CUSTOM", "a1")
                    .publish("$default");
            assertAnswer(DATA.get("/x"), 500, ERROR);
        }
        DATA.functions().runs("auth", invocation -> new CompletableFuture<>());
        api("2.0", true, 0).authorizerLimit(50).publish("$default");
        assertAnswer(DATA.get("/x"), 500, ERROR);
    }

    @Test
    @DisplayName(
            "R10.15 to R10.17: simple answers are kept by the values of all sources, for all routes, as long as said")
    void keepsSimpleAnswers() throws IOException {
        api("2.0", true, 600, TOKEN, "$request.querystring.q").publish("$default");
        long before = calls();
        assertThat(DATA.get("/pets/1?q=1", "Tok: t").status()).isEqualTo(200);
        assertThat(DATA.get("/other?q=1", "Tok: t").status()).isEqualTo(200);
        assertThat(calls()).isEqualTo(before + 1);
        assertThat(DATA.get("/other?q=2", "Tok: t").status()).isEqualTo(200);
        assertThat(DATA.get("/other?q=1", "Tok: u").status()).isEqualTo(200);
        assertThat(calls()).isEqualTo(before + 3);
        says("{\"isAuthorized\":false}");
        assertThat(DATA.get("/other?q=1", "Tok: t").status()).isEqualTo(200);
        DATA.pass(Duration.ofSeconds(601));
        assertAnswer(DATA.get("/other?q=1", "Tok: t"), 403, FORBIDDEN);
        assertAnswer(DATA.get("/pets/2?q=1", "Tok: t"), 403, FORBIDDEN);
        assertThat(calls()).isEqualTo(before + 4);
        api("2.0", true, 0, TOKEN).publish("$default");
        DATA.get("/x", "Tok: t");
        DATA.get("/x", "Tok: t");
        assertThat(calls()).isEqualTo(before + 6);
    }

    @Test
    @DisplayName("R10.16: a kept policy is asked for each request; $context.routeKey keeps routes apart")
    void keepsPolicies() throws IOException {
        says(policy("Allow", ARN + "$default/GET/pets/*", ""));
        api("2.0", false, 600, TOKEN).publish("$default");
        long before = calls();
        assertThat(DATA.get("/pets/1", "Tok: t").status()).isEqualTo(200);
        assertAnswer(DATA.get("/other", "Tok: t"), 403, FORBIDDEN);
        assertThat(calls()).isEqualTo(before + 1);
        says(YES);
        api("2.0", true, 600, TOKEN, "$context.routeKey").publish("$default");
        DATA.get("/pets/1", "Tok: t");
        DATA.get("/pets/2", "Tok: t");
        DATA.get("/other", "Tok: t");
        assertThat(calls()).isEqualTo(before + 3);
        assertThat(asked().get("identitySource").toString()).isEqualTo("[\"t\",\"$default\"]");
    }

    @Test
    @DisplayName("R10.15: stages do not share what was kept, and failures are not kept")
    void keepsStagesApart() throws IOException {
        api("2.0", true, 600, TOKEN).publish("$default", "dev");
        long before = calls();
        assertThat(DATA.get("/x", "Tok: t").status()).isEqualTo(200);
        assertThat(DATA.get("/dev/x", "Tok: t").status()).isEqualTo(200);
        assertThat(calls()).isEqualTo(before + 2);
        DATA.functions().fails("auth", "{}");
        assertThat(DATA.get("/x", "Tok: f").status()).isEqualTo(500);
        says(YES);
        assertThat(DATA.get("/x", "Tok: f").status()).isEqualTo(200);
    }
}
