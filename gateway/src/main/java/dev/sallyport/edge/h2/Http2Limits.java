package dev.sallyport.edge.h2;

/**
 * The bounds of a connection.
 *
 * @param maxTargetBytes of {@code :path}
 * @param maxHeadBytes of all fields of a head, as lines of HTTP/1.1
 * @param stalledMillis how long a client may take nothing of an answer
 * @param unwantedMillis how long the rest of a body is read that nobody wants
 */
public record Http2Limits(int maxTargetBytes, int maxHeadBytes, long stalledMillis, long unwantedMillis) {

    /** HARDENING 1.4: sent and held. */
    static final int STREAMS = 100;

    /** What a client may send of one body before the gateway has passed it on. */
    static final int STREAM_WINDOW = 65_535;

    /** The same of all bodies of a connection together. */
    static final int CONNECTION_WINDOW = 1 << 20;

    /** What waits of one answer before whoever makes it is told to wait. */
    static final int PENDING_BYTES = 64 * 1024;

    /** Of field lines in one head; each counts 32 bytes in HPACK's measure. */
    private static final int HEAD_FIELDS = 1_000;

    /** HARDENING 1.4: CONTINUATION frames of one head that are not full. */
    static final int SMALL_CONTINUATIONS = 16;

    /** Bytes of trailers, which are read and dropped. */
    static final int TRAILER_BYTES = 8_192;

    static final int TRAILER_FIELDS = 100;

    /** What HPACK may unpack; the head's own bounds are met before. */
    long unpackedBytes() {
        return maxTargetBytes + maxHeadBytes + 32L * HEAD_FIELDS;
    }
}
