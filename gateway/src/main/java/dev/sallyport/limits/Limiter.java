package dev.sallyport.limits;

import dev.sallyport.model.KeyUsage;
import dev.sallyport.model.Scope;
import dev.sallyport.model.UsagePlan.Quota;
import org.jspecify.annotations.Nullable;

/**
 * Where limits come from. {@link LocalLimiter} keeps them in this process; one that is shared by the nodes of a cluster
 * can take its place. Whoever asks for a limit keeps it for as long as it applies: a forgotten limit is gone.
 */
public interface Limiter {

    /**
     * A limit of a rate; its bucket is full.
     *
     * @param name says which limit it is, the same on all nodes
     */
    Throttle throttle(String name, Rate rate);

    /**
     * What a key uses under a plan, beginning with what is stored of it.
     *
     * @param quota the plan's, or null
     */
    QuotaMeter meter(Scope owner, String usagePlanId, @Nullable Quota quota, KeyUsage stored);

    /** The monotonic clock by which throttles are asked, in nanoseconds. */
    long nanoTime();
}
