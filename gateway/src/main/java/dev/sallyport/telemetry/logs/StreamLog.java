package dev.sallyport.telemetry.logs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kept events of one stream: segments, the oldest first, of which the last one may grow. What was written by an
 * earlier process is never written to again, so that a broken tail hides nothing that comes later. Thread-safe.
 */
final class StreamLog {

    private static final Logger LOG = LoggerFactory.getLogger(StreamLog.class);

    /** What is known of a segment without reading it. */
    private static final class Part {
        final Segment segment;

        @Nullable
        Extent extent; // null until a segment of an earlier process is read

        Part(Segment segment, @Nullable Extent extent) {
            this.segment = segment;
            this.extent = extent;
        }
    }

    /** From the earliest to the latest time of the events of a segment; none when they are the wrong way round. */
    private record Extent(long firstMillis, long lastMillis) {
        static final Extent EMPTY = new Extent(Long.MAX_VALUE, Long.MIN_VALUE);

        Extent with(LogEvent event) {
            return new Extent(
                    Math.min(firstMillis, event.timestampMillis()), Math.max(lastMillis, event.timestampMillis()));
        }

        boolean meets(long fromMillis, long untilMillis) {
            return lastMillis >= fromMillis && firstMillis < untilMillis;
        }
    }

    private final @Nullable Path folder;
    private final LogBounds bounds;
    private final List<Part> parts = new ArrayList<>(); // guarded by this
    private @Nullable Part growing; // guarded by this
    private long lastIngestionMillis; // guarded by this; 0 while unknown

    /** @param folder where its segments are, or null to keep them in memory */
    StreamLog(@Nullable Path folder, LogBounds bounds) {
        this.folder = folder;
        this.bounds = bounds;
    }

    /** Takes over a segment of an earlier process; they come in the order of their sequences. */
    synchronized void existing(Segment segment) {
        parts.add(new Part(segment, null));
    }

    /**
     * Keeps events.
     *
     * @throws IOException when they cannot be written; they are lost then
     */
    synchronized void append(List<LogEvent> events, long nowMillis) throws IOException {
        int from = 0;
        while (from < events.size()) {
            Part part = partToGrow(events.get(from));
            int to = fitting(events, from, part.segment.bytes());
            append(part, events.subList(from, to), nowMillis);
            from = to;
        }
        while (parts.size() > 1 && size() > bounds.streamBytes()) {
            delete(parts.getFirst());
        }
    }

    private int fitting(List<LogEvent> events, int from, long bytes) {
        long total = bytes;
        int to = from;
        do {
            total += events.get(to).countedBytes();
            to++;
        } while (to < events.size() && total < bounds.segmentBytes());
        return to;
    }

    private void append(Part part, List<LogEvent> events, long nowMillis) throws IOException {
        try {
            part.segment.append(EventCodec.encode(events), nowMillis);
        } catch (IOException refused) {
            growing = null; // half an event may stand at its end
            throw refused;
        }
        Extent extent = part.extent == null ? Extent.EMPTY : part.extent;
        for (LogEvent event : events) {
            extent = extent.with(event);
        }
        part.extent = extent;
        lastIngestionMillis = events.getLast().ingestionMillis();
    }

    private Part partToGrow(LogEvent first) {
        Part part = growing;
        if (part == null || part.segment.bytes() >= bounds.segmentBytes()) {
            part = new Part(
                    folder == null
                            ? new Segment.InMemory(first.sequence())
                            : Segment.InFile.create(folder, first.sequence()),
                    Extent.EMPTY);
            parts.add(part);
            growing = part;
        }
        return part;
    }

    /** Gives all events of a span of time to a consumer, in no order. */
    synchronized void scan(String stream, long fromMillis, long untilMillis, Consumer<LogEvent> consumer) {
        for (Part part : parts) {
            if (part.extent == null || part.extent.meets(fromMillis, untilMillis)) {
                read(part, stream, event -> {
                    if (event.timestampMillis() >= fromMillis && event.timestampMillis() < untilMillis) {
                        consumer.accept(event);
                    }
                });
            }
        }
    }

    /** What is known of the stream's events; null when it has none. */
    synchronized @Nullable StreamSummary summary() {
        Extent all = Extent.EMPTY;
        for (Part part : parts) {
            if (part.extent == null) {
                read(part, "", event -> {});
            }
            Extent extent = part.extent;
            if (extent != null && extent.lastMillis() >= extent.firstMillis()) {
                all = new Extent(
                        Math.min(all.firstMillis(), extent.firstMillis()),
                        Math.max(all.lastMillis(), extent.lastMillis()));
            }
        }
        return all.lastMillis() < all.firstMillis()
                ? null
                : new StreamSummary(all.firstMillis(), all.lastMillis(), lastIngestionMillis);
    }

    private void read(Part part, String stream, Consumer<LogEvent> consumer) {
        byte[] bytes;
        try {
            bytes = part.segment.read();
        } catch (IOException unreadable) {
            LOG.warn("Log events of a segment cannot be read and are left out: {}", unreadable.toString());
            return;
        }
        boolean known = part.extent != null;
        Extent[] extent = {Extent.EMPTY};
        long[] ingestion = {0};
        int whole = EventCodec.decode(bytes, stream, event -> {
            extent[0] = extent[0].with(event);
            ingestion[0] = event.ingestionMillis();
            consumer.accept(event);
        });
        if (!known) {
            part.extent = extent[0];
            lastIngestionMillis = Math.max(lastIngestionMillis, ingestion[0]);
            if (whole < bytes.length) {
                LOG.warn("{} bytes of log events were broken and are left out", bytes.length - whole);
            }
        }
    }

    /** The bytes of all segments. */
    synchronized long size() {
        long size = 0;
        for (Part part : parts) {
            size += part.segment.bytes();
        }
        return size;
    }

    /** The segments, oldest first. */
    synchronized List<Segment> segments() {
        return parts.stream().map(part -> part.segment).toList();
    }

    /** Deletes a segment; does nothing when it has gone already. */
    synchronized void delete(Segment segment) {
        for (Part part : List.copyOf(parts)) {
            if (part.segment == segment) {
                delete(part);
            }
        }
    }

    /** Deletes the segments that were last written before a moment. */
    synchronized void deleteWrittenBefore(long millis) {
        for (Part part : List.copyOf(parts)) {
            if (part.segment.writtenMillis() < millis) {
                delete(part);
            }
        }
    }

    /** Deletes everything. */
    synchronized void deleteAll() {
        for (Part part : List.copyOf(parts)) {
            delete(part);
        }
        lastIngestionMillis = 0;
    }

    private void delete(Part part) {
        parts.remove(part);
        if (growing == part) {
            growing = null;
        }
        try {
            part.segment.delete();
        } catch (IOException refused) {
            LOG.warn("A segment of log events cannot be deleted: {}", refused.toString());
        }
    }
}
