package dev.sallyport.edge.h2;

import static io.netty.handler.codec.http2.Http2Error.FLOW_CONTROL_ERROR;
import static io.netty.handler.codec.http2.Http2Error.PROTOCOL_ERROR;
import static io.netty.handler.codec.http2.Http2Error.STREAM_CLOSED;

import dev.sallyport.edge.h2.ClosedStreams.How;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;

/** What the frames of a client mean, and which of them it may send when (RFC 9113 5.1, 6). Their form has been checked. */
final class FrameInput implements Http2FrameListener {

    /** A piece of a body below it is hardly worth its frame. */
    private static final int SMALL_PIECE = 64;

    private final Http2Connection connection;
    private final FrameCounts counts;
    private boolean settingsRead;

    FrameInput(Http2Connection connection, FrameCounts counts) {
        this.connection = connection;
        this.counts = counts;
    }

    private void frame() throws Http2Exception {
        connection.frame();
        if (!settingsRead) {
            throw Http2Exception.connectionError(PROTOCOL_ERROR, "the first frame is not SETTINGS");
        }
    }

    @Override
    public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean end)
            throws Http2Exception {
        frame();
        int counted = data.readableBytes() + padding;
        if (!connection.take(counted)) {
            throw Http2Exception.connectionError(FLOW_CONTROL_ERROR, "more than the window of the connection");
        }
        Http2Stream stream = connection.stream(streamId);
        if (stream == null) {
            connection.credit(counted);
            late(streamId, "DATA");
            return counted;
        }
        if (stream.remoteEnded) {
            connection.credit(counted);
            throw Http2Exception.streamError(streamId, STREAM_CLOSED, "DATA behind the end of a request");
        }
        if (counted > stream.receiveWindow) {
            connection.credit(counted);
            throw Http2Exception.streamError(streamId, FLOW_CONTROL_ERROR, "more than the window of the stream");
        }
        stream.receiveWindow -= counted;
        if (!end && data.readableBytes() < SMALL_PIECE) {
            if (data.isReadable()) {
                counts.smallPiece();
            } else {
                counts.idleFrame();
            }
        }
        if (!stream.received(data, padding, end)) {
            throw Http2Exception.streamError(streamId, PROTOCOL_ERROR, "the body is not as long as announced");
        }
        return counted;
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean end)
            throws Http2Exception {
        onHeadersRead(ctx, streamId, headers, padding, end);
    }

    @Override
    public void onHeadersRead(ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean end)
            throws Http2Exception {
        frame();
        if ((streamId & 1) == 0) {
            throw Http2Exception.connectionError(PROTOCOL_ERROR, "clients open streams of odd numbers");
        }
        Http2Stream stream = connection.stream(streamId);
        if (stream != null) {
            trailers(stream, end);
        } else if (connection.isIdle(streamId)) {
            connection.open(streamId, end);
        } else if (connection.closed(streamId) == How.UNKNOWN) {
            throw Http2Exception.connectionError(PROTOCOL_ERROR, "streams are opened in the order of their numbers");
        } else {
            late(streamId, "HEADERS");
        }
    }

    private void trailers(Http2Stream stream, boolean end) throws Http2Exception {
        if (stream.remoteEnded) {
            throw Http2Exception.streamError(stream.id, STREAM_CLOSED, "HEADERS behind the end of a request");
        }
        if (!end || !connection.areTrailersLegal() || !stream.endedByTrailers()) {
            throw Http2Exception.streamError(stream.id, PROTOCOL_ERROR, "these trailers make the request malformed");
        }
    }

    /** A frame for a stream that is not open: what was on its way when the gateway reset the stream is no error. */
    private void late(int streamId, String frame) throws Http2Exception {
        if (connection.isIdle(streamId)) {
            throw Http2Exception.connectionError(PROTOCOL_ERROR, "%s on a stream that was never opened", frame);
        }
        switch (connection.closed(streamId)) {
            case RESET_HERE -> counts.idleFrame();
            case RESET_BY_CLIENT ->
                throw Http2Exception.streamError(streamId, STREAM_CLOSED, "%s on a stream that was reset", frame);
            case ENDED, UNKNOWN ->
                throw Http2Exception.connectionError(STREAM_CLOSED, "%s on a stream that is closed", frame);
        }
    }

    @Override
    public void onPriorityRead(ChannelHandlerContext ctx, int streamId, int dependency, short weight, boolean exclusive)
            throws Http2Exception {
        frame();
        counts.idleFrame();
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) throws Http2Exception {
        frame();
        if (connection.isIdle(streamId)) {
            throw Http2Exception.connectionError(PROTOCOL_ERROR, "RST_STREAM on a stream that was never opened");
        }
        counts.reset();
        Http2Stream stream = connection.stream(streamId);
        if (stream != null) {
            connection.resetByClient(stream);
        }
    }

    @Override
    public void onSettingsAckRead(ChannelHandlerContext ctx) throws Http2Exception {
        frame();
        counts.settings();
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) throws Http2Exception {
        settingsRead = true;
        frame();
        counts.settings();
        Integer frameSize = settings.maxFrameSize();
        if (frameSize != null) {
            connection.output().maxFrame(frameSize);
        }
        Integer window = settings.initialWindowSize();
        if (window != null && !connection.initialWindow(window)) {
            throw Http2Exception.connectionError(FLOW_CONTROL_ERROR, "a window of a stream became too large");
        }
        connection.output().settingsAck();
    }

    @Override
    public void onPingRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
        frame();
        counts.ping();
        connection.output().pingAck(data);
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
        frame();
        counts.ping();
    }

    @Override
    public void onPushPromiseRead(
            ChannelHandlerContext ctx, int streamId, int promisedStreamId, Http2Headers headers, int padding)
            throws Http2Exception {
        frame();
        throw Http2Exception.connectionError(PROTOCOL_ERROR, "clients do not push");
    }

    @Override
    public void onGoAwayRead(ChannelHandlerContext ctx, int lastStreamId, long errorCode, ByteBuf debugData)
            throws Http2Exception {
        frame();
        counts.settings();
        connection.clientLeaves();
    }

    @Override
    public void onWindowUpdateRead(ChannelHandlerContext ctx, int streamId, int increment) throws Http2Exception {
        frame();
        counts.windowUpdate();
        if (streamId == 0) {
            if (!connection.output().grow(increment)) {
                throw Http2Exception.connectionError(FLOW_CONTROL_ERROR, "the connection's window became too large");
            }
            connection.output().roomFor(null);
            return;
        }
        if (connection.isIdle(streamId)) {
            throw Http2Exception.connectionError(PROTOCOL_ERROR, "WINDOW_UPDATE on a stream that was never opened");
        }
        Http2Stream stream = connection.stream(streamId);
        if (stream != null) {
            stream.sendWindow += increment;
            if (stream.sendWindow > Integer.MAX_VALUE) {
                throw Http2Exception.streamError(streamId, FLOW_CONTROL_ERROR, "the stream's window became too large");
            }
            connection.output().roomFor(stream);
        }
    }

    @Override
    public void onUnknownFrame(
            ChannelHandlerContext ctx, byte frameType, int streamId, Http2Flags flags, ByteBuf payload)
            throws Http2Exception {
        frame();
        counts.idleFrame();
    }
}
