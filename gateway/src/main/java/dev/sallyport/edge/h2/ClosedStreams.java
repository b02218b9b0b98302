package dev.sallyport.edge.h2;

/** How the streams ended that were closed last, because frames may still be on their way to them (RFC 9113 5.1). */
final class ClosedStreams {

    /** How a stream was closed. */
    enum How {
        /** It is too long ago, or it never was. */
        UNKNOWN,
        ENDED,
        RESET_BY_CLIENT,
        RESET_HERE
    }

    private static final How[] WAYS = How.values();
    private static final int KEPT = 128;

    /** The id of a stream without its lowest bit, which is always set, and in two bits how it ended. */
    private final int[] closed = new int[KEPT];

    private int next;

    void add(int streamId, How how) {
        closed[next] = streamId >>> 1 << 2 | how.ordinal();
        next = (next + 1) % KEPT;
    }

    How find(int streamId) {
        for (int i = 1; i <= KEPT; i++) {
            int entry = closed[(next - i + KEPT) % KEPT];
            if (entry >>> 2 == streamId >>> 1 && (entry & 3) != 0) {
                return WAYS[entry & 3];
            }
        }
        return How.UNKNOWN;
    }
}
