package dev.sallyport.telemetry.metrics;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has what is counted elsewhere put into the store: when a minute ends, and when somebody asks for metrics, so that nobody
 * waits for a minute as on AWS.
 */
public final class MetricCollection {

    private static final Logger LOG = LoggerFactory.getLogger(MetricCollection.class);
    private static final long MINUTE_MILLIS = 60_000;

    /** What the timer collects belongs to the minute that ended up to so long ago. */
    private static final long LATE_MILLIS = 1000;

    private final MetricStore metrics;
    private final InstantSource clock;
    private final List<LongConsumer> sources;

    /** @param sources put what they have counted since the last time; are told when that was, in milliseconds since 1970 */
    public MetricCollection(MetricStore metrics, InstantSource clock, List<LongConsumer> sources) {
        this.metrics = metrics;
        this.clock = clock;
        this.sources = List.copyOf(sources);
    }

    /** Collects at the end of each minute from now on, and whenever metrics are asked for. */
    public void start(ScheduledExecutorService timer) {
        metrics.fedBy(this::collect);
        next(timer);
    }

    private void next(ScheduledExecutorService timer) {
        long toNextMinute = MINUTE_MILLIS - Math.floorMod(clock.millis(), MINUTE_MILLIS);
        timer.schedule(() -> minuteEnds(timer), toNextMinute, TimeUnit.MILLISECONDS);
    }

    /** A defect must not end the timer. */
    private void minuteEnds(ScheduledExecutorService timer) {
        try {
            collect(clock.millis() - LATE_MILLIS);
        } catch (RuntimeException defect) {
            LOG.error("The metrics of the last minute could not be collected", defect);
        }
        next(timer);
    }

    /** Collects what has been counted since the last time. May block. */
    public void collect() {
        collect(clock.millis());
    }

    private void collect(long epochMillis) {
        sources.forEach(source -> source.accept(epochMillis));
    }
}
