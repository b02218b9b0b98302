package dev.sallyport.control.lambda;

import dev.sallyport.functions.EventSink;
import dev.sallyport.functions.FunctionCatalog;
import dev.sallyport.functions.FunctionHost;
import dev.sallyport.functions.Invocation;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.model.FunctionVersion;
import dev.sallyport.model.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asynchronous invocations: accepted at once, run as soon as the host has room, tried again when the function fails
 * (R4.8). Every attempt has the request id of the first. An event lives in memory only: those that wait when the
 * gateway ends are lost, and the log says how many.
 *
 * <p>The version is looked up for every attempt, so that an alias moved meanwhile counts, as it does at AWS.
 */
public final class EventInvocations implements EventSink, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventInvocations.class);

    private final FunctionCatalog catalog;
    private final FunctionHost host;
    private final InstantSource clock;
    private final Timer timer;
    private final Settings settings;

    /** Guarded by this. */
    private int events;

    /** Guarded by this. */
    private long bytes;

    /** Guarded by this. */
    private boolean closed;

    /** Runs a task later, on a thread that must not be blocked. */
    @FunctionalInterface
    public interface Timer {

        /** Returns at once. The task may be dropped when the gateway is ending. */
        void after(Duration delay, Runnable task);

        /** A timer on an executor, which its owner ends after these invocations. */
        static Timer on(ScheduledExecutorService executor) {
            return (delay, task) -> {
                if (!executor.isShutdown()) {
                    executor.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
                }
            };
        }
    }

    /**
     * The bounds of asynchronous invocation.
     *
     * @param retryDelays how long to wait before each further attempt after the function failed
     * @param shortestRest how long to wait first when the host has no room; doubles each time
     * @param longestRest up to here
     * @param longestLife after this an event is given up
     * @param maximumEvents how many may wait or run
     * @param maximumBytes how many bytes of payload may wait or run
     */
    public record Settings(
            List<Duration> retryDelays,
            Duration shortestRest,
            Duration longestRest,
            Duration longestLife,
            int maximumEvents,
            long maximumBytes) {

        /** AWS's times, and room for a thousand events or 64 MiB. */
        public static final Settings DEFAULT = new Settings(
                List.of(Duration.ofMinutes(1), Duration.ofMinutes(2)),
                Duration.ofSeconds(1),
                Duration.ofMinutes(5),
                Duration.ofHours(6),
                1000,
                64L << 20);
    }

    /**
     * What to invoke.
     *
     * @param qualifier as the caller gave it, or null
     * @param invokedArn the ARN as the caller addressed it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Event(
            Scope scope,
            String name,
            @Nullable String qualifier,
            String invokedArn,
            byte[] payload,
            String requestId,
            @Nullable String clientContext) {}

    /** Where an event stands. */
    private record Attempt(Event event, Instant accepted, int failures, int rests) {

        Attempt afterFailure() {
            return new Attempt(event, accepted, failures + 1, 0);
        }

        Attempt afterRest() {
            return new Attempt(event, accepted, failures, rests + 1);
        }
    }

    public EventInvocations(
            FunctionCatalog catalog, FunctionHost host, InstantSource clock, Timer timer, Settings settings) {
        this.catalog = catalog;
        this.host = host;
        this.clock = clock;
        this.timer = timer;
        this.settings = settings;
    }

    @Override
    public boolean accept(
            Scope scope, String name, @Nullable String qualifier, String invokedArn, byte[] payload, String requestId) {
        return accept(new Event(scope, name, qualifier, invokedArn, payload, requestId, null));
    }

    /** Takes an event; false when there is no room for it. */
    boolean accept(Event event) {
        synchronized (this) {
            if (closed
                    || events >= settings.maximumEvents()
                    || bytes + event.payload().length > settings.maximumBytes()) {
                return false;
            }
            events++;
            bytes += event.payload().length;
        }
        run(new Attempt(event, clock.instant(), 0, 0));
        return true;
    }

    private void run(Attempt attempt) {
        Event event = attempt.event();
        if (isClosed()) {
            return;
        }
        FunctionVersion version = catalog.resolve(event.scope(), event.name(), event.qualifier());
        if (version == null) {
            giveUp(attempt, "there is no such function any more");
            return;
        }
        host.invoke(new Invocation(
                        version, event.invokedArn(), event.payload(), event.requestId(), null, event.clientContext()))
                .thenAccept(result -> ended(attempt, result));
    }

    private void ended(Attempt attempt, InvocationResult result) {
        switch (result) {
            case InvocationResult.Completed completed -> {
                if (completed.functionError() == null) {
                    leave(attempt);
                } else if (attempt.failures() < settings.retryDelays().size()) {
                    again(attempt.afterFailure(), settings.retryDelays().get(attempt.failures()));
                } else {
                    giveUp(attempt, "it failed " + (attempt.failures() + 1) + " times");
                }
            }
            case InvocationResult.Throttled throttled -> rest(attempt, throttled.reason());
            case InvocationResult.Unavailable unavailable -> rest(attempt, unavailable.message());
        }
    }

    /** Waits for room, longer each time. This does not count as a failure of the function. */
    private void rest(Attempt attempt, String reason) {
        Duration doubled = settings.shortestRest().multipliedBy(1L << Math.min(attempt.rests(), 30));
        Duration delay = doubled.compareTo(settings.longestRest()) < 0 ? doubled : settings.longestRest();
        if (clock.instant().plus(delay).isAfter(attempt.accepted().plus(settings.longestLife()))) {
            giveUp(attempt, "it could not be run in time: " + reason);
        } else {
            again(attempt.afterRest(), delay);
        }
    }

    private void again(Attempt attempt, Duration delay) {
        if (!isClosed()) {
            timer.after(delay, () -> run(attempt));
        }
    }

    private void giveUp(Attempt attempt, String why) {
        LOG.warn(
                "asynchronous invocation {} of {} is given up: {}",
                attempt.event().requestId(),
                attempt.event().invokedArn(),
                why);
        leave(attempt);
    }

    private synchronized void leave(Attempt attempt) {
        events--;
        bytes -= attempt.event().payload().length;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Takes no more events and forgets those that have not ended. */
    @Override
    public synchronized void close() {
        if (!closed && events > 0) {
            LOG.warn("{} asynchronous invocations are lost because the gateway ends", events);
        }
        closed = true;
    }
}
