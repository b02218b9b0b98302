package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.functions.Invocation;
import dev.sallyport.model.Stage;
import dev.sallyport.model.Stage.AccessLogSettings;
import dev.sallyport.model.Stage.CanarySettings;
import dev.sallyport.model.Stage.MethodSetting;
import dev.sallyport.observe.Explanations;
import dev.sallyport.observe.RequestLog;
import dev.sallyport.observe.RequestTraces;
import dev.sallyport.observe.StageAccessLog;
import dev.sallyport.observe.StageLogSink;
import dev.sallyport.pipeline.CanaryStickiness;
import dev.sallyport.pipeline.Release;
import dev.sallyport.pipeline.ReleaseCounts.Totals;
import dev.sallyport.pipeline.StageSnapshot;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Canaries from the client's socket (rest-data-plane 9.4). */
class CanaryTest {

    private static final String SEEN =
            "$context.isCanaryRequest $context.deploymentId $context.stage $stageVariables.own $stageVariables.both"
                    + " $stageVariables.added";
    private static final String EXECUTION = "API-Gateway-Execution-Logs_abc123/test";

    private record Line(String kind, String group, String message) {}

    private static final List<Line> LINES = new CopyOnWriteArrayList<>();
    private static final StageLogSink SINK =
            (kind, exchange, owner, group, stream, millis, message) -> LINES.add(new Line(kind, group, message));

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture()
            .watchedBy(new RequestTraces(
                    new StageAccessLog(new RequestLog(), SINK, InstantSource.system()),
                    SINK,
                    new Explanations(0),
                    null,
                    InstantSource.system(),
                    System::nanoTime));

    private final CanaryFixture stored = new CanaryFixture(stage(Map.of(), null));

    private static Stage stage(Map<String, MethodSetting> settings, @Nullable AccessLogSettings accessLog) {
        return new Stage(
                "test",
                "d1",
                null,
                false,
                null,
                new TreeMap<>(Map.of("own", "o", "both", "b")),
                null,
                null,
                false,
                new TreeMap<>(settings),
                accessLog,
                null,
                Map.of(),
                Instant.EPOCH,
                Instant.EPOCH);
    }

    @BeforeEach
    void begin() {
        LINES.clear();
        GATEWAY.limitedBy(new TestLimits(null).compiler);
    }

    /** An API that tells which version it is, and what its request knows. */
    private static TestApi api(String version) {
        return new TestApi(CanaryFixture.API)
                .on("GET", "/version", TestIntegration.mock(version))
                .on("GET", "/seen", TestIntegration.mock(SEEN))
                .on("GET", "/f", TestIntegration.lambdaProxy("f"))
                .on("GET", "/only-" + version, TestIntegration.mock(version));
    }

    private void follow(CanaryFixture fixture) {
        fixture.deploy("d1", api("one"));
        fixture.deploy("d2", api("two"));
        GATEWAY.follow(fixture.store, CanaryStickiness.OFF);
    }

    private static String body(String path) throws Exception {
        Answer answer = GATEWAY.get("/test" + path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    @Test
    @DisplayName("CAN-1, CAN-2: 0 percent is never and 100 percent always, and a change acts on the next request")
    void ends() throws Exception {
        follow(stored);
        for (int round = 0; round < 5; round++) {
            stored.canary("d1", "d2", 100);
            assertThat(body("/version")).isEqualTo("two");
            assertThat(GATEWAY.get("/test/only-one").status())
                    .as("the canary has no such method")
                    .isEqualTo(403);
            stored.canary("d1", "d2", 0);
            assertThat(body("/version")).isEqualTo("one");
            assertThat(GATEWAY.get("/test/only-two").status()).isEqualTo(403);
        }
        stored.canary("d1", null);
        assertThat(body("/version")).isEqualTo("one");
    }

    @Test
    @DisplayName("CAN-3, CAN-4, CAN-7: what a request of a canary knows of itself")
    void context() throws Exception {
        follow(stored);
        stored.canary("d1", null);
        assertThat(body("/seen")).isEqualTo(" d1 test o b ");
        TreeMap<String, String> overrides = new TreeMap<>(Map.of("both", "c", "added", "a"));
        stored.canary("d1", new CanarySettings("d2", 100, false, overrides));
        assertThat(body("/seen")).isEqualTo("true d2 test o c a");
        stored.canary("d1", new CanarySettings("d2", 0, false, overrides));
        assertThat(body("/seen")).isEqualTo("false d1 test o b ");
    }

    @Test
    @DisplayName("CAN-4: a canary of the stage's own deployment differs by its variables alone")
    void sameDeployment() throws Exception {
        follow(stored);
        stored.canary("d1", new CanarySettings("d1", 100, false, new TreeMap<>(Map.of("both", "c"))));
        assertThat(body("/seen")).isEqualTo("true d1 test o c ");
    }

    @Test
    @DisplayName("INT-43: the event of a function says whether a canary sends it, while there is one")
    void event() throws Exception {
        follow(stored);
        GATEWAY.functions().returns("f", "{\"statusCode\":200}");
        stored.canary("d1", null);
        assertThat(event("/f").has("isCanaryRequest")).isFalse();
        stored.canary("d1", "d2", 100);
        assertThat(event("/f").get("isCanaryRequest").isBoolean()).isTrue();
        assertThat(event("/f").get("isCanaryRequest").asBoolean()).isTrue();
        assertThat(event("/f").get("deploymentId").asString()).isEqualTo("d2");
        stored.canary("d1", "d2", 0);
        assertThat(event("/f").get("isCanaryRequest").asBoolean(true)).isFalse();
    }

    private static JsonNode event(String path) throws Exception {
        GATEWAY.functions().invocations().clear();
        body(path);
        Invocation invocation = GATEWAY.functions().invocations().getLast();
        return JsonMapper.shared().readTree(invocation.payload()).get("requestContext");
    }

    @Test
    @DisplayName("CAN-6, LOG-1: a canary logs to its own groups and to those of the stage, the base to those alone")
    void logs() throws Exception {
        MethodSetting info =
                new MethodSetting(false, "INFO", false, 5000, 10000, false, 300, false, true, "FAIL_WITH_403");
        CanaryFixture logging = new CanaryFixture(stage(
                Map.of(Stage.ALL_METHODS, info),
                new AccessLogSettings(
                        "arn:aws:logs:eu-west-1:123456789012:log-group:access",
                        "$context.requestId $context.isCanaryRequest")));
        follow(logging);
        logging.canary("d1", "d2", 100);
        List<Line> canary = lines(GATEWAY.get("/test/version"), 2);
        assertThat(groups(canary, "access")).containsExactly("access", "access/Canary");
        assertThat(groups(canary, "execution")).contains(EXECUTION, EXECUTION + "/Canary");
        assertThat(canary.stream().filter(line -> line.kind().equals("access")))
                .allMatch(line -> line.message().endsWith(" true"));
        assertThat(messages(canary, EXECUTION))
                .isEqualTo(messages(canary, EXECUTION + "/Canary"))
                .anyMatch(line -> line.endsWith("Method completed with status: 200"));
        logging.canary("d1", "d2", 0);
        List<Line> base = lines(GATEWAY.get("/test/version"), 1);
        assertThat(groups(base, "access")).containsExactly("access");
        assertThat(groups(base, "execution")).containsOnly(EXECUTION);
        assertThat(base.stream().filter(line -> line.kind().equals("access")))
                .allMatch(line -> line.message().endsWith(" false"));
    }

    /** What was written of a request, once its access lines are there: they are written last. */
    private static List<Line> lines(Answer answer, int accessLines) {
        String id = Objects.requireNonNull(answer.header("x-amzn-RequestId"));
        List<Line> found = new ArrayList<>();
        await().untilAsserted(() -> {
            found.clear();
            LINES.stream().filter(line -> line.message().contains(id)).forEach(found::add);
            assertThat(groups(found, "access")).hasSize(accessLines);
        });
        return found;
    }

    private static List<String> groups(List<Line> lines, String kind) {
        return lines.stream()
                .filter(line -> line.kind().equals(kind))
                .map(Line::group)
                .toList();
    }

    private static List<String> messages(List<Line> lines, String group) {
        return lines.stream()
                .filter(line -> line.group().equals(group))
                .map(Line::message)
                .toList();
    }

    @Test
    @DisplayName("CAN-6, THR-3: base and canary take from the same bucket, also when one of them is deployed anew")
    void sharedThrottle() throws Exception {
        CanaryFixture limited = new CanaryFixture(stage(Map.of("version/GET", TestApi.throttled(5, 1)), null));
        follow(limited);
        limited.canary("d1", "d2", 100);
        assertThat(through(3)).isEqualTo(3);
        limited.canary("d1", "d2", 0);
        assertThat(through(10)).isEqualTo(2);
        limited.deploy("d3", api("three"));
        limited.canary("d1", "d3", 100);
        assertThat(through(3)).isZero();
        limited.canary("d3", null);
        assertThat(through(3)).isZero();
    }

    private static int through(int requests) throws Exception {
        int through = 0;
        for (int i = 0; i < requests; i++) {
            through += GATEWAY.get("/test/version").status() == 200 ? 1 : 0;
        }
        return through;
    }

    @Test
    @DisplayName("CAN-1: 3,000 requests of one connection split at 10 percent within three standard deviations")
    void split() throws Exception {
        int requests = 3_000;
        follow(stored);
        stored.canary("d1", "d2", 10);
        int canary = 0;
        try (RawClient client = GATEWAY.client()) {
            String request = DataPlaneFixture.head("GET", "/test/version") + "\r\n";
            for (int i = 0; i < requests; i++) {
                canary += client.send(request).answer().body().equals("two") ? 1 : 0;
            }
        }
        double sigma = Math.sqrt(requests * 0.1 * 0.9);
        assertThat((double) canary).isBetween(requests * 0.1 - 3 * sigma, requests * 0.1 + 3 * sigma);
        // The last answer may be here before it has been counted.
        await().atMost(Duration.ofSeconds(20))
                .until(() -> release(0).counts().totals().requests()
                                + release(1).counts().totals().requests()
                        >= requests);
        Totals ofCanary = release(1).counts().totals();
        Totals ofBase = release(0).counts().totals();
        assertThat(ofCanary.requests()).isEqualTo(canary);
        assertThat(ofBase.requests()).isEqualTo(requests - canary);
        assertThat(ofCanary.generation()).isEqualTo(ofBase.generation());
    }

    @Test
    @DisplayName("CAN-6: each release counts its requests with their errors, also those that no method was found for")
    void counts() throws Exception {
        follow(stored);
        GATEWAY.functions().fails("f", "{\"errorMessage\":\"no\"}");
        stored.canary("d1", "d2", 100);
        body("/version");
        GATEWAY.get("/test/only-one");
        GATEWAY.get("/test/f");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> release(1).counts().totals().requests() >= 3);
        assertThat(release(1).counts().totals())
                .returns(3L, Totals::requests)
                .returns(1L, Totals::clientErrors)
                .returns(1L, Totals::serverErrors);
        assertThat(release(0).counts().totals().requests()).isZero();
    }

    /** The base of the only stage, or its canary. */
    private static Release release(int index) {
        StageSnapshot snapshot = GATEWAY.running().get(index);
        return Objects.requireNonNull(snapshot.release());
    }

    @Test
    @DisplayName("extension: with a header that tells clients apart each of them stays where it is")
    void sticky() throws Exception {
        stored.deploy("d1", api("one"));
        stored.deploy("d2", api("two"));
        stored.canary("d1", "d2", 50);
        GATEWAY.follow(stored.store, CanaryStickiness.of("header:X-User"));
        int canaries = 0;
        for (int user = 0; user < 20; user++) {
            String first = GATEWAY.get("/test/version", "X-User: " + user).body();
            for (int i = 0; i < 5; i++) {
                assertThat(GATEWAY.get("/test/version", "x-user: " + user).body())
                        .isEqualTo(first);
            }
            canaries += first.equals("two") ? 1 : 0;
        }
        assertThat(canaries).isBetween(1, 19);
    }

    @Test
    @DisplayName("shifts of percentages, promotions and deployments under continuous traffic fail no request")
    void underLoad() throws Exception {
        int clients = 4;
        follow(stored);
        stored.deploy("d3", api("three"));
        stored.canary("d1", "d2", 10);
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        List<Future<List<String>>> traffic = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < clients; i++) {
                traffic.add(threads.submit(() -> unexpected(stop, answered)));
            }
            List<String> deployments = List.of("d1", "d2", "d3");
            for (int i = 0; i < 150; i++) {
                String base = deployments.get(i / 10 % 3);
                String canary = deployments.get((i / 10 + 1) % 3);
                if (i % 10 == 9) {
                    stored.canary(canary, null); // promoted
                } else {
                    stored.canary(base, canary, i % 10 * 12.5 % 100);
                }
                int before = answered.get();
                await().pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(2))
                        .until(() -> answered.get() > before + clients);
            }
            stop.set(true);
            for (Future<List<String>> each : traffic) {
                assertThat(each.get()).isEmpty();
            }
        }
        assertThat(answered.get()).isGreaterThan(150 * clients);
    }

    /** Sends requests on one connection, one after the other, and keeps what should not have been answered. */
    private static List<String> unexpected(AtomicBoolean stop, AtomicInteger answered) throws Exception {
        List<String> unexpected = new ArrayList<>();
        String request = DataPlaneFixture.head("GET", "/test/version") + "\r\n";
        try (RawClient client = GATEWAY.client()) {
            while (!stop.get()) {
                Answer answer = client.send(request).answer();
                if (answer.status() != 200 || !answer.body().matches("one|two|three")) {
                    unexpected.add(answer.head() + answer.body());
                }
                answered.incrementAndGet();
            }
        }
        return unexpected;
    }
}
