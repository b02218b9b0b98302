package dev.sallyport.observe;

import dev.sallyport.model.Scope;
import dev.sallyport.pipeline.Exchange;

/** Takes what stages log, from event loops: never blocks, is bounded, and counts what it drops. */
@FunctionalInterface
public interface StageLogSink {

    /**
     * Takes one event.
     *
     * @param kind {@code access} or {@code execution}
     * @param exchange that it tells of, at its end
     * @param owner account and Region of the log group
     * @param timestampMillis since 1970
     */
    void write(
            String kind,
            Exchange exchange,
            Scope owner,
            String logGroup,
            String logStream,
            long timestampMillis,
            String message);
}
