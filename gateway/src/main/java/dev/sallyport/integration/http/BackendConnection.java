package dev.sallyport.integration.http;

import dev.sallyport.pipeline.Deadlines;
import dev.sallyport.pipeline.HeadBuffer;
import dev.sallyport.pipeline.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One connection to a backend, carrying one exchange at a time. */
final class BackendConnection extends ChannelInboundHandlerAdapter {

    private final BackendPool pool;
    private final Origin origin;
    private final Deadlines.Timeout idleTimeout = new Deadlines.Timeout() {
        @Override
        protected void timedOut() {
            close();
        }
    };

    private @Nullable ChannelHandlerContext context;
    private @Nullable BackendCall call;
    private boolean used;
    private boolean reused;
    private boolean requestSent;
    private boolean headRequest;
    private boolean headReceived;
    private boolean interim;
    private boolean keepAlive;

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
        requestSent = false;
        headReceived = false;
        keepAlive = false;
        resumeReading();
        newCall.connected(this);
    }

    /**
     * Sends the head; the body follows by {@link #write} and {@link #endRequest}.
     *
     * @throws IllegalArgumentException when a header could not be sent; nothing has been sent then
     */
    void sendHead(String method, String pathAndQuery, Headers headers) {
        headRequest = method.equals("HEAD");
        ByteBuf head = HeadBuffer.of(pool.loop())
                .text(method)
                .text(" ")
                .text(pathAndQuery)
                .text(" HTTP/1.1\r\n")
                .allLines(headers)
                .end()
                .toBuffer(channel().alloc(), 0);
        channel().write(head, channel().voidPromise());
    }

    /** Sends a piece of the request body; false when the backend should be given time. */
    boolean write(ByteBuf piece) {
        channel().writeAndFlush(piece, channel().voidPromise());
        return channel().channel().isWritable();
    }

    /** Sends what has been written. */
    void endRequest() {
        requestSent = true;
        channel().flush();
    }

    /** Whether the answer to come has no body whatever its head says. */
    boolean isHeadRequest() {
        return headRequest;
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
        BackendCall current = call;
        if (current == null) {
            // Nothing was asked: whatever a backend says now could be taken for the answer to the next request.
            ReferenceCountUtil.release(message);
            ctx.close();
            return;
        }
        if (message instanceof HttpObject object && object.decoderResult().isFailure()) {
            ReferenceCountUtil.release(message);
            fail("the backend's answer is not valid HTTP");
            return;
        }
        if (message instanceof HttpResponse response && !receiveHead(current, response)) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpContent content) {
            receiveContent(current, content);
        }
    }

    /** False when the exchange has failed. */
    private boolean receiveHead(BackendCall current, HttpResponse response) {
        int status = response.status().code();
        if (status == 101 || status < 100 || status > 599) {
            fail("the backend answered with status " + status + ", which was not asked for");
            return false;
        }
        interim = status < 200;
        if (interim) {
            return true;
        }
        List<String> lengths = response.headers().getAll(HttpHeaderNames.CONTENT_LENGTH);
        if (response.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
                && !HttpUtil.isTransferEncodingChunked(response)) {
            fail("the backend answered with an unknown transfer coding");
            return false;
        }
        headReceived = true;
        keepAlive = HttpUtil.isKeepAlive(response);
        current.head(status, headers(response.headers()), contentLength(lengths));
        return true;
    }

    private static long contentLength(List<String> lengths) {
        return lengths.isEmpty() ? -1 : Long.parseLong(lengths.getFirst().strip());
    }

    private static Headers headers(HttpHeaders from) {
        Headers headers = new Headers(from.size());
        Iterator<Map.Entry<CharSequence, CharSequence>> lines = from.iteratorCharSequence();
        while (lines.hasNext()) {
            Map.Entry<CharSequence, CharSequence> line = lines.next();
            headers.add(line.getKey().toString(), line.getValue().toString());
        }
        return headers;
    }

    @SuppressWarnings("ReferenceEquality") // the very call that was told of the piece
    private void receiveContent(BackendCall current, HttpContent content) {
        if (interim) {
            content.release();
            return;
        }
        boolean last = content instanceof LastHttpContent;
        if (content.content().isReadable()) {
            current.piece(content.content());
        } else {
            content.release();
        }
        if (last && call == current) {
            complete(current);
        }
    }

    private void complete(BackendCall current) {
        call = null;
        if (keepAlive && requestSent && isUsable()) {
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
        if (current == null) {
            pool.forget(this);
        } else {
            call = null;
            current.failed("the backend closed the connection", reused && !headReceived);
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
            current.failed(reason, reused && !headReceived);
        }
        close();
    }

    private ChannelHandlerContext channel() {
        ChannelHandlerContext current = context;
        if (current == null) {
            throw new IllegalStateException("the connection to " + origin + " has no channel yet");
        }
        return current;
    }
}
