package dev.sallyport.functions.process;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds descendants that left the session of their function by the environment they inherited, and ends them once the
 * function's own process has gone. Scans are collected: many ends make one scan.
 */
final class StrayHunter {

    private static final Logger LOG = LoggerFactory.getLogger(StrayHunter.class);
    private static final long COLLECT_NANOS = 100_000_000;

    /** What survives so many rounds cannot be killed by us (another user, or stuck in the kernel). */
    private static final int MAX_ROUNDS = 20;

    private final String ownPrefix;
    private final Set<String> free = new HashSet<>(); // guarded by this
    private boolean scheduled; // guarded by this

    StrayHunter(String ownPrefix) {
        this.ownPrefix = ownPrefix;
    }

    /** A process with this marker is about to start: from now on its marker means no stray. Blocks during a scan. */
    synchronized void hold(String marker) {
        if (free.contains(marker)) {
            hunt();
        }
        free.remove(marker);
    }

    /** The process with this marker has gone: whoever still has the marker is a stray. */
    synchronized void release(String marker) {
        free.add(marker);
        if (!scheduled) {
            scheduled = true;
            Thread.ofVirtual().name("function-strays").start(this::collect);
        }
    }

    private void collect() {
        LockSupport.parkNanos(COLLECT_NANOS);
        synchronized (this) {
            scheduled = false;
            hunt();
            free.clear();
        }
    }

    /** Must hold the lock, so that no marker can be taken into use meanwhile. */
    private void hunt() {
        for (int round = 0; round < MAX_ROUNDS && !free.isEmpty(); round++) {
            if (killWhere(environment -> free.contains(valueOf(environment, markerName())), "left its session") == 0) {
                return;
            }
        }
    }

    private String markerName() {
        String any = free.iterator().next();
        return any.substring(0, any.indexOf('=') + 1);
    }

    /** Ends every process of this launcher or of an earlier one with the same prefix. */
    synchronized int sweepAll() {
        free.clear();
        int all = 0;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            int killed = killWhere(environment -> startsWith(environment, ownPrefix), "was left behind");
            if (killed == 0) {
                return all;
            }
            all = Math.max(all, killed);
            LockSupport.parkNanos(5_000_000);
        }
        return all;
    }

    private static int killWhere(Predicate<String> isStray, String why) {
        int killed = 0;
        for (Map.Entry<Long, String> process : ProcessTable.environments().entrySet()) {
            if (isStray.test(process.getValue())) {
                killed++;
                LOG.debug("ending process {} of a function: it {}", process.getKey(), why);
                if (!Signals.available()) {
                    ProcessHandle.of(process.getKey()).ifPresent(ProcessHandle::destroyForcibly);
                } else {
                    Signals.toProcess(process.getKey(), Signals.KILL);
                }
            }
        }
        return killed;
    }

    private static boolean startsWith(String environment, String prefix) {
        return environment.startsWith(prefix) || environment.contains("\0" + prefix);
    }

    /** The entry of this name with its value, or an empty text. */
    private static String valueOf(String environment, String name) {
        int start = environment.startsWith(name) ? 0 : environment.indexOf("\0" + name) + 1;
        if (start == 0 && !environment.startsWith(name)) {
            return "";
        }
        int end = environment.indexOf('\0', start);
        return environment.substring(start, end < 0 ? environment.length() : end);
    }
}
