package dev.sallyport.functions;

import dev.sallyport.model.FunctionVersion;
import dev.sallyport.model.Scope;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides which environment runs which invocation. Pure bookkeeping under one lock that is held for well under a
 * microsecond and never during I/O; an invocation costs tens of microseconds elsewhere, so one lock for all loops is the
 * simple choice that does not show. Environments are only spoken to after the lock was given back.
 *
 * <p>The order of choice: the most recently used idle environment of the version; a new one while the host has room; room
 * made by retiring the longest idle environment of another version; a bounded queue, first come first served, except that a
 * freed environment prefers an invocation of its own version until the oldest has waited a second.
 */
final class EnvironmentScheduler {

    static final String RESERVED = "ReservedFunctionConcurrentInvocationLimitExceeded";
    static final String HOST_WIDE = "ConcurrentInvocationLimitExceeded";

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final FunctionLimits limits;
    private final LongSupplier nanoTime;

    // All below are guarded by this.
    private final Map<PoolKey, Pool> pools = new HashMap<>();
    private final Map<FunctionKey, Integer> runningByFunction = new HashMap<>();
    private final Map<Environment, Slot> slots = new HashMap<>();
    private final Set<Environment> ending = new LinkedHashSet<>();
    private final ArrayDeque<Assignment> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private int running;
    private boolean closed;
    private @Nullable Function<FunctionVersion, Environment> factory;

    private record FunctionKey(Scope scope, String name) {}

    private record PoolKey(Scope scope, String name, String version, String revisionId) {

        static PoolKey of(FunctionVersion function) {
            return new PoolKey(function.scope(), function.name(), function.version(), function.revisionId());
        }

        boolean sameVersion(PoolKey other) {
            return scope.equals(other.scope) && name.equals(other.name) && version.equals(other.version);
        }
    }

    /** The environments of one revision of one version. */
    private static final class Pool {
        final PoolKey key;
        final FunctionVersion function;
        final ArrayDeque<Slot> idle = new ArrayDeque<>();
        int environments;
        boolean stale;

        Pool(PoolKey key, FunctionVersion function) {
            this.key = key;
            this.function = function;
        }
    }

    private static final class Slot {
        final Environment environment;
        final Pool pool;
        long idleSinceNanos;

        Slot(Environment environment, Pool pool) {
            this.environment = environment;
            this.pool = pool;
        }
    }

    /** What to do once the lock is given back. */
    private final class Actions {
        private final List<Runnable> list = new ArrayList<>(2);

        void assign(Slot slot, Assignment assignment) {
            list.add(() -> slot.environment.assign(assignment));
        }

        /** The slot was removed under the lock; until its end the environment counts as one that must not be left. */
        void retire(Slot slot) {
            ending.add(slot.environment);
            list.add(() -> slot.environment.retire().thenRun(() -> gone(slot.environment)));
        }

        void refuse(Assignment assignment, InvocationResult result) {
            list.add(() -> assignment.complete(result));
        }

        void run() {
            list.forEach(Runnable::run);
        }
    }

    EnvironmentScheduler(FunctionLimits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    /** Makes environments; set once before the first invocation. The factory must not block. */
    synchronized void factory(Function<FunctionVersion, Environment> environments) {
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
            actions.refuse(assignment, new InvocationResult.Unavailable("The gateway shuts down"));
            return false;
        }
        FunctionKey function = key(assignment);
        int runningNow = runningByFunction.getOrDefault(function, 0);
        if (reserved != null && runningNow >= reserved) {
            actions.refuse(assignment, new InvocationResult.Throttled(RESERVED));
            return false;
        }
        Pool pool = pool(assignment.function(), actions);
        Slot slot = pool.idle.pollFirst();
        if (slot == null) {
            slot = create(pool, actions);
        }
        long bytes = assignment.invocation().payload().length;
        if (slot == null && (waiting.size() >= limits.maxQueued() || waitingBytes + bytes > limits.maxQueuedBytes())) {
            forgetIfEmpty(pool);
            actions.refuse(assignment, new InvocationResult.Throttled(HOST_WIDE));
            return false;
        }
        running++;
        runningByFunction.put(function, runningNow + 1);
        if (slot != null) {
            actions.assign(slot, assignment);
            return false;
        }
        waiting.addLast(assignment);
        waitingBytes += bytes;
        return true;
    }

    private static FunctionKey key(Assignment assignment) {
        return new FunctionKey(
                assignment.function().scope(), assignment.function().name());
    }

    private Pool pool(FunctionVersion function, Actions actions) {
        PoolKey key = PoolKey.of(function);
        Pool pool = pools.get(key);
        if (pool == null) {
            pool = new Pool(key, function);
            supersede(pool, actions);
            pools.put(key, pool);
        }
        return pool;
    }

    /** R4.18: environments of an older revision take nothing new; an invocation that comes late with one is run and over. */
    private void supersede(Pool fresh, Actions actions) {
        for (Pool other : List.copyOf(pools.values())) {
            if (other.key.sameVersion(fresh.key)) {
                if (other.function.lastModified().isAfter(fresh.function.lastModified())) {
                    fresh.stale = true;
                } else {
                    other.stale = true;
                    retireIdle(other, actions);
                }
            }
        }
    }

    private void retireIdle(Pool pool, Actions actions) {
        for (Slot slot = pool.idle.pollFirst(); slot != null; slot = pool.idle.pollFirst()) {
            remove(slot);
            actions.retire(slot);
        }
        forgetIfEmpty(pool);
    }

    private void remove(Slot slot) {
        slots.remove(slot.environment);
        slot.pool.environments--;
        forgetIfEmpty(slot.pool);
    }

    private void forgetIfEmpty(Pool pool) {
        if (pool.environments == 0 && pools.get(pool.key) == pool) {
            pools.remove(pool.key);
        }
    }

    /** A new environment, with room made for it if need be; null when all of the host's are busy. */
    private @Nullable Slot create(Pool pool, Actions actions) {
        Function<FunctionVersion, Environment> make = factory;
        if (make == null) {
            throw new IllegalStateException("no factory");
        }
        if (slots.size() >= limits.maxEnvironments() && !makeRoom(actions)) {
            return null;
        }
        Slot slot = new Slot(make.apply(pool.function), pool);
        slots.put(slot.environment, slot);
        pool.environments++;
        pools.putIfAbsent(pool.key, pool);
        return slot;
    }

    private boolean makeRoom(Actions actions) {
        Slot oldest = null;
        for (Pool pool : pools.values()) {
            Slot last = pool.idle.peekLast();
            if (last != null && (oldest == null || last.idleSinceNanos - oldest.idleSinceNanos < 0)) {
                oldest = last;
            }
        }
        if (oldest == null) {
            return false;
        }
        oldest.pool.idle.removeLast();
        remove(oldest);
        actions.retire(oldest);
        return true;
    }

    /** An invocation has its result; called exactly once for each that was placed. */
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

    /** An environment can take an invocation again. */
    void release(Environment environment) {
        Actions actions = new Actions();
        synchronized (this) {
            Slot slot = slots.get(environment);
            if (slot == null) {
                return;
            }
            if (slot.pool.stale || closed) {
                remove(slot);
                actions.retire(slot);
            } else {
                slot.idleSinceNanos = nanoTime.getAsLong();
                slot.pool.idle.addFirst(slot);
            }
            serveWaiting(actions);
        }
        actions.run();
    }

    /** An environment is of no more use. */
    void discard(Environment environment) {
        Actions actions = new Actions();
        synchronized (this) {
            Slot slot = slots.get(environment);
            if (slot == null) {
                return;
            }
            remove(slot);
            actions.retire(slot);
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
        Pool pool = pool(assignment.function(), actions);
        Slot slot = pool.idle.pollFirst();
        if (slot == null && mayCreate) {
            slot = create(pool, actions);
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
        synchronized (this) {
            if (!waiting.remove(assignment)) {
                return;
            }
            waitingBytes -= assignment.invocation().payload().length;
            leave(assignment);
        }
        assignment.complete(new InvocationResult.Throttled(HOST_WIDE));
    }

    /** Retires what has been idle for longer than the limit. */
    void retireIdle() {
        Actions actions = new Actions();
        synchronized (this) {
            long now = nanoTime.getAsLong();
            long limit = limits.idleRetirement().toNanos();
            for (Pool pool : List.copyOf(pools.values())) {
                Iterator<Slot> oldestFirst = pool.idle.descendingIterator();
                while (oldestFirst.hasNext()) {
                    Slot slot = oldestFirst.next();
                    if (now - slot.idleSinceNanos < limit) {
                        break;
                    }
                    oldestFirst.remove();
                    remove(slot);
                    actions.retire(slot);
                }
            }
        }
        actions.run();
    }

    /** A version is gone: its idle environments end now, its busy ones after their invocation. */
    void retireVersion(Scope scope, String name, String version) {
        PoolKey key = new PoolKey(scope, name, version, "");
        Actions actions = new Actions();
        synchronized (this) {
            for (Pool pool : List.copyOf(pools.values())) {
                if (pool.key.sameVersion(key)) {
                    pool.stale = true;
                    retireIdle(pool, actions);
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
            for (Assignment assignment : waiting) {
                leave(assignment);
                actions.refuse(assignment, new InvocationResult.Unavailable("The gateway shuts down"));
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
