package dev.sallyport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.function.Consumer;

/** Writes what a server sends: frames, which servers do not mask, and the answer to a handshake's key. */
public final class Frames {

    private static final int FIN = 0x80;
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PONG = 10;
    private static final int MAX_HEAD_BYTES = 10;
    private static final int MAX_REASON_BYTES = 123;

    /** A payload up to here is copied behind its head, because one more buffer is dearer than the copy. */
    private static final int TOGETHER_BYTES = 16 * 1024;

    private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;

    private Frames() {}

    /** The most that frames add to a text of so many bytes. */
    public static int overheadBytes(int textBytes, FrameLimits limits) {
        return MAX_HEAD_BYTES * (1 + textBytes / limits.frameBytes());
    }

    /**
     * Writes a text, cut into frames of the length that limits allow.
     *
     * @param text is the callee's
     * @param out takes what is to be sent, in its order
     */
    public static void text(ByteBuf text, ByteBufAllocator allocator, FrameLimits limits, Consumer<ByteBuf> out) {
        int opcode = TEXT;
        try {
            do {
                int count = Math.min(text.readableBytes(), limits.frameBytes());
                boolean isLast = count == text.readableBytes();
                boolean together = count <= TOGETHER_BYTES;
                ByteBuf frame = allocator.directBuffer(MAX_HEAD_BYTES + (together ? count : 0));
                head(frame, isLast ? opcode | FIN : opcode, count);
                if (together) {
                    frame.writeBytes(text, count);
                    out.accept(frame);
                } else {
                    out.accept(frame);
                    out.accept(text.readRetainedSlice(count));
                }
                opcode = CONTINUATION;
            } while (text.isReadable());
        } finally {
            text.release();
        }
    }

    /** The answer to a ping. */
    public static ByteBuf pong(ByteBuf content, ByteBufAllocator allocator) {
        ByteBuf frame = allocator.directBuffer(2 + content.readableBytes());
        head(frame, PONG | FIN, content.readableBytes());
        return frame.writeBytes(content, content.readerIndex(), content.readableBytes());
    }

    /** A close with a code, {@link CloseCode#NONE} for none. What of the reason has no room is left out. */
    public static ByteBuf close(int code, String reason, ByteBufAllocator allocator) {
        if (code == CloseCode.NONE) {
            ByteBuf frame = allocator.directBuffer(2);
            head(frame, CLOSE | FIN, 0);
            return frame;
        }
        int characters = reason.length();
        while (ByteBufUtil.utf8Bytes(reason.substring(0, characters)) > MAX_REASON_BYTES) {
            characters--;
        }
        byte[] told = reason.substring(0, characters).getBytes(StandardCharsets.UTF_8);
        ByteBuf frame = allocator.directBuffer(4 + told.length);
        head(frame, CLOSE | FIN, 2 + told.length);
        return frame.writeShort(code).writeBytes(told);
    }

    private static void head(ByteBuf frame, int first, int length) {
        frame.writeByte(first);
        if (length < 126) {
            frame.writeByte(length);
        } else if (length <= 0xFFFF) {
            frame.writeByte(126).writeShort(length);
        } else {
            frame.writeByte(127).writeLong(length);
        }
    }

    /** Whether a handshake's key is one: 16 bytes in Base64 (RFC 6455 4.1). */
    public static boolean isKey(String key) {
        try {
            return key.length() == 24 && Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
    }

    /** The value of {@code Sec-WebSocket-Accept} (RFC 6455 4.2.2). */
    public static String acceptance(String key) {
        try {
            byte[] both = (key + KEY_SUFFIX).getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(both));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
