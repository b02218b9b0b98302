package dev.sallyport.limits;

import static dev.sallyport.limits.TestPlans.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.KeyUsage;
import dev.sallyport.model.Scope;
import dev.sallyport.model.UsagePlan.Quota;
import dev.sallyport.model.UsagePlan.Throttle;
import dev.sallyport.store.InMemoryStore;
import dev.sallyport.store.Kind;
import dev.sallyport.store.UsageCounts;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** R11.2: keys, plans and their limits count as soon as they are stored. */
class UsagePlanFollowerTest {

    private static final Scope SCOPE = new Scope("123456789012", "eu-west-1");
    private static final Scope OTHER = new Scope("123456789012", "us-east-1");
    private static final String VALUE = "01234567890123456789";
    private static final LocalDate TODAY = LocalDate.parse("2026-03-01");
    private static final long NOW = Instant.parse("2026-03-01T10:00:00Z").toEpochMilli();

    private final InMemoryStore store = new InMemoryStore();
    private final TestPlans plans = new TestPlans(store, SCOPE);
    private final UsageJournal journal = new UsageJournal(new UsageCounts(store));
    private final ApiKeyDirectory directory = new ApiKeyDirectory(new SplittableRandom(3));
    private long nanos;

    @BeforeEach
    void start() {
        start(directory);
    }

    private void start(ApiKeyDirectory of) {
        Limiter limiter = new LocalLimiter(() -> Instant.ofEpochMilli(NOW), () -> nanos, journal);
        new UsagePlanFollower(store, limiter, of).start();
    }

    private @Nullable StageAccess access(String value, String stage) {
        return access(directory, value, stage);
    }

    private static @Nullable StageAccess access(ApiKeyDirectory from, String value, String stage) {
        KnownKey key = from.of(SCOPE).find(value);
        return key == null ? null : key.on(stage);
    }

    @Test
    @DisplayName("MRQ-3, MRQ-6: a key needs to be there, enabled, and in a plan that lists the stage")
    void life() {
        plans.key("k1", VALUE, true);
        assertThat(access(VALUE, "a:dev")).as("no plan").isNull();
        plans.plan(null, null, stage("a", "dev"));
        assertThat(access(VALUE, "a:dev")).as("not in the plan").isNull();
        plans.join("k1");
        assertThat(access(VALUE, "a:dev")).isNotNull();
        assertThat(access(VALUE, "a:prod")).as("another stage").isNull();
        assertThat(directory.of(OTHER).find(VALUE)).as("another Region").isNull();
        plans.key("k1", VALUE, false);
        assertThat(access(VALUE, "a:dev")).as("disabled").isNull();
        plans.key("k1", VALUE, true);
        plans.plan(null, null);
        assertThat(access(VALUE, "a:dev")).as("the stage has left the plan").isNull();
        plans.plan(null, null, stage("a", "prod"));
        assertThat(access(VALUE, "a:prod")).isNotNull();
        plans.leave("k1");
        assertThat(access(VALUE, "a:prod")).as("left the plan").isNull();
        plans.join("k1");
        store.write(tx -> tx.delete(Kind.API_KEY, SCOPE, "", "k1"));
        assertThat(directory.of(SCOPE).find(VALUE)).isNull();
    }

    @Test
    @DisplayName("what is stored counts after a restart, used requests and grants with it")
    void restart() {
        plans.key("k1", VALUE, true);
        plans.plan(null, new Quota(10, 0, "DAY"), stage("a", "dev"));
        plans.join("k1");
        StageAccess first = Objects.requireNonNull(access(VALUE, "a:dev"));
        for (int i = 0; i < 4; i++) {
            first.meter().tryTake(NOW);
        }
        journal.write();
        ApiKeyDirectory second = new ApiKeyDirectory(new SplittableRandom(4));
        start(second);
        assertThat(Objects.requireNonNull(access(second, VALUE, "a:dev"))
                        .meter()
                        .remaining(NOW))
                .isEqualTo(6);
    }

    @Test
    @DisplayName("a changed plan changes rates at once and keeps what is used of them")
    void rates() {
        plans.key("k1", VALUE, true);
        plans.plan(
                new Throttle(2, 0.001),
                null,
                stage("a", "dev", Map.of("/pets/GET", new Throttle(1, 0.001))),
                stage("b", "dev"));
        plans.join("k1");
        StageAccess a = Objects.requireNonNull(access(VALUE, "a:dev"));
        StageAccess b = Objects.requireNonNull(access(VALUE, "b:dev"));
        assertThat(b.ofKey()).as("one bucket for all stages of the plan").isSameAs(a.ofKey());
        assertThat(a.ofMethods()).containsOnlyKeys("/pets/GET");
        assertThat(b.ofMethods()).isEmpty();
        assertThat(Objects.requireNonNull(a.ofKey()).tryTake(nanos)).isTrue();
        plans.plan(new Throttle(3, 0.001), null, stage("a", "dev"));
        StageAccess changed = Objects.requireNonNull(access(VALUE, "a:dev"));
        assertThat(changed.ofMethods()).isEmpty();
        assertThat(Objects.requireNonNull(changed.ofKey()).available(nanos)).isEqualTo(2);
        plans.plan(null, null, stage("a", "dev"));
        assertThat(Objects.requireNonNull(access(VALUE, "a:dev")).ofKey()).isNull();
    }

    @Test
    @DisplayName("R15.7: what UpdateUsage grants counts at once; a changed quota too")
    void quota() {
        Quota two = new Quota(2, 0, "DAY");
        plans.key("k1", VALUE, true);
        plans.plan(null, two, stage("a", "dev"));
        plans.join("k1");
        QuotaMeter meter = Objects.requireNonNull(access(VALUE, "a:dev")).meter();
        assertThat(meter.tryTake(NOW)).isTrue();
        assertThat(meter.tryTake(NOW)).isTrue();
        assertThat(meter.tryTake(NOW)).isFalse();
        journal.write();
        store.write(tx -> {
            KeyUsage usage = UsageCounts.of(tx, SCOPE, "p1", "k1").withRemaining(two, TODAY, 1);
            UsageCounts.put(tx, SCOPE, "p1", usage);
            return usage;
        });
        assertThat(meter.remaining(NOW)).isEqualTo(1);
        assertThat(meter.tryTake(NOW)).isTrue();
        assertThat(meter.tryTake(NOW)).isFalse();
        plans.plan(null, new Quota(10, 0, "MONTH"), stage("a", "dev"));
        assertThat(meter.remaining(NOW)).isEqualTo(7);
        journal.write();
        assertThat(store.read(tx -> UsageCounts.of(tx, SCOPE, "p1", "k1")).used(TODAY))
                .isEqualTo(3);
    }

    @Test
    @DisplayName("a key that has left its plan and comes back begins anew")
    void again() {
        plans.key("k1", VALUE, true);
        plans.plan(null, new Quota(1, 0, "DAY"), stage("a", "dev"));
        plans.join("k1");
        assertThat(Objects.requireNonNull(access(VALUE, "a:dev")).meter().tryTake(NOW))
                .isTrue();
        plans.leave("k1");
        journal.write();
        plans.join("k1");
        assertThat(Objects.requireNonNull(access(VALUE, "a:dev")).meter().tryTake(NOW))
                .isTrue();
    }
}
