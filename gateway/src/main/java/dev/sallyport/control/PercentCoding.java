package dev.sallyport.control;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads percent-encoded text strictly: a broken escape or broken UTF-8 is refused instead of guessed at. */
final class PercentCoding {

    private PercentCoding() {}

    /**
     * Decodes once.
     *
     * @param plusIsBlank true in queries and forms, false in paths, where a plus sign is data
     * @throws IllegalArgumentException for a broken escape or bytes that are not UTF-8; the message says which
     */
    static String decode(String text, boolean plusIsBlank) {
        if (text.indexOf('%') < 0 && (!plusIsBlank || text.indexOf('+') < 0)) {
            return text;
        }
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        byte[] decoded = new byte[raw.length];
        int length = 0;
        for (int i = 0; i < raw.length; i++) {
            byte b = raw[i];
            if (b == '%') {
                decoded[length++] = (byte) escaped(raw, i);
                i += 2;
            } else {
                decoded[length++] = b == '+' && plusIsBlank ? (byte) ' ' : b;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("percent-encoded bytes are not UTF-8: " + text, e);
        }
    }

    private static int escaped(byte[] raw, int percent) {
        int high = percent + 2 < raw.length ? Character.digit(raw[percent + 1], 16) : -1;
        int low = high < 0 ? -1 : Character.digit(raw[percent + 2], 16);
        if (low < 0) {
            throw new IllegalArgumentException("malformed percent-encoding at position " + percent);
        }
        return high << 4 | low;
    }
}
