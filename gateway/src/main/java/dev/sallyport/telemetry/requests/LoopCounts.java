package dev.sallyport.telemetry.requests;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The counts of one meter on one event loop, which alone writes them, without a lock and without a barrier: other threads
 * may read a moment late, and never half a number. Padded on both sides, so that loops do not share lines of the cache.
 */
final class LoopCounts {

    static final int CLIENT_ERRORS = 0;
    static final int SERVER_ERRORS = 1;
    static final int LIMITED = 2;
    static final int CACHE_HITS = 3;
    static final int CACHE_MISSES = 4;
    static final int LATENCY_SUM = 5;
    static final int INTEGRATION_SUM = 6;
    static final int DATA_SUM = 7;
    static final int INTEGRATION_ERRORS = 8;
    static final int LATENCIES = 9;
    static final int INTEGRATIONS = LATENCIES + TimeClasses.COUNT;

    /** How many numbers a reading has. */
    static final int SIZE = INTEGRATIONS + TimeClasses.COUNT;

    /** Of one span between two readings: its number, and the extremes of both times in it. */
    private static final int SPAN_SIZE = 5;

    private static final int PAD = 16;
    private static final int SPANS = PAD + SIZE;

    private final AtomicLongArray numbers = new AtomicLongArray(SPANS + 2 * SPAN_SIZE + PAD);

    /** Counts a request; only on the loop. */
    void add(int span, RequestMeter.Sample sample) {
        long latency = sample.latencyMillis();
        long integration = sample.integrationMillis();
        if (sample.isIntegrationError()) {
            increase(INTEGRATION_ERRORS, 1);
        } else if (sample.status() >= 500) {
            increase(SERVER_ERRORS, 1);
        } else if (sample.status() >= 400) {
            increase(CLIENT_ERRORS, 1);
        }
        if (sample.isLimited()) {
            increase(LIMITED, 1);
        }
        if (sample.cacheHits() > 0) {
            increase(CACHE_HITS, 1);
        } else if (sample.cacheMisses() > 0) {
            increase(CACHE_MISSES, 1);
        }
        if (sample.dataBytes() > 0) {
            increase(DATA_SUM, sample.dataBytes());
        }
        increase(LATENCY_SUM, latency);
        increase(LATENCIES + TimeClasses.of(latency), 1);
        if (integration >= 0) {
            increase(INTEGRATION_SUM, integration);
            increase(INTEGRATIONS + TimeClasses.of(integration), 1);
        }
        extremes(span, latency, integration);
    }

    private void increase(int at, long by) {
        numbers.setOpaque(PAD + at, numbers.getPlain(PAD + at) + by);
    }

    /** Two spans are kept, so that one can be read while the other is filled. */
    private void extremes(int span, long latency, long integration) {
        int at = SPANS + (span & 1) * SPAN_SIZE;
        if (numbers.getPlain(at) != span) {
            numbers.setOpaque(at + 1, latency);
            numbers.setOpaque(at + 2, latency);
            numbers.setOpaque(at + 3, integration < 0 ? Long.MAX_VALUE : integration);
            numbers.setOpaque(at + 4, integration);
            numbers.setRelease(at, span);
            return;
        }
        lower(at + 1, latency);
        raise(at + 2, latency);
        if (integration >= 0) {
            lower(at + 3, integration);
            raise(at + 4, integration);
        }
    }

    private void lower(int at, long value) {
        if (value < numbers.getPlain(at)) {
            numbers.setOpaque(at, value);
        }
    }

    private void raise(int at, long value) {
        if (value > numbers.getPlain(at)) {
            numbers.setOpaque(at, value);
        }
    }

    /** Adds what has been counted to the numbers of a reading; on any thread. */
    void addTo(long[] reading) {
        for (int i = 0; i < SIZE; i++) {
            reading[i] += numbers.getOpaque(PAD + i);
        }
    }

    /** The extremes of a span, if something was counted in it: shortest and longest latency, the same of integrations. */
    void widen(int span, long[] extremes) {
        int at = SPANS + (span & 1) * SPAN_SIZE;
        if (numbers.getAcquire(at) == span) {
            for (int i = 0; i < extremes.length; i += 2) {
                extremes[i] = Math.min(extremes[i], numbers.getOpaque(at + 1 + i));
                extremes[i + 1] = Math.max(extremes[i + 1], numbers.getOpaque(at + 2 + i));
            }
        }
    }
}
