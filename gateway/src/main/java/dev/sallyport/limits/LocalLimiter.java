package dev.sallyport.limits;

import dev.sallyport.model.KeyUsage;
import dev.sallyport.model.Scope;
import dev.sallyport.model.UsagePlan.Quota;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Limits of one process, lock-free between its event loops. */
public final class LocalLimiter implements Limiter {

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final UsageJournal journal;

    /**
     * @param clock tells which day it is in UTC
     * @param nanoTime a monotonic clock, {@code System::nanoTime} in production
     * @param journal writes what keys use
     */
    public LocalLimiter(InstantSource clock, LongSupplier nanoTime, UsageJournal journal) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.journal = journal;
    }

    @Override
    public Throttle throttle(String name, Rate rate) {
        return new TokenBucket(rate, nanoTime);
    }

    @Override
    public QuotaMeter meter(Scope owner, String usagePlanId, @Nullable Quota quota, KeyUsage stored) {
        return new LocalMeter(owner, usagePlanId, stored, quota, clock, journal);
    }

    @Override
    public long nanoTime() {
        return nanoTime.getAsLong();
    }
}
