package dev.sallyport.telemetry.requests;

import org.jspecify.annotations.Nullable;

/** What a meter has counted since it came to be, or between two readings. Immutable. */
public final class MeterReading {

    private final long[] numbers;
    private final long count;
    private final long integrations;

    MeterReading(long[] numbers) {
        this.numbers = numbers;
        this.count = sum(LoopCounts.LATENCIES);
        this.integrations = sum(LoopCounts.INTEGRATIONS);
    }

    private long sum(int from) {
        long sum = 0;
        for (int i = from; i < from + TimeClasses.COUNT; i++) {
            sum += numbers[i];
        }
        return sum;
    }

    /** What came behind an earlier reading; all when there is none. */
    MeterReading since(@Nullable MeterReading earlier) {
        if (earlier == null) {
            return this;
        }
        long[] difference = new long[numbers.length];
        for (int i = 0; i < difference.length; i++) {
            difference[i] = numbers[i] - earlier.numbers[i];
        }
        return new MeterReading(difference);
    }

    /** Requests. */
    public long count() {
        return count;
    }

    /** Requests whose answer had a status of 400 to 499. */
    public long clientErrors() {
        return numbers[LoopCounts.CLIENT_ERRORS];
    }

    /** Requests whose answer had a status of 500 or more. */
    public long serverErrors() {
        return numbers[LoopCounts.SERVER_ERRORS];
    }

    /** Requests that a rate or a quota refused; client errors as well. */
    public long limited() {
        return numbers[LoopCounts.LIMITED];
    }

    /** Requests that the stage's cache answered. */
    public long cacheHits() {
        return numbers[LoopCounts.CACHE_HITS];
    }

    /** Requests that the stage's cache was asked for in vain. */
    public long cacheMisses() {
        return numbers[LoopCounts.CACHE_MISSES];
    }

    /** Answered with an error by the integration; 0 for all but WebSocket APIs. */
    public long integrationErrors() {
        return numbers[LoopCounts.INTEGRATION_ERRORS];
    }

    /** Of the bodies of requests and answers; 0 for REST APIs. */
    public long dataBytes() {
        return numbers[LoopCounts.DATA_SUM];
    }

    /** Of all requests together. */
    public long latencyMillis() {
        return numbers[LoopCounts.LATENCY_SUM];
    }

    /** Requests by their latency. */
    public long latencies(int timeClass) {
        return numbers[LoopCounts.LATENCIES + timeClass];
    }

    /** Requests whose backend was called. */
    public long integrations() {
        return integrations;
    }

    /** Of all calls of backends together. */
    public long integrationMillis() {
        return numbers[LoopCounts.INTEGRATION_SUM];
    }

    /** Calls of backends by their time. */
    public long integrations(int timeClass) {
        return numbers[LoopCounts.INTEGRATIONS + timeClass];
    }
}
