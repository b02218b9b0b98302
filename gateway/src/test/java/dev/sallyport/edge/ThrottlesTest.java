package dev.sallyport.edge;

import static dev.sallyport.limits.TestPlans.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.limits.Rate;
import dev.sallyport.model.KeyUsage;
import dev.sallyport.model.Stage;
import dev.sallyport.model.UsagePlan.Quota;
import dev.sallyport.model.UsagePlan.Throttle;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import dev.sallyport.store.UsageCounts;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rates and quotas from the client's socket (rest-data-plane 6). The buckets' clock stands still unless it is moved. */
class ThrottlesTest {

    private static final String ONE = "the-first-key-of-this-test";
    private static final String TWO = "the-second-key-of-this-test";

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    private TestLimits limits = new TestLimits(null);

    private static TestApi api() {
        return new TestApi("abc123")
                .keyed("GET", "/", TestIntegration.mock("root"))
                .keyed("GET", "/a", TestIntegration.mock("a"))
                .keyed("GET", "/b", TestIntegration.mock("b"))
                .on("GET", "/open", TestIntegration.mock("open"))
                .on("ANY", "/any", TestIntegration.mock("any"));
    }

    private void publish(Map<String, Stage.MethodSetting> settings) {
        GATEWAY.limitedBy(limits.compiler);
        GATEWAY.publish(api(), TestApi.stage(settings));
    }

    private void plan(@Nullable Throttle throttle, @Nullable Quota quota, Map<String, Throttle> methods) {
        limits.plans.plan(throttle, quota, stage("abc123", "test", methods));
    }

    private void keys() {
        limits.plans.key("k1", ONE, true);
        limits.plans.key("k2", TWO, true);
        limits.plans.join("k1");
        limits.plans.join("k2");
    }

    private static Answer get(String path, String key) throws Exception {
        return GATEWAY.get(path, "x-api-key: " + key);
    }

    /** How many of ten requests get through. */
    private static int through(String path, String key) throws Exception {
        int through = 0;
        for (int i = 0; i < 10; i++) {
            through += get(path, key).status() == 200 ? 1 : 0;
        }
        return through;
    }

    /** THR-1, THR-12. */
    private static void assertThrottled(Answer answer) {
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.body()).isEqualTo("{\"message\":\"Too Many Requests\"}");
        assertThat(answer.header("x-amzn-ErrorType")).isEqualTo("TooManyRequestsException");
        assertThat(answer.head()).doesNotContain("Retry-After").doesNotContainIgnoringCase("RateLimit");
    }

    @Test
    @DisplayName(
            "THR-2 3, THR-3: settings of all methods hold each of them separately; a method's own entry holds alone")
    void methodSettings() throws Exception {
        publish(Map.of(Stage.ALL_METHODS, TestApi.throttled(2, 1), "any/ANY", TestApi.throttled(5, 1)));
        assertThat(through("/test/open", "")).isEqualTo(2);
        assertThrottled(GATEWAY.get("/test/open"));
        assertThat(through("/test/any", "")).isEqualTo(5);
        limits.nanos.addAndGet(1_500_000_000L);
        assertThat(through("/test/open", "")).isEqualTo(1);
    }

    @Test
    @DisplayName("THR-5: 0 blocks")
    void zero() throws Exception {
        publish(Map.of("open/GET", TestApi.throttled(0, 0)));
        assertThrottled(GATEWAY.get("/test/open"));
        assertThat(GATEWAY.get("/test/any").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("R11.2: a deployment does not fill a bucket, a changed rate counts at once, one that is gone does not")
    void redeployment() throws Exception {
        publish(Map.of("open/GET", TestApi.throttled(3, 0.001)));
        assertThat(through("/test/open", "")).isEqualTo(3);
        publish(Map.of("open/GET", TestApi.throttled(3, 0.001)));
        assertThat(through("/test/open", "")).isZero();
        publish(Map.of("open/GET", TestApi.throttled(5, 0.001)));
        assertThat(through("/test/open", "")).isEqualTo(2);
        publish(Map.of());
        assertThat(through("/test/open", "")).isEqualTo(10);
    }

    @Test
    @DisplayName("THR-2 4: the account's limit is for all methods of all its APIs; without the setting there is none")
    void account() throws Exception {
        limits = new TestLimits(new Rate(1, 3));
        publish(Map.of());
        assertThat(GATEWAY.get("/test/open").status()).isEqualTo(200);
        assertThat(through("/test/any", "")).isEqualTo(2);
        assertThrottled(GATEWAY.get("/test/open"));
    }

    @Test
    @DisplayName("THR-2: what the account refuses takes no token of the method")
    void giveBackOfMethod() throws Exception {
        limits = new TestLimits(new Rate(1, 1));
        publish(Map.of("open/GET", TestApi.throttled(2, 0.0001)));
        assertThat(through("/test/open", "")).isEqualTo(1);
        limits.nanos.addAndGet(1_000_000_000L);
        assertThat(through("/test/open", "")).as("9 refusals later").isEqualTo(1);
        limits.nanos.addAndGet(1_000_000_000L);
        assertThat(through("/test/open", "")).isZero();
    }

    @Test
    @DisplayName("THR-2 2, R15.9: the plan's rate is each key's, over all methods")
    void perClient() throws Exception {
        plan(new Throttle(4, 1.0), null, Map.of());
        keys();
        publish(Map.of());
        assertThat(get("/test/a", ONE).status()).isEqualTo(200);
        assertThat(through("/test/b", ONE)).isEqualTo(3);
        assertThrottled(get("/test/a", ONE));
        assertThat(through("/test/a", TWO)).isEqualTo(4);
        assertThat(GATEWAY.get("/test/open", "x-api-key: " + ONE).status())
                .as("THR-9")
                .isEqualTo(200);
        limits.nanos.addAndGet(1_000_000_000L);
        assertThat(through("/test/a", ONE)).isEqualTo(1);
    }

    @Test
    @DisplayName("THR-2 1, R15.12: rates of single methods bind first, and take nothing of the plan's when they refuse")
    void perClientAndMethod() throws Exception {
        plan(
                new Throttle(5, 0.001),
                null,
                Map.of(
                        "/a/GET",
                        new Throttle(2, 0.001),
                        "//GET",
                        new Throttle(1, 0.001),
                        "b/GET",
                        new Throttle(0, 0.0)));
        keys();
        publish(Map.of());
        assertThat(through("/test/a", ONE)).isEqualTo(2);
        assertThat(through("/test/", ONE)).isEqualTo(1);
        assertThat(through("/test/b", ONE)).isZero();
        plan(new Throttle(5, 0.001), null, Map.of());
        assertThat(through("/test/b", ONE)).as("5 less 3").isEqualTo(2);
    }

    @Test
    @DisplayName("a changed plan counts at once and fills no bucket")
    void changedPlan() throws Exception {
        plan(new Throttle(3, 0.001), null, Map.of());
        keys();
        publish(Map.of());
        assertThat(through("/test/a", ONE)).isEqualTo(3);
        plan(new Throttle(3, 0.001), new Quota(100, 0, "DAY"), Map.of());
        assertThat(through("/test/a", ONE)).isZero();
        plan(new Throttle(3, 1000.0), null, Map.of());
        limits.nanos.addAndGet(2_000_000);
        assertThat(through("/test/a", ONE)).isEqualTo(2);
    }

    @Test
    @DisplayName("ORD-4: a client beyond its own rate or quota uses up nobody else's rate of the method")
    void noisyNeighbour() throws Exception {
        plan(new Throttle(1, 0.001), null, Map.of());
        keys();
        publish(Map.of("a/GET", TestApi.throttled(2, 0.001)));
        assertThat(through("/test/a", ONE)).isEqualTo(1);
        assertThat(through("/test/a", TWO)).isEqualTo(1);
        plan(null, new Quota(1, 0, "DAY"), Map.of());
        publish(Map.of("b/GET", TestApi.throttled(2, 0.001)));
        assertThat(get("/test/b", ONE).status()).as("used by /a").isEqualTo(429);
        assertThat(through("/test/b", TWO)).isZero();
        plan(null, null, Map.of());
        assertThat(through("/test/b", ONE)).isEqualTo(2);
    }

    @Test
    @DisplayName("somebody who tries keys is slowed down by the method's rate")
    void guessing() throws Exception {
        publish(Map.of("a/GET", TestApi.throttled(2, 0.001)));
        assertThat(get("/test/a", "guess").status()).isEqualTo(403);
        assertThat(get("/test/a", "guess").status()).isEqualTo(403);
        assertThrottled(get("/test/a", "guess"));
    }

    @Test
    @DisplayName("THR-7, THR-10, R15.6: a quota is the key's under the plan; what it refuses is not counted")
    void quota() throws Exception {
        plan(null, new Quota(3, 0, "MONTH"), Map.of());
        keys();
        publish(Map.of());
        assertThat(get("/test/a", ONE).status()).isEqualTo(200);
        assertThat(through("/test/b", ONE)).isEqualTo(2);
        Answer refused = get("/test/a", ONE);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.body()).isEqualTo("{\"message\":\"Limit Exceeded\"}");
        assertThat(refused.header("x-amzn-ErrorType")).isEqualTo("LimitExceededException");
        assertThat(get("/test/a", TWO).status()).isEqualTo(200);
        limits.journal.write();
        assertThat(usage("k1")).isEqualTo(3);
        assertThat(usage("k2")).isEqualTo(1);
    }

    private long usage(String keyId) {
        KeyUsage usage = limits.store.read(tx -> UsageCounts.of(tx, TestApi.OWNER, "p1", keyId));
        return usage.usedByDay().values().stream().mapToLong(Long::longValue).sum();
    }

    @Test
    @DisplayName("THR-7: the throttle comes before the quota, and a throttled request is not counted")
    void throttleBeforeQuota() throws Exception {
        plan(new Throttle(1, 0.001), new Quota(1, 0, "MONTH"), Map.of());
        keys();
        publish(Map.of());
        assertThat(get("/test/a", ONE).status()).isEqualTo(200);
        assertThrottled(get("/test/a", ONE));
        limits.nanos.addAndGet(1_000_000_000_000L);
        for (int i = 0; i < 3; i++) {
            assertThat(get("/test/a", ONE).body())
                    .as("what the quota refuses takes no token")
                    .isEqualTo("{\"message\":\"Limit Exceeded\"}");
        }
    }

    @Test
    @DisplayName("rate-limit-headers: answers tell of the key's limits, those of the backend and 429 alike")
    void rateLimitHeaders() throws Exception {
        limits = new TestLimits(null, true);
        plan(new Throttle(2, 0.5), new Quota(10, 0, "DAY"), Map.of("/a/GET", new Throttle(7, 2.0)));
        keys();
        publish(Map.of());
        Answer first = get("/test/a", ONE);
        assertThat(first.headers("RateLimit-Policy"))
                .containsExactly("\"method\";q=7;w=4, \"key\";q=2;w=4, \"quota\";q=10;w=86400");
        assertThat(first.headers("RateLimit"))
                .hasSize(1)
                .first()
                .asString()
                .matches("\"method\";r=6, \"key\";r=1, \"quota\";r=9;t=[0-9]{1,5}");
        get("/test/b", ONE);
        Answer refused = get("/test/b", ONE);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("RateLimit")).matches("\"key\";r=0;t=2, \"quota\";r=8;t=[0-9]{1,5}");
        assertThat(GATEWAY.get("/test/open").head()).doesNotContain("RateLimit");
        assertThat(GATEWAY.get("/test/a").head()).as("403").doesNotContain("RateLimit");
    }

    @Test
    @DisplayName("a 429 can be customised by type")
    void customised() throws Exception {
        GATEWAY.limitedBy(limits.compiler);
        GATEWAY.publish(
                api().gatewayResponse(
                                "THROTTLED",
                                "503",
                                Map.of("gatewayresponse.header.Retry-After", "'1'"),
                                Map.of("application/json", "$context.error.responseType")),
                TestApi.stage(Map.of("open/GET", TestApi.throttled(0, 0))));
        Answer answer = GATEWAY.get("/test/open");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("THROTTLED");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
    }
}
