package dev.sallyport.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes heads of messages, one after the other, in an array that its event loop keeps. Nothing that could split a message
 * gets through, because {@link Headers#requireLegal} is asked before a head is begun.
 */
public final class HeadWriter {

    private static final byte[][] STATUS_LINES = new byte[600][];

    private byte[] bytes = new byte[2048];
    private int length;

    /** Begins the head of a response. */
    public HeadWriter response(int status) {
        length = 0;
        return constant(statusLine(status));
    }

    /** Begins the head of a request with its method and a blank. */
    public HeadWriter request(String method) {
        length = 0;
        return text(method).octet(' ');
    }

    /** Ends the request line. */
    public HeadWriter endRequestLine() {
        return text(" HTTP/1.1").end();
    }

    private static byte[] statusLine(int status) {
        byte[] line = status > 0 && status < STATUS_LINES.length ? STATUS_LINES[status] : null;
        if (line == null) {
            line = ("HTTP/1.1 " + status + " " + StatusText.of(status) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            if (status > 0 && status < STATUS_LINES.length) {
                STATUS_LINES[status] = line;
            }
        }
        return line;
    }

    /** Adds bytes of the gateway's own. */
    public HeadWriter constant(byte[] text) {
        return bytes(text, 0, text.length);
    }

    /** Adds bytes. */
    public HeadWriter bytes(byte[] text, int start, int end) {
        ensure(end - start);
        System.arraycopy(text, start, bytes, length, end - start);
        length += end - start;
        return this;
    }

    /** Adds ASCII text of the gateway's own. */
    public HeadWriter text(String ascii) {
        ensure(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            bytes[length + i] = (byte) ascii.charAt(i);
        }
        length += ascii.length();
        return this;
    }

    /** Adds a number in decimal. */
    public HeadWriter number(long number) {
        ensure(20);
        long rest = number;
        int digits = 1;
        while (rest > 9) {
            rest /= 10;
            digits++;
        }
        rest = number;
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** Adds one character. */
    public HeadWriter octet(char ascii) {
        ensure(1);
        bytes[length++] = (byte) ascii;
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

    /** Adds all lines. */
    public HeadWriter lines(Headers headers) {
        for (int i = 0; i < headers.size(); i++) {
            line(headers, i);
        }
        return this;
    }

    /** Ends a line, or with an empty one the head. */
    public HeadWriter end() {
        ensure(2);
        bytes[length++] = '\r';
        bytes[length++] = '\n';
        return this;
    }

    /** The head as a buffer with room for more, owned by the caller. */
    public ByteBuf toBuffer(ByteBufAllocator allocator, int roomBytes) {
        return allocator.directBuffer(length + roomBytes).writeBytes(bytes, 0, length);
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
