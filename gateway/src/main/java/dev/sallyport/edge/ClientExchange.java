package dev.sallyport.edge;

import dev.sallyport.http.ByteName;
import dev.sallyport.http.HeadWriter;
import dev.sallyport.http.HeaderLine;
import dev.sallyport.http.Headers;
import dev.sallyport.http.RequestReader;
import dev.sallyport.pipeline.ClientAddress;
import dev.sallyport.pipeline.ClientConnection;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.LoopContext;
import dev.sallyport.pipeline.RequestBody;
import dev.sallyport.pipeline.RequestHead;
import dev.sallyport.pipeline.Upgrade;
import dev.sallyport.pipeline.websocket.WebSocketConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer on a client's connection: the edge's side of an exchange. Lives on the connection's loop. One
 * object serves request after request, of whichever connection of its loop, as long as {@link Exchange#isReusable}: so
 * idle connections hold no memory for heads, and what serves a request is what served the one before.
 */
final class ClientExchange implements ClientConnection {

    /** LIM-10: answers of unknown length are held up to here, so that short ones carry a Content-Length. */
    private static final int HELD_BYTES = 64 * 1024;

    /** What of a streamed body of unknown length may leave in one write with its head. */
    private static final int ROOM_BEHIND_HEAD = 2 * 1024;

    /** A body up to here is copied behind its head, because one system call is dearer than the copy. */
    private static final int ONE_WRITE_BYTES = 16 * 1024;

    private static final byte[] NO_BYTES = {};
    private static final HeaderLine UPGRADE = HeaderLine.of("Connection", "upgrade");

    private ConnectionHandler connection;
    private final RequestReader reader;
    private final IncomingBody body;
    private final RequestHead head;
    private final Exchange exchange;
    private final ByteName apiId = new ByteName();

    private boolean headRequest;
    private int sentStatus;
    private long sentBodyBytes;
    private boolean keepAlive;
    private boolean http11;
    private boolean disposed;
    private boolean answered;
    private boolean answerStarted;
    private boolean holding;
    private int heldBytes;
    private final ArrayDeque<ByteBuf> held = new ArrayDeque<>(0);
    private @Nullable Headers heldHeaders;
    private boolean chunked;

    /** A head that waits for the first piece, to leave in one write with it. */
    private @Nullable ByteBuf unsentHead;

    private int heldStatus;
    private @Nullable Runnable onWritable;
    private @Nullable Runnable atEnd;

    ClientExchange(ConnectionHandler first) {
        this.connection = first;
        this.reader = new RequestReader(
                first.limits().maxRequestLineBytes(), first.limits().maxHeadBytes());
        this.body = new IncomingBody(first);
        this.head = new RequestHead(first.client());
        this.exchange = new Exchange(this, head);
    }

    /** Reads the head that it begins with. */
    RequestReader reader() {
        return reader;
    }

    /** Begins with the request of a client that has been read on a connection. */
    void begin(ConnectionHandler on, ClientAddress from) {
        connection = on;
        RequestReader request = reader;
        headRequest = request.method().equals("HEAD");
        keepAlive = request.isKeepAlive();
        http11 = request.isHttp11();
        sentStatus = 0;
        sentBodyBytes = 0;
        disposed = false;
        answered = false;
        answerStarted = false;
        holding = false;
        heldBytes = 0;
        heldHeaders = null;
        chunked = false;
        onWritable = null;
        atEnd = null;
        body.begin(on, request.bodyLength(), request.expectsContinue());
        head.begin(from, request.method(), request.headers(), request.namesHopHeaders());
        if (request.queryStart() >= 0) {
            head.query(request.bytes(), request.queryStart(), request.targetEnd());
        }
    }

    /** Whether it can serve another request: it ended on its normal course and nothing else knows it any more. */
    boolean isReusable() {
        return disposed && exchange.isReusable();
    }

    /** Runs when the exchange is over, whichever way. */
    void atEnd(Runnable action) {
        atEnd = action;
    }

    /** Runs when the exchange is over, behind what was said before; at once when it is over already. */
    void atEndToo(Runnable action) {
        Runnable before = atEnd;
        if (isOver()) {
            action.run();
        } else {
            atEnd = () -> {
                if (before != null) {
                    before.run();
                }
                action.run();
            };
        }
    }

    /** The head in the form that APIs see. */
    RequestHead head() {
        return head;
    }

    /** The id of the API that the request names. */
    ByteName apiId() {
        return apiId;
    }

    /** The pipeline's side. */
    Exchange exchange() {
        return exchange;
    }

    @Override
    public EventExecutor loop() {
        return connection.loop().loop();
    }

    @Override
    public LoopContext context() {
        return connection.loop();
    }

    @Override
    public RequestBody body() {
        return body;
    }

    // ---- the request body

    /** A piece of the body has come; owned by this exchange. */
    void piece(ByteBuf piece) {
        body.piece(piece);
    }

    /** What has come is passed on. */
    void bodyProgress(boolean ended) {
        if (ended) {
            body.ended();
        }
        body.pump();
        if (ended && answered) {
            connection.exchangeDone(this);
        }
    }

    boolean isBodyComplete() {
        return body.isComplete();
    }

    // ---- the answer

    @Override
    public void respond(int status, Headers headers, @Nullable ByteBuf content) {
        if (content == null) {
            respond(status, headers, NO_BYTES);
            return;
        }
        if (answerStarted || isOver()) {
            content.release();
            return;
        }
        int length = content.readableBytes();
        boolean withBody = mayHaveBody(status) && !headRequest;
        boolean together = withBody && length <= ONE_WRITE_BYTES;
        ByteBuf first;
        try {
            first = wholeHead(status, headers, length, together ? length : 0);
        } catch (IllegalArgumentException illegal) {
            content.release();
            throw illegal;
        }
        sentBodyBytes = withBody ? length : 0;
        if (together) {
            first.writeBytes(content, content.readerIndex(), length);
        }
        if (withBody && !together) {
            connection.write(first);
            connection.writeAndFlush(content);
        } else {
            content.release();
            connection.writeAndFlush(first);
        }
        answerComplete();
    }

    @Override
    public void respond(int status, Headers headers, byte[] content) {
        if (answerStarted || isOver()) {
            return;
        }
        boolean withBody = mayHaveBody(status) && !headRequest;
        ByteBuf whole = wholeHead(status, headers, content.length, withBody ? content.length : 0);
        if (withBody) {
            sentBodyBytes = content.length;
            whole.writeBytes(content);
        }
        connection.writeAndFlush(whole);
        answerComplete();
    }

    /** The head of an answer that is there as a whole, with room behind it. */
    private ByteBuf wholeHead(int status, Headers headers, int length, int room) {
        headers.requireLegal();
        answerStarted = true;
        HeadWriter wire = head(status, headers);
        if (mayHaveBody(status)) {
            wire.text("Content-Length: ").number(length).end();
        }
        return connection.endHead(wire, this, room);
    }

    @Override
    public void start(int status, Headers headers, long contentLength, Runnable writable) {
        if (answerStarted || isOver()) {
            return;
        }
        headers.requireLegal();
        answerStarted = true;
        onWritable = writable;
        if (contentLength < 0 && mayHaveBody(status) && !headRequest) {
            holding = true;
            heldHeaders = headers;
            heldStatus = status;
            return;
        }
        HeadWriter wire = head(status, headers);
        if (mayHaveBody(status) && contentLength >= 0) {
            wire.text("Content-Length: ").number(contentLength).end();
        }
        boolean together = contentLength <= ONE_WRITE_BYTES && !headRequest;
        unsentHead = connection.endHead(wire, this, together ? (int) Math.max(0, contentLength) : 0);
    }

    @Override
    public void startAtOnce(int status, Headers headers, Runnable writable) {
        start(status, headers, -1, writable);
        letGo(-1);
    }

    @Override
    public void upgrade(Headers headers, Upgrade to) {
        if (!(to instanceof WebSocketConnection socket)) {
            throw new IllegalArgumentException("a connection cannot become " + to);
        }
        if (answerStarted || isOver()) {
            return;
        }
        headers.requireLegal();
        answerStarted = true;
        answered = true;
        ByteBuf head = head(101, headers).line(UPGRADE).end().toBuffer(connection.allocator(), 0);
        connection.upgrade(this, head, socket);
    }

    private HeadWriter head(int status, Headers headers) {
        sentStatus = status;
        return connection.loop().heads().response(status).linesWithoutFraming(headers);
    }

    @Override
    public boolean write(ByteBuf piece) {
        if (answered || isOver() || headRequest) {
            piece.release();
            return true;
        }
        sentBodyBytes += piece.readableBytes();
        if (!holding) {
            writePiece(piece);
            return connection.isWritable();
        }
        held.add(piece);
        heldBytes += piece.readableBytes();
        if (heldBytes > HELD_BYTES) {
            letGo(-1);
        }
        return connection.isWritable();
    }

    private void writePiece(ByteBuf piece) {
        ByteBuf behind = unsentHead;
        if (!chunked && behind != null && piece.readableBytes() <= behind.writableBytes()) {
            behind.writeBytes(piece);
            piece.release();
            return;
        }
        sendHead();
        if (!chunked) {
            connection.write(piece);
        } else if (piece.isReadable()) {
            String size = Integer.toHexString(piece.readableBytes()) + "\r\n";
            connection.write(ByteBufUtil.writeAscii(connection.allocator(), size));
            connection.write(piece);
            connection.write(ByteBufUtil.writeAscii(connection.allocator(), "\r\n"));
        } else {
            piece.release();
        }
    }

    private void sendHead() {
        ByteBuf wire = unsentHead;
        if (wire != null) {
            unsentHead = null;
            connection.write(wire);
        }
    }

    /** @param length of the whole answer, or -1 when more will come */
    private void letGo(long length) {
        Headers headers = heldHeaders;
        if (!holding || headers == null) {
            return;
        }
        holding = false;
        HeadWriter wire = head(heldStatus, headers);
        if (length >= 0) {
            wire.text("Content-Length: ").number(length).end();
        } else if (http11) {
            chunked = true;
            wire.text("Transfer-Encoding: chunked").end();
        } else {
            connection.closeAfterAnswer();
        }
        unsentHead = connection.endHead(wire, this, ROOM_BEHIND_HEAD);
        for (ByteBuf piece = held.poll(); piece != null; piece = held.poll()) {
            writePiece(piece);
        }
    }

    @Override
    public void flush() {
        if (!holding) {
            sendHead();
            connection.flush();
        }
    }

    @Override
    public void end() {
        if (!answered && !isOver()) {
            letGo(heldBytes);
            sendHead();
            if (chunked) {
                connection.write(ByteBufUtil.writeAscii(connection.allocator(), "0\r\n\r\n"));
            }
            connection.flush();
            answerComplete();
        }
    }

    @Override
    public boolean retract() {
        if (!holding || isOver()) {
            return false;
        }
        holding = false;
        answerStarted = false;
        heldBytes = 0;
        sentBodyBytes = 0;
        releaseHeld();
        return true;
    }

    @Override
    public int sentStatus() {
        return sentStatus;
    }

    @Override
    public long sentBodyBytes() {
        return sentBodyBytes;
    }

    private void releaseHeld() {
        for (ByteBuf piece = held.poll(); piece != null; piece = held.poll()) {
            piece.release();
        }
    }

    /** Nobody waits for an answer any more: the client has gone, or the connection ended the exchange by itself. */
    private boolean isOver() {
        return disposed || connection.isGone();
    }

    @Override
    public void abort() {
        connection.breakOff();
    }

    void writable() {
        Runnable action = onWritable;
        if (action != null && !answered) {
            action.run();
        }
    }

    private static boolean mayHaveBody(int status) {
        return status >= 200 && status != 204 && status != 304;
    }

    /** Whether the connection can serve another request after this one. */
    boolean leavesConnectionUsable() {
        return keepAlive && body.canBeDrained();
    }

    private void answerComplete() {
        answered = true;
        body.discard();
        if (body.isComplete()) {
            connection.exchangeDone(this);
        } else {
            connection.answeredEarly(this);
        }
    }

    /** The exchange is over: nothing may be left behind. */
    void dispose() {
        disposed = true;
        body.dispose();
        releaseHeld();
        if (unsentHead != null) {
            unsentHead.release();
            unsentHead = null;
        }
        Runnable action = atEnd;
        atEnd = null;
        if (action != null) {
            action.run();
        }
    }

    boolean isAnswerStarted() {
        return answerStarted;
    }
}
