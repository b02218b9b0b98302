package dev.sallyport.store;

import dev.sallyport.model.KeyUsage;
import dev.sallyport.model.Scope;
import dev.sallyport.model.UsagePlan;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/**
 * Where requests of API keys are counted. Counts are collected by whoever serves the requests and added from time to
 * time, many in one transaction; the arithmetic of quotas is {@link KeyUsage}'s.
 */
public final class UsageCounts {

    private final Store store;

    public UsageCounts(Store store) {
        this.store = store;
    }

    /**
     * Requests of a key under a plan.
     *
     * @param day in UTC
     * @param requests how many more, above 0
     */
    public record Count(Scope scope, String usagePlanId, String keyId, LocalDate day, long requests) {}

    /** What a key has used under a plan so far; nothing when it is new. */
    public static KeyUsage of(Store.Reader tx, Scope scope, String usagePlanId, String keyId) {
        return Objects.requireNonNullElseGet(
                tx.find(Kind.KEY_USAGE, scope, usagePlanId, keyId), () -> KeyUsage.none(keyId));
    }

    /** Adds requests. Those of a key that has left its plan meanwhile are dropped. */
    public void add(List<Count> counts) {
        store.write(tx -> {
            for (Count count : counts) {
                if (tx.find(Kind.USAGE_PLAN_KEY, count.scope(), count.usagePlanId(), count.keyId()) != null) {
                    KeyUsage usage = of(tx, count.scope(), count.usagePlanId(), count.keyId());
                    put(tx, count.scope(), count.usagePlanId(), usage.plus(count.day(), count.requests()));
                }
            }
            return counts.size();
        });
    }

    /** Stores what a key has used under a plan. */
    public static void put(Store.Writer tx, Scope scope, String usagePlanId, KeyUsage usage) {
        tx.put(Kind.KEY_USAGE, scope, usagePlanId, usage.keyId(), usage);
    }

    /**
     * How many requests a key may still send on a day; {@link KeyUsage#UNLIMITED} when the plan has no quota.
     *
     * @param day in UTC
     */
    public static long remaining(Store.Reader tx, Scope scope, UsagePlan plan, String keyId, LocalDate day) {
        return of(tx, scope, plan.id(), keyId).remaining(plan.quota(), day);
    }
}
