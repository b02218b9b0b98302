package dev.sallyport;

import dev.sallyport.control.rest.history.DraftWatch;
import dev.sallyport.store.Store;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Has the log told, now and then, which stages are behind the drafts of their APIs. */
final class DraftTimer implements AutoCloseable {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("drafts").factory());

    private DraftTimer() {}

    static DraftTimer start(Store store, InstantSource clock) {
        DraftTimer started = new DraftTimer();
        DraftWatch watch = new DraftWatch(store, clock);
        watch.start();
        long seconds = DraftWatch.INTERVAL.toSeconds();
        started.timer.scheduleWithFixedDelay(watch::sweep, seconds, seconds, TimeUnit.SECONDS);
        return started;
    }

    /** Returns when nothing is compared any more: the store is closed next. */
    @Override
    public void close() {
        timer.close();
    }
}
