package dev.sallyport.cache;

import dev.sallyport.pipeline.KeptAnswer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call of a backend, and the requests that wait for its answer instead of making the same call. */
final class Flight {

    private final int maxWaiters;
    private final List<Waiter> waiters = new ArrayList<>(0);
    private boolean landed;

    /** How a flight ended. */
    enum Landing {
        /** There is an answer for everybody. */
        ANSWERED,
        /** There is none, or none that others may have: each makes its own call. */
        ALONE,
        /** Nobody makes the call any more, because the client left for whom it was made: another takes it over. */
        ABANDONED
    }

    Flight(int maxWaiters) {
        this.maxWaiters = maxWaiters;
    }

    /** Has somebody wait; false when the flight has landed, or too many wait. */
    synchronized boolean join(Waiter waiter) {
        return !landed && waiters.size() < maxWaiters && waiters.add(waiter);
    }

    /** Somebody waits no more. */
    synchronized void leave(Waiter waiter) {
        waiters.remove(waiter);
    }

    /**
     * Tells everybody how it ended, each on its own loop. Whoever lands it has taken it from the cache's flights before.
     *
     * @param answer for {@link Landing#ANSWERED}
     */
    void land(Landing how, @Nullable KeptAnswer answer) {
        List<Waiter> told;
        synchronized (this) {
            landed = true;
            told = List.copyOf(waiters);
            waiters.clear();
        }
        for (Waiter waiter : told) {
            waiter.tell(how, answer);
        }
    }
}
