package dev.sallyport.control;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes the only CBOR that errors need: a map from text to text. */
final class CborWriter {

    private static final int TEXT = 3 << 5;
    private static final int MAP = 5 << 5;

    private CborWriter() {}

    /** The map in its order, as RFC 8949 encodes it. */
    static byte[] map(Map<String, String> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        head(out, MAP, entries.size());
        entries.forEach((key, value) -> {
            text(out, key);
            text(out, value);
        });
        return out.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        head(out, TEXT, bytes.length);
        out.writeBytes(bytes);
    }

    private static void head(ByteArrayOutputStream out, int major, int length) {
        if (length < 24) {
            out.write(major | length);
        } else if (length < 1 << 8) {
            out.write(major | 24);
            out.write(length);
        } else if (length < 1 << 16) {
            out.write(major | 25);
            out.write(length >>> 8);
            out.write(length);
        } else {
            out.write(major | 26);
            out.write(length >>> 24);
            out.write(length >>> 16);
            out.write(length >>> 8);
            out.write(length);
        }
    }
}
