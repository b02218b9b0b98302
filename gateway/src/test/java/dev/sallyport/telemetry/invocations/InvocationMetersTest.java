package dev.sallyport.telemetry.invocations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.Scope;
import dev.sallyport.telemetry.metrics.Aggregate;
import dev.sallyport.telemetry.metrics.MetricBounds;
import dev.sallyport.telemetry.metrics.MetricId;
import dev.sallyport.telemetry.metrics.MetricStore;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The metrics of functions (companion section 9). */
class InvocationMetersTest {

    private static final Scope OWNER = new Scope("111111111111", "eu-west-1");

    /** 2026-11-22T12:00:00Z. */
    private static final long NOW = 1_795_348_800L;

    private final MetricStore store = new MetricStore(null, MetricBounds.DEFAULT, () -> Instant.ofEpochSecond(NOW));
    private final InvocationMeters meters = new InvocationMeters();

    @AfterEach
    void close() {
        store.close();
    }

    private @Nullable Aggregate read(String name, String... dimensions) {
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < dimensions.length; i += 2) {
            named.put(dimensions[i], dimensions[i + 1]);
        }
        Map<String, SortedMap<Long, Aggregate>> found =
                store.query(new MetricId(OWNER, "AWS/Lambda", name, named), null, 0, Long.MAX_VALUE, 60);
        return found.isEmpty() ? null : found.values().iterator().next().get(NOW);
    }

    @Test
    @DisplayName("R9.2: invocations, errors and durations by function, by the name that was called, and of the account")
    void counts() {
        InvocationMeter plain = meters.of(OWNER, "f", "f");
        InvocationMeter live = meters.of(OWNER, "f", "f:live");
        plain.began();
        live.began();
        live.began();
        plain.ran(12.5, false);
        live.ran(30, true);
        live.ran(10, false);
        plain.answered(false);
        live.answered(false);
        live.answered(false);
        meters.collect(store, NOW * 1000);

        for (String[] of : new String[][] {{}, {"FunctionName", "f"}}) {
            assertThat(read("Invocations", of)).extracting(Aggregate::sum).isEqualTo(3.0);
            assertThat(read("Errors", of)).extracting(Aggregate::sum).isEqualTo(1.0);
            assertThat(read("Duration", of)).extracting(Aggregate::sum).isEqualTo(52.5);
            assertThat(read("Throttles", of)).extracting(Aggregate::sum).isEqualTo(0.0);
        }
        String[] ofAlias = {"FunctionName", "f", "Resource", "f:live"};
        assertThat(read("Errors", ofAlias)).extracting(Aggregate::average).isEqualTo(0.5);
        assertThat(read("ConcurrentExecutions", ofAlias))
                .extracting(Aggregate::maximum)
                .isEqualTo(2.0);
    }

    @Test
    @DisplayName("R9.2: a throttled invocation is no invocation, and never ran beside others")
    void throttles() {
        InvocationMeter meter = meters.of(OWNER, "f", "f");
        meter.began();
        meter.began();
        meter.answered(true);
        meter.ran(1, false);
        meter.answered(false);
        meters.collect(store, NOW * 1000);

        assertThat(read("Invocations")).extracting(Aggregate::sum).isEqualTo(1.0);
        assertThat(read("Throttles")).extracting(Aggregate::average).isEqualTo(0.5);
        assertThat(read("ConcurrentExecutions")).extracting(Aggregate::maximum).isEqualTo(1.0);
    }

    @Test
    @DisplayName("R9.2: what runs goes on to be told, what does not is told once")
    void nothing() {
        InvocationMeter meter = meters.of(OWNER, "f", "f");
        meters.collect(store, NOW * 1000);
        assertThat(store.list(OWNER, 0)).isEmpty();
        meter.began();
        meters.collect(store, NOW * 1000);
        meters.collect(store, NOW * 1000);
        assertThat(read("ConcurrentExecutions")).extracting(Aggregate::count).isEqualTo(2.0);
        assertThat(read("Invocations")).isNull();
    }

    @Test
    @DisplayName("R9.2: beyond the bound only the account is told")
    void bounded() {
        for (int i = 0; i < InvocationMeters.MAX_METERS; i++) {
            meters.of(OWNER, "f" + i, "f" + i);
        }
        meters.of(OWNER, "more", "more").ran(1, false);
        meters.collect(store, NOW * 1000);
        assertThat(read("Invocations")).extracting(Aggregate::sum).isEqualTo(1.0);
        assertThat(read("Invocations", "FunctionName", "more")).isNull();
    }
}
