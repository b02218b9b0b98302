package dev.sallyport.functions;

import dev.sallyport.functions.EnvironmentPool.Lane;
import dev.sallyport.functions.EnvironmentPool.Slot;
import dev.sallyport.model.FunctionVersion;
import dev.sallyport.model.Scope;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides which environment runs which invocation. Pure bookkeeping under one lock that is held for well under a
 * microsecond and never during I/O; an invocation costs tens of microseconds elsewhere, so one lock for all loops is the
 * simple choice that does not show. Environments are only spoken to after the lock was given back.
 *
 * <p>The order of choice: the most recently used idle environment of the version on the caller's own event loop; for a
 * function that is usually done at once, when that loop keeps its share of cores busy or a process would have to be
 * started, the next of the loop's environments to be free, for two milliseconds at most; the most recently used of another
 * loop; a new one while the host has room; room made by retiring the longest idle environment of another version; a bounded
 * queue, first come first served, except that a freed environment prefers an invocation of its own version until the oldest
 * has waited a second.
 *
 * <p>The short wait is what keeps a quick function on as many processes as there are cores to run them: on AWS each
 * concurrent invocation has a processor of its own, here a further process would only take turns with the others.
 */
final class EnvironmentScheduler {

    static final String RESERVED = "ReservedFunctionConcurrentInvocationLimitExceeded";
    static final String HOST_WIDE = "ConcurrentInvocationLimitExceeded";

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long SHORT_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final InvocationResult CLOSING = new InvocationResult.Unavailable("The gateway shuts down");

    private final FunctionLimits limits;
    private final LongSupplier nanoTime;
    private final int coresPerLoop;

    // All below are guarded by this.
    private final Map<EnvironmentPool.Key, EnvironmentPool> pools = new HashMap<>();
    private final Map<FunctionKey, Integer> runningByFunction = new HashMap<>();
    private final Map<Environment, Slot> slots = new HashMap<>();
    private final Set<Environment> ending = new LinkedHashSet<>();
    private final ArrayDeque<Assignment> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private int running;
    private long throttled;
    private boolean closed;
    private @Nullable Factory factory;

    /** Makes environments. */
    interface Factory {

        /**
         * Must not block.
         *
         * @param loop where the environment shall live, or null for any
         */
        Environment create(FunctionVersion function, @Nullable EventLoop loop);
    }

    private record FunctionKey(Scope scope, String name) {}

    /** What to do once the lock is given back. */
    private final class Actions {
        private @Nullable Slot assigned;
        private @Nullable Assignment assignment;
        private List<Runnable> others = List.of();

        void assign(Slot slot, Assignment toSlot) {
            if (assigned == null) {
                // Nearly always the only thing to do.
                assigned = slot;
                assignment = toSlot;
            } else {
                add(() -> slot.environment.assign(toSlot));
            }
        }

        /** The slot was removed under the lock; until its end the environment counts as one that must not be left. */
        void retire(Slot slot) {
            ending.add(slot.environment);
            add(() -> slot.environment.retire().thenRun(() -> gone(slot.environment)));
        }

        void refuse(Assignment refused, InvocationResult result) {
            add(() -> refused.complete(result));
        }

        /** Sees to it that nobody waits on a loop for longer than that. */
        void watch(Lane lane, long nanos) {
            if (!lane.watched) {
                lane.watched = true;
                add(() -> lane.loop.schedule(() -> serveOverdue(lane), nanos, TimeUnit.NANOSECONDS));
            }
        }

        void expireLater(Lane lane, Assignment queued) {
            long nanos = limits.queueWait().toNanos();
            add(() -> lane.loop.schedule(() -> expire(queued), nanos, TimeUnit.NANOSECONDS));
        }

        private void add(Runnable action) {
            if (others.isEmpty()) {
                others = new ArrayList<>(2);
            }
            others.add(action);
        }

        void run() {
            Slot slot = assigned;
            Assignment toSlot = assignment;
            if (slot != null && toSlot != null) {
                slot.environment.assign(toSlot);
            }
            others.forEach(Runnable::run);
        }
    }

    /** @param coresPerLoop how many environments an event loop keeps busy before it lets quick invocations wait for them */
    EnvironmentScheduler(FunctionLimits limits, LongSupplier nanoTime, int coresPerLoop) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.coresPerLoop = coresPerLoop;
    }

    /** Says who makes environments; once, before the first invocation. */
    synchronized void factory(Factory environments) {
        factory = environments;
    }

    /**
     * Finds a place for an invocation.
     *
     * @param reserved the reserved concurrency of the function, or null
     * @return true when it waits in the queue; the caller then calls {@link #expire} after the wait
     */
    boolean place(Assignment assignment, @Nullable Integer reserved) {
        Actions actions = new Actions();
        boolean queued;
        synchronized (this) {
            queued = place(assignment, reserved, actions);
        }
        actions.run();
        return queued;
    }

    private boolean place(Assignment assignment, @Nullable Integer reserved, Actions actions) {
        if (closed) {
            actions.refuse(assignment, CLOSING);
            return false;
        }
        FunctionKey function = key(assignment);
        int runningNow = runningByFunction.getOrDefault(function, 0);
        if (reserved != null && runningNow >= reserved) {
            actions.refuse(assignment, throttled(RESERVED));
            return false;
        }
        running++;
        runningByFunction.put(function, runningNow + 1);
        EnvironmentPool pool = pool(assignment.function(), actions);
        EventLoop loop = assignment.loop();
        Lane lane = loop == null ? null : pool.lane(loop);
        if (lane != null) {
            Slot slot = pool.pollIdle(lane, assignment.arrivedNanos());
            if (slot != null) {
                actions.assign(slot, assignment);
                return false;
            }
            if (waiting.isEmpty()
                    && lane.waiting.size() < limits.maxQueued()
                    && pool.isWorthWaiting(lane, coresPerLoop)) {
                lane.waiting.addLast(assignment);
                actions.watch(lane, SHORT_WAIT_NANOS);
                return false;
            }
        }
        return placeAnywhere(pool, assignment, actions);
    }

    /** True when it waits in the queue of the host. */
    private boolean placeAnywhere(EnvironmentPool pool, Assignment assignment, Actions actions) {
        Slot slot = pool.pollIdle(nanoTime.getAsLong());
        if (slot == null) {
            slot = create(pool, assignment.loop(), actions);
        }
        if (slot != null) {
            actions.assign(slot, assignment);
            return false;
        }
        forgetIfEmpty(pool);
        long bytes = assignment.invocation().payload().length;
        if (waiting.size() >= limits.maxQueued() || waitingBytes + bytes > limits.maxQueuedBytes()) {
            leave(assignment);
            actions.refuse(assignment, throttled(HOST_WIDE));
            return false;
        }
        waiting.addLast(assignment);
        waitingBytes += bytes;
        return true;
    }

    /** Those that have waited for their loop's own environments for long enough take what they can get. */
    private void serveOverdue(Lane lane) {
        Actions actions = new Actions();
        synchronized (this) {
            lane.watched = false;
            long now = nanoTime.getAsLong();
            Assignment oldest = lane.waiting.peekFirst();
            while (oldest != null && now - oldest.arrivedNanos() >= SHORT_WAIT_NANOS) {
                lane.waiting.removeFirst();
                if (placeAnywhere(lane.pool, oldest, actions)) {
                    actions.expireLater(lane, oldest);
                }
                oldest = lane.waiting.peekFirst();
            }
            if (oldest != null) {
                actions.watch(lane, SHORT_WAIT_NANOS - (now - oldest.arrivedNanos()));
            }
        }
        actions.run();
    }

    private InvocationResult throttled(String reason) {
        throttled++;
        return new InvocationResult.Throttled(reason);
    }

    synchronized FunctionHost.Load load() {
        return new FunctionHost.Load(slots.size(), running, throttled);
    }

    private static FunctionKey key(Assignment assignment) {
        return new FunctionKey(
                assignment.function().scope(), assignment.function().name());
    }

    private EnvironmentPool pool(FunctionVersion function, Actions actions) {
        EnvironmentPool.Key key = EnvironmentPool.Key.of(function);
        EnvironmentPool pool = pools.get(key);
        if (pool == null) {
            pool = new EnvironmentPool(key, function);
            supersede(pool, actions);
            pools.put(key, pool);
        }
        return pool;
    }

    /** R4.18: environments of an older revision take nothing new; an invocation that comes late with one is run and over. */
    private void supersede(EnvironmentPool fresh, Actions actions) {
        for (EnvironmentPool other : List.copyOf(pools.values())) {
            if (other.key.sameVersion(fresh.key)) {
                if (other.function.lastModified().isAfter(fresh.function.lastModified())) {
                    fresh.stale = true;
                } else {
                    other.stale = true;
                    retire(other, other.removeIdle(), actions);
                }
            }
        }
    }

    /** The slots have been taken out of their pool. */
    private void retire(EnvironmentPool pool, List<Slot> removed, Actions actions) {
        for (Slot slot : removed) {
            slots.remove(slot.environment);
            actions.retire(slot);
        }
        forgetIfEmpty(pool);
    }

    private void forgetIfEmpty(EnvironmentPool pool) {
        if (pool.isEmpty() && pools.get(pool.key) == pool) {
            pools.remove(pool.key);
        }
    }

    /** A new environment, with room made for it if need be; null when all of the host's are busy. */
    private @Nullable Slot create(EnvironmentPool pool, @Nullable EventLoop loop, Actions actions) {
        Factory make = factory;
        if (make == null) {
            throw new IllegalStateException("no factory");
        }
        if (slots.size() >= limits.maxEnvironments() && !makeRoom(actions)) {
            return null;
        }
        Slot slot = pool.add(make.create(pool.function, loop), nanoTime.getAsLong());
        slots.put(slot.environment, slot);
        pools.putIfAbsent(pool.key, pool);
        return slot;
    }

    private boolean makeRoom(Actions actions) {
        Slot oldest = null;
        for (EnvironmentPool pool : pools.values()) {
            Slot candidate = pool.oldestIdle();
            if (candidate != null && EnvironmentPool.isOlder(candidate, oldest)) {
                oldest = candidate;
            }
        }
        if (oldest == null) {
            return false;
        }
        oldest.pool().removeOldest(oldest);
        retire(oldest.pool(), List.of(oldest), actions);
        return true;
    }

    /** An invocation has its result before its environment is free; called at most once for each that was placed. */
    synchronized void finished(Assignment assignment) {
        leave(assignment);
    }

    private void leave(Assignment assignment) {
        running--;
        runningByFunction.computeIfPresent(key(assignment), (key, count) -> count == 1 ? null : count - 1);
        if (running == 0) {
            notifyAll();
        }
    }

    /**
     * An environment can take an invocation again.
     *
     * @param finished the invocation that it has run, or null when {@link #finished} was told of it
     */
    void release(Environment environment, @Nullable Assignment finished) {
        Actions actions = new Actions();
        synchronized (this) {
            if (finished != null) {
                leave(finished);
            }
            Slot slot = slots.get(environment);
            if (slot == null) {
                return;
            }
            if (slot.pool().stale || closed) {
                slot.pool().remove(slot);
                retire(slot.pool(), List.of(slot), actions);
            } else if (!serveOwn(slot, actions)) {
                slot.pool().idle(slot, nanoTime.getAsLong());
            }
            serveWaiting(actions);
        }
        actions.run();
    }

    /** Gives the environment to the one that waits for it on its loop. */
    private boolean serveOwn(Slot slot, Actions actions) {
        Assignment own = slot.lane.waiting.pollFirst();
        if (own == null) {
            return false;
        }
        slot.pool().reused(slot, nanoTime.getAsLong());
        actions.assign(slot, own);
        return true;
    }

    /**
     * An environment is of no more use.
     *
     * @param finished as for {@link #release}
     */
    void discard(Environment environment, @Nullable Assignment finished) {
        Actions actions = new Actions();
        synchronized (this) {
            if (finished != null) {
                leave(finished);
            }
            Slot slot = slots.get(environment);
            if (slot == null) {
                return;
            }
            slot.pool().remove(slot);
            retire(slot.pool(), List.of(slot), actions);
            serveWaiting(actions);
        }
        actions.run();
    }

    private void serveWaiting(Actions actions) {
        if (waiting.isEmpty() || closed) {
            return;
        }
        long now = nanoTime.getAsLong();
        while (!waiting.isEmpty() && now - waiting.getFirst().arrivedNanos() > PATIENCE_NANOS) {
            if (!serve(waiting.getFirst(), true, actions)) {
                break;
            }
            waiting.removeFirst();
        }
        waiting.removeIf(assignment -> serve(assignment, false, actions));
        waiting.removeIf(assignment -> serve(assignment, true, actions));
    }

    private boolean serve(Assignment assignment, boolean mayCreate, Actions actions) {
        EnvironmentPool pool = pool(assignment.function(), actions);
        Slot slot = pool.pollIdle(nanoTime.getAsLong());
        if (slot == null && mayCreate) {
            slot = create(pool, assignment.loop(), actions);
        }
        if (slot == null) {
            forgetIfEmpty(pool);
            return false;
        }
        waitingBytes -= assignment.invocation().payload().length;
        actions.assign(slot, assignment);
        return true;
    }

    /** The wait of a queued invocation is over; does nothing when it was served. */
    void expire(Assignment assignment) {
        InvocationResult result;
        synchronized (this) {
            if (!waiting.remove(assignment)) {
                return;
            }
            waitingBytes -= assignment.invocation().payload().length;
            leave(assignment);
            result = throttled(HOST_WIDE);
        }
        assignment.complete(result);
    }

    /** Retires what has been idle for longer than the limit. */
    void retireIdle() {
        Actions actions = new Actions();
        synchronized (this) {
            long since = nanoTime.getAsLong() - limits.idleRetirement().toNanos();
            for (EnvironmentPool pool : List.copyOf(pools.values())) {
                retire(pool, pool.removeIdleSince(since), actions);
            }
        }
        actions.run();
    }

    /** A version is gone: its idle environments end now, its busy ones after their invocation. */
    void retireVersion(Scope scope, String name, String version) {
        EnvironmentPool.Key key = new EnvironmentPool.Key(scope, name, version, "");
        Actions actions = new Actions();
        synchronized (this) {
            for (EnvironmentPool pool : List.copyOf(pools.values())) {
                if (pool.key.sameVersion(key)) {
                    pool.stale = true;
                    retire(pool, pool.removeIdle(), actions);
                }
            }
        }
        actions.run();
    }

    private synchronized void gone(Environment environment) {
        ending.remove(environment);
    }

    /** All environments that live: idle, busy, or on their way out. */
    synchronized Set<Environment> environments() {
        Set<Environment> all = new LinkedHashSet<>(slots.keySet());
        all.addAll(ending);
        return all;
    }

    /** Takes no more invocations; those that wait are answered as unavailable. */
    void stop() {
        Actions actions = new Actions();
        synchronized (this) {
            closed = true;
            List<Assignment> all = new ArrayList<>(waiting);
            pools.values().forEach(pool -> all.addAll(pool.takeWaiting()));
            for (Assignment assignment : all) {
                leave(assignment);
                actions.refuse(assignment, CLOSING);
            }
            waiting.clear();
            waitingBytes = 0;
        }
        actions.run();
    }

    /** Blocks until no invocation runs or the time is over. */
    synchronized void awaitQuiet(Duration deadline) throws InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        for (long left = deadline.toNanos(); running > 0 && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }
}
