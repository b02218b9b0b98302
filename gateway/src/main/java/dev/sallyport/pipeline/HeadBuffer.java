package dev.sallyport.pipeline;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes heads of HTTP/1.1 messages, one after the other, in an array that its event loop keeps. Nothing that could
 * split a message gets through: an illegal name or value is an exception, and the head is not sent.
 */
public final class HeadBuffer {

    private static final HeaderNames FRAMING =
            HeaderNames.of("connection", "content-length", "date", "transfer-encoding");

    /** RFC 9110 5.6.2. */
    private static final boolean[] TOKEN = tokenCharacters();

    private byte[] bytes = new byte[2048];
    private int length;

    private HeadBuffer() {}

    /** The buffer of a loop, empty. */
    public static HeadBuffer of(LoopContext loop) {
        HeadBuffer head = loop.attachment(HeadBuffer.class, context -> new HeadBuffer());
        head.length = 0;
        return head;
    }

    /** Adds text of the gateway's own, as it is. */
    public HeadBuffer text(String ascii) {
        ensure(ascii.length());
        append(ascii);
        return this;
    }

    /** Adds a header line. */
    public HeadBuffer line(String name, String value) {
        check(name, value);
        return checkedLine(name, value);
    }

    private HeadBuffer checkedLine(String name, String value) {
        ensure(name.length() + value.length() + 4);
        append(name);
        bytes[length++] = ':';
        bytes[length++] = ' ';
        append(value);
        return end();
    }

    /** Adds all lines. */
    public HeadBuffer allLines(Headers headers) {
        for (int i = 0; i < headers.size(); i++) {
            line(headers.name(i), headers.value(i));
        }
        return this;
    }

    /**
     * Adds all lines but those of framing, which whoever sends the message knows better. The lines must have been
     * {@linkplain #check(Headers) checked}.
     */
    public HeadBuffer checkedLines(Headers headers) {
        for (int i = 0; i < headers.size(); i++) {
            if (!FRAMING.contains(headers.name(i))) {
                checkedLine(headers.name(i), headers.value(i));
            }
        }
        return this;
    }

    /** Ends a line, or with an empty one the head. */
    public HeadBuffer end() {
        ensure(2);
        bytes[length++] = '\r';
        bytes[length++] = '\n';
        return this;
    }

    /** The head as a buffer with room for more, owned by the caller. */
    public ByteBuf toBuffer(ByteBufAllocator allocator, int roomBytes) {
        return allocator.buffer(length + roomBytes).writeBytes(bytes, 0, length);
    }

    /**
     * Checks lines before anything is sent.
     *
     * @throws IllegalArgumentException when one could not be sent
     */
    public static void check(Headers headers) {
        for (int i = 0; i < headers.size(); i++) {
            check(headers.name(i), headers.value(i));
        }
    }

    private static void check(String name, String value) {
        boolean legal = !name.isEmpty();
        for (int i = 0; legal && i < name.length(); i++) {
            char c = name.charAt(i);
            legal = c < 128 && TOKEN[c];
        }
        for (int i = 0; legal && i < value.length(); i++) {
            char c = value.charAt(i);
            legal = (c >= ' ' && c != 127) || c == '\t';
        }
        if (!legal) {
            throw new IllegalArgumentException("an illegal header line: " + name.length() + " characters of name, "
                    + value.length() + " of value");
        }
    }

    private static boolean[] tokenCharacters() {
        boolean[] token = new boolean[128];
        for (char c = '0'; c <= 'z'; c++) {
            token[c] = Character.isLetterOrDigit(c);
        }
        for (char c : "-!#$%&'*+.^_`|~".toCharArray()) {
            token[c] = true;
        }
        return token;
    }

    private void append(String text) {
        byte[] latin = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(latin, 0, bytes, length, latin.length);
        length += latin.length;
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
