package dev.sallyport.telemetry.invocations;

import dev.sallyport.telemetry.metrics.Aggregate;
import org.jspecify.annotations.Nullable;

/** Counts the invocations of one function by one name. Thread-safe: a lock for some nanoseconds, beside a process's work. */
public final class InvocationMeter {

    private int running; // guarded by this, as all below
    private int mostRunning;
    private long invocations;
    private long errors;
    private long throttles;
    private Aggregate durations = new Aggregate();

    InvocationMeter() {}

    /** What was counted between two collections. */
    record Reading(long invocations, long errors, long throttles, int concurrent, Aggregate durations) {}

    /** An invocation has come. */
    public synchronized void began() {
        running++;
        mostRunning = Math.max(mostRunning, running);
    }

    /** Its caller has been answered. */
    public synchronized void answered(boolean throttled) {
        if (throttled) {
            throttles++;
            mostRunning -= mostRunning == running ? 1 : 0; // it never ran
        }
        running--;
    }

    /** The function has run. */
    public synchronized void ran(double millis, boolean failed) {
        invocations++;
        errors += failed ? 1 : 0;
        durations.add(millis, 1);
    }

    /** What has been counted since the last time; null when that is nothing. */
    synchronized @Nullable Reading take() {
        if (invocations + throttles + mostRunning == 0) {
            return null;
        }
        Reading reading = new Reading(invocations, errors, throttles, mostRunning, durations);
        invocations = 0;
        errors = 0;
        throttles = 0;
        mostRunning = running;
        durations = new Aggregate();
        return reading;
    }
}
