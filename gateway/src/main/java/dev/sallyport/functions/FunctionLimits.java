package dev.sallyport.functions;

import java.time.Duration;

/**
 * The bounds of a function host.
 *
 * @param maxEnvironments execution environments, and so processes, of all functions together; stands for AWS's account
 *     limit of 1000 concurrent executions (R3.52)
 * @param maxQueued invocations that may wait for a free environment when that limit is reached
 * @param maxQueuedBytes payloads of the waiting invocations together
 * @param queueWait how long one waits before it is throttled
 * @param idleRetirement how long an idle environment is kept (R4.15)
 * @param initLimit how long the first start of a runtime may take outside of an invocation (R4.14)
 * @param endGrace between SIGTERM and SIGKILL when an environment is retired or the host closes
 * @param memoryCheck between two looks at the memory of busy environments; zero switches the check off
 * @param maxProcessesPerEnvironment AWS's 1024; an environment with more is ended at the next look
 * @param maxLogLineBytes longer lines become several events (CloudWatch Logs takes 262144 bytes with 26 of overhead)
 */
public record FunctionLimits(
        int maxEnvironments,
        int maxQueued,
        long maxQueuedBytes,
        Duration queueWait,
        Duration idleRetirement,
        Duration initLimit,
        Duration endGrace,
        Duration memoryCheck,
        int maxProcessesPerEnvironment,
        int maxLogLineBytes) {

    /** What a gateway uses unless it is told otherwise. */
    public static final FunctionLimits DEFAULT = new FunctionLimits(
            200,
            1000,
            64 * 1024 * 1024L,
            Duration.ofSeconds(5),
            Duration.ofMinutes(10),
            Duration.ofSeconds(10),
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            1024,
            262_118);

    /** AWS's limit of the unzipped code (R3.12), in bytes. */
    public static final long MAX_UNZIPPED_BYTES = 262_144_000;

    /** AWS's size of the tail result (R4.25), in bytes. */
    public static final int LOG_TAIL_BYTES = 4096;

    /** Checks the bounds. */
    public FunctionLimits {
        if (maxEnvironments < 1 || maxQueued < 0 || maxLogLineBytes < 1) {
            throw new IllegalArgumentException("bounds must be positive: " + maxEnvironments + " environments, "
                    + maxQueued + " queued, " + maxLogLineBytes + " bytes per line");
        }
    }

    /** The same with another number of environments. */
    public FunctionLimits withMaxEnvironments(int environments) {
        return new FunctionLimits(
                environments,
                maxQueued,
                maxQueuedBytes,
                queueWait,
                idleRetirement,
                initLimit,
                endGrace,
                memoryCheck,
                maxProcessesPerEnvironment,
                maxLogLineBytes);
    }

    /** The same with another time that an idle environment is kept. */
    public FunctionLimits withIdleRetirement(Duration idle) {
        return new FunctionLimits(
                maxEnvironments,
                maxQueued,
                maxQueuedBytes,
                queueWait,
                idle,
                initLimit,
                endGrace,
                memoryCheck,
                maxProcessesPerEnvironment,
                maxLogLineBytes);
    }

    /** The same with another wait of the queue. */
    public FunctionLimits withQueueWait(Duration wait) {
        return new FunctionLimits(
                maxEnvironments,
                maxQueued,
                maxQueuedBytes,
                wait,
                idleRetirement,
                initLimit,
                endGrace,
                memoryCheck,
                maxProcessesPerEnvironment,
                maxLogLineBytes);
    }

    /** The same with another limit of the initialisation. */
    public FunctionLimits withInitLimit(Duration limit) {
        return new FunctionLimits(
                maxEnvironments,
                maxQueued,
                maxQueuedBytes,
                queueWait,
                idleRetirement,
                limit,
                endGrace,
                memoryCheck,
                maxProcessesPerEnvironment,
                maxLogLineBytes);
    }
}
