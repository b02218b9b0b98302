package dev.sallyport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of one client, in place: unmasks them where they lie, checks text as it comes, and holds nothing but the
 * message of which a part has come. What is not as RFC 6455 demands ends the connection: each rule is asked as soon as the
 * bytes are there that break it.
 */
public final class FrameReader {

    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PONG = 10;

    private static final int FIN = 0x80;
    private static final int RESERVED = 0x70;
    private static final int MASKED = 0x80;
    private static final int MAX_CONTROL_BYTES = 125;
    private static final int MASK_BYTES = 4;
    private static final long NOT_ASCII = 0x8080808080808080L;

    private final FrameLimits limits;
    private @Nullable ByteBuf payload;
    private int messageBytes;
    private int text;
    private int mask;

    /** Of the data frame whose head has been read; -1 between frames. */
    private int remaining = -1;

    private boolean last;
    private boolean inMessage;
    private short code;
    private byte controlBytes;

    public FrameReader(FrameLimits limits) {
        this.limits = limits;
    }

    /** What has come. */
    public enum Read {
        /** Nothing whole: what is left unread is the beginning of a frame's head, or of a control frame. */
        MORE,
        /** A message, to be had by {@link #take}. */
        MESSAGE,
        /** A ping; {@link #controlBytes} of what is read next are its content. */
        PING,
        PONG,
        /** The client closes with {@link #code}; {@link #controlBytes} of what is read next are its reason. */
        CLOSE,
        /** The client breaks a rule; {@link #code} says which. Nothing more is to be read. */
        BROKEN
    }

    /** How many bytes at most stay unread behind {@link Read#MORE}. */
    public static final int MAX_UNREAD_BYTES = 2 + MASK_BYTES + MAX_CONTROL_BYTES;

    /** Reads on: what belongs to a message is taken, and what has come is told. */
    public Read read(ByteBuf in, ByteBufAllocator allocator) {
        while (true) {
            if (remaining < 0) {
                Read head = head(in);
                if (head != null) {
                    return head;
                }
            }
            if (!data(in, allocator)) {
                return code == 0 ? Read.MORE : Read.BROKEN;
            }
            remaining = -1;
            if (last) {
                inMessage = false;
                return text == Utf8.COMPLETE ? Read.MESSAGE : broken(CloseCode.INVALID_TEXT);
            }
        }
    }

    /** The message, owned by the caller. */
    public ByteBuf take() {
        ByteBuf taken = payload;
        payload = null;
        messageBytes = 0;
        if (taken == null) {
            throw new IllegalStateException("nothing has been read");
        }
        return taken;
    }

    /** The code of a close, {@link CloseCode#NONE} without one; the rule that was broken. */
    public int code() {
        return code;
    }

    /** How many bytes of a control frame's content are to be read next. */
    public int controlBytes() {
        return controlBytes;
    }

    /** How many bytes of a message are held of which a part has come. */
    public int heldBytes() {
        return inMessage ? messageBytes : 0;
    }

    /** Lets go of what is held. */
    public void release() {
        if (payload != null) {
            payload.release();
            payload = null;
        }
    }

    /** Reads the head of a data frame, or a whole control frame; null when data follows. */
    private @Nullable Read head(ByteBuf in) {
        int available = in.readableBytes();
        if (available == 0) {
            return Read.MORE;
        }
        int at = in.readerIndex();
        int first = in.getUnsignedByte(at);
        int opcode = first & 15;
        boolean fin = (first & FIN) != 0;
        int wrong = wrongBeginning(first, opcode, fin);
        if (wrong != 0) {
            return broken(wrong);
        }
        if (available < 2) {
            return Read.MORE;
        }
        int second = in.getUnsignedByte(at + 1);
        int length = second & 127;
        if ((second & MASKED) == 0 || (opcode >= CLOSE && length > MAX_CONTROL_BYTES)) {
            return broken(CloseCode.PROTOCOL_ERROR);
        }
        return opcode >= CLOSE ? control(in, opcode, length) : dataHead(in, opcode, fin, length);
    }

    /** The rule that a frame's first byte breaks, or 0. */
    private int wrongBeginning(int first, int opcode, boolean fin) {
        boolean known = opcode <= BINARY || (opcode >= CLOSE && opcode <= PONG);
        if ((first & RESERVED) != 0 || !known || (opcode >= CLOSE && !fin)) {
            return CloseCode.PROTOCOL_ERROR;
        }
        if (opcode < CLOSE && inMessage != (opcode == CONTINUATION)) {
            return CloseCode.PROTOCOL_ERROR;
        }
        return opcode == BINARY ? CloseCode.UNSUPPORTED_DATA : 0; // W7.2
    }

    private @Nullable Read dataHead(ByteBuf in, int opcode, boolean fin, int shortLength) {
        int at = in.readerIndex();
        int more = shortLength == 126 ? 2 : shortLength == 127 ? 8 : 0;
        int headBytes = 2 + more + MASK_BYTES;
        if (in.readableBytes() < 2 + more) {
            return Read.MORE;
        }
        long length = more == 0 ? shortLength : more == 2 ? in.getUnsignedShort(at + 2) : in.getLong(at + 2);
        boolean isMinimal = more == 0 || (more == 2 ? length > MAX_CONTROL_BYTES : length > 0xFFFF);
        if (!isMinimal) { // RFC 6455 5.2; a length with its highest bit set is negative here
            return broken(CloseCode.PROTOCOL_ERROR);
        }
        if (length > limits.frameBytes() || messageBytes + length > limits.messageBytes()) {
            return broken(CloseCode.TOO_BIG);
        }
        if (in.readableBytes() < headBytes) {
            return Read.MORE;
        }
        mask = in.getInt(at + 2 + more);
        in.skipBytes(headBytes);
        remaining = (int) length;
        last = fin;
        if (opcode == TEXT) {
            inMessage = true;
            text = Utf8.COMPLETE;
            messageBytes = 0;
        }
        return null;
    }

    /** Takes what has come of a data frame; whether that was all of it. */
    private boolean data(ByteBuf in, ByteBufAllocator allocator) {
        int count = Math.min(remaining, in.readableBytes());
        int from = in.readerIndex();
        if (count > 0 && !unmask(in, from, from + count)) {
            code = CloseCode.INVALID_TEXT;
            return false;
        }
        messageBytes += count;
        remaining -= count;
        if (payload == null && last && remaining == 0) {
            payload = in.readRetainedSlice(count);
        } else {
            ByteBuf gathered = payload;
            if (gathered == null) {
                // What is announced is not yet there: memory grows with what has come.
                gathered =
                        allocator.buffer(Math.min(Math.max(256, count), limits.messageBytes()), limits.messageBytes());
                payload = gathered;
            }
            gathered.writeBytes(in, count);
        }
        return remaining == 0;
    }

    /** Unmasks a part of a text in its place; whether a text can go on like that. */
    private boolean unmask(ByteBuf bytes, int from, int to) {
        long high = unmaskOnly(bytes, from, to);
        if (text != Utf8.COMPLETE || (high & NOT_ASCII) != 0) {
            text = Utf8.check(text, bytes, from, to);
        }
        return text != Utf8.INVALID;
    }

    /** Returns all bytes that it has written, or-ed. */
    private long unmaskOnly(ByteBuf bytes, int from, int to) {
        int key = mask;
        long wide = ((long) key << 32) | (key & 0xFFFFFFFFL);
        long all = 0;
        int i = from;
        for (; i + 8 <= to; i += 8) {
            long word = bytes.getLong(i) ^ wide;
            bytes.setLong(i, word);
            all |= word;
        }
        for (; i < to; i++) {
            int octet = (bytes.getByte(i) ^ (key >>> 24)) & 0xFF;
            bytes.setByte(i, octet);
            all |= octet;
            key = Integer.rotateLeft(key, 8);
        }
        mask = key;
        return all;
    }

    private Read control(ByteBuf in, int opcode, int length) {
        if (in.readableBytes() < 2 + MASK_BYTES + length) {
            return Read.MORE;
        }
        // A message may be under way, whose own state stays as it is.
        int keptMask = mask;
        mask = in.getInt(in.readerIndex() + 2);
        in.skipBytes(2 + MASK_BYTES);
        unmaskOnly(in, in.readerIndex(), in.readerIndex() + length);
        mask = keptMask;
        if (opcode == PONG) {
            in.skipBytes(length);
            return Read.PONG;
        }
        controlBytes = (byte) length;
        return opcode == CLOSE ? close(in, length) : Read.PING;
    }

    private Read close(ByteBuf in, int length) {
        int sent = length == 0 ? CloseCode.NONE : length == 1 ? -1 : in.getUnsignedShort(in.readerIndex());
        if (length > 0 && !CloseCode.maySend(sent)) {
            return broken(CloseCode.PROTOCOL_ERROR);
        }
        int from = in.readerIndex() + Math.min(2, length);
        int to = in.readerIndex() + length;
        if (Utf8.check(Utf8.COMPLETE, in, from, to) != Utf8.COMPLETE) {
            return broken(CloseCode.INVALID_TEXT);
        }
        in.readerIndex(from);
        controlBytes = (byte) (to - from);
        code = (short) sent;
        return Read.CLOSE;
    }

    private Read broken(int rule) {
        code = (short) rule;
        return Read.BROKEN;
    }
}
