package dev.sallyport.edge.h2;

import dev.sallyport.http.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameTypes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames. Those of all streams are gathered in one buffer of a TLS record's size, and leave together when the loop has
 * done what there was to do: a record and a system call are dearer than the frames in them. Streams whose answers wait for
 * windows take turns, a frame each.
 */
final class FrameOutput {

    private static final int BUFFER_BYTES = 16 * 1024;
    private static final int FIRST_BYTES = 2 * 1024;
    private static final int FRAME_HEADER = 9;
    private static final int MAX_PAYLOAD = BUFFER_BYTES - FRAME_HEADER;
    private static final byte END_STREAM = 1;
    private static final byte ACK = 1;
    private static final byte END_HEADERS = 4;
    private static final int MAX_REASON = 128;

    private final ChannelHandlerContext ctx;
    private final FrameCounts counts;
    private final Supplier<byte[]> date;
    private final FieldBlock block = new FieldBlock();
    private final ArrayDeque<Http2Stream> waiting = new ArrayDeque<>(8);
    private final Runnable flush = this::flushNow;
    private @Nullable ByteBuf out;
    private boolean flushDue;
    private boolean batch;
    private boolean sending;
    private boolean closed;
    private long writtenBytes;
    private long window = Http2CodecUtil.DEFAULT_WINDOW_SIZE;
    private int maxPayload = MAX_PAYLOAD;

    FrameOutput(ChannelHandlerContext ctx, FrameCounts counts, Supplier<byte[]> date) {
        this.ctx = ctx;
        this.counts = counts;
        this.date = date;
    }

    // ---- frames of the connection

    void settings(Http2Limits limits) {
        begin(18 + FRAME_HEADER, 18, Http2FrameTypes.SETTINGS, (byte) 0, 0)
                .writeShort(Http2CodecUtil.SETTINGS_MAX_CONCURRENT_STREAMS)
                .writeInt(Http2Limits.STREAMS)
                .writeShort(Http2CodecUtil.SETTINGS_INITIAL_WINDOW_SIZE)
                .writeInt(Http2Limits.STREAM_WINDOW)
                .writeShort(Http2CodecUtil.SETTINGS_MAX_HEADER_LIST_SIZE)
                .writeInt((int) limits.unpackedBytes());
        windowUpdate(0, Http2Limits.CONNECTION_WINDOW - Http2CodecUtil.DEFAULT_WINDOW_SIZE);
        flushSoon();
    }

    void settingsAck() {
        begin(FRAME_HEADER, 0, Http2FrameTypes.SETTINGS, ACK, 0);
        flushSoon();
    }

    void pingAck(long data) {
        begin(FRAME_HEADER + 8, 8, Http2FrameTypes.PING, ACK, 0).writeLong(data);
        flushSoon();
    }

    void windowUpdate(int streamId, int bytes) {
        begin(FRAME_HEADER + 4, 4, Http2FrameTypes.WINDOW_UPDATE, (byte) 0, streamId)
                .writeInt(bytes);
        flushSoon();
    }

    void reset(int streamId, Http2Error error) {
        begin(FRAME_HEADER + 4, 4, Http2FrameTypes.RST_STREAM, (byte) 0, streamId)
                .writeInt((int) error.code());
        flushSoon();
    }

    void goAway(int lastStreamId, Http2Error error, String reason) {
        byte[] text = reason.substring(0, Math.min(reason.length(), MAX_REASON)).getBytes(StandardCharsets.US_ASCII);
        begin(FRAME_HEADER + 8 + text.length, 8 + text.length, Http2FrameTypes.GO_AWAY, (byte) 0, 0)
                .writeInt(lastStreamId)
                .writeInt((int) error.code())
                .writeBytes(text);
        flushSoon();
    }

    // ---- frames of streams

    /** An interim answer. */
    void interim(Http2Stream stream, int status) {
        block.begin(status);
        writeBlock(stream.id, false);
        flushSoon();
    }

    void head(Http2Stream stream, int status, Headers headers, long contentLength, boolean end) {
        block.begin(status);
        block.lines(headers);
        if (contentLength >= 0) {
            block.contentLength(contentLength);
        }
        block.date(date.get());
        writeBlock(stream.id, end);
        if (end) {
            flushSoon();
            stream.answerEnded();
        }
    }

    private void writeBlock(int streamId, boolean end) {
        int length = block.length();
        int written = Math.min(length, maxPayload);
        byte flags = (byte) ((end ? END_STREAM : 0) | (written == length ? END_HEADERS : 0));
        begin(FRAME_HEADER + written, written, Http2FrameTypes.HEADERS, flags, streamId)
                .writeBytes(block.array(), 0, written);
        while (written < length) {
            int count = Math.min(length - written, maxPayload);
            boolean last = written + count == length;
            begin(FRAME_HEADER + count, count, Http2FrameTypes.CONTINUATION, last ? END_HEADERS : 0, streamId)
                    .writeBytes(block.array(), written, count);
            written += count;
        }
    }

    /** Sends what a stream has, as far as windows let it; the rest waits for its turn. */
    void send(Http2Stream stream) {
        flushSoon();
        if (!stream.queued) {
            stream.queued = true;
            waiting.add(stream);
        }
        sendWaiting();
    }

    private void sendWaiting() {
        if (sending) {
            return;
        }
        sending = true;
        try {
            int blocked = 0;
            while (waiting.size() > blocked && isWritable()) {
                Http2Stream stream = waiting.remove();
                stream.queued = false;
                if (stream.isOver()) {
                    continue;
                }
                writeFrame(stream);
                stream.tellWritable();
                boolean hasMore = !stream.isOver() && stream.pendingBytes() > 0 && stream.sendWindow > 0;
                if (hasMore && !stream.queued) {
                    stream.queued = true;
                    waiting.add(stream);
                }
                if (window <= 0) {
                    // Only ends of answers can still go out.
                    blocked = hasMore ? blocked + 1 : blocked;
                }
            }
        } finally {
            sending = false;
        }
    }

    private void writeFrame(Http2Stream stream) {
        long allowed = Math.min(window, stream.sendWindow);
        int count = (int) Math.min(Math.min(stream.pendingBytes(), maxPayload), Math.max(0, allowed));
        if (count == 0 && !stream.isEndDue()) {
            return;
        }
        boolean end = stream.endsWith(count);
        ByteBuf frame =
                begin(FRAME_HEADER + count, count, Http2FrameTypes.DATA, end ? END_STREAM : (byte) 0, stream.id);
        if (count > 0) {
            stream.take(count, frame);
            window -= count;
            counts.dataSent();
        }
        if (end) {
            stream.answerEnded();
        }
    }

    // ---- windows and the socket

    /** The client lets more come on the connection; false when that is more than there may be. */
    boolean grow(int bytes) {
        window += bytes;
        return window <= Integer.MAX_VALUE;
    }

    /** A stream has room again, or the connection has. */
    void roomFor(@Nullable Http2Stream stream) {
        if (stream != null && !stream.queued && (stream.pendingBytes() > 0 || stream.isEndDue())) {
            stream.queued = true;
            waiting.add(stream);
        }
        flushSoon();
        sendWaiting();
    }

    void maxFrame(int bytes) {
        maxPayload = Math.min(bytes, MAX_PAYLOAD);
    }

    boolean isWritable() {
        return ctx.channel().isWritable();
    }

    /** What follows is gathered until {@link #endBatch}. */
    void beginBatch() {
        batch = true;
    }

    void endBatch() {
        batch = false;
        if (flushDue) {
            flushNow();
        }
    }

    private void flushSoon() {
        if (!flushDue) {
            flushDue = true;
            if (!batch) {
                ctx.executor().execute(flush);
            }
        }
    }

    void flushNow() {
        if (flushDue && !closed) {
            flushDue = false;
            writeOut();
            ctx.flush();
        }
    }

    /** Hands everything to the socket. */
    void writeOut() {
        ByteBuf buffer = out;
        out = null;
        if (buffer != null) {
            writtenBytes += buffer.readableBytes();
            ctx.write(buffer, ctx.voidPromise());
        }
    }

    long writtenBytes() {
        return writtenBytes;
    }

    /** Nothing can be written any more. */
    void close() {
        closed = true;
        waiting.clear();
        ByteBuf buffer = out;
        out = null;
        if (buffer != null) {
            buffer.release();
        }
    }

    private ByteBuf begin(int bytes, int payload, byte type, byte flags, int streamId) {
        return room(bytes).writeMedium(payload).writeByte(type).writeByte(flags).writeInt(streamId);
    }

    private ByteBuf room(int bytes) {
        ByteBuf buffer = out;
        if (buffer != null && buffer.readableBytes() + bytes > BUFFER_BYTES) {
            writeOut();
            buffer = null;
        }
        if (buffer == null) {
            buffer = ctx.alloc().directBuffer(Math.max(bytes, FIRST_BYTES));
            out = buffer;
        }
        return buffer.ensureWritable(bytes);
    }
}
