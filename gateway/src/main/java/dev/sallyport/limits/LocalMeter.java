package dev.sallyport.limits;

import dev.sallyport.model.KeyUsage;
import dev.sallyport.model.KeyUsage.Grant;
import dev.sallyport.model.Scope;
import dev.sallyport.model.UsagePlan.Quota;
import dev.sallyport.store.UsageCounts.Count;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Counts in memory; what is not stored yet waits for the journal. The arithmetic of quotas is {@link KeyUsage}'s. */
final class LocalMeter implements QuotaMeter {

    /** A request may have been timed a little before the one that began the day. */
    private static final long LATE_MILLIS = 60_000;

    private final Scope owner;
    private final String usagePlanId;
    private final String keyId;
    private final InstantSource clock;
    private final UsageJournal journal;
    private final AtomicBoolean listed = new AtomicBoolean();
    private volatile Day day;

    // Guarded by this.
    private @Nullable Quota quota;
    private @Nullable Grant grant;
    private @Nullable Day before;
    private final SortedMap<LocalDate, Long> unsaved = new TreeMap<>();

    /** The requests of a period of the quota; of a day when there is none. */
    private static final class Period {
        final AtomicLong used;
        /** How many of them the store has or {@link #unsaved} holds. */
        long collected;

        Period(long used) {
            this.used = new AtomicLong(used);
            this.collected = used;
        }
    }

    private static final class Day {
        final LocalDate date;
        final long beginMillis;
        final long endMillis;
        final Period period;
        volatile long limit;

        Day(LocalDate date, Period period, long limit) {
            this.date = date;
            this.beginMillis = millis(date);
            this.endMillis = millis(date.plusDays(1));
            this.period = period;
            this.limit = limit;
        }

        private static long millis(LocalDate date) {
            return date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
        }
    }

    LocalMeter(
            Scope owner,
            String usagePlanId,
            KeyUsage stored,
            @Nullable Quota quota,
            InstantSource clock,
            UsageJournal journal) {
        this.owner = owner;
        this.usagePlanId = usagePlanId;
        this.keyId = stored.keyId();
        this.clock = clock;
        this.journal = journal;
        this.quota = quota;
        this.grant = stored.grant();
        LocalDate today = date(clock.millis());
        this.day = new Day(today, new Period(stored.used(quota, today)), stored.limit(quota, today));
    }

    @Override
    public boolean tryTake(long epochMillis) {
        Day current = at(epochMillis);
        AtomicLong used = current.period.used;
        long limit = current.limit;
        long count;
        do {
            count = used.get();
            if (limit != KeyUsage.UNLIMITED && count >= limit) {
                return false;
            }
        } while (!used.compareAndSet(count, count + 1));
        if (!listed.get() && listed.compareAndSet(false, true)) {
            journal.list(this);
        }
        return true;
    }

    @Override
    public long remaining(long epochMillis) {
        Day current = at(epochMillis);
        long limit = current.limit;
        return limit == KeyUsage.UNLIMITED ? limit : Math.max(0, limit - current.period.used.get());
    }

    @Override
    public @Nullable State state(long epochMillis) {
        Day current = at(epochMillis);
        Quota ofPlan = ofPlan();
        if (ofPlan == null) {
            return null;
        }
        long begin = Day.millis(ofPlan.periodStart(current.date));
        long end = Day.millis(ofPlan.periodEnd(current.date));
        return new State(
                current.limit,
                remaining(epochMillis),
                (end - begin) / 1000,
                Math.max(1, Math.ceilDiv(end - epochMillis, 1000L)));
    }

    private synchronized @Nullable Quota ofPlan() {
        return quota;
    }

    private Day at(long epochMillis) {
        Day current = day;
        return epochMillis >= current.endMillis || epochMillis < current.beginMillis - LATE_MILLIS
                ? turn(date(epochMillis))
                : current;
    }

    /** The first request of another day. */
    private synchronized Day turn(LocalDate to) {
        Day current = day;
        if (current.date.equals(to)) {
            return current;
        }
        collect();
        Quota ofPlan = quota;
        boolean isSamePeriod = ofPlan != null && ofPlan.periodStart(to).equals(ofPlan.periodStart(current.date));
        before = isSamePeriod ? null : current;
        Day next = new Day(to, isSamePeriod ? current.period : new Period(0), limit(to));
        day = next;
        return next;
    }

    private synchronized long limit(LocalDate date) {
        return new KeyUsage(keyId, new TreeMap<>(), grant).limit(quota, date);
    }

    @Override
    public synchronized void quota(@Nullable Quota newQuota, KeyUsage stored) {
        collect();
        quota = newQuota;
        grant = stored.grant();
        LocalDate today = date(clock.millis());
        KeyUsage all = stored;
        for (var each : unsaved.entrySet()) {
            all = all.plus(each.getKey(), each.getValue());
        }
        before = day;
        day = new Day(today, new Period(all.used(newQuota, today)), stored.limit(newQuota, today));
    }

    @Override
    public synchronized void grant(KeyUsage stored) {
        grant = stored.grant();
        Day current = day;
        current.limit = limit(current.date);
    }

    /** From now on the meter has to be listed again before its counts are collected. */
    void unlist() {
        listed.set(false);
    }

    /** Puts the meter back on the list of those that have something to write. */
    void list() {
        if (listed.compareAndSet(false, true)) {
            journal.list(this);
        }
    }

    /** Tells what the store does not have yet. */
    synchronized void unsaved(Consumer<Count> to) {
        collect();
        unsaved.forEach((date, requests) -> to.accept(new Count(owner, usagePlanId, keyId, date, requests)));
    }

    /** The store has these now. */
    synchronized void saved(Count count) {
        unsaved.computeIfPresent(
                count.day(), (date, requests) -> requests <= count.requests() ? null : requests - count.requests());
    }

    private synchronized void collect() {
        Day last = before;
        if (last != null) {
            // What a request that came in the very last moment has still counted there.
            collect(last);
        }
        collect(day);
    }

    private synchronized void collect(Day of) {
        long used = of.period.used.get();
        long more = used - of.period.collected;
        if (more > 0) {
            of.period.collected = used;
            unsaved.merge(of.date, more, Long::sum);
        }
    }

    private static LocalDate date(long epochMillis) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(epochMillis), ZoneOffset.UTC);
    }
}
