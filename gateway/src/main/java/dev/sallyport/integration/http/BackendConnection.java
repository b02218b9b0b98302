package dev.sallyport.integration.http;

import dev.sallyport.http.BodyReader;
import dev.sallyport.http.HeadWriter;
import dev.sallyport.http.Headers;
import dev.sallyport.http.ResponseReader;
import dev.sallyport.pipeline.Deadlines;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/** One connection to a backend, carrying one exchange at a time. */
final class BackendConnection extends ChannelInboundHandlerAdapter {

    private static final int MAX_STATUS_LINE_BYTES = 8192;
    private static final int MAX_HEADER_BYTES = 64 * 1024;

    private final BackendPool pool;
    private final Origin origin;
    private final Deadlines.Timeout idleTimeout = new Deadlines.Timeout() {
        @Override
        protected void timedOut() {
            close();
        }
    };

    private final ResponseReader head = new ResponseReader(MAX_STATUS_LINE_BYTES, MAX_HEADER_BYTES);
    private final BodyReader body = new BodyReader();
    private final Headers requestHeaders = new Headers();

    private @Nullable ChannelHandlerContext context;
    private @Nullable BackendCall call;

    /** The call when somebody looks at it in detail; null, as nearly always, when nobody does. */
    private TracedBackends.@Nullable TracedCall traced;

    private boolean used;
    private boolean reused;
    private boolean requestSent;
    private boolean headRequest;
    private boolean headReceived;

    BackendConnection(BackendPool pool, Origin origin) {
        this.pool = pool;
        this.origin = origin;
    }

    Origin origin() {
        return origin;
    }

    Deadlines.Timeout idleTimeout() {
        return idleTimeout;
    }

    boolean isUsable() {
        return context != null && context.channel().isActive();
    }

    /** Begins an exchange on this connection. */
    void use(BackendCall newCall) {
        reused = used;
        used = true;
        call = newCall;
        traced = newCall instanceof TracedBackends.TracedCall looked ? looked : null;
        requestSent = false;
        headReceived = false;
        head.reset();
        resumeReading();
        newCall.connected(this);
    }

    /** The headers of the request to come, empty. */
    Headers newRequestHeaders() {
        requestHeaders.clear();
        return requestHeaders;
    }

    /** Begins the request line; what follows is the target. */
    HeadWriter beginHead(String method) {
        headRequest = method.equals("HEAD");
        return pool.loop().heads().request(method);
    }

    /** Sends the head that has been begun; the body follows by {@link #write} and {@link #endRequest}. */
    void sendHead(HeadWriter begun, Headers headers) {
        if (traced != null) {
            traced.leaving(begun, headers);
        }
        ByteBuf bytes =
                begun.endRequestLine().lines(headers).end().toBuffer(channel().alloc(), 0);
        channel().write(bytes, channel().voidPromise());
    }

    /** Sends a piece of the request body; false when the backend should be given time. */
    boolean write(ByteBuf piece) {
        if (traced != null) {
            traced.sent(piece);
        }
        channel().writeAndFlush(piece, channel().voidPromise());
        return channel().channel().isWritable();
    }

    /** Sends what has been written. */
    void endRequest() {
        if (traced != null) {
            traced.sentAll();
        }
        requestSent = true;
        channel().flush();
    }

    /** Stops reading the answer until {@link #resumeReading}. */
    void pauseReading() {
        channel().channel().config().setAutoRead(false);
    }

    /** Goes on reading the answer. */
    void resumeReading() {
        if (!channel().channel().config().isAutoRead()) {
            channel().channel().config().setAutoRead(true);
        }
    }

    /** Ends the connection; its call hears nothing more. */
    void abort() {
        call = null;
        close();
    }

    void close() {
        if (context != null) {
            context.close();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            while (in.isReadable()) {
                BackendCall current = call;
                if (current == null) {
                    // Nothing was asked: whatever a backend says now could be taken for the answer to the next request.
                    ctx.close();
                    return;
                }
                if (headReceived) {
                    receiveBody(current, in);
                } else if (!receiveHead(current, in)) {
                    return;
                }
            }
        } finally {
            in.release();
        }
    }

    /** False when more must come first or the exchange has failed. */
    private boolean receiveHead(BackendCall current, ByteBuf in) {
        int verdict = head.read(in);
        if (verdict == ResponseReader.MORE) {
            return false;
        }
        if (verdict != ResponseReader.COMPLETE) {
            fail("the backend's answer is not valid HTTP: " + head.reason());
            return false;
        }
        int status = head.status();
        if (status == 101) {
            fail("the backend answered with status 101, which was not asked for");
            return false;
        }
        if (status < 200) {
            head.reset();
            return true;
        }
        headReceived = true;
        boolean bodyless = headRequest || status == 204 || status == 304;
        if (bodyless) {
            body.length(0);
        } else if (head.bodyLength() == ResponseReader.CHUNKED) {
            body.chunked();
        } else if (head.bodyLength() == ResponseReader.UNTIL_CLOSE) {
            body.untilClose();
        } else {
            body.length(head.bodyLength());
        }
        current.head(status, head.headers(), Math.max(-1, head.bodyLength()));
        completeIfEnded(current, in);
        return call != null;
    }

    private void receiveBody(BackendCall current, ByteBuf in) {
        int count = body.next(in);
        if (count == BodyReader.MALFORMED) {
            fail("the backend's answer is not valid HTTP: its body is broken");
            return;
        }
        if (count > 0) {
            current.piece(in.readRetainedSlice(count));
        }
        completeIfEnded(current, in);
    }

    @SuppressWarnings("ReferenceEquality") // the very call that was told of the piece
    private void completeIfEnded(BackendCall current, ByteBuf in) {
        if (call == current && body.isComplete()) {
            complete(current, !in.isReadable());
        }
    }

    /** @param cleanEnd whether nothing came behind the answer, where nothing belongs */
    private void complete(BackendCall current, boolean cleanEnd) {
        call = null;
        if (cleanEnd && head.isKeepAlive() && requestSent && isUsable()) {
            // Only a connection that is read tells that the backend has closed it.
            resumeReading();
            pool.release(this);
        } else {
            close();
        }
        current.end();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        BackendCall current = call;
        if (current != null) {
            current.readComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        BackendCall current = call;
        if (current != null && ctx.channel().isWritable()) {
            current.writable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        BackendCall current = call;
        call = null;
        if (current == null) {
            pool.forget(this);
        } else if (headReceived && body.isUntilClose()) {
            current.end();
        } else {
            current.failed("the backend closed the connection", isUntouched());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail("the connection to the backend broke: " + cause.getMessage());
    }

    private void fail(String reason) {
        BackendCall current = call;
        call = null;
        if (current != null) {
            current.failed(reason, isUntouched());
        }
        close();
    }

    /** Whether an old connection ended before the backend can have answered anything. */
    private boolean isUntouched() {
        return reused && !headReceived && !head.hasBegun();
    }

    private ChannelHandlerContext channel() {
        ChannelHandlerContext current = context;
        if (current == null) {
            throw new IllegalStateException("the connection to " + origin + " has no channel yet");
        }
        return current;
    }
}
