package dev.sallyport.edge;

/**
 * The bounds of client connections.
 *
 * @param maxConnections further ones are closed at once
 * @param maxRequestLineBytes the decoder's bound of the request line
 * @param maxHeadBytes the decoder's bound of all header lines
 * @param maxApiUrlBytes LIM-6, of requests to APIs
 * @param maxApiHeaderBytes LIM-5, of requests to APIs
 * @param maxControlBodyBytes of control-plane requests (R3.13 of companion-services)
 * @param maxControlCalls that run at the same time
 * @param headMillis for a whole head from its first byte (HARDENING L2)
 * @param idleMillis between requests (LIM-1)
 * @param minBodyBytesPerSecond below it, after {@code bodyGraceMillis}, a sender is given up (HARDENING L2)
 * @param stalledWriteMillis a client that takes nothing for so long is given up
 */
public record EdgeLimits(
        int maxConnections,
        int maxRequestLineBytes,
        int maxHeadBytes,
        int maxApiUrlBytes,
        int maxApiHeaderBytes,
        int maxControlBodyBytes,
        int maxControlCalls,
        long headMillis,
        long idleMillis,
        int minBodyBytesPerSecond,
        long bodyGraceMillis,
        long stalledWriteMillis) {

    /** AWS's limits where there are any. */
    public static final EdgeLimits DEFAULT = new EdgeLimits(
            100_000, 16_384, 32_768, 10_240, 10_240, 70_167_211, 256, 10_000, 310_000, 500, 5_000, 60_000);
}
