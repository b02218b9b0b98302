package dev.sallyport.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Finds the bytes of a body among those of its framing (RFC 9112 6, 7.1), strictly: a chunk line ends with CR LF, its
 * extensions are well-formed and few, trailers are valid header lines, which are dropped unless somebody asked for them.
 */
public final class BodyReader {

    /** The framing is broken; nothing more can be read from this connection. */
    public static final int MALFORMED = -1;

    private static final int MAX_EXTENSION_BYTES = 4096;
    private static final int MAX_TRAILER_BYTES = 8192;
    private static final int MAX_TRAILERS = 100;
    private static final int MAX_SIZE_DIGITS = 15;

    private enum State {
        LENGTH,
        UNTIL_CLOSE,
        SIZE,
        GAP,
        NAME_START,
        NAME,
        NAME_GAP,
        VALUE_START,
        VALUE,
        QUOTED,
        ESCAPED,
        QUOTED_END,
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
    private int maxTrailerBytes;

    /** Takes the trailers, or null when they are dropped. */
    private @Nullable Headers trailers;

    private int nameStart;
    private int nameEnd;
    private int valueStart;
    private int valueEnd;

    /** Begins a body of a length. */
    public void length(long bytes) {
        remaining = bytes;
        state = bytes == 0 ? State.COMPLETE : State.LENGTH;
    }

    /** Begins a body in chunks whose trailers nobody wants. */
    public void chunked() {
        begin(null, MAX_TRAILER_BYTES);
    }

    /**
     * Begins a body in chunks whose trailers are kept. They are whole when the body is complete, and apart from the
     * headers for good: what a trailer says must not change how a message was understood (RFC 9110 6.5.1).
     *
     * @param into is emptied first
     * @param maxBytes of all trailer lines; a body with more is malformed
     */
    public void chunked(Headers into, int maxBytes) {
        into.clear();
        begin(into, maxBytes);
    }

    private void begin(@Nullable Headers into, int maxBytes) {
        trailers = into;
        maxTrailerBytes = maxBytes;
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
            case GAP, NAME_START, NAME, NAME_GAP, VALUE_START, VALUE, QUOTED, ESCAPED, QUOTED_END -> extension(octet);
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
            return digits > MAX_SIZE_DIGITS || remaining > Integer.MAX_VALUE ? State.BROKEN : State.SIZE;
        }
        return digits == 0 ? State.BROKEN : afterPart(octet);
    }

    /** RFC 9112 7.1.1, yet no byte of 128 or more, even if quoted. */
    private State extension(byte octet) {
        extensionBytes++;
        if (extensionBytes > MAX_EXTENSION_BYTES) {
            return State.BROKEN;
        }
        boolean token = Octets.isToken(octet);
        return switch (state) {
            case NAME_START -> token ? State.NAME : stayOnBlank(octet);
            case NAME -> token ? State.NAME : octet == '=' ? State.VALUE_START : afterPart(octet);
            case NAME_GAP -> octet == '=' ? State.VALUE_START : octet == ';' ? State.NAME_START : stayOnBlank(octet);
            case VALUE_START -> token ? State.VALUE : octet == '"' ? State.QUOTED : stayOnBlank(octet);
            case VALUE -> token ? State.VALUE : afterPart(octet);
            case QUOTED, ESCAPED -> quoted(octet);
            case QUOTED_END -> afterPart(octet);
            default -> octet == ';' ? State.NAME_START : stayOnBlank(octet);
        };
    }

    private State quoted(byte octet) {
        if (octet < 0 || !Octets.isValue(octet)) {
            return State.BROKEN;
        }
        if (state == State.ESCAPED) {
            return State.QUOTED;
        }
        return octet == '"' ? State.QUOTED_END : octet == '\\' ? State.ESCAPED : State.QUOTED;
    }

    /**
     * What may follow the size, a name or a value: the end of the line, an extension, blanks before one; yet none after a
     * value without quotes, where Netty takes none either.
     */
    private State afterPart(byte octet) {
        return switch (octet) {
            case '\r' -> State.SIZE_LF;
            case ';' -> State.NAME_START;
            case ' ', '\t' -> state == State.NAME ? State.NAME_GAP : state == State.VALUE ? State.BROKEN : State.GAP;
            default -> State.BROKEN;
        };
    }

    private State stayOnBlank(byte octet) {
        return octet == ' ' || octet == '\t' ? state : State.BROKEN;
    }

    private State trailer(byte octet) {
        trailerBytes++;
        if (trailerBytes > maxTrailerBytes) {
            return State.BROKEN;
        }
        State next = afterTrailer(octet);
        return trailers == null || keep(trailers, octet, next) ? next : State.BROKEN;
    }

    private State afterTrailer(byte octet) {
        return switch (state) {
            case TRAILER -> octet == '\r' ? State.LAST_LF : Octets.isToken(octet) ? State.TRAILER_NAME : State.BROKEN;
            case TRAILER_NAME ->
                octet == ':' ? State.TRAILER_VALUE : Octets.isToken(octet) ? State.TRAILER_NAME : State.BROKEN;
            default -> octet == '\r' ? State.TRAILER_LF : Octets.isValue(octet) ? State.TRAILER_VALUE : State.BROKEN;
        };
    }

    /** Adds a character to the trailers; false when there are too many lines. */
    private boolean keep(Headers into, byte octet, State next) {
        int at = into.length();
        into.ensure(1)[at] = octet;
        into.length(at + 1);
        switch (state) {
            case TRAILER -> nameStart = at;
            case TRAILER_NAME -> {
                nameEnd = at;
                valueStart = at + 1;
                valueEnd = at + 1;
            }
            default -> {
                if (next == State.TRAILER_LF) {
                    into.line(nameStart, nameEnd, valueStart, valueEnd);
                } else if (octet != ' ' && octet != '\t') {
                    valueStart = valueEnd == valueStart ? at : valueStart;
                    valueEnd = at + 1;
                }
            }
        }
        return into.size() <= MAX_TRAILERS;
    }
}
