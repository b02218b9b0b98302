package dev.sallyport.telemetry.logs;

import dev.sallyport.telemetry.logs.LogEvent.Position;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Asks for one page of events.
 *
 * @param streams where to look; streams without events are fine
 * @param fromMillis inclusive
 * @param untilMillis exclusive
 * @param wanted which messages are wanted
 * @param newestFirst whether the page has the newest of all wanted events; else the oldest. In the page they stand in the
 *     order of time either way
 * @param beyond only events behind this place, or in front of it when the newest are asked for; null for all
 * @param limit at most so many events
 * @param maxBytes at most so many bytes by AWS's count, but always one event
 */
public record EventQuery(
        List<StreamName> streams,
        long fromMillis,
        long untilMillis,
        Predicate<String> wanted,
        boolean newestFirst,
        @Nullable Position beyond,
        int limit,
        long maxBytes) {

    /** What AWS answers at most: 10,000 events and 1 MB. */
    public static final int AWS_LIMIT = 10_000;

    /** See {@link #AWS_LIMIT}. */
    public static final long AWS_BYTES = 1_048_576;

    /**
     * A page.
     *
     * @param events in the order of time
     * @param more whether there are further events in the direction of the query
     */
    public record Page(List<LogEvent> events, boolean more) {}
}
