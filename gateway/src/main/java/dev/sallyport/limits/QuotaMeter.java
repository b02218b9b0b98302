package dev.sallyport.limits;

import dev.sallyport.model.KeyUsage;
import dev.sallyport.model.UsagePlan.Quota;
import org.jspecify.annotations.Nullable;

/**
 * What one API key uses under one usage plan: counts its requests and stops them at the plan's quota (THR-7, THR-8).
 * Shared by all event loops; {@link #tryTake} neither blocks nor, but for the first request of a day, allocates.
 */
public interface QuotaMeter {

    /**
     * Counts a request.
     *
     * @param epochMillis when it came
     * @return false when the quota of the period is used up; the request is not counted then (THR-10)
     */
    boolean tryTake(long epochMillis);

    /**
     * How many requests are left in the period; {@link KeyUsage#UNLIMITED} without a quota.
     *
     * @param epochMillis now
     */
    long remaining(long epochMillis);

    /**
     * What there is to tell of the quota; null without one. For clients that want to know, not for decisions.
     *
     * @param epochMillis now
     */
    @Nullable
    State state(long epochMillis);

    /**
     * A quota at a moment.
     *
     * @param limit requests in the period
     * @param remaining requests that are left
     * @param periodSeconds how long the period is
     * @param resetSeconds how long it still lasts, at least 1
     */
    record State(long limit, long remaining, long periodSeconds, long resetSeconds) {}

    /**
     * Changes the plan's quota at once; what was used stays used.
     *
     * @param newQuota null for none
     * @param stored what the store has of the key under the plan
     */
    void quota(@Nullable Quota newQuota, KeyUsage stored);

    /** Takes over what UpdateUsage has granted for the current period (R15.7). */
    void grant(KeyUsage stored);
}
