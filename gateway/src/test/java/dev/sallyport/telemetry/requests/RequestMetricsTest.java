package dev.sallyport.telemetry.requests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.Scope;
import dev.sallyport.telemetry.metrics.Aggregate;
import dev.sallyport.telemetry.metrics.MetricBounds;
import dev.sallyport.telemetry.metrics.MetricId;
import dev.sallyport.telemetry.metrics.MetricStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What CloudWatch has of requests. */
class RequestMetricsTest {

    private static final Scope OWNER = new Scope("111111111111", "eu-west-1");

    /** 2026-11-22T12:00:00Z. */
    private static final long NOW = 1_795_348_800L;

    private long millis = NOW * 1000 + 30_000;
    private final Map<String, String> names = new HashMap<>(Map.of("abc123", "petstore"));
    private final MetricStore store = new MetricStore(null, MetricBounds.DEFAULT, () -> Instant.ofEpochMilli(millis));
    private final RequestMeters meters = new RequestMeters(2);
    private final RequestMetrics metrics = new RequestMetrics(meters, store, (owner, id) -> names.get(id));

    RequestMetricsTest() {
        store.fedBy(() -> metrics.collect(millis));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Map<String, String> dimensions(String... namesAndValues) {
        Map<String, String> dimensions = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            dimensions.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return dimensions;
    }

    private SortedMap<Long, Aggregate> minutes(String name, Map<String, String> dimensions) {
        Map<String, SortedMap<Long, Aggregate>> found =
                store.query(new MetricId(OWNER, "AWS/ApiGateway", name, dimensions), null, 0, Long.MAX_VALUE, 60);
        return found.isEmpty() ? new TreeMap<>() : found.values().iterator().next();
    }

    private @Nullable Aggregate all(String name, String... dimensions) {
        Aggregate all = null;
        for (Aggregate minute : minutes(name, dimensions(dimensions)).values()) {
            all = all == null ? new Aggregate().add(minute) : all.add(minute);
        }
        return all;
    }

    private Aggregate some(String name, String... dimensions) {
        return Objects.requireNonNull(all(name, dimensions), name);
    }

    /** A request with data. */
    private record DataSample(int status, long latencyMillis, long integrationMillis, long dataBytes)
            implements RequestMeter.Sample {

        @Override
        public int cacheHits() {
            return 0;
        }

        @Override
        public int cacheMisses() {
            return 0;
        }

        @Override
        public boolean isLimited() {
            return false;
        }
    }

    @Test
    @DisplayName("http-api 15: metrics of HTTP APIs are told apart by ApiId, stage and, in detail, the route")
    void ofHttpApis() {
        RequestMeters.OfStage stage = meters.beginHttp(OWNER, "http12", "$default");
        RequestMeter route = stage.method("/pets/{id}", "GET");
        stage.end();
        stage.stage().record(0, new DataSample(200, 12, 7, 100));
        stage.stage().record(1, new DataSample(404, 2, -1, 23));
        route.record(0, new DataSample(503, 40, 39, 0));
        metrics.collect(millis);

        for (String[] dimensions : new String[][] {{"ApiId", "http12"}, {"ApiId", "http12", "Stage", "$default"}}) {
            assertThat(some("Count", dimensions).sum()).isEqualTo(3);
            assertThat(some("4xx", dimensions).sum()).isEqualTo(1);
            assertThat(some("5xx", dimensions).sum()).isEqualTo(1);
            assertThat(some("Latency", dimensions).sum()).isEqualTo(54);
            assertThat(some("IntegrationLatency", dimensions).count()).isEqualTo(2);
            assertThat(some("DataProcessed", dimensions).sum()).isEqualTo(123);
            assertThat(all("4XXError", dimensions)).isNull();
        }
        String[] detailed = {"ApiId", "http12", "Stage", "$default", "Resource", "/pets/{id}", "Method", "GET"};
        assertThat(some("Count", detailed).sum()).isEqualTo(1);
        assertThat(some("5xx", detailed).sum()).isEqualTo(1);
        assertThat(all("Count", "ApiName", "http12")).isNull();
    }

    @Test
    @DisplayName("LOG-30, LOG-31: a request is counted under ApiName, and under ApiName and Stage")
    void counts() {
        RequestMeter stage = meters.begin(OWNER, "abc123", "prod", false).stage();
        stage.record(0, new TestSample(200, 12, 7, 0, 0, false));
        stage.record(1, TestSample.of(404, 2));
        stage.record(1, new TestSample(502, 40, 39, 0, 0, false));
        stage.record(0, new TestSample(429, 0, -1, 0, 0, true));

        for (String[] dimensions : new String[][] {{"ApiName", "petstore"}, {"ApiName", "petstore", "Stage", "prod"}}) {
            assertThat(some("Count", dimensions).sum()).isEqualTo(4);
            assertThat(some("Count", dimensions).count()).isEqualTo(4);
            assertThat(some("4XXError", dimensions).sum()).isEqualTo(2);
            assertThat(some("4XXError", dimensions).average()).isEqualTo(0.5);
            assertThat(some("5XXError", dimensions).sum()).isEqualTo(1);
            assertThat(some("5XXError", dimensions).maximum()).isEqualTo(1);
            assertThat(some("Latency", dimensions).sum()).isEqualTo(54);
            assertThat(some("Latency", dimensions).minimum()).isZero();
            assertThat(some("Latency", dimensions).maximum()).isEqualTo(40);
            assertThat(some("IntegrationLatency", dimensions).count()).isEqualTo(2);
            assertThat(some("IntegrationLatency", dimensions).average()).isEqualTo(23);
            assertThat(all("CacheHitCount", dimensions)).isNull();
        }
        assertThat(store.list(OWNER, 0)).allMatch(it -> it.namespace().equals("AWS/ApiGateway"));
        assertThat(Objects.requireNonNull(stage.read()).limited()).isEqualTo(1);
    }

    @Test
    @DisplayName("LOG-30: times are told with their extremes exactly and percentiles within a thirty-second")
    void percentiles() {
        RequestMeter stage = meters.begin(OWNER, "abc123", "prod", false).stage();
        for (int i = 1; i <= 1000; i++) {
            stage.record(i % 2, TestSample.of(200, i));
        }

        Aggregate latency = some("Latency", "ApiName", "petstore");
        assertThat(latency.minimum()).isEqualTo(1);
        assertThat(latency.maximum()).isEqualTo(1000);
        assertThat(latency.average()).isEqualTo(500.5);
        assertThat(latency.percentile(50)).isBetween(484.0, 516.0);
        assertThat(latency.percentile(99)).isBetween(959.0, 1000.0);
        assertThat(latency.percentile(99.9)).isBetween(967.0, 1000.0);

        stage.record(0, TestSample.of(200, 3));
        millis += 60_000;
        stage.record(0, TestSample.of(200, 3));
        assertThat(minutes("Latency", dimensions("ApiName", "petstore"))
                        .lastEntry()
                        .getValue()
                        .maximum())
                .as("extremes of the last minute alone")
                .isEqualTo(3);
    }

    @Test
    @DisplayName("LOG-31: a method with metricsEnabled is counted by itself as well, by the template of its path")
    void methods() {
        RequestMeters.OfStage stage = meters.begin(OWNER, "abc123", "prod", false);
        RequestMeter pet = stage.method("/pets/{petId}", "GET");
        stage.end();
        pet.record(0, TestSample.of(200, 1));
        stage.stage().record(0, TestSample.of(200, 1));

        String[] ofMethod = {"ApiName", "petstore", "Stage", "prod", "Resource", "/pets/{petId}", "Method", "GET"};
        assertThat(some("Count", ofMethod).sum()).isEqualTo(1);
        assertThat(some("Count", "ApiName", "petstore", "Stage", "prod").sum()).isEqualTo(2);
        assertThat(some("Count", "ApiName", "petstore").sum()).isEqualTo(2);
        assertThat(all("Count", "Stage", "prod")).isNull();
    }

    @Test
    @DisplayName("CAN-6: a canary's requests are counted under {stage}/Canary and under the stage")
    void canary() {
        RequestMeters.OfStage stage = meters.begin(OWNER, "abc123", "prod", false);
        stage.method("/", "GET");
        stage.end();
        RequestMeters.OfStage canary = meters.begin(OWNER, "abc123", "prod", true);
        RequestMeter method = canary.method("/", "GET");
        canary.end();
        method.record(0, TestSample.of(500, 1));
        stage.stage().record(0, TestSample.of(200, 1));

        assertThat(some("Count", "ApiName", "petstore").sum()).isEqualTo(2);
        assertThat(some("Count", "ApiName", "petstore", "Stage", "prod").sum()).isEqualTo(2);
        assertThat(some("5XXError", "ApiName", "petstore", "Stage", "prod/Canary")
                        .average())
                .isEqualTo(1);
        String[] ofMethod = {"ApiName", "petstore", "Stage", "prod", "Resource", "/", "Method", "GET"};
        assertThat(some("Count", ofMethod).sum()).isEqualTo(1);
        String[] ofCanary = {"ApiName", "petstore", "Stage", "prod/Canary", "Resource", "/", "Method", "GET"};
        assertThat(some("Count", ofCanary).sum()).isEqualTo(1);

        meters.forgetCanary("abc123", "prod");
        assertThat(meters.all()).noneMatch(meter -> meter.name().canary()).hasSize(2);
    }

    @Test
    @DisplayName("LOG-30: with a cache its hits and misses are counted, the averages are shares of all requests")
    void cache() {
        RequestMeter stage = meters.begin(OWNER, "abc123", "prod", false).stage();
        stage.record(0, new TestSample(200, 1, -1, 1, 0, false));
        stage.record(0, new TestSample(200, 1, -1, 1, 0, false));
        stage.record(0, new TestSample(200, 1, 1, 0, 1, false));
        stage.record(0, TestSample.of(200, 1));

        assertThat(some("CacheHitCount", "ApiName", "petstore").sum()).isEqualTo(2);
        assertThat(some("CacheHitCount", "ApiName", "petstore").average()).isEqualTo(0.5);
        assertThat(some("CacheMissCount", "ApiName", "petstore").sum()).isEqualTo(1);
    }

    @Test
    @DisplayName("LOG-31, R9.1: what is not ASCII is stripped from names, and what is the same then adds up")
    void strippedNames() {
        names.put("abc123", "Bücher");
        names.put("def456", "Bcher");
        names.put("ghi789", "日本");
        for (String id : List.of("abc123", "def456", "ghi789")) {
            meters.begin(OWNER, id, "prod", false).stage().record(0, TestSample.of(200, 1));
        }

        assertThat(some("Count", "ApiName", "Bcher").sum()).isEqualTo(2);
        assertThat(some("Count", "ApiName", "Bcher", "Stage", "prod").sum()).isEqualTo(2);
        assertThat(some("Count", "ApiName", "ghi789").sum()).isEqualTo(1);
    }

    @Test
    @DisplayName("R9.2: what is counted belongs to its minute; a minute without requests has no data")
    void minutes() {
        RequestMeter stage = meters.begin(OWNER, "abc123", "prod", false).stage();
        stage.record(0, TestSample.of(200, 1));
        metrics.collect(millis);
        stage.record(0, TestSample.of(200, 1));
        metrics.collect(millis);
        millis += 120_000;
        stage.record(0, TestSample.of(200, 1));

        SortedMap<Long, Aggregate> found = minutes("Count", dimensions("ApiName", "petstore"));
        assertThat(found.keySet()).containsExactly(NOW, NOW + 120);
        assertThat(Objects.requireNonNull(found.get(NOW)).sum()).isEqualTo(2);
    }

    @Test
    @DisplayName("LOG-30: what a stage counted last is kept when the stage and its API are deleted")
    void forgotten() {
        RequestMeters.OfStage stage = meters.begin(OWNER, "abc123", "prod", false);
        stage.stage().record(0, TestSample.of(200, 1));
        metrics.collect(millis);
        stage.stage().record(0, TestSample.of(200, 1));
        names.clear();
        meters.forget("abc123", "prod");

        assertThat(some("Count", "ApiName", "petstore").sum()).isEqualTo(2);
        assertThat(meters.all()).isEmpty();
    }

    @Test
    @DisplayName(
            "LOG-31: a compilation interrupts no count and forgets methods that are no longer counted by themselves")
    void compiledAgain() {
        RequestMeters.OfStage first = meters.begin(OWNER, "abc123", "prod", false);
        RequestMeter method = first.method("/", "GET");
        first.method("/old", "GET");
        first.end();
        method.record(0, TestSample.of(200, 1));
        RequestMeters.OfStage second = meters.begin(OWNER, "abc123", "prod", false);

        assertThat(second.method("/", "GET")).isSameAs(method);
        assertThat(second.stage()).isSameAs(first.stage());
        second.end();
        assertThat(meters.all()).extracting(meter -> meter.name().resource()).containsExactly(null, "/");
    }

    @Test
    @DisplayName("LOG-31: beyond the bound of methods further ones are counted for their stage")
    void bounded() {
        RequestMeters.OfStage stage = meters.begin(OWNER, "abc123", "prod", false);
        for (int i = 0; i < RequestMeters.MAX_METHODS; i++) {
            assertThat(stage.method("/" + i, "GET")).isNotSameAs(stage.stage());
        }
        assertThat(stage.method("/one/more", "GET")).isSameAs(stage.stage());
    }

    @Test
    @DisplayName("LOG-30: what loops count while others read adds up in the end, with no lock")
    void concurrently() throws Exception {
        RequestMeter stage = meters.begin(OWNER, "abc123", "prod", false).stage();
        CountDownLatch done = new CountDownLatch(2);
        for (int loop = 0; loop < 2; loop++) {
            int number = loop;
            Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 200_000; i++) {
                    stage.record(number, TestSample.of(200 + i % 2 * 200, i % 100));
                }
                done.countDown();
            });
        }
        while (done.getCount() > 0) {
            metrics.collect(millis);
        }

        assertThat(some("Count", "ApiName", "petstore").sum()).isEqualTo(400_000);
        assertThat(some("4XXError", "ApiName", "petstore").sum()).isEqualTo(200_000);
        assertThat(some("Latency", "ApiName", "petstore").sum()).isEqualTo(400_000 * 49.5);
        assertThat(some("Latency", "ApiName", "petstore").maximum()).isEqualTo(99);
    }

    @Test
    @DisplayName("LOG-30: a meter without a request has nothing to read, and no counts")
    void idle() {
        assertThat(meters.begin(OWNER, "abc123", "prod", false).stage().read()).isNull();
        metrics.collect(millis);
        assertThat(store.list(OWNER, 0)).isEmpty();
    }
}
