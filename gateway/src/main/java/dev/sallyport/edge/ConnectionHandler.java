package dev.sallyport.edge;

import dev.sallyport.edge.tls.TlsFront;
import dev.sallyport.http.BodyReader;
import dev.sallyport.http.HeadWriter;
import dev.sallyport.http.HeaderLine;
import dev.sallyport.http.RequestReader;
import dev.sallyport.pipeline.ClientAddress;
import dev.sallyport.pipeline.LoopContext;
import dev.sallyport.pipeline.TlsFacts;
import dev.sallyport.pipeline.websocket.WebSocketConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client connection: one request after the other, pipelined ones waiting for their turn as the bytes they came in. */
final class ConnectionHandler extends ChannelInboundHandlerAdapter implements BodySource, Swept {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionHandler.class);
    private static final ClientAddress NOBODY = new ClientAddress("", 0, false);
    private static final HeaderLine KEEP_ALIVE = HeaderLine.of("Connection", "keep-alive");

    private final LoopConnections siblings;
    private final RequestRouter router;
    private final EdgeLimits limits;
    private final Entrance entrance;
    private final ConnectionClock clock;
    private final BodyReader body = new BodyReader();

    private @Nullable ChannelHandlerContext context;
    private ClientAddress client = NOBODY;

    /** What the client is asked when it is a proxy that is trusted; otherwise null. */
    private @Nullable TrustedProxies trusted;

    /** What came while a request was running. */
    private @Nullable ByteBuf waiting;

    private @Nullable Http1Exchange current;

    /** Holds a head of which a part has come. */
    private @Nullable Http1Exchange next;

    private boolean reading;
    private boolean inputWanted = true;
    private boolean inputEnded;
    private boolean closeAfterAnswer;
    private boolean closing;
    private boolean brokenOff;

    ConnectionHandler(LoopConnections siblings, RequestRouter router, EdgeLimits limits, Entrance entrance) {
        this.siblings = siblings;
        this.router = router;
        this.limits = limits;
        this.entrance = entrance;
        this.clock = new ConnectionClock(limits);
    }

    // ---- what the connection's exchanges use

    LoopContext loop() {
        return siblings.context();
    }

    @Override
    public ByteBufAllocator allocator() {
        return channel().alloc();
    }

    ClientAddress client() {
        return client;
    }

    /** By which the connection came. */
    Entrance entrance() {
        return entrance;
    }

    /** Says who the client is, as a proxy has told it, before the connection becomes active. */
    void announce(ClientAddress told) {
        client = told;
    }

    /** The handshake is over. */
    void secured(TlsFacts facts) {
        client = client.secured(facts);
    }

    @Override
    public EdgeLimits limits() {
        return limits;
    }

    @Override
    public BodyBudget budget() {
        return siblings.budget();
    }

    /** Too many bodies are held already: this one is not read. */
    @Override
    public void overloaded() {
        refuse(503, "too many request bodies are held at this moment, try again");
    }

    boolean isGone() {
        return brokenOff || !channel().channel().isActive();
    }

    @Override
    public boolean isClosing() {
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

    /** Closes behind what has been written so far; the sweep ends a client that does not take it. */
    void breakOff() {
        closing = true;
        brokenOff = true;
        channel().channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> close());
    }

    @Override
    public void writeContinue() {
        writeAndFlush(ByteBufUtil.writeAscii(allocator(), "HTTP/1.1 100 Continue\r\n\r\n"));
    }

    /** The body has come in: from now on the time is the gateway's, and only reading shows that the client leaves. */
    @Override
    public void bodyRead() {
        clock.wantBody(false, siblings.nanoTime());
        if (!closing && waiting == null) {
            autoRead(true);
        }
    }

    /** Reads from the socket, or lets the client wait. */
    @Override
    public void wantBody(boolean wanted) {
        clock.wantBody(wanted, siblings.nanoTime());
        autoRead(wanted);
    }

    /** Switching costs a system call or two, so what comes of a read is switched once at its end. */
    private void autoRead(boolean wanted) {
        inputWanted = wanted;
        if (!reading && channel().channel().config().isAutoRead() != wanted) {
            channel().channel().config().setAutoRead(wanted);
        }
    }

    /** Ends a head with what the connection knows; the buffer has room for as many bytes more. */
    ByteBuf endHead(HeadWriter begun, Http1Exchange of, int roomBytes) {
        if ((inputEnded && waiting == null) || siblings.isDraining() || !of.leavesConnectionUsable()) {
            closeAfterAnswer = true;
        }
        return begun.line(siblings.httpDate())
                .line(closeAfterAnswer ? LoopConnections.CLOSE : KEEP_ALIVE)
                .end()
                .toBuffer(allocator(), roomBytes);
    }

    /** The answer went out before the body had come in. */
    void answeredEarly(Http1Exchange of) {
        if (closeAfterAnswer) {
            linger();
        } else {
            wantBody(true);
        }
    }

    /** Request and answer are both complete. */
    @SuppressWarnings("ReferenceEquality") // an exchange that is not the running one has ended before
    void exchangeDone(Http1Exchange of) {
        if (current != of) {
            return;
        }
        of.dispose();
        current = null;
        siblings.giveBack(of);
        clock.idle();
        if (closing) {
            return;
        }
        if (closeAfterAnswer) {
            linger();
        } else if (!reading && (waiting != null || inputEnded || !inputWanted)) {
            channel().executor().execute(this::goOn);
        }
    }

    /** Has the connection speak another protocol behind an exchange's answer; what has come of that by then goes along. */
    void upgrade(Http1Exchange of, ByteBuf head, WebSocketConnection socket) {
        channel().executor().execute(() -> become(of, head, socket));
    }

    @SuppressWarnings("ReferenceEquality") // as above
    private void become(Http1Exchange of, ByteBuf head, WebSocketConnection socket) {
        if (current != of || isGone() || inputEnded) {
            head.release();
            close();
            return;
        }
        current = null;
        of.dispose();
        siblings.giveBack(of);
        siblings.remove(this);
        ByteBuf early = waiting;
        waiting = null;
        WebSocketHandler next = new WebSocketHandler(router.sockets(siblings), socket, limits.stalledWriteMillis());
        channel().pipeline().replace(this, null, next);
        next.begin(head, early);
    }

    /** Goes on with what came while a request was running. */
    private void goOn() {
        ByteBuf bytes = waiting;
        if (bytes != null && !closing) {
            waiting = null;
            read(bytes);
        }
        if (inputEnded && current != null && !current.isBodyComplete()) {
            close();
        } else if (waiting == null && !closing) {
            if (inputEnded && current == null) {
                linger();
            } else if (current == null || current.isBodyComplete()) {
                autoRead(true);
            }
        }
    }

    // ---- what comes from the socket

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // nobody is a constant
    public void channelActive(ChannelHandlerContext ctx) {
        if (client == NOBODY) {
            client = entrance.peer(ctx.channel());
        }
        TrustedProxies proxies = entrance.trustedProxies();
        trusted = proxies != null && proxies.trusts(client.remoteAddress()) ? proxies : null;
        clock.idle();
        siblings.add(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (waiting == null) {
            read(bytes);
        } else {
            keep(bytes);
        }
    }

    /** Takes what belongs to the running request, or begins the next one; the rest waits. */
    private void read(ByteBuf bytes) {
        boolean kept = false;
        reading = true;
        try {
            while (bytes.isReadable() && !closing && !kept) {
                Http1Exchange running = current;
                if (running == null) {
                    readHead(bytes);
                } else if (running.isBodyComplete()) {
                    kept = true;
                } else {
                    readBody(running, bytes);
                }
            }
        } finally {
            reading = false;
            if (kept && !closing) {
                keep(bytes);
            } else {
                bytes.release();
                autoRead(inputWanted);
            }
        }
    }

    private void keep(ByteBuf bytes) {
        ByteBuf before = waiting;
        if (before == null) {
            waiting = bytes;
        } else {
            // Reading has been stopped, so this is what was on its way.
            waiting = allocator()
                    .buffer(before.readableBytes() + bytes.readableBytes())
                    .writeBytes(before)
                    .writeBytes(bytes);
            before.release();
            bytes.release();
        }
        autoRead(false);
    }

    private void readHead(ByteBuf bytes) {
        Http1Exchange exchange = next == null ? siblings.take(this) : next;
        next = exchange;
        int verdict = exchange.reader().read(bytes);
        if (verdict == RequestReader.MORE) {
            clock.headBytes(siblings.nanoTime());
        } else if (verdict == RequestReader.COMPLETE) {
            clock.headRead();
            ClientAddress from = trusted == null
                    ? client
                    : trusted.client(client, exchange.reader().headers());
            if (from == null) {
                refuse(400, "X-Forwarded-For cannot be read");
                return;
            }
            next = null;
            begin(exchange, from);
        } else {
            refuse(verdict, exchange.reader().reason());
        }
    }

    private void begin(Http1Exchange exchange, ClientAddress from) {
        exchange.begin(this, from);
        current = exchange;
        RequestReader head = exchange.reader();
        long length = head.bodyLength();
        if (length != 0) {
            if (length == RequestReader.CHUNKED) {
                body.chunked();
            } else {
                body.length(length);
            }
            wantBody(false);
            clock.bodyBegins(siblings.nanoTime());
        }
        router.begin(exchange, head);
    }

    private void readBody(Http1Exchange running, ByteBuf bytes) {
        int count = body.next(bytes);
        if (count == BodyReader.MALFORMED) {
            if (running.isAnswerStarted()) {
                close();
            } else {
                refuse(400, "the body is not valid HTTP");
            }
            return;
        }
        if (count > 0) {
            clock.bodyBytes(count);
            running.piece(bytes.readRetainedSlice(count));
        }
        running.bodyProgress(body.isComplete());
    }

    /** Ends the connection with an answer of the gateway's own. */
    private void refuse(int status, String reason) {
        closeAfterAnswer = true;
        writeAndFlush(siblings.refusal(status, reason, allocator()));
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
        autoRead(true);
        channel().channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            clock.linger(siblings.nanoTime());
            if (inputEnded) {
                close();
            } else if (channel().channel() instanceof SocketChannel socket && socket.isActive()) {
                TlsFront.endOutput(socket);
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
        // Behind the gateway's own farewell, TLS says so of whatever else comes.
        if (event instanceof ChannelInputShutdownEvent || (event instanceof SslCloseCompletionEvent && !closing)) {
            inputEnded = true;
            boolean waitsForBody = current != null && !current.isBodyComplete();
            if (waitsForBody || (closing && Swept.unsentBytes(channel().channel()) == 0)) {
                close();
            } else if (!closing && current == null && waiting == null) {
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
        Http1Exchange unused = next;
        next = null;
        if (unused != null) {
            siblings.giveBack(unused);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (TlsFront.isOfConnection(cause)) {
            LOG.debug("connection of {} broke: {}", client.remoteAddress(), cause.getMessage());
        } else {
            LOG.error("defect while serving {}", client.remoteAddress(), cause);
        }
        close();
    }

    private void tellExchange() {
        Http1Exchange running = current;
        current = null;
        if (running != null) {
            running.exchange().clientGone();
            running.dispose();
        }
    }

    private void releaseWaiting() {
        ReferenceCountUtil.release(waiting);
        waiting = null;
    }

    @Override
    public void sweep(long nanoTime) {
        clock.unsent(Swept.unsentBytes(channel().channel()), nanoTime);
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

    private ChannelHandlerContext channel() {
        return Objects.requireNonNull(context, "the handler is not part of a channel yet");
    }
}
