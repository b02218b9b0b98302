package dev.sallyport.telemetry.requests;

import java.util.concurrent.atomic.AtomicInteger;

/** Numbers the spans of time between two readings, for what cannot be told from sums: extremes. */
final class Spans {

    /** Numbers begin at 1, because counts begin with 0. */
    private final AtomicInteger number = new AtomicInteger(1);

    /** The span that requests are counted in now. */
    int current() {
        return number.getOpaque();
    }

    /** Ends the span and begins the next one. */
    int end() {
        return number.getAndIncrement();
    }
}
