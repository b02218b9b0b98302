package dev.sallyport.edge;

import dev.sallyport.http.ByteName;
import dev.sallyport.http.Headers;
import dev.sallyport.http.RequestReader;
import dev.sallyport.pipeline.ClientAddress;
import dev.sallyport.pipeline.ClientConnection;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.RequestBody;
import dev.sallyport.pipeline.RequestHead;
import dev.sallyport.pipeline.Upgrade;
import dev.sallyport.pipeline.websocket.WebSocketConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, whatever protocol the client speaks: the edge's side of an exchange. Lives on the connection's
 * loop. One object serves request after request, of whichever connection of its loop, as long as
 * {@link Exchange#isReusable}: so idle connections hold no memory for heads, and what serves a request is what served the
 * one before.
 */
abstract class ClientExchange implements ClientConnection {

    /** LIM-10: answers of unknown length are held up to here, so that short ones carry a Content-Length. */
    private static final int HELD_BYTES = 64 * 1024;

    /** The length of an answer that is not known, or not said. */
    static final long NO_LENGTH = -1;

    static final int SWITCHING_PROTOCOLS = 101;

    private static final byte[] NO_BYTES = {};

    private final IncomingBody body;
    private final RequestHead head;
    private final Exchange exchange;
    private final ByteName apiId = new ByteName();

    private boolean headRequest;
    private int sentStatus;
    private long sentBodyBytes;
    private boolean disposed;
    private boolean answered;
    private boolean answerStarted;
    private boolean holding;
    private int heldBytes;
    private final ArrayDeque<ByteBuf> held = new ArrayDeque<>(0);
    private @Nullable Headers heldHeaders;
    private int heldStatus;
    private @Nullable Runnable onWritable;
    private @Nullable Runnable atEnd;

    /**
     * @param body of the first request
     * @param client whose first request it is
     */
    ClientExchange(IncomingBody body, ClientAddress client) {
        this.body = body;
        this.head = new RequestHead(client);
        this.exchange = new Exchange(this, head);
    }

    /** Reads the head that it begins with. */
    abstract RequestReader reader();

    /** Begins with the request that has been read. */
    void begin(BodySource source, ClientAddress from) {
        RequestReader request = reader();
        headRequest = request.method().equals("HEAD");
        sentStatus = 0;
        sentBodyBytes = 0;
        disposed = false;
        answered = false;
        answerStarted = false;
        holding = false;
        heldBytes = 0;
        heldHeaders = null;
        onWritable = null;
        atEnd = null;
        body.begin(source, request.bodyLength(), request.expectsContinue());
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
        return context().loop();
    }

    /** Whether the client cannot be sent anything any more. */
    abstract boolean isClientGone();

    // ---- how answers are framed

    /** Answers 101 and hands the connection over. */
    abstract void become(WebSocketConnection socket, Headers headers);

    /**
     * Sends an answer that is there as a whole.
     *
     * @param length that is said, or {@link #NO_LENGTH}
     * @param content owned by the callee; empty when none may be sent
     */
    abstract void sendWhole(int status, Headers headers, long length, ByteBuf content);

    /** Sends an answer that is there as a whole, with a body that others use, too. */
    abstract void sendWhole(int status, Headers headers, long length, byte[] content);

    /**
     * Begins an answer that comes in pieces.
     *
     * @param length that is said, or {@link #NO_LENGTH}
     * @param isUnknown whether the client sees where the body ends by nothing but its framing
     */
    abstract void sendHead(int status, Headers headers, long length, boolean isUnknown);

    /** Adds a piece, owned by the callee. */
    abstract void sendPiece(ByteBuf piece);

    /** Has leave what was added. */
    abstract void sendAdded();

    /** Ends an answer that came in pieces. */
    abstract void sendEnd();

    /** Whether the client takes more. */
    abstract boolean isWritable();

    /** The answer is complete. */
    abstract void answerSent();

    /** Request and answer are both complete. */
    abstract void exchangeDone();

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
            exchangeDone();
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
        if (!headers.isLegal()) {
            content.release();
        }
        headers.requireLegal();
        int length = content.readableBytes();
        boolean withBody = beginWhole(status, length);
        if (!withBody) {
            content.release();
        }
        sendWhole(status, headers, lengthOf(status, length), withBody ? content : Unpooled.EMPTY_BUFFER);
        answerComplete();
    }

    @Override
    public void respond(int status, Headers headers, byte[] content) {
        if (answerStarted || isOver()) {
            return;
        }
        headers.requireLegal();
        boolean withBody = beginWhole(status, content.length);
        sendWhole(status, headers, lengthOf(status, content.length), withBody ? content : NO_BYTES);
        answerComplete();
    }

    private boolean beginWhole(int status, int length) {
        answerStarted = true;
        sentStatus = status;
        boolean withBody = mayHaveBody(status) && !headRequest;
        sentBodyBytes = withBody ? length : 0;
        return withBody;
    }

    private static long lengthOf(int status, long length) {
        return mayHaveBody(status) ? length : NO_LENGTH;
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
        sentStatus = status;
        sendHead(status, headers, lengthOf(status, contentLength), false);
    }

    @Override
    public void startAtOnce(int status, Headers headers, Runnable writable) {
        start(status, headers, NO_LENGTH, writable);
        letGo(NO_LENGTH);
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
        sentStatus = SWITCHING_PROTOCOLS;
        become(socket, headers);
    }

    @Override
    public boolean write(ByteBuf piece) {
        if (answered || isOver() || headRequest) {
            piece.release();
            return true;
        }
        sentBodyBytes += piece.readableBytes();
        if (!holding) {
            sendPiece(piece);
            return isWritable();
        }
        held.add(piece);
        heldBytes += piece.readableBytes();
        if (heldBytes > HELD_BYTES) {
            letGo(NO_LENGTH);
        }
        return isWritable();
    }

    /** @param length of the whole answer, or {@link #NO_LENGTH} when more will come */
    private void letGo(long length) {
        Headers headers = heldHeaders;
        if (!holding || headers == null) {
            return;
        }
        holding = false;
        sentStatus = heldStatus;
        sendHead(heldStatus, headers, length, length < 0);
        for (ByteBuf piece = held.poll(); piece != null; piece = held.poll()) {
            sendPiece(piece);
        }
    }

    @Override
    public void flush() {
        if (!holding) {
            sendAdded();
        }
    }

    @Override
    public void end() {
        if (!answered && !isOver()) {
            letGo(heldBytes);
            sendEnd();
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
    final boolean isOver() {
        return disposed || isClientGone();
    }

    public void writable() {
        Runnable action = onWritable;
        if (action != null && !answered) {
            action.run();
        }
    }

    private static boolean mayHaveBody(int status) {
        return status >= 200 && status != 204 && status != 304;
    }

    /** Whether the rest of the request can be read and dropped. */
    final boolean canBeDrained() {
        return body.canBeDrained();
    }

    private void answerComplete() {
        answered = true;
        body.discard();
        answerSent();
    }

    /** The exchange is over: nothing may be left behind. */
    void dispose() {
        disposed = true;
        body.dispose();
        releaseHeld();
        Runnable action = atEnd;
        atEnd = null;
        if (action != null) {
            action.run();
        }
    }

    final boolean isDisposed() {
        return disposed;
    }

    boolean isAnswerStarted() {
        return answerStarted;
    }
}
