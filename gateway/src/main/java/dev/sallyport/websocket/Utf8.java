package dev.sallyport.websocket;

import io.netty.buffer.ByteBuf;

/** Checks UTF-8 as it comes, byte by byte (RFC 3629): no overlong forms, no surrogates, nothing beyond U+10FFFF. */
final class Utf8 {

    /** Between two characters. */
    static final int COMPLETE = 0;

    /** What no text begins with. */
    static final int INVALID = -1;

    private Utf8() {}

    /**
     * Checks a part of a text.
     *
     * @param state of the part before it, {@link #COMPLETE} at the beginning
     * @return the state behind it
     */
    static int check(int state, ByteBuf bytes, int from, int to) {
        int now = state;
        for (int i = from; i < to && now != INVALID; i++) {
            now = next(now, bytes.getUnsignedByte(i));
        }
        return now;
    }

    private static int next(int state, int octet) {
        if (state == COMPLETE) {
            return octet < 0x80 ? COMPLETE : begin(octet);
        }
        int low = (state >> 8) & 0xFF;
        int high = state & 0xFF;
        if (octet < low || octet > high) {
            return INVALID;
        }
        int left = (state >> 16) - 1;
        return left == 0 ? COMPLETE : expect(left, 0x80, 0xBF);
    }

    private static int begin(int octet) {
        if (octet < 0xC2 || octet > 0xF4) {
            return INVALID;
        }
        if (octet < 0xE0) {
            return expect(1, 0x80, 0xBF);
        }
        if (octet < 0xF0) {
            return expect(2, octet == 0xE0 ? 0xA0 : 0x80, octet == 0xED ? 0x9F : 0xBF);
        }
        return expect(3, octet == 0xF0 ? 0x90 : 0x80, octet == 0xF4 ? 0x8F : 0xBF);
    }

    /** So many bytes follow, the first of them in these bounds. */
    private static int expect(int count, int low, int high) {
        return (count << 16) | (low << 8) | high;
    }
}
