package dev.sallyport.functions;

import dev.sallyport.model.FunctionVersion;
import dev.sallyport.model.Scope;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The environments of one revision of one version, by the event loops that they live on. Guarded by the scheduler, which
 * alone uses it.
 */
final class EnvironmentPool {

    /** Who is done sooner than this is worth waiting for. */
    private static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    final Key key;
    final FunctionVersion function;
    private final List<Lane> lanes = new ArrayList<>(2);
    private int environments;
    private long usualNanos = Long.MAX_VALUE;

    /** Whether there is a younger revision: what becomes free is retired. */
    boolean stale;

    record Key(Scope scope, String name, String version, String revisionId) {

        static Key of(FunctionVersion function) {
            return new Key(function.scope(), function.name(), function.version(), function.revisionId());
        }

        boolean sameVersion(Key other) {
            return scope.equals(other.scope) && name.equals(other.name) && version.equals(other.version);
        }
    }

    /** The environments of the pool that live on one event loop, and the invocations that wait for one of these. */
    static final class Lane {
        final EventLoop loop;
        final EnvironmentPool pool;

        /** The most recently used first. */
        final ArrayDeque<Slot> idle = new ArrayDeque<>();

        final ArrayDeque<Assignment> waiting = new ArrayDeque<>(0);
        int environments;

        /** Whether somebody will look after those that wait for too long. */
        boolean watched;

        private Lane(EventLoop loop, EnvironmentPool pool) {
            this.loop = loop;
            this.pool = pool;
        }

        int busy() {
            return environments - idle.size();
        }
    }

    /** The place of an environment. */
    static final class Slot {
        final Environment environment;
        final Lane lane;
        private long sinceNanos;

        private Slot(Environment environment, Lane lane) {
            this.environment = environment;
            this.lane = lane;
        }

        EnvironmentPool pool() {
            return lane.pool;
        }
    }

    EnvironmentPool(Key key, FunctionVersion function) {
        this.key = key;
        this.function = function;
    }

    /** Whether it has no environment and nobody waits for one. */
    boolean isEmpty() {
        return environments == 0 && lanes.stream().allMatch(lane -> lane.waiting.isEmpty());
    }

    private boolean hasIdle() {
        for (Lane lane : lanes) {
            if (!lane.idle.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    Lane lane(EventLoop loop) {
        for (Lane lane : lanes) {
            if (lane.loop.equals(loop)) {
                return lane;
            }
        }
        Lane lane = new Lane(loop, this);
        lanes.add(lane);
        return lane;
    }

    /**
     * Whether an environment is usually free again so soon that waiting for it costs less than waking up another process.
     * The measure follows what is quick: a busy machine makes some invocations of a quick function long, but none of a slow
     * one short.
     */
    private boolean isQuick() {
        return usualNanos < QUICK_NANOS;
    }

    /**
     * Whether an invocation had better wait a moment for an environment of its loop, none of which is idle.
     *
     * @param enough how many of these shall work at once
     */
    boolean isWorthWaiting(Lane lane, int enough) {
        return isQuick() && (lane.busy() >= enough || !hasIdle());
    }

    Slot add(Environment environment, long nowNanos) {
        Lane lane = lane(environment.loop());
        Slot slot = new Slot(environment, lane);
        slot.sinceNanos = nowNanos;
        lane.environments++;
        environments++;
        return slot;
    }

    /** Takes out a slot that is not among the idle ones. */
    void remove(Slot slot) {
        slot.lane.environments--;
        environments--;
    }

    /** An idle environment of that loop. */
    @Nullable
    Slot pollIdle(Lane lane, long nowNanos) {
        Slot slot = lane.idle.pollFirst();
        if (slot != null) {
            slot.sinceNanos = nowNanos;
        }
        return slot;
    }

    /** The most recently used idle environment of all loops. */
    @Nullable
    Slot pollIdle(long nowNanos) {
        Lane best = null;
        long youngest = 0;
        for (Lane lane : lanes) {
            Slot first = lane.idle.peekFirst();
            if (first != null && (best == null || first.sinceNanos - youngest > 0)) {
                best = lane;
                youngest = first.sinceNanos;
            }
        }
        return best == null ? null : pollIdle(best, nowNanos);
    }

    /** The environment has answered, and takes another invocation at once. */
    void reused(Slot slot, long nowNanos) {
        long nanos = nowNanos - slot.sinceNanos;
        if (usualNanos == Long.MAX_VALUE) {
            usualNanos = nanos;
        } else {
            usualNanos += (nanos - usualNanos) / (nanos < usualNanos ? 4 : 64);
        }
        slot.sinceNanos = nowNanos;
    }

    /** The environment has answered and idles. */
    void idle(Slot slot, long nowNanos) {
        reused(slot, nowNanos);
        slot.lane.idle.addFirst(slot);
    }

    /** Takes out the idle environments that nobody has used since then, the oldest first. */
    List<Slot> removeIdleSince(long nanos) {
        List<Slot> removed = new ArrayList<>();
        for (Lane lane : lanes) {
            Iterator<Slot> oldestFirst = lane.idle.descendingIterator();
            while (oldestFirst.hasNext()) {
                Slot slot = oldestFirst.next();
                if (slot.sinceNanos - nanos > 0) {
                    break;
                }
                oldestFirst.remove();
                remove(slot);
                removed.add(slot);
            }
        }
        return removed;
    }

    /** Takes out all idle environments. */
    List<Slot> removeIdle() {
        List<Slot> removed = new ArrayList<>();
        for (Lane lane : lanes) {
            for (Slot slot = lane.idle.pollFirst(); slot != null; slot = lane.idle.pollFirst()) {
                remove(slot);
                removed.add(slot);
            }
        }
        return removed;
    }

    /** The idle environment that nobody has used for longest; it stays. */
    @Nullable
    Slot oldestIdle() {
        Slot oldest = null;
        for (Lane lane : lanes) {
            Slot last = lane.idle.peekLast();
            if (last != null && (oldest == null || last.sinceNanos - oldest.sinceNanos < 0)) {
                oldest = last;
            }
        }
        return oldest;
    }

    /** Takes out the environment that {@link #oldestIdle} gave. */
    void removeOldest(Slot slot) {
        slot.lane.idle.removeLast();
        remove(slot);
    }

    static boolean isOlder(Slot slot, @Nullable Slot other) {
        return other == null || slot.sinceNanos - other.sinceNanos < 0;
    }

    /** All invocations that wait for an environment of a loop; they wait no more. */
    List<Assignment> takeWaiting() {
        List<Assignment> taken = new ArrayList<>();
        for (Lane lane : lanes) {
            taken.addAll(lane.waiting);
            lane.waiting.clear();
        }
        return taken;
    }
}
