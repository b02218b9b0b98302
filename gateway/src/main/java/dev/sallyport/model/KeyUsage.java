package dev.sallyport.model;

import dev.sallyport.model.UsagePlan.Quota;
import java.time.LocalDate;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How often an API key was used under a usage plan (R15.6 to R15.8).
 *
 * @param usedByDay requests by UTC day; days without any are left out, and so are days older than
 *     {@value #KEPT_DAYS} days before the last one
 * @param grant what UpdateUsage granted last, or null; it ends with its period
 */
public record KeyUsage(
        String keyId,
        SortedMap<LocalDate, Long> usedByDay,
        @Nullable Grant grant) {

    /** How many days are kept. */
    public static final int KEPT_DAYS = 400;

    /** What is answered as remaining when the plan has no quota. */
    public static final long UNLIMITED = -1;

    public KeyUsage {
        usedByDay = Collections.unmodifiableSortedMap(new TreeMap<>(usedByDay));
    }

    /**
     * A period's limit for one key, instead of the plan's.
     *
     * @param day when it was granted; it holds from this day to the end of the day's period
     * @param period the kind of period for which it was granted
     * @param limit requests in the whole period
     */
    public record Grant(LocalDate day, String period, long limit) {}

    /** A key that was never used. */
    public static KeyUsage none(String keyId) {
        return new KeyUsage(keyId, new TreeMap<>(), null);
    }

    /** The requests of one day. */
    public long used(LocalDate day) {
        return usedByDay.getOrDefault(day, 0L);
    }

    /** The same with more requests on a day. */
    public KeyUsage plus(LocalDate day, long requests) {
        SortedMap<LocalDate, Long> days = new TreeMap<>(usedByDay);
        days.merge(day, requests, Long::sum);
        return new KeyUsage(keyId, days.tailMap(days.lastKey().minusDays(KEPT_DAYS - 1)), grant);
    }

    /**
     * What is left at the end of a day, at least 0; {@link #UNLIMITED} without a quota.
     *
     * @param quota the plan's, or null
     */
    public long remaining(@Nullable Quota quota, LocalDate day) {
        if (quota == null) {
            return UNLIMITED;
        }
        return Math.max(0, limit(quota, day) - used(quota, day));
    }

    /**
     * The requests of a day's period up to that day; of the day alone without a quota.
     *
     * @param quota the plan's, or null
     */
    public long used(@Nullable Quota quota, LocalDate day) {
        return quota == null ? used(day) : used(quota.periodStart(day), day);
    }

    /**
     * How many requests the day's period may have, by the plan or by what was granted; {@link #UNLIMITED} without a quota.
     *
     * @param quota the plan's, or null
     */
    public long limit(@Nullable Quota quota, LocalDate day) {
        return quota == null ? UNLIMITED : limit(quota, quota.periodStart(day), day);
    }

    /** The same with so many requests left until the end of a day's period (R15.7). */
    public KeyUsage withRemaining(Quota quota, LocalDate today, long remaining) {
        long limit = used(quota.periodStart(today), today) + remaining;
        return new KeyUsage(keyId, usedByDay, new Grant(today, quota.period(), limit));
    }

    private long limit(Quota quota, LocalDate start, LocalDate day) {
        if (grant == null || !grant.period().equals(quota.period()) || day.isBefore(grant.day())) {
            return quota.limit();
        }
        return quota.periodStart(grant.day()).equals(start) ? grant.limit() : quota.limit();
    }

    private long used(LocalDate from, LocalDate to) {
        return usedByDay.subMap(from, to.plusDays(1)).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
