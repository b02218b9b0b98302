package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.aws.AsSent;
import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.cache.CacheSharing;
import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.snapshot.TestApi;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Cache-Control: max-age=0} and who may say so (CCH-8 to CCH-10). */
class CacheInvalidationTest {

    private static final String FRESH = "Cache-Control: max-age=0";
    private static final String WARNING = "199 Cache-control headers were ignored because the caller was unauthorized.";
    private static final String OWNER = "123456789012";
    private static final String INVOKE = "{'Effect':'Allow','Action':'execute-api:Invoke','Resource':'*'}";
    private static final String INVALIDATE =
            "{'Effect':'Allow','Action':'execute-api:InvalidateCache','Resource':'arn:aws:execute-api:eu-west-1:"
                    + OWNER + ":abc123/test/GET/x'}";

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    private static final CacheFixture CACHE = new CacheFixture(GATEWAY);

    @BeforeEach
    void begin() {
        CACHE.begin();
        GATEWAY.caching(CacheSharing.AWS, 100, 10_000);
    }

    @AfterEach
    void sharing() {
        GATEWAY.caching(CacheSharing.SAFE, 100, 10_000);
    }

    private static void publish(String authorizationType, boolean requiresAuthorization, String strategy) {
        CACHE.publish(
                new TestApi("abc123").secured("GET", "/x", authorizationType, CACHE.backend()),
                Map.of("x/GET", TestApi.caching(60, requiresAuthorization, strategy)));
    }

    private static Answer signed(AwsCredentials credentials, String... more) throws Exception {
        List<String> lines = new ArrayList<>(List.of(
                AsSent.sign(credentials, "abc123.execute-api.eu-west-1.amazonaws.com", "/test/x", Instant.now())));
        lines.addAll(List.of(more));
        return GATEWAY.get("/test/x", lines.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cache-Control: max-age=0",
                "cache-control: MAX-AGE=0",
                "Cache-Control: no-cache, max-age=0",
                "Cache-Control: no-cache ,  max-age=0\t, x",
                "Cache-Control: no-cache\r\nCache-Control: max-age=0"
            })
    @DisplayName("CCH-8, CCH-9: where no authorization is required anybody gets a fresh answer, which is then kept")
    void anybody(String header) throws Exception {
        publish("NONE", false, "FAIL_WITH_403");
        assertThat(CACHE.get("/test/x")).isEqualTo("answer 1");
        assertThat(CACHE.get("/test/x", header)).isEqualTo("answer 2");
        assertThat(CACHE.get("/test/x")).isEqualTo("answer 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cache-Control: no-cache",
                "Cache-Control: no-store",
                "Cache-Control: max-age=00",
                "Cache-Control: max-age=1",
                "Cache-Control: s-max-age=0",
                "Cache-Control: max-age =0",
                "Cache-Control:",
                "Pragma: no-cache",
                "X-Cache-Control: max-age=0"
            })
    @DisplayName("CCH-10: everything else has no effect, and is no reason to refuse anybody")
    void nothingElse(String header) throws Exception {
        publish("NONE", true, "FAIL_WITH_403");
        assertThat(CACHE.get("/test/x")).isEqualTo("answer 1");
        assertThat(CACHE.get("/test/x", header)).isEqualTo("answer 1");
    }

    @Test
    @DisplayName("CCH-9: FAIL_WITH_403 refuses who may not, whether anything is kept or not")
    void failsWith403() throws Exception {
        publish("NONE", true, "FAIL_WITH_403");
        for (int i = 0; i < 2; i++) {
            Answer refused = GATEWAY.get("/test/x", FRESH);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.header("x-amzn-ErrorType")).isEqualTo("AccessDeniedException");
            assertThat(refused.body())
                    .isEqualTo("{\"Message\":\"User: anonymous is not authorized to perform:"
                            + " execute-api:InvalidateCache on resource:"
                            + " arn:aws:execute-api:eu-west-1:********9012:abc123/test/GET/x\"}");
            assertThat(CACHE.get("/test/x")).isEqualTo("answer 1");
        }
    }

    @Test
    @DisplayName("CCH-9: SUCCEED_WITH_RESPONSE_HEADER answers as usual and tells whom it ignored, and nobody else")
    void succeedsWithHeader() throws Exception {
        publish("NONE", true, "SUCCEED_WITH_RESPONSE_HEADER");
        for (int i = 0; i < 2; i++) {
            Answer ignored = GATEWAY.get("/test/x", FRESH);
            assertThat(ignored.status()).isEqualTo(200);
            assertThat(ignored.body()).isEqualTo("answer 1");
            assertThat(ignored.headers("Warning")).containsExactly(WARNING);
            assertThat(GATEWAY.get("/test/x").header("Warning")).isNull();
        }
    }

    @Test
    @DisplayName("CCH-9: SUCCEED_WITHOUT_RESPONSE_HEADER answers as usual and tells nothing")
    void succeedsWithoutHeader() throws Exception {
        publish("NONE", true, "SUCCEED_WITHOUT_RESPONSE_HEADER");
        for (int i = 0; i < 2; i++) {
            Answer ignored = GATEWAY.get("/test/x", FRESH);
            assertThat(ignored.body()).isEqualTo("answer 1");
            assertThat(ignored.header("Warning")).isNull();
        }
    }

    @Test
    @DisplayName("CCH-9: whom policies allow execute-api:InvalidateCache on the method gets a fresh answer")
    void allowed() throws Exception {
        publish("AWS_IAM", true, "FAIL_WITH_403");
        AwsCredentials may = GATEWAY.identities().user(OWNER, "may", INVOKE, INVALIDATE);
        AwsCredentials mayNot = GATEWAY.identities().user(OWNER, "not", INVOKE);
        for (int i = 1; i < 3; i++) {
            assertThat(signed(may, FRESH).body()).isEqualTo("answer " + i);
            assertThat(signed(mayNot).body()).isEqualTo("answer " + i);
            Answer refused = signed(mayNot, FRESH);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.body())
                    .startsWith("{\"Message\":\"User: arn:aws:iam::123456789012:user/not is not authorized to perform:"
                            + " execute-api:InvalidateCache on resource: ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'Effect':'Allow','Action':'execute-api:*','Resource':'*'} | 2",
                "{'Effect':'Allow','Action':'execute-api:InvalidateCache','Resource':'*/test/GET/*'} | 2",
                "{'Effect':'Allow','Action':'execute-api:InvalidateCache','Resource':'*/prod/GET/x'} | 1",
                "{'Effect':'Allow','Action':'execute-api:InvalidateCache','Resource':'*/test/POST/x'} | 1",
                "{'Effect':'Deny','Action':'execute-api:InvalidateCache','Resource':'*'} | 1"
            })
    @DisplayName("CCH-9: the action is asked for the ARN of the method's request")
    void policies(String statement, int answer) throws Exception {
        publish("AWS_IAM", true, "SUCCEED_WITH_RESPONSE_HEADER");
        AwsCredentials user = GATEWAY.identities().user(OWNER, "u" + statement.hashCode(), INVOKE, statement);
        assertThat(signed(user).body()).isEqualTo("answer 1");
        Answer asked = signed(user, FRESH);
        assertThat(asked.body()).isEqualTo("answer " + answer);
        assertThat(asked.header("Warning")).isEqualTo(answer == 1 ? WARNING : null);
    }

    @Test
    @DisplayName("CCH-10: callers of another account never invalidate, whatever their policies and the API's say")
    void otherAccount() throws Exception {
        CACHE.publish(
                new TestApi("abc123")
                        .secured("GET", "/x", "AWS_IAM", CACHE.backend())
                        .policy("{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':'*',"
                                + "'Action':'execute-api:*','Resource':'*'}]}"),
                Map.of("x/GET", TestApi.caching(60, true, "SUCCEED_WITH_RESPONSE_HEADER")));
        String all = "{'Effect':'Allow','Action':'execute-api:*','Resource':'*'}";
        AwsCredentials stranger = GATEWAY.identities().user("999999999999", "stranger", all);
        assertThat(signed(stranger).body()).isEqualTo("answer 1");
        assertThat(signed(stranger, FRESH).header("Warning")).isEqualTo(WARNING);
        assertThat(signed(stranger).body()).isEqualTo("answer 1");
    }

    @Test
    @DisplayName("CCH-9: a signature on a method that checks none allows nothing")
    void uncheckedSignature() throws Exception {
        publish("NONE", true, "SUCCEED_WITH_RESPONSE_HEADER");
        AwsCredentials may = GATEWAY.identities().user(OWNER, "may", INVOKE, INVALIDATE);
        assertThat(signed(may).body()).isEqualTo("answer 1");
        assertThat(signed(may, FRESH).header("Warning")).isEqualTo(WARNING);
    }

    @Test
    @DisplayName("CCH-8: without a cache the header means nothing")
    void uncached() throws Exception {
        CACHE.publish(new TestApi("abc123").on("GET", "/x", CACHE.backend()), Map.of());
        Answer answer = GATEWAY.get("/test/x", FRESH);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Warning")).isNull();
    }
}
