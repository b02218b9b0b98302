package dev.sallyport.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.KeyUsage;
import dev.sallyport.model.Scope;
import dev.sallyport.model.UsagePlan.Quota;
import dev.sallyport.store.UsageCounts.Count;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Quotas by calendar period, and how they reach the store. */
class LocalMeterTest {

    private static final Scope SCOPE = new Scope("123456789012", "eu-west-1");

    /** A Saturday. */
    private long now = Instant.parse("2026-01-31T12:00:00Z").toEpochMilli();

    private KeyUsage stored = KeyUsage.none("k1");
    private final List<Count> written = new ArrayList<>();
    private boolean full;

    private final UsageJournal journal = new UsageJournal(counts -> {
        if (full) {
            throw new IllegalStateException("the disk is full");
        }
        written.addAll(counts);
        counts.forEach(count -> stored = stored.plus(count.day(), count.requests()));
    });

    private LocalMeter meter(@Nullable Quota quota) {
        return new LocalMeter(SCOPE, "p1", stored, quota, () -> Instant.ofEpochMilli(now), journal);
    }

    private void at(String time) {
        now = Instant.parse(time).toEpochMilli();
    }

    private int takeAll(QuotaMeter meter) {
        int taken = 0;
        while (taken < 1000 && meter.tryTake(now)) {
            taken++;
        }
        return taken;
    }

    @Test
    @DisplayName("THR-7, THR-8: a day's quota begins anew at midnight UTC")
    void day() {
        LocalMeter meter = meter(new Quota(3, 0, "DAY"));
        at("2026-01-31T23:59:59.999Z");
        assertThat(takeAll(meter)).isEqualTo(3);
        assertThat(meter.remaining(now)).isZero();
        at("2026-02-01T00:00:00Z");
        assertThat(meter.remaining(now)).isEqualTo(3);
        assertThat(takeAll(meter)).isEqualTo(3);
    }

    @Test
    @DisplayName("THR-8: a week begins on Sunday, a month on the first")
    void weekAndMonth() {
        LocalMeter week = meter(new Quota(3, 0, "WEEK"));
        LocalMeter month = meter(new Quota(5, 0, "MONTH"));
        assertThat(takeAll(week)).isEqualTo(3);
        assertThat(month.tryTake(now)).isTrue();
        at("2026-02-01T00:00:00Z");
        assertThat(takeAll(week)).as("Sunday").isEqualTo(3);
        assertThat(takeAll(month)).as("February").isEqualTo(5);
        at("2026-02-07T23:59:59Z");
        assertThat(takeAll(week)).isZero();
        at("2026-02-08T00:00:00Z");
        assertThat(takeAll(week)).isEqualTo(3);
        assertThat(takeAll(month)).isZero();
    }

    @Test
    @DisplayName("what is told of a quota: its period and what is left of it")
    void state() {
        LocalMeter month = meter(new Quota(5, 0, "MONTH"));
        month.tryTake(now);
        assertThat(month.state(now)).isEqualTo(new QuotaMeter.State(5, 4, 31 * 86_400, 43_200));
        assertThat(meter(new Quota(5, 6, "WEEK")).state(now))
                .as("it began today, on Saturday")
                .isEqualTo(new QuotaMeter.State(5, 5, 7 * 86_400, 6 * 86_400 + 43_200));
        at("2026-01-31T23:59:59.999Z");
        assertThat(meter(new Quota(5, 0, "DAY")).state(now)).isEqualTo(new QuotaMeter.State(5, 5, 86_400, 1));
        assertThat(meter(null).state(now)).isNull();
    }

    @Test
    @DisplayName("R15.8: the offset is the day on which weeks and months begin")
    void offset() {
        at("2026-02-03T12:00:00Z");
        LocalMeter week = meter(new Quota(3, 3, "WEEK"));
        assertThat(takeAll(week)).isEqualTo(3);
        at("2026-02-04T00:00:00Z");
        assertThat(takeAll(week)).as("Wednesday").isEqualTo(3);
        LocalMeter month = meter(new Quota(2, 9, "MONTH"));
        assertThat(takeAll(month)).isEqualTo(2);
        at("2026-02-09T23:00:00Z");
        assertThat(takeAll(month)).isZero();
        at("2026-02-10T00:00:00Z");
        assertThat(takeAll(month)).as("the tenth").isEqualTo(2);
    }

    @Test
    @DisplayName("R15.6: every request is written to its day, once, with a quota and without")
    void written() {
        LocalMeter meter = meter(null);
        assertThat(meter.remaining(now)).isEqualTo(KeyUsage.UNLIMITED);
        meter.tryTake(now);
        meter.tryTake(now);
        journal.write();
        assertThat(written).containsExactly(new Count(SCOPE, "p1", "k1", LocalDate.parse("2026-01-31"), 2));
        journal.write();
        assertThat(written).hasSize(1);
        meter.tryTake(now);
        at("2026-02-01T08:00:00Z");
        meter.tryTake(now);
        journal.write();
        assertThat(stored.used(LocalDate.parse("2026-01-31"))).isEqualTo(3);
        assertThat(stored.used(LocalDate.parse("2026-02-01"))).isEqualTo(1);
    }

    @Test
    @DisplayName("THR-10: what a quota refuses is not counted")
    void refusedIsNotCounted() {
        LocalMeter meter = meter(new Quota(1, 0, "DAY"));
        meter.tryTake(now);
        meter.tryTake(now);
        journal.write();
        assertThat(written).extracting(Count::requests).containsExactly(1L);
    }

    @Test
    @DisplayName("counts survive a restart: a new meter goes on where the store is")
    void restart() {
        Quota quota = new Quota(10, 0, "MONTH");
        LocalMeter first = meter(quota);
        for (int i = 0; i < 4; i++) {
            first.tryTake(now);
        }
        journal.write();
        LocalMeter second = meter(quota);
        assertThat(second.remaining(now)).isEqualTo(6);
        assertThat(takeAll(second)).isEqualTo(6);
    }

    @Test
    @DisplayName("a store that cannot write loses nothing: it is written later, together with what came meanwhile")
    void diskFull() {
        LocalMeter meter = meter(null);
        meter.tryTake(now);
        full = true;
        assertThatThrownBy(journal::write).hasMessage("the disk is full");
        meter.tryTake(now);
        assertThatThrownBy(journal::write).hasMessage("the disk is full");
        full = false;
        journal.close();
        assertThat(written).extracting(Count::requests).containsExactly(2L);
        journal.write();
        assertThat(written).hasSize(1);
    }

    @Test
    @DisplayName("R15.7: a grant changes what is left of the current period, at once, and of no other")
    void grant() {
        Quota quota = new Quota(2, 0, "DAY");
        LocalMeter meter = meter(quota);
        assertThat(takeAll(meter)).isEqualTo(2);
        journal.write();
        stored = stored.withRemaining(quota, LocalDate.parse("2026-01-31"), 5);
        meter.grant(stored);
        assertThat(meter.remaining(now)).isEqualTo(5);
        assertThat(takeAll(meter)).isEqualTo(5);
        stored = stored.withRemaining(quota, LocalDate.parse("2026-01-31"), 0);
        meter.grant(stored);
        assertThat(takeAll(meter)).isZero();
        at("2026-02-01T00:00:00Z");
        assertThat(takeAll(meter)).isEqualTo(2);
    }

    @Test
    @DisplayName("a changed quota counts at once; what was used of its period stays used, stored or not")
    void changedQuota() {
        LocalMeter meter = meter(new Quota(5, 0, "DAY"));
        assertThat(takeAll(meter)).isEqualTo(5);
        journal.write();
        at("2026-02-02T00:00:00Z");
        assertThat(takeAll(meter)).isEqualTo(5);
        meter.quota(new Quota(12, 0, "MONTH"), stored);
        assertThat(takeAll(meter)).as("5 of February are not stored yet").isEqualTo(7);
        meter.quota(new Quota(20, 0, "DAY"), stored);
        assertThat(takeAll(meter)).isEqualTo(8);
        meter.quota(null, stored);
        assertThat(takeAll(meter)).isEqualTo(1000);
        journal.write();
        assertThat(stored.used(LocalDate.parse("2026-02-02"))).isEqualTo(1020);
    }

    @RepeatedTest(20)
    @DisplayName("meter and store agree after any history")
    void agree(RepetitionInfo repetition) {
        SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
        String[] periods = {"DAY", "WEEK", "MONTH"};
        Quota quota = new Quota(40, 0, periods[random.nextInt(3)]);
        LocalMeter meter = meter(quota);
        for (int i = 0; i < 400; i++) {
            switch (random.nextInt(6)) {
                case 0 -> now += random.nextLong(86_400_000);
                case 1 -> journal.write();
                case 2 -> {
                    if (random.nextInt(5) == 0) {
                        journal.write();
                        meter = meter(quota);
                    }
                }
                default -> meter.tryTake(now);
            }
            if (random.nextInt(10) == 0) {
                journal.write();
                LocalDate today = LocalDate.ofEpochDay(Math.floorDiv(now, 86_400_000L));
                assertThat(meter.remaining(now)).isEqualTo(stored.remaining(quota, today));
            }
        }
    }

    @Test
    @DisplayName("event loops and the journal at the same time: each request is counted once, and the quota holds")
    void concurrent() throws Exception {
        LocalMeter meter = meter(new Quota(30_000, 0, "DAY"));
        AtomicLong admitted = new AtomicLong();
        List<Thread> loops = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            loops.add(Thread.ofPlatform().start(() -> {
                for (int k = 0; k < 10_000; k++) {
                    if (meter.tryTake(now)) {
                        admitted.incrementAndGet();
                    }
                }
            }));
        }
        while (loops.stream().anyMatch(Thread::isAlive)) {
            journal.write();
        }
        journal.write();
        assertThat(admitted.get()).isEqualTo(30_000);
        assertThat(stored.used(LocalDate.parse("2026-01-31"))).isEqualTo(30_000);
    }
}
