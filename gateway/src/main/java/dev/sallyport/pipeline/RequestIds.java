package dev.sallyport.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/**
 * The ids of requests: unique, not secret, and therefore from a fast generator that belongs to one event loop.
 */
public final class RequestIds {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BASE64 =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] ROOT = "Root=1-".getBytes(StandardCharsets.US_ASCII);

    private final RandomGenerator random;

    public RequestIds(RandomGenerator random) {
        this.random = random;
    }

    /** Writes a UUID of version 4, 36 characters: {@code $context.requestId}. */
    void requestId(byte[] text) {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        hex(text, 0, high >>> 32, 8);
        text[8] = '-';
        hex(text, 9, high >>> 16, 4);
        text[13] = '-';
        hex(text, 14, high, 4);
        text[18] = '-';
        hex(text, 19, low >>> 48, 4);
        text[23] = '-';
        hex(text, 24, low, 12);
    }

    /** Writes fifteen characters and {@code =}: {@code $context.extendedRequestId}, {@code x-amz-apigw-id} (HDR-30). */
    void extendedRequestId(byte[] text) {
        long bits = random.nextLong();
        for (int i = 0; i < 10; i++) {
            text[i] = BASE64[(int) (bits & 63)];
            bits >>>= 6;
        }
        int more = random.nextInt();
        for (int i = 10; i < 15; i++) {
            text[i] = BASE64[more & 63];
            more >>>= 6;
        }
        text[15] = '=';
    }

    /** Eleven bytes in URL-safe Base64 with padding: the ids of WebSocket connections and their messages (websocket-api W4.1). */
    public String connectionId() {
        byte[] text = new byte[16];
        long bits = random.nextLong();
        for (int i = 0; i < 10; i++) {
            text[i] = BASE64[(int) (bits & 63)];
            bits >>>= 6;
        }
        int more = random.nextInt();
        for (int i = 10; i < 14; i++) {
            text[i] = BASE64[more & 63];
            more >>>= 6;
        }
        text[14] = BASE64[(more & 15) << 2];
        text[15] = '=';
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Writes {@code Root=1-{8 hex of the time}-{24 hex}}, 40 characters (HDR-32). */
    void traceRoot(byte[] text, long epochSecond) {
        System.arraycopy(ROOT, 0, text, 0, ROOT.length);
        hex(text, 7, epochSecond, 8);
        text[15] = '-';
        hex(text, 16, random.nextLong(), 16);
        hex(text, 32, random.nextLong(), 8);
    }

    /** A number from 0 up to, but not including, 2 to the power of 53. */
    long draw() {
        return random.nextLong() >>> 11;
    }

    /** A number from 0 to 99. */
    public int percent() {
        return random.nextInt(100);
    }

    /** Sixteen hex characters for a trace's {@code Parent}, which is the id of a span. */
    public String traceParent() {
        byte[] text = new byte[16];
        hex(text, 0, random.nextLong(), 16);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static void hex(byte[] to, int at, long bits, int digits) {
        long rest = bits;
        for (int i = at + digits - 1; i >= at; i--) {
            to[i] = HEX[(int) (rest & 15)];
            rest >>>= 4;
        }
    }
}
