package dev.sallyport.pipeline.step;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** The content codings of bodies that API Gateway knows: gzip and deflate (CMP-2, CMP-4). */
enum ContentCoding {
    GZIP,
    DEFLATE;

    private static final int PIECE_BYTES = 8192;

    /** What decoding gave. */
    sealed interface Decoded {
        /** The bytes. */
        @SuppressWarnings("ArrayRecordComponent") // nobody compares them
        record Bytes(byte[] bytes) implements Decoded {}

        /** More bytes than allowed. */
        record TooLong() implements Decoded {}

        /** The body is not coded as it says. */
        record Malformed() implements Decoded {}
    }

    /** The name as headers have it. */
    String headerValue() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The coding of a Content-Encoding header; null for any other than gzip and deflate. */
    static @Nullable ContentCoding named(String contentEncoding) {
        return switch (contentEncoding.strip().toLowerCase(Locale.ROOT)) {
            case "gzip", "x-gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            default -> null;
        };
    }

    /** The coding that an Accept-Encoding header likes best, the first of equals; null when that is none of ours (CMP-2). */
    static @Nullable ContentCoding accepted(@Nullable String acceptEncoding) {
        String best = "";
        double bestQuality = 0;
        for (String element : (acceptEncoding == null ? "" : acceptEncoding).split(",")) {
            int semicolon = element.indexOf(';');
            String name = (semicolon < 0 ? element : element.substring(0, semicolon)).strip();
            double quality = semicolon < 0 ? 1 : quality(element.substring(semicolon + 1));
            if (!name.isEmpty() && quality > bestQuality) {
                best = name;
                bestQuality = quality;
            }
        }
        return named(best);
    }

    private static double quality(String parameter) {
        String text = parameter.strip();
        if (!text.startsWith("q=")) {
            return 1;
        }
        try {
            return Double.parseDouble(text.substring(2));
        } catch (NumberFormatException notANumber) {
            return 0;
        }
    }

    byte[] encode(byte[] plain) {
        ByteArrayOutputStream coded = new ByteArrayOutputStream(64 + plain.length / 2);
        try (OutputStream coder = this == GZIP ? new GZIPOutputStream(coded) : new DeflaterOutputStream(coded)) {
            coder.write(plain);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return coded.toByteArray();
    }

    /** Decodes a body without taking anything from it. */
    Decoded decode(ByteBuf coded, int limitBytes) {
        try (InputStream source = new ByteBufInputStream(coded.duplicate());
                InputStream plain = this == GZIP ? new GZIPInputStream(source) : new InflaterInputStream(source)) {
            ByteArrayOutputStream whole = new ByteArrayOutputStream(Math.max(64, 2 * coded.readableBytes()));
            byte[] piece = new byte[PIECE_BYTES];
            for (int read = plain.read(piece); read >= 0; read = plain.read(piece)) {
                if (whole.size() + read > limitBytes) {
                    return new Decoded.TooLong();
                }
                whole.write(piece, 0, read);
            }
            return new Decoded.Bytes(whole.toByteArray());
        } catch (IOException malformed) {
            return new Decoded.Malformed();
        }
    }

    /** The bytes of a body, which it keeps. */
    static byte[] bytes(ByteBuf body) {
        return ByteBufUtil.getBytes(body);
    }
}
