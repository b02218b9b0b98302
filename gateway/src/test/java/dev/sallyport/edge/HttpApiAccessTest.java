package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.aws.SdkSigned;
import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.edge.TestHttpApi.Target;
import dev.sallyport.limits.Rate;
import dev.sallyport.model.HttpApiStage.RouteSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Routes of HTTP APIs with AWS_IAM, and the rates of routes (http-api 11, 12). */
class HttpApiAccessTest {

    @RegisterExtension
    static final DataPlaneFixture DATA = new DataPlaneFixture();

    private static final String HOST = "https://abc123.execute-api.eu-west-1.amazonaws.com";
    private static final String OWNER = "123456789012";
    private static final String ARN = "arn:aws:execute-api:eu-west-1:" + OWNER + ":abc123/";

    @BeforeEach
    void functions() {
        DATA.functions().returns("two", "{}");
        DATA.functions().returns("one", "{\"statusCode\":200}");
    }

    private static String allow(String resource) {
        return "{'Effect':'Allow','Action':'execute-api:Invoke','Resource':'" + resource + "'}";
    }

    private static TestHttpApi signed() {
        return new TestHttpApi(DATA)
                .secured("ANY /two/{proxy+}", Target.function("two", "2.0"), "AWS_IAM", null)
                .secured("ANY /one/{proxy+}", Target.function("one", "1.0"), "AWS_IAM", null)
                .secured("GET /back", Target.backend(DATA.backend().uri("/b")), "AWS_IAM", null);
    }

    private static Answer send(SdkSigned.Plan plan, AwsCredentials who) throws IOException {
        SdkSigned signed = SdkSigned.sign(plan, who, "eu-west-1", "execute-api");
        String length =
                plan.body().isEmpty() ? "" : "Content-Length: " + plan.body().length() + "\r\n";
        String head = DataPlaneFixture.head(plan.method(), signed.target(), signed.lines());
        try (RawClient client = DATA.client()) {
            return client.send((head.contains("ontent-Length") ? head : head + length) + "\r\n" + plan.body())
                    .answer();
        }
    }

    private static SdkSigned.Plan get(String path) {
        return SdkSigned.Plan.get(HOST + path, Instant.now());
    }

    private static void assertForbidden(Answer answer) {
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo("{\"message\":\"Forbidden\"}");
        assertThat(answer.header("x-amzn-errortype")).isNull();
    }

    @Test
    @DisplayName(
            "R11.1: who may invoke the stage, the verb and the path of the request; $default is a stage like others")
    void checksResources() throws IOException {
        signed().publish("$default", "dev");
        AwsCredentials own = DATA.identities().user(OWNER, "own", allow(ARN + "$default/GET/two/a/*"));
        assertThat(send(get("/two/a/b%20c?q=1&a=%C3%A4"), own).status()).isEqualTo(200);
        assertForbidden(send(get("/two/b/c"), own));
        assertForbidden(send(get("/two/a/b").in("POST", "body"), own));
        assertForbidden(send(get("/dev/two/a/b"), own));
        AwsCredentials dev = DATA.identities().user(OWNER, "dev", allow(ARN + "dev/*"));
        assertThat(send(get("/dev/two/a/b").in("POST", "body"), dev).status()).isEqualTo(200);
        assertForbidden(send(get("/two/a/b"), dev));
    }

    @Test
    @DisplayName("R11.2: whatever is wrong with a request, it is forbidden in the same words")
    void refusesAlike() throws IOException {
        signed().publish("$default");
        AwsCredentials ann = DATA.identities().user(OWNER, "ann", allow("*"));
        assertThat(send(get("/two/x"), ann).status()).isEqualTo(200);
        assertForbidden(DATA.get("/two/x"));
        assertForbidden(DATA.get("/two/x", "Authorization: Bearer x"));
        assertForbidden(send(get("/two/x"), new AwsCredentials(ann.accessKeyId(), "wrong", null)));
        assertForbidden(send(get("/two/x"), new AwsCredentials("AKIANOBODY", "secret", null)));
        assertForbidden(send(SdkSigned.Plan.get(HOST + "/two/x", Instant.now().minus(Duration.ofHours(1))), ann));
        assertForbidden(send(get("/two/x"), DATA.identities().user(OWNER, "nobody")));
        assertForbidden(send(get("/two/x"), DATA.identities().user("999999999999", "stranger")));
    }

    @Test
    @DisplayName("3.5, R3.35, R11.4: functions see who has signed, and what")
    void showsSigners() throws IOException {
        signed().publish("$default");
        AwsCredentials session =
                DATA.identities().session(OWNER, "reader", Instant.now().plusSeconds(600), allow("*"));
        assertThat(send(get("/two/x"), session).status()).isEqualTo(200);
        JsonNode two = TestHttpApi.lastEvent(DATA, "two");
        assertThat(two.get("requestContext").get("authorizer").toString())
                .isEqualTo("{\"iam\":{\"accessKey\":\"ASIAREADER\",\"accountId\":\"123456789012\","
                        + "\"callerId\":\"AROAreader:me\",\"cognitoIdentity\":null,"
                        + "\"principalOrgId\":\"aws:PrincipalOrgID\","
                        + "\"userArn\":\"arn:aws:sts::123456789012:assumed-role/reader/me\","
                        + "\"userId\":\"AROAreader:me\"}}");
        assertThat(two.get("headers").get("authorization").stringValue()).startsWith("AWS4-HMAC-SHA256 ");
        assertThat(send(get("/one/x"), session).status()).isEqualTo(200);
        JsonNode identity =
                TestHttpApi.lastEvent(DATA, "one").get("requestContext").get("identity");
        assertThat(identity.get("accessKey").stringValue()).isEqualTo("ASIAREADER");
        assertThat(identity.get("accountId").stringValue()).isEqualTo(OWNER);
        assertThat(identity.get("caller").stringValue()).isEqualTo("AROAreader:me");
        assertThat(identity.get("user").stringValue()).isEqualTo("AROAreader:me");
        assertThat(identity.get("userArn").stringValue()).isEqualTo("arn:aws:sts::123456789012:assumed-role/reader/me");
        assertThat(send(get("/back"), session).status()).isEqualTo(200);
        assertThat(DATA.backend().received().getLast().header("Authorization")).startsWith("AWS4-HMAC-SHA256 ");
    }

    private static RouteSettings rate(@Nullable Integer burst, @Nullable Double perSecond) {
        return new RouteSettings(null, burst, perSecond, null, null);
    }

    private static TestHttpApi open() {
        return new TestHttpApi(DATA)
                .route("GET /a", Target.function("two", "2.0"))
                .route("GET /b", Target.function("two", "2.0"))
                .route("$default", Target.function("two", "2.0"));
    }

    /** How many of ten requests get through; the others are told in the same words. */
    private static int through(String path) throws IOException {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Answer answer = DATA.get(path);
            statuses.add(answer.status());
            if (answer.status() != 200) {
                assertThat(answer.status()).isEqualTo(429);
                assertThat(answer.body()).isEqualTo("{\"message\":\"Too Many Requests\"}");
                assertThat(answer.header("apigw-requestid")).isNotNull();
                assertThat(answer.head()).doesNotContainIgnoringCase("retry-after");
            }
        }
        return (int) statuses.stream().filter(status -> status == 200).count();
    }

    @Test
    @DisplayName("R12.2, R12.4: the stage's rates hold for each route that has none of its own")
    void limitsRoutes() throws IOException {
        TestLimits limits = new TestLimits((Rate) null);
        open().limited(limits.compiler, rate(2, 1.0), Map.of("GET /a", rate(5, 1.0), "$default", rate(1, null)))
                .publish("$default");
        assertThat(through("/a")).isEqualTo(5);
        assertThat(through("/b")).isEqualTo(2);
        assertThat(through("/c")).isEqualTo(1);
        limits.nanos.addAndGet(1_500_000_000L);
        assertThat(through("/b")).isEqualTo(1);
    }

    @Test
    @DisplayName("R12.3: no limit lets everything through, 0 nothing")
    void knowsNothingAndZero() throws IOException {
        TestLimits limits = new TestLimits((Rate) null);
        open().limited(
                        limits.compiler,
                        RouteSettings.DEFAULT,
                        Map.of("GET /a", rate(0, 0.0), "GET /b", rate(null, 0.0)))
                .publish("$default");
        assertThat(through("/a")).isZero();
        assertThat(through("/b")).isZero();
        assertThat(through("/c")).isEqualTo(10);
    }

    @Test
    @DisplayName("R12.1: the account's rate holds for all routes together")
    void limitsAccounts() throws IOException {
        TestLimits limits = new TestLimits(new Rate(1, 3));
        open().limited(limits.compiler, RouteSettings.DEFAULT, Map.of()).publish("$default");
        assertThat(through("/a") + through("/b")).isEqualTo(3);
    }

    @Test
    @DisplayName("12: a request is counted before anybody asks who it is of")
    void limitsBeforeAuthorizers() throws IOException {
        TestLimits limits = new TestLimits((Rate) null);
        signed().limited(limits.compiler, rate(1, 1.0), Map.of()).publish("$default");
        assertForbidden(DATA.get("/two/x"));
        assertThat(DATA.get("/two/x").status()).isEqualTo(429);
    }
}
