package dev.sallyport.observe.metrics;

import dev.sallyport.observe.OtlpTarget;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends metrics to a collector, by OpenTelemetry's protocol over HTTP, at an interval and at the end. Nothing waits to be
 * sent: numbers are cumulative, so what a collector did not take is in what it is sent next.
 */
public final class MetricExporter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MetricExporter.class);
    private static final int SUCCESS_END = 300;
    private static final long CLOSE_MILLIS = 3000;

    /** Of failures one after the other only each of these is said. */
    private static final long SAY_EACH = 60;

    private final OtlpTarget target;
    private final Duration interval;
    private final Supplier<List<MetricFamily>> metrics;
    private final InstantSource clock;
    private final Instant start;
    private final HttpClient http;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicLong failures = new AtomicLong();
    private final Thread sender;
    private long inARow; // the sender's alone

    /**
     * Starts the sending thread.
     *
     * @param metrics reads what is sent; may block
     */
    public MetricExporter(
            OtlpTarget target, Duration interval, Supplier<List<MetricFamily>> metrics, InstantSource clock) {
        this.target = target;
        this.interval = interval;
        this.metrics = metrics;
        this.clock = clock;
        this.start = clock.instant();
        this.http = target.client();
        this.sender = Thread.ofPlatform().daemon().name("otlp-metrics").start(this::run);
    }

    /** How many exports the collector has not taken. */
    public long failures() {
        return failures.get();
    }

    private void run() {
        try {
            while (!closed.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                export();
            }
            export();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void export() throws InterruptedException {
        try {
            byte[] json = OtlpMetricsJson.write(metrics.get(), target.resource(), start, clock.instant());
            int status = target.send(http, json);
            if (status >= SUCCESS_END) {
                failed("status " + status);
                return;
            }
        } catch (IOException | RuntimeException failure) {
            failed(failure.toString());
            return;
        }
        if (inARow > 0) {
            LOG.info("{} takes metrics again, after {} failures", target.url(), inARow);
            inARow = 0;
        }
    }

    private void failed(String reason) {
        failures.incrementAndGet();
        if (inARow++ % SAY_EACH == 0) {
            LOG.warn(
                    "The metrics were not taken by {}: {}. They are sent again with the next ones",
                    target.url(),
                    reason);
        }
    }

    /** Sends the last numbers, as far as that goes in a few seconds. */
    @Override
    public void close() {
        closed.countDown();
        try {
            sender.join(CLOSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        sender.interrupt();
        http.shutdownNow();
    }
}
