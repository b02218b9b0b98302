package dev.sallyport.edge;

import dev.sallyport.config.Limits;

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
 * @param maxDrainedBodyBytes an unread body of this length is read to its end after an early answer
 * @param maxBufferedBodyBytes of all bodies that are held whole at one time
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
        long stalledWriteMillis,
        int maxDrainedBodyBytes,
        long maxBufferedBodyBytes) {

    /** AWS's limits where there are any. */
    public static final EdgeLimits DEFAULT = of(Limits.DEFAULTS);

    /** The bounds that concern client connections. */
    public static EdgeLimits of(Limits limits) {
        return new EdgeLimits(
                limits.connections(),
                limits.headBytes(),
                limits.headBytes(),
                limits.apiTargetBytes(),
                limits.apiHeaderBytes(),
                limits.controlBodyBytes(),
                limits.controlCalls(),
                limits.requestHeadSeconds() * 1_000L,
                limits.connectionIdleSeconds() * 1_000L,
                limits.bodyMinimumBytesPerSecond(),
                limits.bodyGraceSeconds() * 1_000L,
                limits.responseStallSeconds() * 1_000L,
                limits.drainedBodyBytes(),
                limits.bufferedBodiesBytes());
    }
}
