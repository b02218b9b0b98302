package dev.sallyport.edge;

/** What a connection's time has been spent on, for the sweep that ends slow and idle ones (HARDENING L2, LIM-1). */
final class ConnectionClock {

    private static final long LINGER_NANOS = 2_000_000_000L;
    private static final long DRAIN_IDLE_NANOS = 1_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final EdgeLimits limits;
    /** Zero until the first sweep after the connection fell idle: reading the clock for each request would cost more. */
    private long idleSince;

    private long headSince;
    private long wantedSince;
    private long wantedNanos;
    private boolean bodyWanted;
    private long bodyBytes;
    private long stalledSince;
    private long unsentBytes;
    private long lingerSince;

    ConnectionClock(EdgeLimits limits) {
        this.limits = limits;
    }

    /** What the sweep finds. */
    enum Verdict {
        FINE,
        /** The client sends too slowly; it may be told so. */
        TOO_SLOW,
        /** The connection has no right to live on. */
        OVER
    }

    /** Begins the wait for a request; its time counts from the next sweep. */
    void idle() {
        idleSince = 0;
        headSince = 0;
        bodyWanted = false;
    }

    void headBytes(long now) {
        if (headSince == 0) {
            headSince = now;
        }
    }

    void headRead() {
        headSince = 0;
    }

    void bodyBegins(long now) {
        bodyBytes = 0;
        wantedNanos = 0;
        wantedSince = now;
    }

    /** Only time in which the gateway was ready to read counts against the client. */
    void wantBody(boolean wanted, long now) {
        if (bodyWanted) {
            wantedNanos += now - wantedSince;
        }
        bodyWanted = wanted;
        wantedSince = now;
    }

    void bodyBytes(int bytes) {
        bodyBytes += bytes;
    }

    /** A client takes its answer as long as what has not been sent yet becomes less from sweep to sweep. */
    void unsent(long bytes, long now) {
        unsent(bytes, bytes < unsentBytes, now);
    }

    /** @param moving whether any of it has been taken since the sweep before */
    void unsent(long bytes, boolean moving, long now) {
        if (bytes == 0) {
            stalledSince = 0;
        } else if (stalledSince == 0 || moving) {
            stalledSince = now;
        }
        unsentBytes = bytes;
    }

    void linger(long now) {
        lingerSince = now;
    }

    Verdict verdict(long now, boolean busy, boolean draining) {
        if (lingerSince != 0) {
            return now - lingerSince > LINGER_NANOS ? Verdict.OVER : Verdict.FINE;
        }
        if (stalledSince != 0 && now - stalledSince > limits.stalledWriteMillis() * NANOS_PER_MILLI) {
            return Verdict.OVER;
        }
        if (busy) {
            return bodyWanted && isBodyTooSlow(now) ? Verdict.TOO_SLOW : Verdict.FINE;
        }
        if (unsentBytes > 0) {
            return Verdict.FINE;
        }
        if (headSince != 0) {
            return now - headSince > limits.headMillis() * NANOS_PER_MILLI ? Verdict.TOO_SLOW : Verdict.FINE;
        }
        if (idleSince == 0) {
            idleSince = now;
        }
        long idleNanos = draining ? DRAIN_IDLE_NANOS : limits.idleMillis() * NANOS_PER_MILLI;
        return now - idleSince > idleNanos ? Verdict.OVER : Verdict.FINE;
    }

    private boolean isBodyTooSlow(long now) {
        long millis = (wantedNanos + now - wantedSince) / NANOS_PER_MILLI;
        return millis > limits.bodyGraceMillis() && bodyBytes * 1000 < (long) limits.minBodyBytesPerSecond() * millis;
    }
}
