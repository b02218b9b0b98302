package dev.sallyport;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A clock that goes as the system's and can be moved ahead, for tests of what takes long: quotas, rates, caches, tokens and
 * sessions, idle functions. It never goes back, because nothing that has expired comes back. After a restart it tells the
 * system's time again. Thread-safe.
 */
final class VirtualClock implements InstantSource {

    /** How far it goes ahead of the system's at most: token buckets count 18 years, and the longest fills in four. */
    static final Duration MAX_AHEAD = Duration.ofDays(10 * 365L);

    private static final Logger LOG = LoggerFactory.getLogger(VirtualClock.class);

    private final InstantSource system;
    private final List<Runnable> before = new CopyOnWriteArrayList<>();
    private volatile long aheadMillis;

    VirtualClock(InstantSource system) {
        this.system = system;
    }

    /** Has something done before the clock is moved, at the time that is left. */
    void beforeMove(Runnable action) {
        before.add(action);
    }

    @Override
    public Instant instant() {
        return system.instant().plusMillis(aheadMillis);
    }

    @Override
    public long millis() {
        return system.millis() + aheadMillis;
    }

    /** Nanoseconds that go as those of {@link System#nanoTime} and jump with the clock. */
    long nanoTime() {
        return System.nanoTime() + aheadMillis * 1_000_000;
    }

    /** How far it is ahead of the system's. */
    Duration ahead() {
        return Duration.ofMillis(aheadMillis);
    }

    /**
     * Moves it ahead.
     *
     * @return whether it has been moved: not back, and not beyond {@link #MAX_AHEAD}
     */
    synchronized boolean advance(Duration by) {
        if (by.isNegative() || by.compareTo(MAX_AHEAD) > 0 || ahead().plus(by).compareTo(MAX_AHEAD) > 0) {
            return false;
        }
        before.forEach(Runnable::run);
        // Up to a whole millisecond: a clock that is set to a time must not be short of it.
        aheadMillis = ahead().plus(by).plusNanos(999_999).toMillis();
        LOG.warn("The clock was moved ahead by {}: it is {} now, {} ahead of the system's", by, instant(), ahead());
        return true;
    }
}
