package dev.sallyport.edge;

import static dev.sallyport.edge.CacheFixture.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.aws.AsSent;
import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.cache.CacheSharing;
import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.model.Stage;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Never one caller's private answer to another: attacks on what is kept, and callers who are told apart. */
class CacheIsolationTest {

    private static final String OWNER = "123456789012";
    private static final String HOST = "abc123.execute-api.eu-west-1.amazonaws.com";
    private static final String ALLOW = "{'Effect':'Allow','Action':'*','Resource':'*'}";

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    private static final CacheFixture CACHE = new CacheFixture(GATEWAY);

    @BeforeEach
    void begin() {
        CACHE.begin();
        GATEWAY.functions().returns("auth", AuthorizerFixture.result(AuthorizerFixture.statement("Allow", "*")));
    }

    @AfterEach
    void sharing() {
        GATEWAY.caching(CacheSharing.SAFE, 100, 10_000);
    }

    private static String signed(AwsCredentials credentials, String path) throws Exception {
        return CACHE.get(path, AsSent.sign(credentials, HOST, path, Instant.now()));
    }

    // ---- callers

    @Test
    @DisplayName(
            "callers whom IAM tells apart have answers of their own; as on AWS they share when the operator says so")
    void iam() throws Exception {
        TestApi api = new TestApi("abc123").secured("GET", "/me", "AWS_IAM", CACHE.backend());
        AwsCredentials ann = GATEWAY.identities().user(OWNER, "ann", ALLOW);
        AwsCredentials bob = GATEWAY.identities().user(OWNER, "bob", ALLOW);
        CACHE.publish(api);
        for (int i = 0; i < 2; i++) {
            assertThat(signed(ann, "/test/me")).isEqualTo("answer 1");
            assertThat(signed(bob, "/test/me")).isEqualTo("answer 2");
        }
        GATEWAY.caching(CacheSharing.AWS, 100, 10_000);
        CACHE.publish(api);
        assertThat(signed(ann, "/test/me")).isEqualTo("answer 3");
        assertThat(signed(bob, "/test/me")).isEqualTo("answer 3");
    }

    @ParameterizedTest
    @EnumSource(CacheSharing.class)
    @DisplayName(
            "AUT-17: an Authorization key parameter of a signed method stands for the signer, for it is gone by then")
    void authorizationOfSignedMethods(CacheSharing sharing) throws Exception {
        GATEWAY.caching(sharing, 100, 10_000);
        CACHE.publish(new TestApi("abc123")
                .secured("GET", "/me", "AWS_IAM", CACHE.backend().cached("n", "method.request.header.Authorization")));
        AwsCredentials ann = GATEWAY.identities().user(OWNER, "ann", ALLOW);
        for (int i = 0; i < 2; i++) {
            assertThat(signed(ann, "/test/me")).isEqualTo("answer 1");
            assertThat(signed(GATEWAY.identities().user(OWNER, "bob", ALLOW), "/test/me"))
                    .isEqualTo("answer 2");
        }
    }

    @ParameterizedTest
    @EnumSource(CacheSharing.class)
    @DisplayName("INT-63: what a service answers to a caller's own credentials is for that caller, whatever is set")
    void callersCredentials(CacheSharing sharing) throws Exception {
        GATEWAY.caching(sharing, 100, 10_000);
        TestIntegration queue = TestIntegration.of(
                        "AWS", "GET", "arn:aws:apigateway:eu-west-1:sqs:path/123456789012/jobs")
                .credentials("arn:aws:iam::*:user/*")
                .template("x")
                .response("200", null);
        CACHE.publish(new TestApi("abc123").secured("GET", "/jobs", "AWS_IAM", queue));
        AwsCredentials ann = GATEWAY.identities().user(OWNER, "ann", ALLOW);
        AwsCredentials session =
                GATEWAY.identities().session(OWNER, "reader", Instant.now().plusSeconds(600), ALLOW);
        for (int i = 0; i < 2; i++) {
            assertThat(signed(ann, "/test/jobs")).isEqualTo("answer 1");
            assertThat(signed(session, "/test/jobs")).isEqualTo("answer 2");
        }
    }

    @Test
    @DisplayName("callers whom an authorizer tells apart by its identity sources have answers of their own")
    void authorizers() throws Exception {
        TestApi api = new TestApi("abc123")
                .authorizer(AuthorizerFixture.token("t", "auth", null, 60))
                .authorizer(AuthorizerFixture.request(
                        "r", "auth", "method.request.header.Who, method.request.querystring.k", 60))
                .guarded("GET", "/t", "CUSTOM", "t", List.of(), CACHE.backend().cached("t"))
                .guarded("GET", "/r", "CUSTOM", "r", List.of(), CACHE.backend().cached("r"));
        CACHE.publish(api);
        for (int i = 0; i < 2; i++) {
            assertThat(CACHE.get("/test/t", "Authorization: a")).isEqualTo("answer 1");
            assertThat(CACHE.get("/test/t", "Authorization: b")).isEqualTo("answer 2");
            assertThat(CACHE.get("/test/r?k=1", "Who: a")).isEqualTo("answer 3");
            assertThat(CACHE.get("/test/r?k=1", "Who: b")).isEqualTo("answer 4");
            assertThat(CACHE.get("/test/r?k=2", "Who: b")).isEqualTo("answer 5");
        }
        assertThat(GATEWAY.get("/test/t").status()).as("ORD-6").isEqualTo(401);
        GATEWAY.functions().returns("auth", AuthorizerFixture.result(AuthorizerFixture.statement("Deny", "*")));
        assertThat(GATEWAY.get("/test/t", "Authorization: c").status())
                .as("ORD-6")
                .isEqualTo(403);

        GATEWAY.caching(CacheSharing.AWS, 100, 10_000);
        CACHE.publish(api);
        GATEWAY.functions().returns("auth", AuthorizerFixture.result(AuthorizerFixture.statement("Allow", "*")));
        assertThat(CACHE.get("/test/t", "Authorization: a")).isEqualTo("answer 6");
        assertThat(CACHE.get("/test/t", "Authorization: b")).isEqualTo("answer 6");
    }

    @Test
    @DisplayName("what an authorizer says of the caller tells apart too, where nothing else does")
    void authorizerContext() throws Exception {
        CACHE.publish(new TestApi("abc123")
                .authorizer(AuthorizerFixture.request("r", "auth", "", 0))
                .guarded("GET", "/r", "CUSTOM", "r", List.of(), CACHE.backend()));
        String allow = AuthorizerFixture.statement("Allow", "*");
        for (int i = 0; i < 2; i++) {
            GATEWAY.functions().returns("auth", AuthorizerFixture.resultWith(",\"context\":{\"u\":\"a\"}", allow));
            assertThat(CACHE.get("/test/r")).isEqualTo("answer 1");
            GATEWAY.functions().returns("auth", AuthorizerFixture.resultWith(",\"context\":{\"u\":\"b\"}", allow));
            assertThat(CACHE.get("/test/r")).isEqualTo("answer 2");
        }
    }

    @Test
    @DisplayName("CCH-4: on AWS's terms the authorizer's context can be the key, by a mapped parameter")
    void mappedContext() throws Exception {
        GATEWAY.caching(CacheSharing.AWS, 100, 10_000);
        CACHE.publish(new TestApi("abc123")
                .authorizer(AuthorizerFixture.token("t", "auth", null, 0))
                .guarded(
                        "GET",
                        "/t",
                        "CUSTOM",
                        "t",
                        List.of(),
                        CACHE.backend()
                                .map("header.u", "context.authorizer.u")
                                .cached("n", "integration.request.header.u")));
        String allow = AuthorizerFixture.statement("Allow", "*");
        for (int i = 0; i < 2; i++) {
            GATEWAY.functions().returns("auth", AuthorizerFixture.resultWith(",\"context\":{\"u\":\"a\"}", allow));
            assertThat(CACHE.get("/test/t", "Authorization: x")).isEqualTo("answer 1");
            GATEWAY.functions().returns("auth", AuthorizerFixture.resultWith(",\"context\":{\"u\":\"b\"}", allow));
            assertThat(CACHE.get("/test/t", "Authorization: y")).isEqualTo("answer 2");
        }
    }

    @Test
    @DisplayName("a namespace that a guarded method shares with an open one shows nobody what the guard is for")
    void guardedNamespace() throws Exception {
        CACHE.publish(new TestApi("abc123")
                .authorizer(AuthorizerFixture.token("t", "auth", null, 60))
                .guarded(
                        "GET",
                        "/secret",
                        "CUSTOM",
                        "t",
                        List.of(),
                        CACHE.backend().cached("n"))
                .on("GET", "/open", CACHE.backend().cached("n")));
        assertThat(CACHE.get("/test/secret", "Authorization: a")).isEqualTo("answer 1");
        assertThat(CACHE.get("/test/open")).isEqualTo("answer 2");
        assertThat(CACHE.get("/test/open", "Authorization: a")).isEqualTo("answer 2");
    }

    @Test
    @DisplayName("answers that set a cookie are kept for nobody, unless all is to be as on AWS")
    void cookies() throws Exception {
        CACHE.publish(new TestApi("abc123").on("GET", "/login", CACHE.backend()));
        CACHE.behave(call -> call.send(answer("200 OK", "in", "set-cookie: session=" + CACHE.calls())));
        assertThat(GATEWAY.get("/test/login").header("Set-Cookie")).isEqualTo("session=1");
        assertThat(GATEWAY.get("/test/login").header("Set-Cookie")).isEqualTo("session=2");
        GATEWAY.caching(CacheSharing.AWS, 100, 10_000);
        CACHE.publish(new TestApi("abc123").on("GET", "/login", CACHE.backend()));
        assertThat(GATEWAY.get("/test/login").header("Set-Cookie")).isEqualTo("session=3");
        assertThat(GATEWAY.get("/test/login").header("Set-Cookie")).isEqualTo("session=3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"304 Not Modified", "206 Partial Content", "412 Precondition Failed", "416 Range"})
    @DisplayName("what answers the conditions and ranges of one request is no answer for others")
    void conditions(String status) throws Exception {
        CACHE.publish(new TestApi("abc123").on("GET", "/x", CACHE.backend()));
        CACHE.behave(call -> call.send(
                call.request().header("If-None-Match") == null
                        ? answer("200 OK", "whole")
                        : status.startsWith("304") ? "HTTP/1.1 304 Not Modified\r\n\r\n" : answer(status, "part")));
        assertThat(GATEWAY.get("/test/x", "If-None-Match: \"a\"").status())
                .isEqualTo(Integer.parseInt(status.substring(0, 3)));
        assertThat(CACHE.get("/test/x")).isEqualTo("whole");
        assertThat(CACHE.get("/test/x", "If-None-Match: \"a\"")).isEqualTo("whole");
    }

    // ---- confusion

    @Test
    @DisplayName("stages and APIs share nothing, whatever their names, methods and namespaces")
    void stagesAndApis() throws Exception {
        TestApi api = new TestApi("abc123").on("GET", "/x", CACHE.backend().cached("n"));
        CACHE.publish(api);
        GATEWAY.publish(api, prod());
        GATEWAY.publish(
                new TestApi("other1").on("GET", "/x", CACHE.backend().cached("n")),
                TestApi.cachingStage(Map.of(Stage.ALL_METHODS, TestApi.caching(60))));
        for (int i = 0; i < 2; i++) {
            assertThat(CACHE.get("/test/x")).isEqualTo("answer 1");
            assertThat(CACHE.get("/prod/x")).isEqualTo("answer 2");
            try (RawClient client = GATEWAY.client()) {
                assertThat(client.send("GET /_aws/execute-api/other1/test/x HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                .answer()
                                .body())
                        .isEqualTo("answer 3");
            }
        }
    }

    private static Stage prod() {
        return new Stage(
                "prod",
                "d1",
                null,
                true,
                "0.5",
                new TreeMap<>(),
                null,
                null,
                false,
                new TreeMap<>(Map.of(Stage.ALL_METHODS, TestApi.caching(60))),
                null,
                null,
                Map.of(),
                Instant.EPOCH,
                Instant.EPOCH);
    }

    @Test
    @DisplayName("parameters of one namespace with other names are other entries")
    void namesOfParameters() throws Exception {
        CACHE.publish(new TestApi("abc123")
                .on("GET", "/a", CACHE.backend().cached("n", "method.request.querystring.a"))
                .on("GET", "/b", CACHE.backend().cached("n", "method.request.querystring.b")));
        assertThat(CACHE.get("/test/a?a=1")).isEqualTo("answer 1");
        assertThat(CACHE.get("/test/b?b=1")).isEqualTo("answer 2");
        assertThat(CACHE.get("/test/b?a=1")).isEqualTo("answer 3");
        assertThat(CACHE.get("/test/a?a=1")).isEqualTo("answer 1");
    }

    @Test
    @DisplayName("no values can be made to look like others: separators, repeats, order, escapes, blanks, case")
    void forgedValues() throws Exception {
        CACHE.publish(new TestApi("abc123")
                .on(
                        "GET",
                        "/p/{proxy+}",
                        CACHE.backend()
                                .cached(
                                        "n",
                                        "method.request.path.proxy",
                                        "method.request.querystring.q",
                                        "method.request.querystring.r",
                                        "method.request.header.H")));
        String[][] requests = {
            {"/test/p/a/b"},
            {"/test/p/a%2Fb"},
            {"/test/p/a"},
            {"/test/p/a?q=b"},
            {"/test/p/a?r=b"},
            {"/test/p/a?q=b&q=c"},
            {"/test/p/a?q=c&q=b"},
            {"/test/p/a?q=b%26q=c"},
            {"/test/p/a?q=b,c"},
            {"/test/p/a?q=%62"},
            {"/test/p/a?q=b+c"},
            {"/test/p/a?q"},
            {"/test/p/a?q&q"},
            {"/test/p/a?Q=b"},
            {"/test/p/a", "H: b"},
            {"/test/p/a", "H: B"},
            {"/test/p/a", "H: b", "H: c"},
            {"/test/p/a", "H: c", "H: b"},
            {"/test/p/a", "H: b, c"},
            {"/test/p/a", "H: b", "h: c"},
            {"/test/p/a", "H:"}
        };
        // A parameter of another case is none: the same as none at all, and "?q" has the value that "?q=" has.
        int[] same = new int[requests.length];
        for (int i = 0; i < requests.length; i++) {
            same[i] = requests[i][0].contains("Q=") ? 2 : i;
        }
        String[] answers = new String[requests.length];
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < requests.length; i++) {
                String body = CACHE.get(requests[i][0], Arrays.copyOfRange(requests[i], 1, requests[i].length));
                if (round == 0) {
                    answers[i] = body;
                    for (int j = 0; j < i; j++) {
                        assertThat(body.equals(answers[j]))
                                .as(List.of(requests[i]) + " and " + List.of(requests[j]))
                                .isEqualTo(same[i] == same[j]);
                    }
                }
                assertThat(body).as(String.join(" ", requests[i])).isEqualTo(answers[i]);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"H: a%0d%0aX: 1, 200", "'H: a\u0001b', 400"})
    @DisplayName(
            "header injection: what a key takes from a request never gets into an answer, nor past the reader of heads")
    void injection(String header, int status) throws Exception {
        CACHE.publish(new TestApi("abc123").on("GET", "/x", CACHE.backend().cached("n", "method.request.header.H")));
        for (int i = 0; i < 2; i++) {
            Answer answer = GATEWAY.get("/test/x", header);
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("X")).isNull();
        }
        assertThat(CACHE.get("/test/x")).isEqualTo(status == 200 ? "answer 2" : "answer 1");
    }

    @Test
    @DisplayName("CCH-4: what no key names poisons as on AWS: the first answer is everybody's, whatever made it")
    void unkeyedHeaders() throws Exception {
        CACHE.publish(new TestApi("abc123").on("GET", "/x", CACHE.backend()));
        CACHE.behave(
                call -> call.send(answer("200 OK", String.valueOf(call.request().header("X-Forwarded-Host")))));
        assertThat(CACHE.get("/test/x", "X-Forwarded-Host: evil.example")).isEqualTo("evil.example");
        assertThat(CACHE.get("/test/x")).isEqualTo("evil.example");
    }

    @Test
    @DisplayName("a key parameter that no request has keeps nothing, rather than the wrong thing")
    void unknownParameter() throws Exception {
        CACHE.publish(new TestApi("abc123").on("GET", "/x", CACHE.backend().cached("n", "method.request.cookie.c")));
        assertThat(CACHE.get("/test/x")).isEqualTo("answer 1");
        assertThat(CACHE.get("/test/x")).isEqualTo("answer 2");
    }
}
