package dev.sallyport.edge;

import dev.sallyport.edge.HeadAdmission.Admitted;
import dev.sallyport.edge.HeadAdmission.Refused;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.HeadBuffer;
import dev.sallyport.pipeline.LoopContext;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client connection: one request after the other, pipelined ones waiting for their turn. */
final class ConnectionHandler extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionHandler.class);

    private final LoopConnections siblings;
    private final RequestRouter router;
    private final EdgeLimits limits;
    private final ConnectionClock clock;
    private final ArrayDeque<HttpObject> waiting = new ArrayDeque<>(0);

    private @Nullable ChannelHandlerContext context;
    private String remoteAddress = "";
    private int localPort;
    private @Nullable ClientExchange current;
    private @Nullable Exchange exchange;
    private boolean inputEnded;
    private boolean closeAfterAnswer;
    private boolean closing;

    ConnectionHandler(LoopConnections siblings, RequestRouter router, EdgeLimits limits) {
        this.siblings = siblings;
        this.router = router;
        this.limits = limits;
        this.clock = new ConnectionClock(limits);
    }

    // ---- what the connection's exchanges use

    LoopContext loop() {
        return siblings.context();
    }

    ByteBufAllocator allocator() {
        return channel().alloc();
    }

    EdgeLimits limits() {
        return limits;
    }

    BodyBudget budget() {
        return siblings.budget();
    }

    /** Too many bodies are held already: this one is not read. */
    void overloaded() {
        refuse(503, "too many request bodies are held at this moment, try again");
    }

    boolean isGone() {
        return !channel().channel().isActive();
    }

    boolean isClosing() {
        return closing;
    }

    boolean isWritable() {
        return channel().channel().isWritable();
    }

    void write(ByteBuf message) {
        channel().write(message, channel().voidPromise());
    }

    void writeAndFlush(ByteBuf message) {
        channel().writeAndFlush(message, channel().voidPromise());
    }

    void flush() {
        channel().flush();
    }

    void closeAfterAnswer() {
        closeAfterAnswer = true;
    }

    void close() {
        closing = true;
        channel().close();
    }

    void writeContinue() {
        writeAndFlush(ByteBufUtil.writeAscii(allocator(), "HTTP/1.1 100 Continue\r\n\r\n"));
    }

    /** The body has come in: from now on the time is the gateway's, and only reading shows that the client leaves. */
    void bodyRead() {
        clock.wantBody(false, siblings.nanoTime());
        if (!closing && waiting.isEmpty()) {
            channel().channel().config().setAutoRead(true);
        }
    }

    /** Reads from the socket, or lets the client wait. */
    void wantBody(boolean wanted) {
        clock.wantBody(wanted, siblings.nanoTime());
        if (channel().channel().config().isAutoRead() != wanted) {
            channel().channel().config().setAutoRead(wanted);
        }
    }

    /** Ends a head with what the connection knows; the buffer has room for as many bytes more. */
    ByteBuf endHead(HeadBuffer head, ClientExchange of, int roomBytes) {
        if (inputEnded || siblings.isDraining() || !of.leavesConnectionUsable()) {
            closeAfterAnswer = true;
        }
        return head.line("Date", siblings.httpDate())
                .line("Connection", closeAfterAnswer ? "close" : "keep-alive")
                .end()
                .toBuffer(allocator(), roomBytes);
    }

    /** The answer went out before the body had come in. */
    void answeredEarly(ClientExchange of) {
        exchange = null;
        if (closeAfterAnswer) {
            linger();
        } else {
            wantBody(true);
        }
    }

    /** Request and answer are both complete. */
    void exchangeDone(ClientExchange of) {
        if (current != of) {
            return;
        }
        of.dispose();
        current = null;
        exchange = null;
        clock.idle(siblings.nanoTime());
        if (closing) {
            return;
        }
        if (closeAfterAnswer) {
            linger();
        } else if (!waiting.isEmpty()
                || inputEnded
                || !channel().channel().config().isAutoRead()) {
            channel().executor().execute(this::next);
        }
    }

    /** Takes the messages that came while a request was running. */
    private void next() {
        while (!waiting.isEmpty() && !closing && (current == null || !(waiting.peek() instanceof HttpRequest))) {
            handle(waiting.remove());
        }
        if (inputEnded && current != null && !current.isBodyComplete()) {
            close();
        } else if (waiting.isEmpty() && current == null && !closing) {
            if (inputEnded) {
                linger();
            } else if (!channel().channel().config().isAutoRead()) {
                channel().channel().config().setAutoRead(true);
            }
        }
    }

    // ---- what comes from the socket

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        remoteAddress =
                ((InetSocketAddress) ctx.channel().remoteAddress()).getAddress().getHostAddress();
        localPort = ((InetSocketAddress) ctx.channel().localAddress()).getPort();
        clock.idle(siblings.nanoTime());
        siblings.add(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        HttpObject object = (HttpObject) message;
        if (closing) {
            ReferenceCountUtil.release(object);
        } else if (!waiting.isEmpty() || (current != null && current.isBodyComplete() && !isEmptyEnd(object))) {
            waiting.add(object);
            ctx.channel().config().setAutoRead(false);
        } else {
            handle(object);
        }
    }

    /** The end of a request without a body, which has begun already. */
    private static boolean isEmptyEnd(HttpObject object) {
        return object instanceof LastHttpContent last
                && !(object instanceof HttpRequest)
                && !last.content().isReadable();
    }

    private void handle(HttpObject object) {
        if (object instanceof HttpRequest request) {
            begin(request);
        } else if (object instanceof HttpContent content) {
            receive(content);
        }
    }

    private void begin(HttpRequest request) {
        clock.headRead();
        switch (HeadAdmission.examine(request)) {
            case Refused refused -> {
                ReferenceCountUtil.release(request);
                refuse(refused.status(), refused.reason());
            }
            case Admitted head -> {
                ClientExchange client = new ClientExchange(this, head);
                current = client;
                if (head.bodyLength() != 0) {
                    wantBody(false);
                    clock.bodyBegins(siblings.nanoTime());
                }
                exchange = router.begin(client, head, remoteAddress, localPort);
                if (current != client) {
                    exchange = null;
                }
            }
        }
    }

    private void receive(HttpContent content) {
        ClientExchange client = current;
        if (content.decoderResult().isFailure()) {
            content.release();
            if (client == null || client.isAnswerStarted()) {
                close();
            } else {
                refuse(400, "the body is not valid HTTP");
            }
        } else if (client == null || client.isBodyComplete()) {
            content.release();
        } else {
            clock.bodyBytes(content.content().readableBytes());
            client.piece(content.content(), content instanceof LastHttpContent);
        }
    }

    /** Ends the connection with an answer of the gateway's own. */
    private void refuse(int status, String reason) {
        closeAfterAnswer = true;
        String body = "{\"message\":\"" + reason + "\"}";
        writeAndFlush(HeadBuffer.of(loop())
                .text("HTTP/1.1 ")
                .text(HttpResponseStatus.valueOf(status).toString())
                .end()
                .line("Content-Type", "application/json")
                .line("Content-Length", Integer.toString(body.length()))
                .line("Date", siblings.httpDate())
                .line("Connection", "close")
                .end()
                .text(body)
                .toBuffer(allocator(), 0));
        tellExchange();
        linger();
    }

    /**
     * Closes in two steps: a close with unread input would reset the connection and could take the answer away from the
     * client.
     */
    private void linger() {
        closing = true;
        releaseWaiting();
        channel().channel().config().setAutoRead(true);
        channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            clock.linger(siblings.nanoTime());
            if (inputEnded) {
                close();
            } else if (channel().channel() instanceof SocketChannel socket && socket.isActive()) {
                socket.shutdownOutput();
            }
        });
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable() && current != null) {
            current.writable();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            boolean waitsForBody = current != null && !current.isBodyComplete();
            if (waitsForBody || (closing && unsentBytes() == 0)) {
                close();
            } else if (!closing && current == null && waiting.isEmpty()) {
                linger();
            }
        }
        ReferenceCountUtil.release(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closing = true;
        siblings.remove(this);
        releaseWaiting();
        tellExchange();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("connection of {} broke: {}", remoteAddress, cause.getMessage());
        } else {
            LOG.error("defect while serving {}", remoteAddress, cause);
        }
        close();
    }

    private void tellExchange() {
        Exchange running = exchange;
        exchange = null;
        if (running != null) {
            running.clientGone();
        }
        ClientExchange client = current;
        current = null;
        if (client != null) {
            client.dispose();
        }
    }

    private void releaseWaiting() {
        for (HttpObject object = waiting.poll(); object != null; object = waiting.poll()) {
            ReferenceCountUtil.release(object);
        }
    }

    // ---- what time brings

    /** Called about once a second by the loop. */
    void sweep(long nanoTime) {
        clock.unsent(unsentBytes(), nanoTime);
        switch (clock.verdict(nanoTime, current != null, siblings.isDraining())) {
            case FINE -> {}
            case TOO_SLOW -> {
                if (current == null || !current.isAnswerStarted()) {
                    refuse(408, "the request came too slowly");
                } else {
                    close();
                }
            }
            case OVER -> close();
        }
    }

    private long unsentBytes() {
        ChannelOutboundBuffer buffer = channel().channel().unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    /** Told by the byte counter before the decoder. */
    void bytesRead() {
        if (current == null) {
            clock.headBytes(siblings.nanoTime());
        }
    }

    boolean isIdle() {
        return current == null;
    }

    private ChannelHandlerContext channel() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("the handler is not part of a channel yet");
        }
        return ctx;
    }
}
