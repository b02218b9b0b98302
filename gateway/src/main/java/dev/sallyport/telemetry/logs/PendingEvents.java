package dev.sallyport.telemetry.logs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** What waits to be written to one stream. Thread-safe. */
final class PendingEvents implements EventSink {

    /** A message longer than AWS takes is cut. */
    static final int MAX_MESSAGE_BYTES = (int) EventQuery.AWS_BYTES - LogEvent.OVERHEAD_BYTES;

    final StreamName stream;

    /** How many deletions there had been when the stream was last known to exist; used by the writer alone. */
    long knownAtDeletion = -1;

    private final int maxBytes;
    private final LongSupplier sequences;
    private final Consumer<PendingEvents> writer;
    private List<LogEvent> events = new ArrayList<>(); // guarded by this
    private long bytes; // guarded by this
    private long dropped; // guarded by this
    private long lastMillis; // guarded by this
    private boolean queued; // guarded by this

    /**
     * @param sequences gives the next sequence
     * @param writer told when there is something after there was nothing
     */
    PendingEvents(StreamName stream, int maxBytes, LongSupplier sequences, Consumer<PendingEvents> writer) {
        this.stream = stream;
        this.maxBytes = maxBytes;
        this.sequences = sequences;
        this.writer = writer;
    }

    @Override
    public void append(long timestampMillis, String message) {
        if (add(timestampMillis, message)) {
            writer.accept(this);
        }
    }

    /** True when the writer must be told. */
    private synchronized boolean add(long timestampMillis, String message) {
        lastMillis = Math.max(0, timestampMillis);
        // The length in characters is the least that it can have in bytes: a flood is not even counted.
        if (bytes + message.length() > maxBytes && bytes > 0) {
            dropped++;
        } else {
            add(event(stream.name(), lastMillis, sequences.getAsLong(), message));
        }
        boolean first = !queued;
        queued = true;
        return first;
    }

    private void add(LogEvent event) {
        events.add(event);
        bytes += event.countedBytes();
    }

    /** All that waits; the next event tells the writer again. */
    synchronized List<LogEvent> take() {
        if (dropped > 0) {
            String notice = "[sallyport] " + dropped + " lines were dropped here: too many at once";
            add(event(stream.name(), lastMillis, sequences.getAsLong(), notice));
        }
        List<LogEvent> taken = events;
        events = new ArrayList<>();
        bytes = 0;
        dropped = 0;
        queued = false;
        return taken;
    }

    static LogEvent event(String stream, long timestampMillis, long sequence, String message) {
        byte[] utf8 = message.getBytes(StandardCharsets.UTF_8);
        if (utf8.length <= MAX_MESSAGE_BYTES) {
            return new LogEvent(stream, timestampMillis, sequence, message, utf8.length);
        }
        int end = MAX_MESSAGE_BYTES;
        while ((utf8[end] & 0xC0) == 0x80) {
            end--; // not in the middle of a character
        }
        return new LogEvent(stream, timestampMillis, sequence, new String(utf8, 0, end, StandardCharsets.UTF_8), end);
    }
}
