package dev.sallyport.observe;

import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the spans of requests to a collector, by OpenTelemetry's protocol over HTTP. Event loops hand requests over and
 * never wait; a thread of its own sends them in batches. What the collector does not take in time is dropped and counted.
 */
public final class SpanExporter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SpanExporter.class);

    /** Requests that wait; a few kilobytes each. */
    static final int MAX_WAITING = 2048;

    private static final int MAX_BATCH = 256;
    private static final long GATHER_MILLIS = 1000;
    private static final long CLOSE_MILLIS = 3000;
    private static final long SAY_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int SUCCESS_END = 300;

    private final ArrayBlockingQueue<RequestSpans> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final AtomicLong dropped = new AtomicLong();
    private final OtlpTarget target;
    private final int samplePercent;
    private final OtlpJson json;
    private final HttpClient http;
    private final Thread sender;
    private volatile boolean closed;
    private long unsaid; // of those dropped; the sender's alone
    private long saidNanos = System.nanoTime() - SAY_NANOS;

    /**
     * Starts the sending thread.
     *
     * @param endpoint the collector's base, to which {@code /v1/traces} is added
     * @param samplePercent of the requests whose clients do not trace
     * @param random for the ids of spans; used by the sending thread alone
     */
    public SpanExporter(String endpoint, int samplePercent, RandomGenerator random) {
        this(OtlpTarget.ofSpans(endpoint), samplePercent, random);
    }

    /** The same with all that can be said of the collector. */
    public SpanExporter(OtlpTarget target, int samplePercent, RandomGenerator random) {
        this.target = target;
        this.samplePercent = samplePercent;
        this.json = new OtlpJson(random, target.resource());
        this.http = target.client();
        this.sender = Thread.ofPlatform().daemon().name("spans").start(this::run);
    }

    int samplePercent() {
        return samplePercent;
    }

    /** How many requests' spans have been dropped. */
    public long dropped() {
        return dropped.get();
    }

    /** Takes the spans of a request. Never blocks. */
    void add(RequestSpans spans) {
        if (closed || !waiting.offer(spans)) {
            dropped.incrementAndGet();
        }
    }

    private void run() {
        List<RequestSpans> batch = new ArrayList<>(MAX_BATCH);
        try {
            while (!closed || !waiting.isEmpty()) {
                RequestSpans first = waiting.poll(GATHER_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    if (!closed && waiting.size() < MAX_BATCH) {
                        Thread.sleep(GATHER_MILLIS / 10); // so that more of them make one call
                    }
                    batch.add(first);
                    waiting.drainTo(batch, MAX_BATCH - 1);
                    send(batch);
                    batch.clear();
                }
                say();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(List<RequestSpans> batch) throws InterruptedException {
        try {
            int status = target.send(http, json.write(batch));
            if (status >= SUCCESS_END) {
                lost(batch.size(), "status " + status);
            }
        } catch (IOException failed) {
            lost(batch.size(), failed.toString());
        }
    }

    private void lost(int requests, String reason) {
        dropped.addAndGet(requests);
        LOG.debug("spans of {} requests were not taken by {}: {}", requests, target.url(), reason);
    }

    /** At most once a minute. */
    private void say() {
        long now = System.nanoTime();
        long all = dropped.get();
        if (all > unsaid && now - saidNanos >= SAY_NANOS) {
            LOG.warn(
                    "the spans of {} requests were dropped, because {} did not take them in time",
                    all - unsaid,
                    target.url());
            unsaid = all;
            saidNanos = now;
        }
    }

    /** Sends what waits, as far as that goes in a few seconds. */
    @Override
    public void close() {
        closed = true;
        try {
            sender.join(CLOSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        sender.interrupt();
        http.shutdownNow();
    }
}
