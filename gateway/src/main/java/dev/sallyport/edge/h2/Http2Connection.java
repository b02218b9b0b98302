package dev.sallyport.edge.h2;

import static io.netty.handler.codec.http2.Http2Error.INTERNAL_ERROR;
import static io.netty.handler.codec.http2.Http2Error.NO_ERROR;
import static io.netty.handler.codec.http2.Http2Error.PROTOCOL_ERROR;

import dev.sallyport.edge.h2.ClosedStreams.How;
import dev.sallyport.http.FieldHeadReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.collection.IntObjectHashMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection that speaks HTTP/2: reads its frames, keeps its streams and their windows, and ends it when the client
 * breaks the protocol or asks for too much. Whoever put it into a pipeline calls {@link #sweep} about once a second.
 */
public final class Http2Connection extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(Http2Connection.class);
    private static final ByteBuf PREFACE = Http2CodecUtil.connectionPrefaceBuf();

    private final Http2Requests requests;
    private final Http2Limits limits;
    private final FrameCounts counts = new FrameCounts();
    private final IntObjectHashMap<Http2Stream> streams = new IntObjectHashMap<>();
    private final ClosedStreams closedStreams = new ClosedStreams();
    private final FrameInput input;
    private final FieldDecoder fields;
    private final DefaultHttp2FrameReader reader;

    private @Nullable ChannelHandlerContext context;
    private @Nullable FrameOutput output;

    /** A frame of which a part has come. */
    private @Nullable ByteBuf kept;

    private boolean prefaceRead;
    private int lastStreamId;
    private int lastAccepted = Integer.MAX_VALUE;
    private int receiveWindow = Http2Limits.CONNECTION_WINDOW;
    private int consumed;
    private long initialSendWindow = Http2CodecUtil.DEFAULT_WINDOW_SIZE;
    private boolean drainAnnounced;
    private boolean leaving;
    private boolean ended;
    private boolean closed;

    /** Where the bytes that are being read were when the last frame had been taken; -1 as long as there was none. */
    private int frameEnd = -1;

    private @Nullable ByteBuf reading;
    private boolean midFrame;
    private long frames;

    public Http2Connection(Http2Requests requests, Http2Limits limits) {
        this.requests = requests;
        this.limits = limits;
        this.input = new FrameInput(this, counts);
        this.fields = new FieldDecoder(limits, this::headOf);
        this.reader = new DefaultHttp2FrameReader(fields, Http2Limits.SMALL_CONTINUATIONS);
    }

    // ---- what comes from the socket

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        FrameOutput out = new FrameOutput(ctx, counts, requests::date);
        output = out;
        counts.sweep(requests.nanoTime());
        out.settings(limits);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (ended) {
            bytes.release();
            return;
        }
        ByteBuf before = kept;
        kept = null;
        ByteBuf all =
                before == null ? bytes : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), before, bytes);
        output().beginBatch();
        read(ctx, all);
        if (ended || !all.isReadable()) {
            all.release();
        } else {
            if (all.refCnt() == 1) {
                all.discardSomeReadBytes();
            }
            kept = all;
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        output().endBatch();
        ctx.fireChannelReadComplete();
    }

    private void read(ChannelHandlerContext ctx, ByteBuf bytes) {
        reading = bytes;
        frameEnd = -1;
        try {
            while (!ended && bytes.isReadable() && (prefaceRead || readPreface(bytes))) {
                try {
                    reader.readFrame(ctx, bytes, input);
                    break;
                } catch (Http2Exception error) {
                    frame();
                    failed(error);
                }
            }
        } catch (Http2Exception noPreface) {
            failed(noPreface);
        } catch (RuntimeException defect) {
            LOG.error("defect while reading HTTP/2", defect);
            end(INTERNAL_ERROR, "");
        } finally {
            reading = null;
            midFrame = bytes.writerIndex() > frameEnd;
        }
    }

    /** RFC 9113 3.4; false when more of it must come. */
    private boolean readPreface(ByteBuf bytes) throws Http2Exception {
        int length = PREFACE.readableBytes();
        int count = Math.min(bytes.readableBytes(), length);
        for (int i = 0; i < count; i++) {
            if (bytes.getByte(bytes.readerIndex() + i) != PREFACE.getByte(i)) {
                throw Http2Exception.connectionError(PROTOCOL_ERROR, "the connection does not begin as one of HTTP/2");
            }
        }
        if (count < length) {
            return false;
        }
        bytes.skipBytes(length);
        prefaceRead = true;
        frame();
        return bytes.isReadable();
    }

    /** A frame has been read, or the preface. */
    void frame() {
        ByteBuf bytes = reading;
        frames++;
        if (bytes != null) {
            frameEnd = bytes.readerIndex();
        }
    }

    private void failed(Http2Exception error) {
        boolean ofStream = error instanceof Http2Exception.StreamException
                && error.error() != Http2Error.FRAME_SIZE_ERROR; // RFC 9113 4.2 permits it for all of them
        if (!ofStream) {
            end(error.error(), String.valueOf(error.getMessage()));
            return;
        }
        int id = Http2Exception.streamId(error);
        try {
            resetStream(id, error.error());
        } catch (Http2Exception tooMany) {
            end(tooMany.error(), String.valueOf(tooMany.getMessage()));
        }
    }

    /** Resets a stream because of what the client did. */
    private void resetStream(int id, Http2Error error) throws Http2Exception {
        Http2Stream stream = streams.get(id);
        if (stream == null && id > lastStreamId) {
            // RFC 9113 5.1: a stream that is idle cannot be reset.
            throw Http2Exception.connectionError(error, "an error on a stream that was never opened");
        }
        counts.reset();
        output().reset(id, error);
        if (stream == null) {
            return;
        }
        remove(stream, How.RESET_HERE);
        stream.gone();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (!ended && ctx.channel().isWritable()) {
            output().roomFor(null);
            for (Http2Stream stream : openStreams()) {
                stream.tellWritable();
            }
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        // Behind the gateway's own farewell, TLS says so of whatever else comes.
        if (event instanceof ChannelInputShutdownEvent || (event instanceof SslCloseCompletionEvent && !ended)) {
            // Who cannot send any more cannot tell of windows: nothing can be finished.
            ctx.close();
        }
        ReferenceCountUtil.release(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException || cause.getCause() instanceof IOException) {
            LOG.debug("a connection of HTTP/2 broke: {}", cause.getMessage());
        } else {
            LOG.error("defect while serving HTTP/2", cause);
        }
        ctx.close();
    }

    private void close() {
        if (closed) {
            return;
        }
        closed = true;
        ended = true;
        abandonAll();
        output().close();
        reader.close();
        ByteBuf rest = kept;
        kept = null;
        if (rest != null) {
            rest.release();
        }
        requests.closed();
    }

    private void abandonAll() {
        for (Http2Stream stream : openStreams()) {
            remove(stream, How.RESET_HERE);
            stream.gone();
        }
    }

    private List<Http2Stream> openStreams() {
        return new ArrayList<>(streams.values());
    }

    // ---- streams

    /** Where fields of a stream go that have come: into a head only when they open it. */
    private @Nullable FieldHeadReader headOf(int streamId) {
        return streamId > lastStreamId ? requests.nextHead() : null;
    }

    @Nullable
    Http2Stream stream(int id) {
        return streams.get(id);
    }

    /** Whether the client has not opened this stream yet. */
    boolean isIdle(int id) {
        return id > lastStreamId;
    }

    How closed(int id) {
        return closedStreams.find(id);
    }

    boolean areTrailersLegal() {
        return fields.areTrailersLegal();
    }

    /** A stream begins. */
    void open(int id, boolean requestEnds) throws Http2Exception {
        lastStreamId = id;
        FieldHeadReader head = requests.nextHeadRead();
        int verdict = head.end(!requestEnds);
        if (leaving || id > lastAccepted || streams.size() >= Http2Limits.STREAMS) {
            closedStreams.add(id, How.RESET_HERE);
            output().reset(id, Http2Error.REFUSED_STREAM);
            counts.reset();
            return;
        }
        if (verdict == FieldHeadReader.MALFORMED) {
            closedStreams.add(id, How.RESET_HERE);
            output().reset(id, PROTOCOL_ERROR);
            counts.reset();
            return;
        }
        long length = verdict == FieldHeadReader.COMPLETE ? head.bodyLength() : -1;
        Http2Stream stream = new Http2Stream(this, id, initialSendWindow, length, requestEnds);
        streams.put(id, stream);
        requests.begin(stream, verdict);
    }

    /** The client gives a stream up. */
    void resetByClient(Http2Stream stream) {
        remove(stream, How.RESET_BY_CLIENT);
        stream.gone();
    }

    /** The gateway gives a stream up; nobody is told. */
    void resetHere(Http2Stream stream, Http2Error error) {
        output().reset(stream.id, error);
        remove(stream, How.RESET_HERE);
    }

    /** Whether request and answer were both complete, so that the stream is closed. */
    boolean closeIfEnded(Http2Stream stream) {
        boolean isEnded = stream.localEnded && stream.remoteEnded;
        if (isEnded) {
            remove(stream, How.ENDED);
        }
        return isEnded;
    }

    private void remove(Http2Stream stream, How how) {
        if (streams.remove(stream.id) != null) {
            closedStreams.add(stream.id, how);
            stream.close();
            if (leaving && streams.isEmpty() && !ended) {
                context().executor().execute(this::leave);
            }
        }
    }

    private void leave() {
        if (streams.isEmpty()) {
            end(NO_ERROR, "");
        }
    }

    // ---- windows and settings

    /** Takes what a DATA frame counts from the connection's window; false when there was less left. */
    boolean take(int bytes) {
        receiveWindow -= bytes;
        return receiveWindow >= 0;
    }

    /** What has been passed on or dropped may be sent again. */
    void credit(int bytes) {
        consumed += bytes;
        if (consumed >= Http2Limits.CONNECTION_WINDOW / 2 && !ended) {
            receiveWindow += consumed;
            output().windowUpdate(0, consumed);
            consumed = 0;
        }
    }

    /** Whether bodies that nobody takes keep the client from sending any other. */
    public boolean isReceiveWindowUsedUp() {
        return receiveWindow < Http2Limits.STREAM_WINDOW / 2;
    }

    /** The client has another window for answers; false when one would become too large. */
    boolean initialWindow(long bytes) {
        long difference = bytes - initialSendWindow;
        initialSendWindow = bytes;
        for (Http2Stream stream : openStreams()) {
            stream.sendWindow += difference;
            if (stream.sendWindow > Integer.MAX_VALUE) {
                return false;
            }
        }
        for (Http2Stream stream : openStreams()) {
            output().roomFor(stream);
        }
        return true;
    }

    FrameOutput output() {
        return Objects.requireNonNull(output, "the handler is not part of a channel yet");
    }

    long nanoTime() {
        return requests.nanoTime();
    }

    // ---- the connection's end

    /** No stream is taken any more; the connection ends with the last one. RFC 9113 6.8: in two steps, a while apart. */
    public void drain() {
        if (ended || leaving) {
            return;
        }
        if (!drainAnnounced) {
            drainAnnounced = true;
            output().goAway(Integer.MAX_VALUE, NO_ERROR, "");
            return;
        }
        lastAccepted = lastStreamId;
        leaving = true;
        if (streams.isEmpty()) {
            end(NO_ERROR, "");
        } else {
            output().goAway(lastStreamId, NO_ERROR, "");
        }
    }

    /** The client takes no more: it leaves with the answers it waits for. */
    void clientLeaves() {
        leaving = true;
        if (streams.isEmpty()) {
            end(NO_ERROR, "");
        }
    }

    /** Ends the connection with a last word. */
    public void end(Http2Error error, String reason) {
        if (ended) {
            return;
        }
        if (error != NO_ERROR) {
            LOG.debug("connection of {} ends: {} {}", channel().remoteAddress(), error, reason);
        }
        FrameOutput out = output();
        out.goAway(lastStreamId, error, reason);
        ended = true;
        out.writeOut();
        abandonAll();
        channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> requests.ended());
    }

    /** Whether the connection has had its last word. */
    public boolean isEnded() {
        return ended;
    }

    /** Whether there are streams. */
    public boolean isBusy() {
        return !streams.isEmpty();
    }

    /** Whether a frame, or a head of several frames, has come in part. */
    public boolean isMidFrame() {
        return midFrame || !prefaceRead;
    }

    /** How many frames have come. */
    public long frames() {
        return frames;
    }

    /** How many bytes of the frame that has come in part are there. */
    public int partialBytes() {
        return kept == null ? 0 : kept.readableBytes();
    }

    /** How many bytes of frames have been written so far. */
    public long writtenBytes() {
        return output().writtenBytes();
    }

    /** The connection itself. */
    public Channel channel() {
        return context().channel();
    }

    /** Ends streams whose clients take nothing of their answers, or send what nobody wants for too long. */
    public void sweep(long now) {
        counts.sweep(now);
        for (Http2Stream stream : openStreams()) {
            if (stream.isStalled(now, limits)) {
                output().reset(stream.id, stream.localEnded ? NO_ERROR : Http2Error.CANCEL);
                remove(stream, How.RESET_HERE);
                stream.gone();
            }
        }
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "the handler is not part of a channel yet");
    }
}
