package dev.sallyport.edge;

import dev.sallyport.http.Headers;
import dev.sallyport.pipeline.ClientConnection;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.LoopContext;
import dev.sallyport.pipeline.RequestBody;
import dev.sallyport.pipeline.RequestHead;
import dev.sallyport.pipeline.StageSnapshot;
import dev.sallyport.pipeline.websocket.WebSocketConnection;
import dev.sallyport.pipeline.websocket.WebSocketEvent;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

/**
 * What has happened on a WebSocket connection, and the reply to it: the edge's side of its exchange. One object serves the
 * messages of all connections of its loop, one after the other, as long as {@link Exchange#isReusable}. A message that
 * has come is served to its end, whether its client waits or not (W7.6).
 */
final class MessageExchange implements ClientConnection {

    private static final byte[] ROOT = {'/'};
    private static final Headers NO_HEADERS = new Headers(0);

    private final LoopSockets sockets;
    private final RequestHead head;
    private final Exchange exchange;
    private final WebSocketEvent event = new WebSocketEvent();
    private @Nullable WebSocketHandler handler;
    private int sentStatus;
    private long sentBytes;
    private boolean answered;

    MessageExchange(LoopSockets sockets, WebSocketConnection first) {
        this.sockets = sockets;
        this.head = new RequestHead(first.client());
        this.exchange = new Exchange(this, head);
    }

    /** Whether it can serve another message: this one has ended on its normal course, and nothing else knows it any more. */
    boolean isReusable() {
        return answered && exchange.isReusable();
    }

    /** Serves a message, which becomes the callee's. */
    void message(WebSocketHandler of, StageSnapshot stage, ByteBuf text) {
        begin(of, of.connection());
        sockets.pipeline().serve(exchange, stage, event.begin(WebSocketEvent.Type.MESSAGE, of.connection()), text);
    }

    /** Serves the end of a connection (W16.1). */
    void disconnected(WebSocketConnection of, StageSnapshot stage, int code, String reason) {
        begin(null, of);
        sockets.pipeline().serve(exchange, stage, event.end(of, code, reason), null);
    }

    private void begin(@Nullable WebSocketHandler of, WebSocketConnection connection) {
        handler = of;
        sentStatus = 0;
        sentBytes = 0;
        answered = false;
        head.begin(connection.client(), "POST", NO_HEADERS, false);
        head.path(ROOT, 0, 1);
        head.host(connection.host());
    }

    @Override
    public EventExecutor loop() {
        return sockets.context().loop();
    }

    @Override
    public LoopContext context() {
        return sockets.context();
    }

    @Override
    public RequestBody body() {
        return NoBody.INSTANCE;
    }

    @Override
    public void respond(int status, Headers headers, @Nullable ByteBuf body) {
        ByteBuf text = body == null ? Unpooled.EMPTY_BUFFER : body;
        WebSocketHandler to = handler;
        if (answered) {
            text.release();
            return;
        }
        answered = true;
        sentStatus = status;
        if (to == null) {
            text.release();
        } else {
            sentBytes = text.readableBytes();
            to.reply(text);
        }
        handler = null;
        sockets.giveBack(this);
    }

    @Override
    public void respond(int status, Headers headers, byte[] content) {
        respond(status, headers, content.length == 0 ? null : Unpooled.wrappedBuffer(content));
    }

    @Override
    public void start(int status, Headers headers, long contentLength, Runnable onWritable) {
        throw new UnsupportedOperationException("a reply to a message is sent as a whole");
    }

    @Override
    public void startAtOnce(int status, Headers headers, Runnable onWritable) {
        start(status, headers, -1, onWritable);
    }

    @Override
    public boolean write(ByteBuf piece) {
        piece.release();
        throw new UnsupportedOperationException("a reply to a message is sent as a whole");
    }

    @Override
    public void flush() {
        // A reply is sent as a whole.
    }

    @Override
    public void end() {
        // A reply is sent as a whole.
    }

    @Override
    public boolean retract() {
        return false;
    }

    @Override
    public int sentStatus() {
        return sentStatus;
    }

    @Override
    public long sentBodyBytes() {
        return sentBytes;
    }

    @Override
    public void abort() {
        // There is no reply of which a part has been sent.
    }

    /** The message is there before its exchange begins. */
    private enum NoBody implements RequestBody {
        INSTANCE;

        @Override
        public long length() {
            return 0;
        }

        @Override
        public void receive(int limitBytes, Receiver receiver) {
            receiver.received(Unpooled.EMPTY_BUFFER);
        }

        @Override
        public void stream(Sink sink) {
            sink.bodyEnd();
        }

        @Override
        public void demand() {
            // There is nothing more to come.
        }
    }
}
