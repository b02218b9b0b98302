package dev.sallyport.edge.h2;

import dev.sallyport.http.HeaderNames;
import dev.sallyport.http.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the head of an answer by HPACK (RFC 7541), each field as a literal that is not kept: what the peer would have to
 * keep costs this side a look-up for each field, and the bytes that it saves cost less. Names become lower case.
 */
final class FieldBlock {

    /** What speaks of a connection of HTTP/1.1 (RFC 9113 8.2.2), and what is said here in a form of its own. */
    private static final HeaderNames LEFT_OUT = HeaderNames.of(
            "connection",
            "content-length",
            "date",
            "keep-alive",
            "proxy-connection",
            "te",
            "transfer-encoding",
            "upgrade");

    /** RFC 7541 6.3: the table of this side is empty, and stays so. */
    private static final byte EMPTY_TABLE = 0x20;

    private static final byte NEW_NAME = 0;
    private static final int STATUS = 8;
    private static final int CONTENT_LENGTH = 28;
    private static final int DATE = 33;
    private static final int MAX_NAME_IN_PREFIX = 15;
    private static final byte MAX_IN_PREFIX = 0x7F;

    private byte[] bytes = new byte[1024];
    private int length;
    private boolean tableEmptied;

    /** Begins the head of an answer. */
    void begin(int status) {
        length = 0;
        ensure(8);
        if (!tableEmptied) {
            tableEmptied = true;
            bytes[length++] = EMPTY_TABLE;
        }
        int known = switch (status) {
            case 200 -> 8;
            case 204 -> 9;
            case 206 -> 10;
            case 304 -> 11;
            case 400 -> 12;
            case 404 -> 13;
            case 500 -> 14;
            default -> 0;
        };
        if (known > 0) {
            bytes[length++] = (byte) (0x80 | known);
        } else {
            bytes[length++] = STATUS;
            bytes[length++] = 3;
            bytes[length++] = (byte) ('0' + status / 100 % 10);
            bytes[length++] = (byte) ('0' + status / 10 % 10);
            bytes[length++] = (byte) ('0' + status % 10);
        }
    }

    /** Adds the lines but those that have no place in a stream. */
    void lines(Headers headers) {
        byte[] from = headers.bytes();
        for (int i = 0; i < headers.size(); i++) {
            if (headers.isNamed(i, LEFT_OUT)) {
                continue;
            }
            int nameStart = headers.nameStart(i);
            int nameLength = headers.nameEnd(i) - nameStart;
            ensure(nameLength + 8);
            bytes[length++] = NEW_NAME;
            number(nameLength);
            for (int k = 0; k < nameLength; k++) {
                byte octet = from[nameStart + k];
                bytes[length++] = octet >= 'A' && octet <= 'Z' ? (byte) (octet | 0x20) : octet;
            }
            int start = headers.valueStart(i);
            int end = headers.valueEnd(i);
            // RFC 9113 8.2.1: blanks around a value make it malformed.
            while (start < end && isBlank(from[start])) {
                start++;
            }
            while (end > start && isBlank(from[end - 1])) {
                end--;
            }
            value(from, start, end);
        }
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    void contentLength(long count) {
        byte[] digits = Long.toString(count).getBytes(StandardCharsets.US_ASCII);
        name(CONTENT_LENGTH);
        value(digits, 0, digits.length);
    }

    void date(byte[] date) {
        name(DATE);
        value(date, 0, date.length);
    }

    int length() {
        return length;
    }

    /** Holds the block; more than {@link #length} bytes mean nothing. */
    byte[] array() {
        return bytes;
    }

    private void name(int index) {
        ensure(2);
        bytes[length++] = MAX_NAME_IN_PREFIX;
        bytes[length++] = (byte) (index - MAX_NAME_IN_PREFIX);
    }

    private void value(byte[] text, int start, int end) {
        ensure(end - start + 6);
        number(end - start);
        System.arraycopy(text, start, bytes, length, end - start);
        length += end - start;
    }

    /** RFC 7541 5.1, 5.2: the length of a text that is not compressed. */
    private void number(int number) {
        if (number < MAX_IN_PREFIX) {
            bytes[length++] = (byte) number;
            return;
        }
        bytes[length++] = MAX_IN_PREFIX;
        int rest = number - MAX_IN_PREFIX;
        while (rest >= 0x80) {
            bytes[length++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
