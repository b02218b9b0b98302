package dev.sallyport.telemetry.logs;

/** Where the events of one stream go, in the order in which they are given. */
@FunctionalInterface
public interface EventSink {

    /**
     * Takes one event. Never blocks, keeps a bounded amount, and drops what a flood brings beyond it, with an event that
     * says how many were dropped.
     *
     * @param timestampMillis milliseconds since the epoch
     */
    void append(long timestampMillis, String message);
}
