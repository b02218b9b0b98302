package dev.sallyport.pipeline.step;

import dev.sallyport.limits.QuotaMeter;
import dev.sallyport.limits.Rate;
import dev.sallyport.limits.StageAccess;
import dev.sallyport.limits.Throttle;
import dev.sallyport.pipeline.RequestIdentity;
import org.jspecify.annotations.Nullable;

/**
 * The header fields by which a client learns of its limits (draft-ietf-httpapi-ratelimit-headers): {@code
 * RateLimit-Policy} says how many requests there are in how many seconds, {@code RateLimit} how many of them are left.
 * The policies are {@code method} and {@code key} for the rates of the usage plan and {@code quota} for its quota. A rate
 * is told as its burst and the seconds in which that comes back. AWS tells nothing of all this (THR-12).
 */
final class RateLimitFields {

    private final StringBuilder policy = new StringBuilder();
    private final StringBuilder limit = new StringBuilder();

    private RateLimitFields() {}

    /**
     * Has the answer tell of the limits of an API key.
     *
     * @param method the key of the method in the usage plan
     * @param nowNanos of the limiter's clock
     */
    static void tell(RequestIdentity identity, StageAccess access, String method, long nowNanos) {
        RateLimitFields fields = new RateLimitFields();
        fields.rate("method", access.ofMethods().get(method), nowNanos);
        fields.rate("key", access.ofKey(), nowNanos);
        QuotaMeter.State quota = access.meter().state(identity.epochMillis());
        if (quota != null) {
            fields.add("quota", quota.limit(), quota.periodSeconds(), quota.remaining(), quota.resetSeconds());
        }
        if (!fields.policy.isEmpty()) {
            identity.rateLimit(fields.policy.toString(), fields.limit.toString());
        }
    }

    private void rate(String name, @Nullable Throttle throttle, long nowNanos) {
        if (throttle == null) {
            return;
        }
        Rate rate = throttle.rate();
        long left = throttle.available(nowNanos);
        long window = rate.isClosed() ? 1 : Math.max(1, (long) Math.ceil(rate.burst() / rate.perSecond()));
        long next = left > 0 || rate.isClosed() ? 0 : Math.max(1, (long) Math.ceil(1 / rate.perSecond()));
        add(name, rate.burst(), window, left, next);
    }

    /** @param seconds until there is more; 0 when there is nothing to wait for */
    private void add(String name, long requests, long windowSeconds, long left, long seconds) {
        separate(policy)
                .append('"')
                .append(name)
                .append("\";q=")
                .append(requests)
                .append(";w=")
                .append(windowSeconds);
        separate(limit).append('"').append(name).append("\";r=").append(left);
        if (seconds > 0) {
            limit.append(";t=").append(seconds);
        }
    }

    private static StringBuilder separate(StringBuilder list) {
        return list.isEmpty() ? list : list.append(", ");
    }
}
