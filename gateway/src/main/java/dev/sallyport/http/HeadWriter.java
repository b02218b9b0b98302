package dev.sallyport.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes heads of messages, one after the other, in an array that its event loop keeps. Nothing that could split a message
 * gets through, because {@link Headers#requireLegal} is asked before a head is begun.
 */
public final class HeadWriter extends ByteText {

    private static final byte[] LINE_END = {'\r', '\n'};
    private static final int SPARE_BYTES = 4096;

    /** Its buffers live as long as their event loops, which no leak detector knows. */
    private static final ByteBufAllocator KEPT_FOR_GOOD = new UnpooledByteBufAllocator(true, true);

    /** Written before any event loop reads them. */
    private static final byte[][] STATUS_LINES = statusLines();

    private @Nullable ByteBuf spare;

    public HeadWriter() {
        super(2048);
    }

    /** Begins the head of a response. */
    public HeadWriter response(int status) {
        clear();
        return constant(status >= 0 && status < STATUS_LINES.length ? STATUS_LINES[status] : newStatusLine(status));
    }

    /** Begins the head of a request with its method and a blank. */
    public HeadWriter request(String method) {
        clear();
        return text(method).octet(' ');
    }

    /** Ends the request line. */
    public HeadWriter endRequestLine() {
        return text(" HTTP/1.1").end();
    }

    private static byte[][] statusLines() {
        byte[][] lines = new byte[600][];
        for (int status = 0; status < lines.length; status++) {
            lines[status] = newStatusLine(status);
        }
        return lines;
    }

    private static byte[] newStatusLine(int status) {
        return ("HTTP/1.1 " + status + " " + StatusText.of(status) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public HeadWriter constant(byte[] text) {
        super.constant(text);
        return this;
    }

    @Override
    public HeadWriter bytes(byte[] text, int start, int end) {
        super.bytes(text, start, end);
        return this;
    }

    @Override
    public HeadWriter text(String ascii) {
        super.text(ascii);
        return this;
    }

    @Override
    public HeadWriter number(long number) {
        super.number(number);
        return this;
    }

    @Override
    public HeadWriter octet(char ascii) {
        super.octet(ascii);
        return this;
    }

    /** Adds a line known beforehand. */
    public HeadWriter line(HeaderLine line) {
        return constant(line.bytes);
    }

    /** Adds a line of the gateway's own. */
    public HeadWriter line(String name, String value) {
        return text(name).text(": ").text(value).end();
    }

    /** Adds line {@code i} of headers. */
    public HeadWriter line(Headers headers, int i) {
        byte[] from = headers.bytes();
        int nameStart = headers.nameStart(i);
        int nameEnd = headers.nameEnd(i);
        int valueStart = headers.valueStart(i);
        int valueEnd = headers.valueEnd(i);
        if (valueStart == nameEnd + 2 && from[nameEnd + 1] == ' ') {
            bytes(from, nameStart, valueEnd);
        } else {
            bytes(from, nameStart, nameEnd).octet(':').octet(' ').bytes(from, valueStart, valueEnd);
        }
        return end();
    }

    /** Adds the lines but those that the writer of a message says itself: connection, length, date and coding. */
    public HeadWriter linesWithoutFraming(Headers headers) {
        if (headers.isBlock()) {
            return bytes(headers.bytes(), 0, headers.length());
        }
        for (int i = 0; i < headers.size(); i++) {
            if (!headers.isNamed(i, Headers.FRAMING)) {
                line(headers, i);
            }
        }
        return this;
    }

    /** Adds all lines. */
    public HeadWriter lines(Headers headers) {
        for (int i = 0; i < headers.size(); i++) {
            line(headers, i);
        }
        return this;
    }

    /** Ends a line, or with an empty one the head. */
    public HeadWriter end() {
        return constant(LINE_END);
    }

    /** The head as a buffer with room for more, owned by the caller. */
    public ByteBuf toBuffer(ByteBufAllocator allocator, int roomBytes) {
        return buffer(allocator, length() + roomBytes).writeBytes(array(), 0, length());
    }

    /** A message that leaves at once gives its buffer back before the next one is written. */
    private ByteBuf buffer(ByteBufAllocator allocator, int capacity) {
        ByteBuf kept = spare;
        if (capacity > SPARE_BYTES) {
            return allocator.directBuffer(capacity);
        }
        if (kept == null) {
            kept = KEPT_FOR_GOOD.directBuffer(SPARE_BYTES, SPARE_BYTES);
            spare = kept;
        }
        return kept.refCnt() == 1 ? kept.clear().retain() : allocator.directBuffer(capacity);
    }

    /** Adds the head to a buffer. */
    public void writeTo(ByteBuf out) {
        out.writeBytes(array(), 0, length());
    }
}
