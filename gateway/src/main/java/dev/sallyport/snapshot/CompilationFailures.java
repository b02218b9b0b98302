package dev.sallyport.snapshot;

import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** How often a stage could not be compiled, and when last. Thread-safe. */
public final class CompilationFailures {

    private final InstantSource clock;
    private long count; // guarded by this
    private @Nullable Instant last; // guarded by this

    public CompilationFailures(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void add() {
        count++;
        last = clock.instant();
    }

    /** Since the start. */
    public synchronized long count() {
        return count;
    }

    /** When the last one was; null when there was none. */
    public synchronized @Nullable Instant last() {
        return last;
    }
}
