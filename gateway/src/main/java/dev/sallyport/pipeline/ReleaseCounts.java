package dev.sallyport.pipeline;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What the requests of one release of a stage have come to since it began to serve beside the other (CAN-6). Every event
 * loop counts in cells of its own, so that nobody waits for anybody; whoever reads sees each count whole, and all of them
 * as of about now.
 */
public final class ReleaseCounts {

    private static final int REQUESTS = 0;
    private static final int CLIENT_ERRORS = 1;
    private static final int SERVER_ERRORS = 2;
    private static final int LATENCIES = 3;

    /** Latencies up to here have a bucket for each millisecond; above, eight buckets for each doubling. */
    private static final int EXACT = 16;

    private static final int PER_DOUBLING = 8;
    private static final int FIRST_EXPONENT = 4;
    private static final int LAST_EXPONENT = 20;

    /** How many buckets latencies have; the last has no end. */
    public static final int BUCKETS = EXACT + (LAST_EXPONENT - FIRST_EXPONENT) * PER_DOUBLING;

    private record Cells(LoopContext loop, AtomicLongArray values) {}

    private final long generation;
    private volatile Cells[] loops = {};

    /** @param generation tells these counts from those of another time */
    public ReleaseCounts(long generation) {
        this.generation = generation;
    }

    /**
     * What has been counted.
     *
     * @param generation of the counts: another one began again at 0
     * @param clientErrors answers with 4xx, and clients that left
     * @param serverErrors answers with 5xx
     * @param latencies requests by bucket ({@link #bucket}), of {@link #BUCKETS}
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Totals(long generation, long requests, long clientErrors, long serverErrors, long[] latencies) {}

    /**
     * Counts a request; on its event loop.
     *
     * @param status that the client got; 0 when it left before
     * @param millis how long it took
     */
    void add(LoopContext loop, int status, long millis) {
        AtomicLongArray values = cells(loop);
        increment(values, REQUESTS);
        if (status >= 500) {
            increment(values, SERVER_ERRORS);
        } else if (status >= 400 || status == 0) {
            increment(values, CLIENT_ERRORS);
        }
        increment(values, LATENCIES + bucket(millis));
    }

    private static void increment(AtomicLongArray values, int index) {
        values.setOpaque(index, values.getPlain(index) + 1);
    }

    @SuppressWarnings("ReferenceEquality") // a loop is itself
    private AtomicLongArray cells(LoopContext loop) {
        for (Cells cells : loops) {
            if (cells.loop() == loop) {
                return cells.values();
            }
        }
        return begin(loop);
    }

    /** Once for each loop. */
    private synchronized AtomicLongArray begin(LoopContext loop) {
        Cells cells = new Cells(loop, new AtomicLongArray(LATENCIES + BUCKETS));
        Cells[] more = Arrays.copyOf(loops, loops.length + 1);
        more[loops.length] = cells;
        loops = more;
        return cells.values();
    }

    /** What has been counted up to now. */
    public Totals totals() {
        long[] sums = new long[LATENCIES + BUCKETS];
        for (Cells cells : loops) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += cells.values().getOpaque(i);
            }
        }
        return new Totals(
                generation,
                sums[REQUESTS],
                sums[CLIENT_ERRORS],
                sums[SERVER_ERRORS],
                Arrays.copyOfRange(sums, LATENCIES, sums.length));
    }

    /** The bucket of a latency. */
    public static int bucket(long millis) {
        if (millis < EXACT) {
            return (int) Math.max(0, millis);
        }
        int exponent = 63 - Long.numberOfLeadingZeros(millis);
        if (exponent >= LAST_EXPONENT) {
            return BUCKETS - 1;
        }
        int within = (int) (millis >>> (exponent - 3)) & (PER_DOUBLING - 1);
        return EXACT + (exponent - FIRST_EXPONENT) * PER_DOUBLING + within;
    }

    /** The smallest latency of a bucket, in milliseconds. */
    public static long bucketStartMillis(int bucket) {
        if (bucket < EXACT) {
            return bucket;
        }
        int exponent = FIRST_EXPONENT + (bucket - EXACT) / PER_DOUBLING;
        return (long) (PER_DOUBLING + (bucket - EXACT) % PER_DOUBLING) << (exponent - 3);
    }
}
