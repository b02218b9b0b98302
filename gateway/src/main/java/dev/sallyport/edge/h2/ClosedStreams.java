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

    private static final int KEPT = 128;

    private final int[] ids = new int[KEPT];
    private final How[] ways = new How[KEPT];

    private int next;

    void add(int streamId, How how) {
        ids[next] = streamId;
        ways[next] = how;
        next = (next + 1) % KEPT;
    }

    How find(int streamId) {
        for (int i = 1; i <= KEPT; i++) {
            int place = (next - i + KEPT) % KEPT;
            if (ids[place] == streamId) {
                return ways[place];
            }
        }
        return How.UNKNOWN;
    }
}
