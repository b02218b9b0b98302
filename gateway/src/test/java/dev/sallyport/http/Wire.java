package dev.sallyport.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Bytes of tests, written as text: each character is one byte (Latin-1). */
final class Wire {

    /** The regional limits of REST APIs (LIM-5, LIM-6). */
    static final int MAX_LINE_BYTES = 10_240;

    static final int MAX_HEAD_BYTES = 10_240;

    private Wire() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static ByteBuf buffer(String text) {
        return Unpooled.wrappedBuffer(bytes(text));
    }

    static ByteBuf buffer(byte[] bytes) {
        return Unpooled.wrappedBuffer(bytes);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** What is left to read. */
    static String rest(ByteBuf buffer) {
        return buffer.toString(StandardCharsets.ISO_8859_1);
    }

    /** What a writer has written. */
    static String sent(HeadWriter writer) {
        ByteBuf buffer = writer.toBuffer(UnpooledByteBufAllocator.DEFAULT, 0);
        try {
            return rest(buffer);
        } finally {
            buffer.release();
        }
    }

    /** The lines as "name=value". */
    static List<String> lines(Headers headers) {
        List<String> lines = new ArrayList<>(headers.size());
        for (int i = 0; i < headers.size(); i++) {
            lines.add(headers.name(i) + "=" + headers.value(i));
        }
        return lines;
    }

    static RequestReader requests() {
        return new RequestReader(MAX_LINE_BYTES, MAX_HEAD_BYTES);
    }

    static ResponseReader responses() {
        return new ResponseReader(MAX_LINE_BYTES, MAX_HEAD_BYTES);
    }
}
