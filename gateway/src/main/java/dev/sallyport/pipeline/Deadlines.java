package dev.sallyport.pipeline;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time-outs of one event loop as a timing wheel: setting and clearing one costs a few pointer writes and no
 * allocation, because nearly every time-out of a gateway is cleared before it is due. A time-out fires at its time or up
 * to two ticks later, never before. Only on the loop.
 */
public final class Deadlines {

    private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);
    private static final int TICK_MILLIS = 10;
    private static final int SLOTS = 1024;

    private final EventExecutor loop;
    private final LongSupplier nanoTime;
    private final Timeout[] slots = new Timeout[SLOTS];
    private long tick;
    private int pending;
    private boolean running;

    /** @param nanoTime a monotonic clock, {@code System::nanoTime} in production */
    public Deadlines(EventExecutor loop, LongSupplier nanoTime) {
        this.loop = loop;
        this.nanoTime = nanoTime;
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = Timeout.head();
        }
    }

    /** Something that can time out. Extended by whatever needs a time-out, so that a time-out needs no object of its own. */
    public abstract static class Timeout {
        private @Nullable Timeout next;
        private @Nullable Timeout previous;
        private long dueTick;

        private static Timeout head() {
            Timeout head = new Timeout() {
                @Override
                protected void timedOut() {
                    throw new IllegalStateException("the head of a slot is no time-out");
                }
            };
            head.next = head;
            head.previous = head;
            return head;
        }

        /** Called on the loop when the time is up. */
        protected abstract void timedOut();
    }

    /** Sets a time-out, replacing the one that was set. */
    public void set(Timeout timeout, long delayMillis) {
        clear(timeout);
        if (!running) {
            running = true;
            tick = currentTick();
            loop.schedule(this::turn, TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
        long dueNanos = nanoTime.getAsLong() + delayMillis * 1_000_000;
        timeout.dueTick = Math.max(tick + 1, Math.ceilDiv(dueNanos, TICK_MILLIS * 1_000_000L));
        insert(timeout);
        pending++;
    }

    /** Clears a time-out; does nothing when none is set. */
    public void clear(Timeout timeout) {
        if (unlink(timeout)) {
            pending--;
        }
    }

    private void turn() {
        long now = currentTick();
        while (tick < now && pending > 0) {
            tick++;
            expire(slots[(int) (tick & (SLOTS - 1))]);
        }
        if (pending > 0) {
            loop.schedule(this::turn, TICK_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            running = false;
        }
    }

    @SuppressWarnings("ReferenceEquality") // a slot is a ring that ends at its own head
    private void expire(Timeout head) {
        Timeout timeout = head.next;
        while (timeout != null && timeout != head) {
            Timeout following = timeout.next;
            if (timeout.dueTick <= tick) {
                unlink(timeout);
                pending--;
                timedOut(timeout);
                // A time-out may set and clear others of this slot, so the walk starts again.
                following = head.next;
            }
            timeout = following;
        }
    }

    /** One that fails must not stop the wheel for all others. */
    private static void timedOut(Timeout timeout) {
        try {
            timeout.timedOut();
        } catch (RuntimeException defect) {
            LOG.error("defect in a time-out", defect);
        }
    }

    private void insert(Timeout timeout) {
        Timeout head = slots[(int) (timeout.dueTick & (SLOTS - 1))];
        Timeout last = head.previous;
        timeout.next = head;
        timeout.previous = last;
        head.previous = timeout;
        if (last != null) {
            last.next = timeout;
        }
    }

    private static boolean unlink(Timeout timeout) {
        Timeout next = timeout.next;
        Timeout previous = timeout.previous;
        if (next == null || previous == null) {
            return false;
        }
        previous.next = next;
        next.previous = previous;
        timeout.next = null;
        timeout.previous = null;
        return true;
    }

    private long currentTick() {
        return nanoTime.getAsLong() / 1_000_000 / TICK_MILLIS;
    }
}
