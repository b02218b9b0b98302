package dev.sallyport.edge.h2;

import static io.netty.handler.codec.http2.Http2Error.ENHANCE_YOUR_CALM;

import io.netty.handler.codec.http2.Http2Exception;

/**
 * Counts what a client can do as often as it likes without asking for anything, in windows of time; too much of it ends the
 * connection (HARDENING 1.4, B5; RFC 9113 10.5).
 */
final class FrameCounts {

    private static final long WINDOW_NANOS = 30_000_000_000L;

    /** CVE-2023-44487, CVE-2025-55163: streams that were reset, by the client or because of what it did. */
    private static final int MAX_RESETS = 200;

    private static final int MAX_SETTINGS = 100;
    private static final int MAX_PINGS = 1_000;

    /** CVE-2019-9518 and its like: frames that carry nothing, are unknown, or belong to nothing. */
    private static final int MAX_IDLE_FRAMES = 1_000;

    /** Pieces of a body that are smaller than their frame is worth. */
    private static final int MAX_SMALL_PIECES = 10_000;

    /** Clients tell of their windows at most a few times for each frame they get. */
    private static final int MAX_WINDOW_UPDATES = 1_000;

    private static final int WINDOW_UPDATES_PER_FRAME = 10;

    private long windowSince;
    private int resets;
    private int settings;
    private int pings;
    private int idleFrames;
    private int smallPieces;
    private long windowUpdates;
    private long framesSent;

    /** Time has passed: after a while everything is forgiven. */
    void sweep(long now) {
        if (windowSince == 0 || now - windowSince > WINDOW_NANOS) {
            windowSince = now;
            resets = 0;
            settings = 0;
            pings = 0;
            idleFrames = 0;
            smallPieces = 0;
            windowUpdates = 0;
            framesSent = 0;
        }
    }

    void reset() throws Http2Exception {
        check(++resets, MAX_RESETS, "too many streams were reset");
    }

    void settings() throws Http2Exception {
        check(++settings, MAX_SETTINGS, "too many SETTINGS frames");
    }

    void ping() throws Http2Exception {
        check(++pings, MAX_PINGS, "too many PING frames");
    }

    void idleFrame() throws Http2Exception {
        check(++idleFrames, MAX_IDLE_FRAMES, "too many frames that ask for nothing");
    }

    void smallPiece() throws Http2Exception {
        check(++smallPieces, MAX_SMALL_PIECES, "too many small DATA frames");
    }

    void windowUpdate() throws Http2Exception {
        check(
                ++windowUpdates,
                MAX_WINDOW_UPDATES + WINDOW_UPDATES_PER_FRAME * framesSent,
                "too many WINDOW_UPDATE frames");
    }

    void dataSent() {
        framesSent++;
    }

    private static void check(long count, long limit, String reason) throws Http2Exception {
        if (count > limit) {
            throw Http2Exception.connectionError(ENHANCE_YOUR_CALM, reason);
        }
    }
}
