package dev.sallyport.functions;

import dev.sallyport.functions.process.ProcessTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds functions to their MemorySize: from time to time reads the private memory of the process trees of all busy
 * environments in one pass over {@code /proc} and ends those that have more (R4.19 goes beyond AWS's "informative": one
 * function must not take the host's memory). Between two looks a function may overshoot; a hard limit needs control groups,
 * and where there are some, this finds nothing to end and only tells how much was used. The same look ends trees with too
 * many processes, such as a fork bomb. Costs about 10 microseconds per process of the host, and nothing while no function
 * runs.
 */
final class MemoryWatch {

    private static final Logger LOG = LoggerFactory.getLogger(MemoryWatch.class);
    private static final long BYTES_PER_MEGABYTE = 1024 * 1024;

    private final int maxProcesses;

    MemoryWatch(int maxProcesses) {
        this.maxProcesses = maxProcesses;
    }

    /** Looks once; blocks for file reads. */
    void look(Set<Environment> environments) {
        List<Environment> busy = new ArrayList<>();
        for (Environment environment : environments) {
            if (environment.isActive() && environment.watchedPid() != 0) {
                busy.add(environment);
            }
        }
        if (busy.isEmpty()) {
            return;
        }
        Map<Long, Long> limits = new HashMap<>();
        busy.forEach(environment -> limits.put(environment.watchedPid(), limitBytes(environment)));
        Map<Long, ProcessTable.Usage> usage = ProcessTable.usage(limits);
        for (Environment environment : busy) {
            long pid = environment.watchedPid();
            ProcessTable.Usage used = usage.get(pid);
            if (used != null) {
                check(environment, pid, used);
            }
        }
    }

    private static long limitBytes(Environment environment) {
        return environment.function().memoryMegabytes() * BYTES_PER_MEGABYTE;
    }

    private void check(Environment environment, long pid, ProcessTable.Usage used) {
        environment.memoryUsed(used.bytes());
        if (used.bytes() > limitBytes(environment) || used.processes() > maxProcesses) {
            LOG.info(
                    "Ending a process of function {}: {} MB of {}, {} processes",
                    environment.function().functionArn(),
                    used.bytes() / BYTES_PER_MEGABYTE,
                    environment.function().memoryMegabytes(),
                    used.processes());
            environment.memoryExceeded(pid);
        }
    }
}
