package dev.sallyport.http;

import java.util.Arrays;

/** Text in the making, as bytes in an array that is used again and again. */
public class ByteText {

    private byte[] bytes;
    private int length;

    /** @param expected how many bytes are likely */
    public ByteText(int expected) {
        bytes = new byte[expected];
    }

    /** Begins anew. */
    public void clear() {
        length = 0;
    }

    /** How many bytes there are. */
    public final int length() {
        return length;
    }

    /** Holds the text; more than {@link #length} bytes mean nothing. */
    public final byte[] array() {
        return bytes;
    }

    /** Adds bytes of the gateway's own. */
    public ByteText constant(byte[] text) {
        return bytes(text, 0, text.length);
    }

    /** Adds bytes. */
    public ByteText bytes(byte[] text, int start, int end) {
        ensure(end - start);
        System.arraycopy(text, start, bytes, length, end - start);
        length += end - start;
        return this;
    }

    /** Adds ASCII text of the gateway's own; other characters become question marks, as in {@link Headers}. */
    public ByteText text(String ascii) {
        ensure(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            char c = ascii.charAt(i);
            bytes[length + i] = c > 0x7F ? (byte) '?' : (byte) c;
        }
        length += ascii.length();
        return this;
    }

    /** Adds a number, not negative, in decimal. */
    public ByteText number(long number) {
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
    public ByteText octet(char ascii) {
        ensure(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /** Adds bytes that came from outside, in a form that stays between quotation marks on one line. */
    public ByteText quoted(byte[] text, int start, int end) {
        for (int i = start; i < end; i++) {
            byte octet = text[i];
            if (octet < ' ' || octet == '"' || octet == '\\' || octet == 127) {
                octet('\\').octet('x');
                octet((char) Octets.hexDigit(octet >> 4 & 15)).octet((char) Octets.hexDigit(octet & 15));
            } else {
                octet((char) octet);
            }
        }
        return this;
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
