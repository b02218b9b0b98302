package dev.sallyport.limits;

import dev.sallyport.store.UsageCounts;
import dev.sallyport.store.UsageCounts.Count;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what API keys use behind the requests that use it: twice a second, many keys in one transaction. A process that
 * is killed loses the counts since the last write, at most one second's; one that is stopped loses none. Counts that
 * could not be written are kept and written later. What waits is bounded: a key under a plan has one number a day.
 */
public final class UsageJournal implements AutoCloseable {

    /** Between two writes, in milliseconds; the other half of the second is for the write itself. */
    public static final long PERIOD_MILLIS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(UsageJournal.class);

    /** So that no write keeps the control plane waiting for long. */
    private static final int MAX_COUNTS_AT_ONCE = 1_000;

    private final Consumer<List<Count>> store;
    private final Queue<LocalMeter> changed = new ConcurrentLinkedQueue<>();

    public UsageJournal(UsageCounts store) {
        this(store::add);
    }

    /** @param store adds counts durably, or throws and adds none */
    UsageJournal(Consumer<List<Count>> store) {
        this.store = store;
    }

    /** Writes regularly from now on. */
    public void start(ScheduledExecutorService timer) {
        timer.scheduleWithFixedDelay(this::writeLater, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** A meter has something to write. */
    void list(LocalMeter meter) {
        changed.add(meter);
    }

    private void writeLater() {
        try {
            write();
        } catch (RuntimeException failure) {
            LOG.error("What API keys used could not be stored; it is kept and will be tried again", failure);
        }
    }

    /**
     * Writes all that was counted before the call. Blocks for it.
     *
     * @throws RuntimeException when it cannot be stored; it is kept then
     */
    public synchronized void write() {
        List<LocalMeter> meters = new ArrayList<>();
        for (LocalMeter meter = changed.poll(); meter != null; meter = changed.poll()) {
            meter.unlist();
            meters.add(meter);
        }
        Map<Count, LocalMeter> batch = new HashMap<>();
        try {
            for (LocalMeter meter : meters) {
                meter.unsaved(count -> batch.put(count, meter));
                if (batch.size() >= MAX_COUNTS_AT_ONCE) {
                    write(batch);
                }
            }
            write(batch);
        } catch (RuntimeException failure) {
            meters.forEach(LocalMeter::list);
            throw failure;
        }
    }

    private void write(Map<Count, LocalMeter> batch) {
        if (!batch.isEmpty()) {
            store.accept(List.copyOf(batch.keySet()));
            batch.forEach((count, meter) -> meter.saved(count));
            batch.clear();
        }
    }

    /** Writes what there is, for the last time. */
    @Override
    public void close() {
        write();
    }
}
