package dev.sallyport.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How metrics are kept: aggregated, aged, bounded, over restarts. */
final class MetricStoreTest {

    private static final Scope SCOPE = new Scope("111111111111", "us-east-1");
    private static final long START = Instant.parse("2026-11-22T12:00:00Z").getEpochSecond();

    private Instant now = Instant.ofEpochSecond(START);

    private static MetricId metric(String name) {
        return new MetricId(SCOPE, "Own", name, Map.of("Host", "a"));
    }

    private MetricStore inMemory(int series, int buckets) {
        return new MetricStore(null, new MetricBounds(series, buckets), () -> now);
    }

    private static SortedMap<Long, Aggregate> query(
            MetricStore store, String name, long from, long until, long period) {
        return Objects.requireNonNull(
                store.query(metric(name), "Count", from, until, period).get("Count"), "no data");
    }

    @Test
    @DisplayName("R9.2: samples of a minute are one aggregate, those of high resolution one of a second")
    void aggregates() {
        try (MetricStore store = inMemory(10, 1000)) {
            store.put(metric("m"), "Count", START + 5, 60, Aggregate.of(1));
            store.put(metric("m"), "Count", START + 59, 60, Aggregate.of(3));
            store.put(metric("m"), "Count", START + 61, 1, Aggregate.of(5));
            SortedMap<Long, Aggregate> seconds = query(store, "m", START, START + 3600, 1);
            assertThat(seconds.keySet()).containsExactly(START, START + 61);
            Aggregate first = Objects.requireNonNull(seconds.get(START));
            assertThat(first.count()).isEqualTo(2);
            assertThat(first.sum()).isEqualTo(4);
            assertThat(first.minimum()).isEqualTo(1);
            assertThat(first.maximum()).isEqualTo(3);
            assertThat(first.average()).isEqualTo(2);
            assertThat(query(store, "m", START, START + 3600, 300)).hasSize(1);
            assertThat(store.query(metric("m"), "Bytes", START, START + 3600, 300))
                    .isEmpty();
            assertThat(store.query(metric("other"), null, START, START + 3600, 300))
                    .isEmpty();
        }
    }

    @Test
    @DisplayName("Percentiles are exact for few values and within one percent for many")
    void percentiles() {
        Aggregate few = new Aggregate();
        for (int i = 1; i <= 100; i++) {
            few.add(i, 1);
        }
        assertThat(few.percentile(50)).isEqualTo(50);
        assertThat(few.percentile(99)).isEqualTo(99);
        assertThat(few.percentile(100)).isEqualTo(100);
        assertThat(few.percentile(0)).isEqualTo(1);
        Aggregate many = new Aggregate();
        for (int i = 1; i <= 100_000; i++) {
            many.add(100 + i % 97 * 0.13 + i % 11, 1);
        }
        assertThat(many.values().size()).isLessThanOrEqualTo(ValueCounts.MAX_CLASSES);
        assertThat(Objects.requireNonNull(many.percentile(50))).isBetween(110.0, 112.5);
        assertThat(many.count()).isEqualTo(100_000);
        Aggregate wide = new Aggregate();
        for (int i = -2000; i < 2000; i++) {
            wide.add(Math.signum(i) * Math.exp(Math.abs(i) / 20.0), 2);
        }
        assertThat(wide.values().size()).isLessThanOrEqualTo(ValueCounts.MAX_CLASSES);
        assertThat(Objects.requireNonNull(wide.percentile(50))).isBetween(-5.0, 5.0);
    }

    @Test
    @DisplayName("A statistic set has no percentiles unless all its samples have one value")
    void statisticSets() {
        assertThat(Aggregate.ofStatistics(10, 100, 1, 20).percentile(50)).isNull();
        assertThat(Aggregate.of(1).add(Aggregate.ofStatistics(10, 100, 1, 20)).percentile(50))
                .isNull();
        assertThat(Aggregate.ofStatistics(10, 50, 5, 5).percentile(50)).isEqualTo(5);
        assertThat(Aggregate.ofStatistics(1, 7, 7, 7).percentile(50)).isEqualTo(7);
    }

    @Test
    @DisplayName("Data ages as on AWS: seconds for 3 hours, minutes for 15 days, 5 minutes for 63 days, hours for 455")
    void ages() {
        try (MetricStore store = inMemory(10, 100_000)) {
            for (int i = 0; i < 7200; i += 30) {
                store.put(metric("m"), "Count", START + i, 1, Aggregate.of(1));
            }
            assertThat(buckets(store, Duration.ofHours(2))).isEqualTo(240);
            assertThat(buckets(store, Duration.ofHours(6))).isEqualTo(120);
            assertThat(buckets(store, Duration.ofDays(16))).isEqualTo(24);
            assertThat(buckets(store, Duration.ofDays(64))).isEqualTo(2);
            assertThat(query(store, "m", START, START + 7200, 7200).get(START))
                    .isNotNull()
                    .satisfies(all ->
                            assertThat(Objects.requireNonNull(all).count()).isEqualTo(240));
            now = Instant.ofEpochSecond(START).plus(Duration.ofDays(456));
            store.age();
            assertThat(store.list(SCOPE, 0)).isEmpty();
        }
    }

    private int buckets(MetricStore store, Duration later) {
        now = Instant.ofEpochSecond(START).plus(later);
        store.age();
        return query(store, "m", START, START + 7200, 1).size();
    }

    @Test
    @DisplayName("Buckets and series are bounded: old data is put together earlier, the series without news go")
    void bounds() {
        try (MetricStore store = inMemory(3, 100)) {
            for (int i = 0; i < 7200; i += 30) {
                store.put(metric("m"), "Count", START + i, 1, Aggregate.of(1));
            }
            now = Instant.ofEpochSecond(START + 7200);
            store.age();
            SortedMap<Long, Aggregate> kept = query(store, "m", START, START + 7200, 1);
            assertThat(kept).hasSizeLessThanOrEqualTo(100);
            assertThat(kept.values().stream().mapToDouble(Aggregate::count).sum())
                    .isEqualTo(240);
            for (int i = 0; i < 5; i++) {
                store.put(metric("later" + i), "Count", START + 8000 + i, 60, Aggregate.of(1));
            }
            assertThat(store.list(SCOPE, 0).stream().map(MetricId::name)).containsExactly("later2", "later3", "later4");
        }
    }

    @Test
    @DisplayName("Metrics survive a restart; a broken snapshot is left out")
    void survivesARestart(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("data/metrics.snapshot");
        try (MetricStore store = new MetricStore(file, MetricBounds.DEFAULT, () -> now)) {
            store.put(metric("m"), "Count", START, 60, new Aggregate().add(1, 3).add(7, 1));
            store.put(metric("m"), "Count", START, 60, Aggregate.ofStatistics(10, 100, 1, 20));
            store.put(metric("n"), "Bytes", START + 61, 1, Aggregate.of(Math.PI));
        }
        try (MetricStore store = new MetricStore(file, MetricBounds.DEFAULT, () -> now)) {
            assertThat(store.list(SCOPE, 0)).containsExactly(metric("m"), metric("n"));
            Aggregate samples = Objects.requireNonNull(
                    query(store, "m", START, START + 60, 60).get(START));
            assertThat(samples.count()).isEqualTo(14);
            assertThat(samples.sum()).isEqualTo(110);
            assertThat(samples.percentile(50)).isNull();
            SortedMap<Long, Aggregate> bytes = Objects.requireNonNull(
                    store.query(metric("n"), null, START, START + 120, 1).get("Bytes"));
            Aggregate exact = Objects.requireNonNull(bytes.get(START + 61));
            assertThat(exact.percentile(50)).isEqualTo(Math.PI);
        }
        byte[] broken = Files.readAllBytes(file);
        broken[broken.length / 2] ^= 1;
        Files.write(file, broken);
        try (MetricStore store = new MetricStore(file, MetricBounds.DEFAULT, () -> now)) {
            assertThat(store.list(SCOPE, 0)).isEmpty();
            store.put(metric("m"), "Count", START, 60, Aggregate.of(1));
        }
        try (MetricStore store = new MetricStore(file, MetricBounds.DEFAULT, () -> now)) {
            assertThat(store.list(SCOPE, 0)).containsExactly(metric("m"));
        }
    }
}
