package dev.sallyport.telemetry.metrics;

import dev.sallyport.model.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metrics of the gateway, in memory: one-minute buckets, one-second buckets where the resolution is high, coarser ones
 * with age. With a file, a snapshot is written each minute and at the end, so that a restart keeps them and a kill loses
 * one minute. All amounts are bounded ({@link MetricBounds}). Thread-safe; the first use after a start reads the snapshot.
 */
public final class MetricStore implements AutoCloseable {

    /** The usual resolution, in seconds. */
    public static final int STANDARD_RESOLUTION = 60;

    /** The high resolution, in seconds. */
    public static final int HIGH_RESOLUTION = 1;

    private static final Logger LOG = LoggerFactory.getLogger(MetricStore.class);
    private static final long TICK_MILLIS = 60_000;
    private static final long CLOSE_MILLIS = 2000;

    private record Key(MetricId metric, String unit) {}

    private final @Nullable MetricSnapshot snapshot;
    private final MetricBounds bounds;
    private final InstantSource clock;
    private final Object lock = new Object();
    private final Map<Key, Series> series = new LinkedHashMap<>(); // guarded by lock
    private boolean loaded; // guarded by lock
    private boolean changed; // guarded by lock
    private @Nullable Thread ticker; // guarded by lock
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Runnable feeder = () -> {};

    /** @param file where snapshots are kept, or null for none */
    public MetricStore(@Nullable Path file, MetricBounds bounds, InstantSource clock) {
        this.snapshot = file == null ? null : new MetricSnapshot(file);
        this.bounds = bounds;
        this.clock = clock;
    }

    /** Has somebody put what it has gathered before metrics are read; it must not read any. */
    public void fedBy(Runnable newFeeder) {
        feeder = newFeeder;
    }

    /**
     * Adds samples.
     *
     * @param unit one of AWS's units; {@code None} when there is none
     * @param resolutionSeconds {@link #STANDARD_RESOLUTION} or {@link #HIGH_RESOLUTION}
     */
    public void put(MetricId metric, String unit, long epochSecond, int resolutionSeconds, Aggregate samples) {
        synchronized (lock) {
            start();
            Key key = new Key(metric, unit);
            Series found = series.get(key);
            if (found == null) {
                makeRoom();
                found = new Series(metric, unit);
                series.put(key, found);
            }
            found.add(epochSecond, resolutionSeconds, samples);
            changed = true;
        }
    }

    private void makeRoom() {
        if (series.size() >= bounds.series()) {
            series.entrySet().stream()
                    .min(Comparator.comparingLong(entry -> entry.getValue().lastSecond))
                    .map(Map.Entry::getKey)
                    .ifPresent(series::remove);
        }
    }

    /** The metrics that have data since a moment, in the order in which they came to be. */
    public List<MetricId> list(Scope scope, long sinceSecond) {
        feeder.run();
        synchronized (lock) {
            start();
            return series.values().stream()
                    .filter(it -> it.metric.scope().equals(scope) && it.lastSecond >= sinceSecond)
                    .map(it -> it.metric)
                    .distinct()
                    .toList();
        }
    }

    /**
     * The data of a metric by unit and, in it, by the second in which each period begins. Periods without data are absent.
     *
     * @param unit null for all units
     * @param fromSecond inclusive
     * @param untilSecond exclusive
     */
    public Map<String, SortedMap<Long, Aggregate>> query(
            MetricId metric, @Nullable String unit, long fromSecond, long untilSecond, long periodSeconds) {
        feeder.run();
        Map<String, SortedMap<Long, Aggregate>> found = new TreeMap<>();
        synchronized (lock) {
            start();
            for (Series one : series.values()) {
                if (one.metric.equals(metric) && (unit == null || one.unit.equals(unit))) {
                    SortedMap<Long, Aggregate> periods = new TreeMap<>();
                    one.collect(fromSecond, untilSecond, periodSeconds, periods);
                    if (!periods.isEmpty()) {
                        found.put(one.unit, periods);
                    }
                }
            }
        }
        return found;
    }

    /** The first use reads the snapshot and lets time pass from then on. */
    private void start() {
        if (loaded) {
            return;
        }
        loaded = true;
        if (snapshot != null) {
            for (Series restored : snapshot.read()) {
                series.put(new Key(restored.metric, restored.unit), restored);
            }
        }
        if (closed.getCount() > 0) {
            ticker = Thread.ofPlatform().name("metrics").daemon().start(this::tick);
        }
    }

    private void tick() {
        try {
            while (!closed.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
                age();
                save();
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** Puts old data together, the more eagerly the more there is. */
    void age() {
        synchronized (lock) {
            long now = Math.floorDiv(clock.millis(), 1000L);
            double haste = 1;
            do {
                long total = 0;
                for (Series one : series.values()) {
                    one.age(now, haste);
                    total += one.size();
                }
                if (total <= bounds.buckets()) {
                    break;
                }
                haste *= 2;
            } while (haste < Integer.MAX_VALUE);
            series.values().removeIf(one -> one.size() == 0);
        }
    }

    private void save() {
        MetricSnapshot file = snapshot;
        if (file == null) {
            return;
        }
        byte[] bytes;
        synchronized (lock) {
            if (!changed) {
                return;
            }
            changed = false;
            bytes = MetricSnapshot.encode(new ArrayList<>(series.values()));
        }
        try {
            file.write(bytes);
        } catch (IOException refused) {
            LOG.warn("Metrics could not be saved; they are tried again: {}", refused.toString());
            synchronized (lock) {
                changed = true;
            }
        }
    }

    /** Writes a last snapshot. */
    @Override
    public void close() {
        closed.countDown();
        Thread running;
        synchronized (lock) {
            running = ticker;
        }
        if (running != null) {
            try {
                running.join(CLOSE_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        save();
    }
}
