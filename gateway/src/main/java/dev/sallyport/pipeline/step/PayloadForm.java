package dev.sallyport.pipeline.step;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What becomes of a payload on its way between text and bytes (BIN-2, BIN-3). */
enum PayloadForm {
    /** It is text; what is no UTF-8 becomes U+FFFD. */
    TEXT,
    /** It stays as it is. */
    BYTES,
    /** Its text is Base64 of bytes. */
    FROM_BASE64,
    /** Its bytes become Base64. */
    TO_BASE64;

    static final String TO_BINARY = "CONVERT_TO_BINARY";
    static final String TO_TEXT = "CONVERT_TO_TEXT";

    /**
     * BIN-2.
     *
     * @param matches whether the request's type is one of the binary media types
     * @param handling {@code contentHandling} of the integration, or null
     */
    static PayloadForm ofRequest(boolean matches, @Nullable String handling) {
        if (matches) {
            return TO_TEXT.equals(handling) ? TO_BASE64 : BYTES;
        }
        return TO_BINARY.equals(handling) ? FROM_BASE64 : TEXT;
    }

    /**
     * BIN-3.
     *
     * @param binary whether the backend's type is one of the binary media types
     * @param wanted whether the first type of Accept is
     * @param handling {@code contentHandling} of the integration response, or null
     */
    static PayloadForm ofResponse(boolean binary, boolean wanted, @Nullable String handling) {
        if (TO_BINARY.equals(handling)) {
            return binary ? BYTES : FROM_BASE64;
        }
        if (TO_TEXT.equals(handling)) {
            return binary ? TO_BASE64 : TEXT;
        }
        if (binary) {
            return wanted ? BYTES : TO_BASE64;
        }
        return wanted ? FROM_BASE64 : TEXT;
    }

    /** Whether a template can run on what comes out (BIN-5). */
    boolean isText() {
        return this == TEXT || this == TO_BASE64;
    }

    /**
     * The converted payload.
     *
     * @return the very same buffer when nothing changes, otherwise another; the argument stays the caller's
     * @throws IllegalArgumentException when the text is no Base64 (BIN-4)
     */
    ByteBuf convert(ByteBuf payload) {
        return switch (this) {
            case BYTES -> payload;
            case TEXT ->
                ByteBufUtil.isText(payload, StandardCharsets.UTF_8)
                        ? payload
                        : Unpooled.wrappedBuffer(
                                payload.toString(StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8));
            case FROM_BASE64 ->
                Unpooled.wrappedBuffer(Base64.getMimeDecoder().decode(strict(ByteBufUtil.getBytes(payload))));
            case TO_BASE64 -> Unpooled.wrappedBuffer(Base64.getEncoder().encode(ByteBufUtil.getBytes(payload)));
        };
    }

    /** Line ends may part Base64; anything else that is none of its characters makes it invalid. */
    private static byte[] strict(byte[] base64) {
        for (byte octet : base64) {
            boolean known = (octet >= 'a' && octet <= 'z')
                    || (octet >= 'A' && octet <= 'Z')
                    || (octet >= '0' && octet <= '9')
                    || octet == '+'
                    || octet == '/'
                    || octet == '='
                    || octet == '\r'
                    || octet == '\n';
            if (!known) {
                throw new IllegalArgumentException("no Base64");
            }
        }
        return base64;
    }
}
