package dev.sallyport.http;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The characters of HTTP/1.1 and comparisons of ASCII text without regard to case. */
public final class Octets {

    private static final byte TOKEN = 1;
    private static final byte VALUE = 2;
    private static final byte TARGET = 4;
    private static final byte UNRESERVED = 8;
    private static final byte[] CLASSES = classes();
    private static final byte[] HEX_DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Octets() {}

    private static byte[] classes() {
        byte[] classes = new byte[256];
        for (int c = 0; c < 256; c++) {
            boolean letterOrDigit = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            boolean token = letterOrDigit || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
            boolean value = c == '\t' || (c >= ' ' && c != 127);
            boolean target = c > ' ' && c < 127 && c != '#';
            boolean unreserved = letterOrDigit || "-._~".indexOf(c) >= 0;
            classes[c] = (byte)
                    ((token ? TOKEN : 0) | (value ? VALUE : 0) | (target ? TARGET : 0) | (unreserved ? UNRESERVED : 0));
        }
        return classes;
    }

    /** RFC 9110 5.6.2: what names of headers and methods are made of. */
    static boolean isToken(byte octet) {
        return (CLASSES[octet & 0xFF] & TOKEN) != 0;
    }

    /** RFC 9110 5.5: what stands in header values; bytes of 128 and more are opaque. */
    static boolean isValue(byte octet) {
        return (CLASSES[octet & 0xFF] & VALUE) != 0;
    }

    /** Visible ASCII but no {@code #}: what a request target is made of (INV-25). */
    static boolean isTarget(byte octet) {
        return (CLASSES[octet & 0xFF] & TARGET) != 0;
    }

    /** RFC 3986 2.3: what never needs to be encoded in a URI. */
    public static boolean isUnreserved(byte octet) {
        return (CLASSES[octet & 0xFF] & UNRESERVED) != 0;
    }

    static boolean isToken(char c) {
        return c < 128 && (CLASSES[c] & TOKEN) != 0;
    }

    static boolean isValue(char c) {
        return c >= 128 || (CLASSES[c] & VALUE) != 0;
    }

    static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    /** The value of a hexadecimal digit, or -1. */
    static int hex(byte octet) {
        if (octet >= '0' && octet <= '9') {
            return octet - '0';
        }
        int folded = octet | 0x20;
        return folded >= 'a' && folded <= 'f' ? folded - 'a' + 10 : -1;
    }

    static byte hexDigit(int value) {
        return HEX_DIGITS[value];
    }

    /** An ASCII letter in lower case; everything else as it is. */
    static int fold(int octet) {
        return octet >= 'A' && octet <= 'Z' ? octet | 0x20 : octet;
    }

    /** Whether bytes are this ASCII text but for the case of its letters. */
    public static boolean equalsIgnoreCase(byte[] bytes, int start, int end, String ascii) {
        int length = end - start;
        if (length != ascii.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            int octet = bytes[start + i];
            int c = ascii.charAt(i);
            if (octet != c && fold(octet) != fold(c)) {
                return false;
            }
        }
        return true;
    }

    /** Whether bytes are exactly this ASCII text. */
    public static boolean equals(byte[] bytes, int start, int end, String ascii) {
        return end - start == ascii.length() && startsWith(bytes, start, end, ascii);
    }

    /** Whether bytes begin with exactly this ASCII text. */
    public static boolean startsWith(byte[] bytes, int start, int end, String ascii) {
        int length = ascii.length();
        if (end - start < length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[start + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Where ASCII text first stands in bytes, or -1. */
    public static int indexOf(byte[] bytes, int start, int end, String ascii) {
        byte first = (byte) ascii.charAt(0);
        for (int i = start; i <= end - ascii.length(); i++) {
            if (bytes[i] == first && startsWith(bytes, i, end, ascii)) {
                return i;
            }
        }
        return -1;
    }

    /** Where a byte first stands, or -1. Eight bytes at a time: a zero byte in the difference is the one looked for. */
    public static int indexOf(byte[] bytes, int start, int end, char ascii) {
        int i = start;
        long wanted = LOW_BITS * ascii;
        while (i + 8 <= end) {
            long difference = (long) EIGHT.get(bytes, i) ^ wanted;
            long zero = (difference - LOW_BITS) & ~difference & HIGH_BITS;
            if (zero != 0) {
                return i + (Long.numberOfTrailingZeros(zero) >>> 3);
            }
            i += 8;
        }
        for (; i < end; i++) {
            if (bytes[i] == ascii) {
                return i;
            }
        }
        return -1;
    }

    /** Bytes as a string, each one a character. */
    public static String string(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }
}
