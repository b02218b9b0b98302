package dev.sallyport.telemetry.logs;

import dev.sallyport.model.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log events of the gateway. The platform appends without waiting: one thread writes for all streams, so that no
 * function is slowed down and none disturbs another. What was appended can be read at once; a kill loses at most what came
 * in the last tenth of a second. All amounts are bounded ({@link LogBounds}), and a disk that refuses loses events and
 * nothing else.
 */
public final class LogEvents implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogEvents.class);
    private static final long CLOSE_MILLIS = 2000;
    private static final long SWEEP_MILLIS = 60_000;

    /** A sweep comes early when so large a part of the bound in total has been written. */
    private static final int SWEEPS_PER_TOTAL = 16;

    /** How long events are gathered, so that many of them make one write. */
    private static final long COLLECT_NANOS = 50_000_000;

    /** How many sinks of {@link #append} are remembered. */
    private static final int REMEMBERED_SINKS = 4096;

    /** Timestamps may be so much ahead of the time of writing (companion R8.6). */
    private static final long AHEAD_MILLIS = TimeUnit.HOURS.toMillis(2);

    private final Segments segments;
    private final LogBounds bounds;
    private final LogCatalog catalog;
    private final InstantSource clock;
    private final AtomicLong lastSequence = new AtomicLong();
    private final AtomicLong deletions = new AtomicLong();
    private final Map<StreamName, EventSink> sinks = new ConcurrentHashMap<>();
    private final Queue<PendingEvents> dirty = new ConcurrentLinkedQueue<>();
    private final ReentrantLock writing = new ReentrantLock();
    private final CountDownLatch loaded = new CountDownLatch(1);
    private final Thread writer;
    private long writtenBytes; // since the last sweep, guarded by writing
    private volatile boolean closed;

    /**
     * An event to keep.
     *
     * @param timestampMillis milliseconds since the epoch
     */
    public record NewEvent(long timestampMillis, String message) {}

    /**
     * Starts the writing thread, which first looks for the events of earlier processes.
     *
     * @param folder where segments are, made with the first event; null to keep them in memory
     */
    public LogEvents(@Nullable Path folder, LogBounds bounds, LogCatalog catalog, InstantSource clock) {
        this.segments = new Segments(folder, bounds);
        this.bounds = bounds;
        this.catalog = catalog;
        this.clock = clock;
        this.writer = Thread.ofPlatform().name("log-events").daemon().start(this::write);
    }

    /** The sink of a stream. Costs nothing until something is appended; then the stream and its group come to be. */
    public EventSink stream(StreamName stream) {
        return new PendingEvents(stream, bounds.pendingBytes(), this::nextSequence, this::wake);
    }

    /** Appends one event to a stream that comes to be with it; see {@link EventSink#append}. */
    public void append(Scope scope, String group, String stream, long timestampMillis, String message) {
        if (sinks.size() >= REMEMBERED_SINKS) {
            sinks.clear(); // a sink that is forgotten still writes what it has
        }
        sinks.computeIfAbsent(new StreamName(scope, group, stream), this::stream)
                .append(timestampMillis, message);
    }

    /**
     * Keeps events before it returns. Blocks.
     *
     * @throws IOException when they cannot be written
     */
    public void put(StreamName stream, List<NewEvent> events) throws IOException {
        awaitLoaded();
        List<LogEvent> kept = new ArrayList<>(events.size());
        writing.lock();
        try {
            for (NewEvent event : events) {
                kept.add(PendingEvents.event(stream.name(), event.timestampMillis(), nextSequence(), event.message()));
            }
            append(stream, kept);
        } finally {
            writing.unlock();
        }
    }

    /** One page of events, in the order of time. Blocks. */
    public EventQuery.Page read(EventQuery query) {
        settle();
        PageCollector page = new PageCollector(query);
        for (StreamName stream : query.streams()) {
            StreamLog log = segments.find(stream);
            if (log != null) {
                log.scan(stream.name(), query.fromMillis(), query.untilMillis(), page);
            }
        }
        return page.page();
    }

    /** What is known of a stream's events; null when it has none. Blocks. */
    public @Nullable StreamSummary summary(StreamName stream) {
        settle();
        StreamLog log = segments.find(stream);
        return log == null ? null : log.summary();
    }

    /** How much is kept of a group's events. Blocks. */
    public long storedBytes(Scope scope, String group) {
        settle();
        return segments.ofGroup(scope, group).stream()
                .mapToLong(StreamLog::size)
                .sum();
    }

    /** Deletes the events of a stream, which has left the catalog or is about to. Blocks. */
    public void delete(StreamName stream) {
        settle();
        writing.lock();
        try {
            segments.delete(stream);
            deletions.incrementAndGet();
        } finally {
            writing.unlock();
        }
    }

    /** Deletes the events of a group, which has left the catalog or is about to. Blocks. */
    public void deleteGroup(Scope scope, String group) {
        settle();
        writing.lock();
        try {
            segments.deleteGroup(scope, group);
            deletions.incrementAndGet();
        } finally {
            writing.unlock();
        }
    }

    /** Returns when all that was appended before the call can be read and its streams are in the catalog. Blocks. */
    public void settle() {
        awaitLoaded();
        flushAll();
    }

    private void awaitLoaded() {
        try {
            loaded.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while log events were loaded", e);
        }
    }

    private long nextSequence() {
        long now = clock.millis() << LogEvent.SEQUENCE_BITS;
        return lastSequence.updateAndGet(last -> Math.max(last + 1, now));
    }

    private void wake(PendingEvents pending) {
        boolean sleeping = dirty.isEmpty();
        dirty.add(pending);
        if (sleeping) {
            LockSupport.unpark(writer);
        }
    }

    private void write() {
        try {
            segments.load();
        } finally {
            loaded.countDown();
        }
        long nextSweep = clock.millis() + SWEEP_MILLIS; // a start has better things to do
        while (!closed) {
            if (dirty.isEmpty()) {
                LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(SWEEP_MILLIS));
            } else {
                LockSupport.parkNanos(this, COLLECT_NANOS);
                flushAll();
            }
            if (!closed && clock.millis() >= nextSweep) {
                sweep();
                nextSweep = clock.millis() + SWEEP_MILLIS;
            }
        }
    }

    private void flushAll() {
        writing.lock();
        try {
            // What comes meanwhile waits for the next time, or a flood would hold a reader for ever.
            for (int left = dirty.size(); left > 0; left--) {
                PendingEvents pending = dirty.poll();
                if (pending != null) {
                    flush(pending);
                }
            }
        } finally {
            writing.unlock();
        }
    }

    private void append(StreamName stream, List<LogEvent> events) throws IOException {
        for (LogEvent event : events) {
            writtenBytes += event.countedBytes();
        }
        segments.of(stream).append(events, clock.millis());
        if (writtenBytes > bounds.totalBytes() / SWEEPS_PER_TOTAL) {
            sweep();
        }
    }

    private void flush(PendingEvents pending) {
        List<LogEvent> events = pending.take();
        if (events.isEmpty()) {
            return;
        }
        StreamName stream = pending.stream;
        try {
            register(pending);
            append(stream, events);
        } catch (IOException | RuntimeException refused) {
            LOG.warn("{} log events of {} are lost: {}", events.size(), stream.group(), refused.toString());
        }
    }

    /** A stream that was deleted comes back with the next event. */
    private void register(PendingEvents pending) {
        long known = deletions.get();
        if (pending.knownAtDeletion != known) {
            StreamName stream = pending.stream;
            catalog.ensure(stream);
            catalog.removeAutomaticStreams(stream.scope(), stream.group(), bounds.automaticStreams())
                    .forEach(segments::delete);
            pending.knownAtDeletion = known;
        }
    }

    /** Enforces what is due from time to time: the bound in total and the retention of groups (R8.13). */
    void sweep() {
        writing.lock();
        try {
            writtenBytes = 0;
            segments.enforceTotal();
            for (LogCatalog.Retention retention : catalog.retentions()) {
                long expired = clock.millis() - TimeUnit.DAYS.toMillis(retention.days()) - AHEAD_MILLIS;
                segments.ofGroup(retention.scope(), retention.group()).forEach(log -> log.deleteWrittenBefore(expired));
            }
        } catch (RuntimeException failed) {
            LOG.warn("Old log events could not be removed: {}", failed.toString());
        } finally {
            writing.unlock();
        }
    }

    /** Writes what is pending and takes no more. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(writer);
        try {
            writer.join(CLOSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        flushAll();
    }
}
