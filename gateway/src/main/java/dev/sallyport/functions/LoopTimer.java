package dev.sallyport.functions;

import io.netty.channel.EventLoop;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One time-out that is set and cleared again and again and hardly ever fires, on an event loop. Clearing leaves the loop's
 * own timer where it is, so that a warm invocation costs two fields and no entry in the loop's queue.
 */
final class LoopTimer {

    private final EventLoop loop;
    private long dueNanos;
    private @Nullable Runnable action;
    private long wakeNanos;
    private @Nullable Future<?> wake;

    LoopTimer(EventLoop loop) {
        this.loop = loop;
    }

    /** Sets the time-out, replacing the one before. */
    void set(long delayMillis, Runnable newAction) {
        dueNanos = now() + TimeUnit.MILLISECONDS.toNanos(delayMillis);
        action = newAction;
        Future<?> sleeping = wake;
        if (sleeping == null || wakeNanos - dueNanos > 0) {
            if (sleeping != null) {
                sleeping.cancel(false);
            }
            sleep();
        }
    }

    /** Forgets the time-out. */
    void clear() {
        action = null;
    }

    /** Forgets the time-out and leaves nothing in the loop. */
    void close() {
        action = null;
        Future<?> sleeping = wake;
        wake = null;
        if (sleeping != null) {
            sleeping.cancel(false);
        }
    }

    private void sleep() {
        wakeNanos = dueNanos;
        wake = loop.schedule(this::woken, dueNanos - now(), TimeUnit.NANOSECONDS);
    }

    private void woken() {
        wake = null;
        Runnable due = action;
        if (due == null) {
            return;
        }
        if (dueNanos - now() > 0) {
            sleep();
        } else {
            action = null;
            due.run();
        }
    }

    private long now() {
        return loop.ticker().nanoTime();
    }
}
