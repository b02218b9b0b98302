package dev.sallyport.integration.function;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON as UTF-8 into an array that its event loop keeps. What is written is escaped as RFC 8259 7 demands and no
 * further; names and braces are the caller's, as constants.
 */
final class JsonBytes {

    private static final int FIRST_BYTES = 4096;

    /** An array that held a larger document is given back. */
    private static final int KEPT_BYTES = 64 * 1024;

    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    /** By byte: 0 for one that stands for itself, else what follows the backslash, {@code u} for the long form. */
    private static final byte[] ESCAPES = escapes();

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    private static byte[] escapes() {
        byte[] escapes = new byte[256];
        Arrays.fill(escapes, 0, ' ', (byte) 'u');
        escapes['\b'] = 'b';
        escapes['\t'] = 't';
        escapes['\n'] = 'n';
        escapes['\f'] = 'f';
        escapes['\r'] = 'r';
        escapes['"'] = '"';
        escapes['\\'] = '\\';
        return escapes;
    }

    /** Begins a document. */
    JsonBytes begin() {
        length = 0;
        return this;
    }

    /** The document as an array of its own. */
    byte[] toBytes() {
        byte[] document = Arrays.copyOf(bytes, length);
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[FIRST_BYTES];
        }
        return document;
    }

    /** Adds what is JSON already. */
    JsonBytes raw(byte[] json) {
        ensure(json.length);
        System.arraycopy(json, 0, bytes, length, json.length);
        length += json.length;
        return this;
    }

    /** Adds one character of JSON's own. */
    JsonBytes raw(char c) {
        ensure(1);
        bytes[length++] = (byte) c;
        return this;
    }

    /** Adds a string, or null. */
    JsonBytes string(@Nullable String text) {
        if (text == null) {
            return raw(NULL);
        }
        int characters = text.length();
        int begin = length;
        ensure(characters + 2);
        bytes[length++] = '"';
        for (int i = 0; i < characters; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                length = begin;
                byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
                ensure(encoded.length + 2);
                System.arraycopy(encoded, 0, bytes, length + 1, encoded.length);
                return quote(encoded.length);
            }
            octet((byte) c, characters - i);
        }
        bytes[length++] = '"';
        return this;
    }

    /** Adds a string whose bytes are one character each. */
    JsonBytes latin1(byte[] text, int start, int end) {
        ensure(end - start + 2);
        bytes[length++] = '"';
        for (int i = start; i < end; i++) {
            byte octet = text[i];
            if (octet < 0) {
                ensure(2 + end - i);
                bytes[length++] = (byte) (0xC0 | ((octet & 0xFF) >> 6));
                bytes[length++] = (byte) (0x80 | (octet & 0x3F));
            } else {
                octet(octet, end - i);
            }
        }
        bytes[length++] = '"';
        return this;
    }

    /** Adds a name of ASCII in lower case. */
    JsonBytes lowerName(byte[] text, int start, int end) {
        int from = length + 1;
        latin1(text, start, end);
        for (int i = from; i < length; i++) {
            if (bytes[i] >= 'A' && bytes[i] <= 'Z') {
                bytes[i] = (byte) (bytes[i] + 'a' - 'A');
            }
        }
        return this;
    }

    /** Adds a string whose bytes should be UTF-8; what is not becomes the character for that. */
    JsonBytes utf8(ByteBuf text) {
        int count = text.readableBytes();
        ensure(count + 2);
        text.getBytes(text.readerIndex(), bytes, length + 1, count);
        for (int i = length + 1; i <= length + count; i++) {
            if (bytes[i] < 0) {
                return string(text.toString(StandardCharsets.UTF_8));
            }
        }
        return quote(count);
    }

    /** Makes a string of the bytes that stand one byte behind the end. */
    private JsonBytes quote(int count) {
        int start = length + 1;
        int end = start + count;
        int plain = start;
        while (plain < end && ESCAPES[bytes[plain] & 0xFF] == 0) {
            plain++;
        }
        byte[] rest = plain == end ? bytes : Arrays.copyOfRange(bytes, plain, end);
        bytes[length] = '"';
        length = plain;
        for (int i = 0; i < end - plain; i++) {
            octet(rest[i], end - plain - i);
        }
        return raw('"');
    }

    /** Adds a number. */
    JsonBytes number(long number) {
        return raw(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
    }

    /** Adds one byte of a string, as many of which are left, for which there is room. */
    private void octet(byte octet, int left) {
        byte escape = ESCAPES[octet & 0xFF];
        if (escape == 0) {
            bytes[length++] = octet;
            return;
        }
        ensure(6 + left);
        bytes[length++] = '\\';
        bytes[length++] = escape;
        if (escape == 'u') {
            bytes[length++] = '0';
            bytes[length++] = '0';
            bytes[length++] = HEX[octet >> 4];
            bytes[length++] = HEX[octet & 15];
        }
    }

    private void ensure(int more) {
        // The sum cannot overflow: bodies are bounded by 10 MB.
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
