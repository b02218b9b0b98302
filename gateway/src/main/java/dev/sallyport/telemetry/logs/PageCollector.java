package dev.sallyport.telemetry.logs;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the page of a query among events that come in any order, keeping no more than the page at any time. What it keeps
 * is always the very first events in the query's direction, without a gap.
 */
final class PageCollector implements Consumer<LogEvent> {

    private final EventQuery query;
    private final Comparator<LogEvent> order;
    private final PriorityQueue<LogEvent> kept;
    private long bytes;
    private @Nullable LogEvent firstLeftOut;

    PageCollector(EventQuery query) {
        this.query = query;
        this.order = query.newestFirst() ? Comparator.reverseOrder() : Comparator.naturalOrder();
        this.kept = new PriorityQueue<>(order.reversed());
    }

    @Override
    public void accept(LogEvent event) {
        if (isBeyond(event) && query.wanted().test(event.message())) {
            if (firstLeftOut != null && order.compare(event, firstLeftOut) > 0) {
                return;
            }
            kept.add(event);
            bytes += event.countedBytes();
            while (kept.size() > query.limit() || (kept.size() > 1 && bytes > query.maxBytes())) {
                LogEvent last = kept.remove();
                bytes -= last.countedBytes();
                firstLeftOut = last;
            }
        }
    }

    private boolean isBeyond(LogEvent event) {
        return query.beyond() == null
                || (query.newestFirst()
                        ? query.beyond().isAfter(event)
                        : query.beyond().isBefore(event));
    }

    EventQuery.Page page() {
        List<LogEvent> events = kept.stream().sorted().toList();
        return new EventQuery.Page(events, firstLeftOut != null);
    }
}
