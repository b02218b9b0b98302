package dev.sallyport.cache;

import dev.sallyport.cache.Flight.Landing;
import dev.sallyport.pipeline.CacheUse;
import dev.sallyport.pipeline.KeptAnswer;
import org.jspecify.annotations.Nullable;

/** A call of the backend that is made because nothing is kept: where its answer goes. */
final class Miss implements CacheUse.Pending {

    /** How long it is remembered that answers of a key cannot be kept. */
    private static final long PASS_MILLIS = 10_000;

    private final CachedMethod method;
    private final CacheKey key;
    private final long ticket;
    private final @Nullable Flight flight;

    /** @param flight of those who wait for it, or null */
    Miss(CachedMethod method, CacheKey key, @Nullable Flight flight) {
        this.method = method;
        this.key = key;
        this.flight = flight;
        this.ticket = method.cache().ticket();
    }

    /**
     * The backend has answered.
     *
     * @param answer null when it cannot be kept
     */
    void answered(@Nullable KeptAnswer answer) {
        StageCache cache = method.cache();
        long ttlMillis = answer == null ? Math.min(PASS_MILLIS, method.ttlMillis()) : method.ttlMillis();
        cache.keep(key, answer, ticket, cache.all().clock().millis(), ttlMillis);
        land(answer == null ? Landing.ALONE : Landing.ANSWERED, answer);
    }

    @Override
    public void over(boolean clientLeft) {
        land(clientLeft ? Landing.ABANDONED : Landing.ALONE, null);
    }

    private void land(Landing how, @Nullable KeptAnswer answer) {
        if (flight != null) {
            method.cache().flights().remove(key, flight);
            flight.land(how, answer);
        }
    }
}
