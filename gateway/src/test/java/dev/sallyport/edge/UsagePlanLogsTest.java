package dev.sallyport.edge;

import static dev.sallyport.limits.TestPlans.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sallyport.limits.ApiKeyDirectory;
import dev.sallyport.limits.Limiter;
import dev.sallyport.limits.LocalLimiter;
import dev.sallyport.limits.QuotaMeter;
import dev.sallyport.limits.Rate;
import dev.sallyport.limits.TestPlans;
import dev.sallyport.limits.UsageJournal;
import dev.sallyport.limits.UsagePlanFollower;
import dev.sallyport.model.KeyUsage;
import dev.sallyport.model.Scope;
import dev.sallyport.model.Stage;
import dev.sallyport.model.Stage.MethodSetting;
import dev.sallyport.model.UsagePlan.Quota;
import dev.sallyport.model.UsagePlan.Throttle;
import dev.sallyport.observe.Explanations;
import dev.sallyport.observe.RequestLog;
import dev.sallyport.observe.RequestTraces;
import dev.sallyport.pipeline.step.CheckApiKey;
import dev.sallyport.snapshot.LimitCompiler;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import dev.sallyport.store.InMemoryStore;
import dev.sallyport.store.UsageCounts;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** What is logged of API keys and usage plans, and what happens when a usage plan cannot be checked. */
class UsagePlanLogsTest {

    private static final String VALUE = "a-key-of-more-than-twenty-characters";
    private static final String SHOWN = "*".repeat(VALUE.length() - 6) + "acters";
    private static final List<String> LINES = new CopyOnWriteArrayList<>();

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture()
            .watchedBy(new RequestTraces(
                    new RequestLog(),
                    (kind, exchange, owner, group, stream, millis, message) -> LINES.add(message),
                    new Explanations(0),
                    null,
                    InstantSource.system(),
                    System::nanoTime));

    private final TestLimits limits = new TestLimits(null);

    @BeforeEach
    void forget() {
        LINES.clear();
    }

    private static void publish(LimitCompiler compiler) {
        MethodSetting logged =
                new MethodSetting(false, "INFO", false, 5000, 10_000, false, 300, false, true, "FAIL_WITH_403");
        GATEWAY.limitedBy(compiler);
        GATEWAY.publish(
                new TestApi("abc123").keyed("GET", "/keyed", TestIntegration.mock("ok")),
                TestApi.stage(Map.of(Stage.ALL_METHODS, logged)));
    }

    private void plan(TestPlans plans, @Nullable Throttle throttle, @Nullable Quota quota) {
        plans.key("k1", VALUE, true);
        plans.plan(throttle, quota, stage("abc123", "test"));
        plans.join("k1");
    }

    private static List<String> linesOf(RawClient.Answer answer) {
        String prefix = "(" + answer.header("x-amzn-RequestId") + ") ";
        await().until(() -> LINES.stream().anyMatch(line -> line.startsWith(prefix + "Method completed")));
        return LINES.stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .filter(line -> !line.startsWith("Extended"))
                .toList();
    }

    @Test
    @DisplayName("LOG-3 7, 9, 12: the key is shown by its last characters; the secret itself stands nowhere")
    void succeeded() throws Exception {
        plan(limits.plans, null, null);
        publish(limits.compiler);

        RawClient.Answer answer = GATEWAY.get("/test/keyed", "x-api-key: " + VALUE);

        assertThat(linesOf(answer))
                .startsWith(
                        "Verifying Usage Plan for request: " + answer.header("x-amzn-RequestId") + ". API Key: " + SHOWN
                                + " API Stage: abc123/test",
                        "Usage Plan check succeeded for API Key " + SHOWN + " and API Stage abc123/test",
                        "Starting execution for request: " + answer.header("x-amzn-RequestId"),
                        "HTTP Method: GET, Resource Path: /keyed",
                        "API Key: ***",
                        "API Key ID: k1")
                .endsWith("Method completed with status: 200");
        assertThat(LINES).noneMatch(line -> line.contains(VALUE));
    }

    @Test
    @DisplayName("THR-11: whose limit was exceeded, and which; the execution does not start")
    void limited() throws Exception {
        plan(limits.plans, new Throttle(1, 2.5), null);
        publish(limits.compiler);
        GATEWAY.get("/test/keyed", "x-api-key: " + VALUE);
        List<String> throttled = linesOf(GATEWAY.get("/test/keyed", "x-api-key: " + VALUE));
        assertThat(throttled)
                .hasSize(3)
                .endsWith(
                        "Key throttle limit exceeded for RestApi abc123, Stage test, Resource r0, HttpMethod GET."
                                + " Limit: 2.50 Burst: 1",
                        "Method completed with status: 429");
        plan(limits.plans, null, new Quota(1, 0, "DAY"));
        assertThat(linesOf(GATEWAY.get("/test/keyed", "x-api-key: " + VALUE)))
                .endsWith(
                        "Key quota limit exceeded for RestApi abc123, Stage test, Resource r0, HttpMethod GET",
                        "Method completed with status: 429");
    }

    @Test
    @DisplayName("LOG-3: a key that opens nothing is not shown")
    void unknown() throws Exception {
        publish(limits.compiler);
        RawClient.Answer answer = GATEWAY.get("/test/keyed", "x-api-key: " + VALUE);
        assertThat(linesOf(answer))
                .containsExactly(
                        "Verifying Usage Plan for request: " + answer.header("x-amzn-RequestId")
                                + ". API Key:  API Stage: abc123/test",
                        "Method completed with status: 403");
    }

    /** Local limits whose meters fail. */
    private static final class BrokenLimiter implements Limiter {
        private final Limiter local;

        BrokenLimiter(Limiter local) {
            this.local = local;
        }

        @Override
        public dev.sallyport.limits.Throttle throttle(String name, Rate rate) {
            return local.throttle(name, rate);
        }

        @Override
        public QuotaMeter meter(Scope owner, String planId, @Nullable Quota quota, KeyUsage stored) {
            return new QuotaMeter() {
                @Override
                public boolean tryTake(long epochMillis) {
                    throw new IllegalStateException("a defect, made for a test");
                }

                @Override
                public long remaining(long epochMillis) {
                    throw new IllegalStateException("a defect, made for a test");
                }

                @Override
                public @Nullable State state(long epochMillis) {
                    throw new IllegalStateException("a defect, made for a test");
                }

                @Override
                public void quota(@Nullable Quota newQuota, KeyUsage now) {}

                @Override
                public void grant(KeyUsage now) {}
            };
        }

        @Override
        public long nanoTime() {
            return local.nanoTime();
        }
    }

    @Test
    @DisplayName("ORD-7: a usage plan that cannot be checked lets a good key in, and nobody else, and the log says so")
    void internalError() throws Exception {
        InMemoryStore store = new InMemoryStore();
        Limiter limiter = new BrokenLimiter(
                new LocalLimiter(InstantSource.system(), System::nanoTime, new UsageJournal(new UsageCounts(store))));
        ApiKeyDirectory keys = new ApiKeyDirectory(new SplittableRandom(1));
        new UsagePlanFollower(store, limiter, keys).start();
        plan(new TestPlans(store, TestApi.OWNER), null, null);
        publish(new LimitCompiler(limiter, keys, null, false));
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(CheckApiKey.class);
        logger.addAppender(log);
        try {
            assertThat(GATEWAY.get("/test/keyed", "x-api-key: " + VALUE).body()).isEqualTo("ok");
            assertThat(GATEWAY.get("/test/keyed", "x-api-key: " + VALUE + "x").status())
                    .isEqualTo(403);
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("Usage Plan check failed due to an internal error");
    }
}
