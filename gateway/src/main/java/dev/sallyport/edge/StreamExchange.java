package dev.sallyport.edge;

import dev.sallyport.edge.h2.Http2Stream;
import dev.sallyport.http.FieldHeadReader;
import dev.sallyport.http.Headers;
import dev.sallyport.pipeline.ClientAddress;
import dev.sallyport.pipeline.LoopContext;
import dev.sallyport.pipeline.websocket.WebSocketConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One request and its answer on a stream of HTTP/2. */
final class StreamExchange extends ClientExchange implements Http2Stream.User {

    private final FieldHeadReader reader;
    private final Source source;
    private StreamConnection connection;
    private @Nullable Http2Stream stream;

    StreamExchange(StreamConnection first, Source source) {
        super(new IncomingBody(source), first.client());
        this.connection = first;
        this.source = source;
        this.reader = new FieldHeadReader(
                first.limits().maxRequestLineBytes(), first.limits().maxHeadBytes());
        source.of = this;
    }

    /** Makes an exchange for the connections of a loop. */
    static StreamExchange of(StreamConnection first) {
        return new StreamExchange(first, new Source(first.limits()));
    }

    @Override
    FieldHeadReader reader() {
        return reader;
    }

    /** Begins with the request that has been read. */
    void begin(StreamConnection on, Http2Stream of, ClientAddress from) {
        connection = on;
        stream = of;
        source.begin(on, of);
        begin(source, from);
        of.user(this);
        on.add(this);
    }

    private Http2Stream stream() {
        return Objects.requireNonNull(stream, "the exchange has not begun");
    }

    @Override
    public LoopContext context() {
        return connection.loop();
    }

    @Override
    boolean isClientGone() {
        return stream().isOver();
    }

    // ---- the answer

    @Override
    void sendWhole(int status, Headers headers, long length, ByteBuf content) {
        boolean isEmpty = !content.isReadable();
        stream().head(status, headers, length, isEmpty);
        stream().data(content);
        if (!isEmpty) {
            stream().end();
        }
    }

    @Override
    void sendWhole(int status, Headers headers, long length, byte[] content) {
        sendWhole(
                status, headers, length, content.length == 0 ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(content));
    }

    @Override
    void sendHead(int status, Headers headers, long length, boolean isUnknown) {
        stream().head(status, headers, length, false);
    }

    @Override
    void become(WebSocketConnection socket, Headers headers) {
        throw new IllegalStateException("no request of HTTP/2 asks for an upgrade");
    }

    @Override
    void sendPiece(ByteBuf piece) {
        stream().data(piece);
    }

    @Override
    void sendAdded() {
        stream().flush();
    }

    @Override
    void sendEnd() {
        stream().end();
    }

    @Override
    boolean isWritable() {
        return stream().isWritable();
    }

    @Override
    void answerSent() {
        boolean drain = isBodyComplete() || canBeDrained();
        stream().letGo(drain);
        exchangeDone();
    }

    @Override
    void exchangeDone() {
        dispose();
        connection.giveBack(this);
    }

    @Override
    public void abort() {
        stream().abort();
        // As on a connection that breaks, the pipeline hears of it when it has done its part.
        loop().execute(this::over);
    }

    /** Answers in the place of whatever serves. */
    void refuse(int status, String reason) {
        exchange().clientGone();
        respond(
                status,
                new Headers(1).add("Content-Type", "application/json"),
                ("{\"message\":\"" + reason + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    // ---- what the stream tells

    @Override
    public void bodyPiece(ByteBuf piece) {
        source.came(piece.readableBytes());
        piece(piece);
        bodyProgress(false);
    }

    @Override
    public void bodyEnded() {
        if (!isDisposed()) {
            bodyProgress(true);
        }
    }

    @Override
    public void gone() {
        over();
    }

    private void over() {
        if (!isDisposed()) {
            exchange().clientGone();
            dispose();
        }
    }

    @Override
    void dispose() {
        super.dispose();
        connection.remove(this);
    }

    /** Looks whether the body comes too slowly. */
    void sweep(long now) {
        if (source.isTooSlow(now)) {
            if (isAnswerStarted()) {
                abort();
            } else {
                refuse(408, "the request came too slowly");
            }
        }
    }

    /** Where the body comes from: the stream and its window. */
    static final class Source implements BodySource {

        private final ConnectionClock clock;
        private @Nullable StreamExchange of;
        private @Nullable StreamConnection on;
        private @Nullable Http2Stream stream;
        private int waitingBytes;
        private boolean begun;

        Source(EdgeLimits limits) {
            clock = new ConnectionClock(limits);
        }

        void begin(StreamConnection newConnection, Http2Stream newStream) {
            on = newConnection;
            stream = newStream;
            waitingBytes = 0;
            begun = false;
            clock.idle();
        }

        private StreamConnection connection() {
            return Objects.requireNonNull(on, "the exchange has not begun");
        }

        private Http2Stream stream() {
            return Objects.requireNonNull(stream, "the exchange has not begun");
        }

        private StreamExchange exchange() {
            return Objects.requireNonNull(of, "the exchange has not been made");
        }

        void came(int bytes) {
            clock.bodyBytes(bytes);
            waitingBytes += bytes;
            budget().add(bytes);
        }

        boolean isTooSlow(long now) {
            if (begun && connection().isWindowUsedUp()) {
                clock.bodyBegins(now); // what other streams wait for keeps this client from sending
                return false;
            }
            return clock.verdict(now, true, false) == ConnectionClock.Verdict.TOO_SLOW;
        }

        @Override
        public EdgeLimits limits() {
            return connection().limits();
        }

        @Override
        public ByteBufAllocator allocator() {
            return connection().allocator();
        }

        @Override
        public BodyBudget budget() {
            return connection().budget();
        }

        @Override
        public boolean isClosing() {
            return stream().isOver();
        }

        @Override
        public void wantBody(boolean wanted) {
            long now = connection().nanoTime();
            if (!begun) {
                begun = true;
                clock.bodyBegins(now);
            }
            clock.wantBody(wanted, now);
        }

        @Override
        public void taken(int bytes) {
            int count = Math.min(bytes, waitingBytes);
            waitingBytes -= count;
            budget().giveBack(count);
            stream().consumed(bytes);
        }

        @Override
        public void bodyRead() {
            clock.wantBody(false, connection().nanoTime());
        }

        @Override
        public void writeContinue() {
            stream().proceed();
        }

        @Override
        public void overloaded() {
            exchange().refuse(503, "too many request bodies are held at this moment, try again");
        }
    }
}
