package dev.sallyport.http;

import io.netty.buffer.ByteBuf;

/**
 * Finds the bytes of a body among those of its framing (RFC 9112 6, 7.1), strictly: a chunk line ends with CR LF, its
 * extensions are well-formed and few, trailers are valid header lines, which are read and dropped.
 */
public final class BodyReader {

    /** The framing is broken; nothing more can be read from this connection. */
    public static final int MALFORMED = -1;

    private static final int MAX_EXTENSION_BYTES = 4096;
    private static final int MAX_TRAILER_BYTES = 8192;
    private static final int MAX_SIZE_DIGITS = 15;

    private enum State {
        LENGTH,
        UNTIL_CLOSE,
        SIZE,
        EXTENSION,
        QUOTED,
        ESCAPED,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER,
        TRAILER_NAME,
        TRAILER_VALUE,
        TRAILER_LF,
        LAST_LF,
        COMPLETE,
        BROKEN
    }

    private State state = State.COMPLETE;
    private long remaining;
    private int digits;
    private int extensionBytes;
    private int trailerBytes;

    /** Begins a body of a length. */
    public void length(long bytes) {
        remaining = bytes;
        state = bytes == 0 ? State.COMPLETE : State.LENGTH;
    }

    /** Begins a body in chunks. */
    public void chunked() {
        remaining = 0;
        digits = 0;
        extensionBytes = 0;
        trailerBytes = 0;
        state = State.SIZE;
    }

    /** Begins a body that the end of the connection ends. */
    public void untilClose() {
        state = State.UNTIL_CLOSE;
    }

    /** Whether the body has been read to its end. */
    public boolean isComplete() {
        return state == State.COMPLETE;
    }

    /** Whether only the end of the connection can end the body. */
    public boolean isUntilClose() {
        return state == State.UNTIL_CLOSE;
    }

    /**
     * Takes framing away from the front of the bytes.
     *
     * @return how many bytes of the body come next, all of which the caller takes; 0 when more must come first or the
     *     body is complete; or {@link #MALFORMED}
     */
    public int next(ByteBuf in) {
        while (in.isReadable()) {
            switch (state) {
                case COMPLETE -> {
                    return 0;
                }
                case BROKEN -> {
                    return MALFORMED;
                }
                case UNTIL_CLOSE -> {
                    return in.readableBytes();
                }
                case LENGTH, DATA -> {
                    int count = (int) Math.min(remaining, in.readableBytes());
                    remaining -= count;
                    if (remaining == 0) {
                        state = state == State.DATA ? State.DATA_CR : State.COMPLETE;
                    }
                    return count;
                }
                default -> {
                    state = framing(in.readByte());
                    if (state == State.BROKEN) {
                        return MALFORMED;
                    }
                }
            }
        }
        return 0;
    }

    private State framing(byte octet) {
        return switch (state) {
            case SIZE -> size(octet);
            case EXTENSION, QUOTED, ESCAPED -> extension(octet);
            case SIZE_LF -> octet != '\n' ? State.BROKEN : remaining == 0 ? State.TRAILER : State.DATA;
            case DATA_CR -> octet == '\r' ? State.DATA_LF : State.BROKEN;
            case DATA_LF -> {
                digits = 0;
                yield octet == '\n' ? State.SIZE : State.BROKEN;
            }
            case TRAILER, TRAILER_NAME, TRAILER_VALUE -> trailer(octet);
            case TRAILER_LF -> octet == '\n' ? State.TRAILER : State.BROKEN;
            case LAST_LF -> octet == '\n' ? State.COMPLETE : State.BROKEN;
            default -> State.BROKEN;
        };
    }

    private State size(byte octet) {
        int value = Octets.hex(octet);
        if (value >= 0) {
            digits++;
            remaining = digits == 1 ? value : remaining << 4 | value;
            return digits > MAX_SIZE_DIGITS ? State.BROKEN : State.SIZE;
        }
        if (digits == 0) {
            return State.BROKEN;
        }
        return switch (octet) {
            case '\r' -> State.SIZE_LF;
            case ';' -> State.EXTENSION;
            default -> State.BROKEN;
        };
    }

    private State extension(byte octet) {
        extensionBytes++;
        boolean known = octet == '\r' ? state == State.EXTENSION : Octets.isValue(octet);
        if (!known || extensionBytes > MAX_EXTENSION_BYTES) {
            return State.BROKEN;
        }
        if (state == State.ESCAPED) {
            return State.QUOTED;
        }
        return switch (octet) {
            case '\r' -> State.SIZE_LF;
            case '"' -> state == State.QUOTED ? State.EXTENSION : State.QUOTED;
            case '\\' -> state == State.QUOTED ? State.ESCAPED : State.BROKEN;
            default -> state;
        };
    }

    private State trailer(byte octet) {
        trailerBytes++;
        if (trailerBytes > MAX_TRAILER_BYTES) {
            return State.BROKEN;
        }
        return switch (state) {
            case TRAILER ->
                octet == '\r' ? State.LAST_LF : Octets.isToken(octet) ? State.TRAILER_NAME : State.BROKEN;
            case TRAILER_NAME ->
                octet == ':' ? State.TRAILER_VALUE : Octets.isToken(octet) ? State.TRAILER_NAME : State.BROKEN;
            default ->
                octet == '\r' ? State.TRAILER_LF : Octets.isValue(octet) ? State.TRAILER_VALUE : State.BROKEN;
        };
    }
}
