package dev.sallyport.edge;

import dev.sallyport.edge.tls.TlsFront;
import dev.sallyport.pipeline.StageSnapshot;
import dev.sallyport.pipeline.websocket.Socket;
import dev.sallyport.pipeline.websocket.WebSocketConnection;
import dev.sallyport.pipeline.websocket.WebSocketLimits;
import dev.sallyport.websocket.CloseCode;
import dev.sallyport.websocket.FrameReader;
import dev.sallyport.websocket.Frames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.EventExecutor;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that has become a WebSocket. Between messages it holds no buffer; a client that sends faster than its
 * messages are served, or does not take what it is sent, is not read from.
 */
final class WebSocketHandler extends ChannelInboundHandlerAdapter implements Socket, Consumer<ByteBuf> {

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketHandler.class);

    /** How long a client may take to answer a close, and to end its side of the connection. */
    private static final long FAREWELL_MILLIS = 2_000;

    private static final String LOST = "Connection closed abnormally";
    private static final String GOING_AWAY = "Going away";
    private static final String NO_STATUS = "Client-side close frame status not set";

    private final LoopSockets sockets;
    private final WebSocketConnection connection;
    private final FrameReader frames;
    private final long stalledMillis;
    private @Nullable ChannelHandlerContext context;

    /** What has come of a frame that is not whole, or cannot be served yet. */
    private @Nullable ByteBuf rest;

    private State state = State.OPEN;
    private boolean reading;
    private boolean unflushed;
    private boolean told;
    private int place = -1;
    private int running;
    private int heldBytes;
    private int closeCode = CloseCode.ABNORMAL;
    private String closeReason = LOST;

    /** Since when the client has not taken anything, or the farewell lasts, milliseconds since 1970; 0 for neither. */
    private long since;

    private long unsentBytes;

    private enum State {
        OPEN,
        /** The gateway has said that it closes, and waits for the client to say so. */
        CLOSING,
        /** Nothing more is sent or heard: the client ends the connection, or the sweep does. */
        ENDED
    }

    WebSocketHandler(LoopSockets sockets, WebSocketConnection connection, long stalledMillis) {
        this.sockets = sockets;
        this.connection = connection;
        this.frames = new FrameReader(limits().frames());
        this.stalledMillis = stalledMillis;
    }

    private WebSocketLimits limits() {
        return connection.place().limits();
    }

    WebSocketConnection connection() {
        return connection;
    }

    void place(int newPlace) {
        place = newPlace;
    }

    @Override
    public EventExecutor loop() {
        return sockets.context().loop();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            throw new IllegalStateException("the handler is not part of a channel yet");
        }
        return ctx;
    }

    private Channel channel() {
        return context().channel();
    }

    /**
     * Begins.
     *
     * @param answer the head that tells the client of it
     * @param early what the client has sent without waiting for that, or null
     */
    void begin(ByteBuf answer, @Nullable ByteBuf early) {
        context().write(answer, context().voidPromise());
        place = sockets.add(this);
        connection.opened(this);
        if (sockets.isDraining()) {
            close(CloseCode.GOING_AWAY, GOING_AWAY);
        }
        context().flush();
        autoRead(true);
        if (early != null) {
            read(early);
        }
    }

    // ---- what comes from the client

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        read((ByteBuf) message);
    }

    private void read(ByteBuf bytes) {
        ByteBuf all = joined(bytes);
        reading = true;
        boolean pauses = false;
        try {
            boolean more = true;
            while (more && state != State.ENDED) {
                pauses = all.isReadable() && mustPause();
                more = !pauses && read(frames.read(all, context().alloc()), all);
            }
        } finally {
            reading = false;
            keep(all, pauses);
            hold();
            if (unflushed) {
                unflushed = false;
                context().flush();
            }
            autoRead(!pauses);
        }
    }

    private boolean mustPause() {
        return running >= limits().runningMessages() || !channel().isWritable();
    }

    private ByteBuf joined(ByteBuf bytes) {
        ByteBuf before = rest;
        if (before == null) {
            return bytes;
        }
        rest = null;
        ByteBuf all = context().alloc().buffer(before.readableBytes() + bytes.readableBytes());
        all.writeBytes(before).writeBytes(bytes);
        before.release();
        bytes.release();
        return all;
    }

    /** Keeps what is to be read later; the beginning of a frame as a copy, so that it pins no larger buffer. */
    private void keep(ByteBuf all, boolean pauses) {
        if (state == State.ENDED || !all.isReadable()) {
            all.release();
        } else if (pauses) {
            rest = all;
        } else {
            rest = context().alloc().buffer(all.readableBytes()).writeBytes(all);
            all.release();
        }
    }

    /** Counts what is held of a message of which a part has come; too much over all connections ends this one. */
    private void hold() {
        int now = state == State.ENDED ? 0 : frames.heldBytes();
        if (now > heldBytes && !sockets.budget().hasRoom()) {
            now = 0;
            fail(CloseCode.TRY_LATER, "too many messages are held");
        }
        if (now > heldBytes) {
            sockets.budget().add(now - heldBytes);
        } else {
            sockets.budget().giveBack(heldBytes - now);
        }
        heldBytes = now;
    }

    /** Takes what was read; whether there may be more. */
    private boolean read(FrameReader.Read what, ByteBuf in) {
        switch (what) {
            case MORE -> {
                return false;
            }
            case MESSAGE -> message(frames.take());
            case PING -> {
                ByteBuf content = in.readSlice(frames.controlBytes());
                if (state == State.OPEN) {
                    sendControl(Frames.pong(content, context().alloc()));
                }
            }
            case PONG -> {}
            case CLOSE -> closedByClient(in);
            case BROKEN -> fail(frames.code(), "");
        }
        return true;
    }

    private void message(ByteBuf text) {
        if (state != State.OPEN) {
            text.release();
            return;
        }
        connection.active(sockets.context().lastTime());
        StageSnapshot stage = sockets.stageOf(connection);
        if (stage == null) { // W16.6
            text.release();
            close(CloseCode.GOING_AWAY, GOING_AWAY);
            return;
        }
        running++;
        sockets.take(connection).message(this, stage, text);
    }

    /** W16.8: the close is answered with the same code, unless it answers ours. */
    private void closedByClient(ByteBuf in) {
        int code = frames.code();
        String reason = in.readCharSequence(frames.controlBytes(), StandardCharsets.UTF_8)
                .toString();
        if (state == State.OPEN) {
            noted(code, code == CloseCode.NONE ? NO_STATUS : reason(code, reason));
            sendControl(Frames.close(code, "", context().alloc()));
        }
        end();
    }

    /** W16.4: browsers that leave give no reason. */
    private static String reason(int code, String given) {
        return given.isEmpty() && code == CloseCode.GOING_AWAY ? GOING_AWAY : given;
    }

    // ---- what goes to the client

    /** The reply to a message, which may be empty; the message is done with. */
    void reply(ByteBuf text) {
        running--;
        if (text.isReadable()) {
            if (send(text, false) == Sent.FULL) {
                noted(CloseCode.POLICY, "the client does not take what it is sent");
                context().close();
            }
        } else {
            text.release();
        }
        if (rest != null && !reading) {
            loop().execute(this::goOn);
        }
    }

    private void goOn() {
        ByteBuf waiting = rest;
        if (waiting != null && !mustPause()) {
            rest = null;
            read(waiting);
        }
    }

    @Override
    public Sent send(ByteBuf text) {
        return send(text, true);
    }

    /** @param empty whether an empty text is sent, too (W15.8) */
    private Sent send(ByteBuf text, boolean empty) {
        int length = text.readableBytes();
        if (state != State.OPEN || (length == 0 && !empty)) {
            text.release();
            return Sent.GONE;
        }
        long unsent = Swept.unsentBytes(channel());
        if (unsent > 0 && unsent + length > limits().unsentBytes()) {
            text.release();
            return Sent.FULL;
        }
        connection.active(sockets.context().lastTime());
        Frames.text(text, context().alloc(), limits().frames(), this);
        flush();
        return Sent.HANDED_OVER;
    }

    /** Takes a frame, or a part of one, of a text that is sent. */
    @Override
    public void accept(ByteBuf frame) {
        context().write(frame, context().voidPromise());
    }

    private void sendControl(ByteBuf frame) {
        accept(frame);
        flush();
    }

    private void flush() {
        if (reading) {
            unflushed = true;
        } else {
            context().flush();
        }
    }

    // ---- the end

    @Override
    public void close(int code, String reason) {
        if (state == State.OPEN) {
            noted(code, reason);
            state = State.CLOSING;
            since = sockets.context().lastTime();
            sendControl(Frames.close(code, reason, context().alloc()));
        }
    }

    /** The client has broken a rule: nothing more of it is heard. */
    private void fail(int code, String reason) {
        if (state == State.OPEN) {
            noted(code, reason);
            sendControl(Frames.close(code, reason, context().alloc()));
        }
        end();
    }

    /** Notes why the connection ends; from now on nobody finds it. */
    private void noted(int code, String reason) {
        if (closeCode == CloseCode.ABNORMAL) {
            closeCode = code;
            closeReason = reason;
        }
        connection.closed();
    }

    /**
     * Ends the gateway's side. A close with unread input would reset the connection and could take the last frame away from
     * the client, so that the rest is the client's.
     */
    private void end() {
        if (state == State.ENDED) {
            return;
        }
        state = State.ENDED;
        since = sockets.context().lastTime();
        release();
        autoRead(true);
        tell();
        context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (channel() instanceof SocketChannel socket && socket.isActive()) {
                TlsFront.endOutput(socket);
            }
        });
    }

    private void release() {
        frames.release();
        if (rest != null) {
            rest.release();
            rest = null;
        }
        sockets.budget().giveBack(heldBytes);
        heldBytes = 0;
    }

    /** W16.1: tells the backend of the end, once. */
    private void tell() {
        if (!told) {
            told = true;
            connection.closed();
            StageSnapshot stage = sockets.stageOf(connection);
            if (stage != null) {
                sockets.take(connection).disconnected(connection, stage, closeCode, closeReason);
            }
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
            ctx.close();
        }
        ReferenceCountUtil.release(event);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable() && rest != null && !reading) {
            loop().execute(this::goOn);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        state = State.ENDED;
        release();
        if (place >= 0) {
            sockets.remove(place);
            place = -1;
        }
        tell();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (TlsFront.isOfConnection(cause)) {
            LOG.debug("connection of {} broke: {}", connection.client().remoteAddress(), cause.getMessage());
        } else {
            LOG.error("defect while serving {}", connection.client().remoteAddress(), cause);
        }
        ctx.close();
    }

    private void autoRead(boolean wanted) {
        if (!reading && channel().config().isAutoRead() != wanted) {
            channel().config().setAutoRead(wanted);
        }
    }

    /** Called every now and then by the loop. */
    void sweep(long now) {
        long unsent = Swept.unsentBytes(channel());
        switch (state) {
            case OPEN -> {
                if (unsent == 0) {
                    since = 0;
                } else if (since == 0 || unsent < unsentBytes) {
                    since = now;
                }
                unsentBytes = unsent;
                if (since != 0 && now - since > stalledMillis) {
                    context().close();
                } else if (now - connection.activeMillis() >= limits().idleMillis()
                        || now - connection.connectedMillis() >= limits().lifeMillis()) { // W16.2, W16.3
                    close(CloseCode.GOING_AWAY, GOING_AWAY);
                }
            }
            case CLOSING, ENDED -> {
                if (now - since > FAREWELL_MILLIS) {
                    context().close();
                }
            }
        }
    }
}
