package dev.sallyport.control.metrics;

import java.time.Instant;
import java.util.Set;

/** Periods and spans of time of queries (R9.6). */
final class Periods {

    private static final int MINUTE = 60;
    private static final Set<Integer> SHORT = Set.of(1, 5, 10, 20, 30);

    private Periods() {}

    static boolean isValid(int periodSeconds) {
        return SHORT.contains(periodSeconds) || (periodSeconds > 0 && periodSeconds % MINUTE == 0);
    }

    /** The first second of a span, inclusive: AWS rounds down to the minute for periods of minutes. */
    static long from(Instant start, int periodSeconds) {
        long second = start.getEpochSecond();
        return periodSeconds < MINUTE ? second : second - Math.floorMod(second, MINUTE);
    }

    /** The end of a span, exclusive. */
    static long until(Instant end) {
        return end.getNano() == 0 ? end.getEpochSecond() : end.getEpochSecond() + 1;
    }
}
