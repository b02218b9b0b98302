package dev.sallyport.edge;

import dev.sallyport.pipeline.ClientConnection;
import dev.sallyport.pipeline.HeadBuffer;
import dev.sallyport.pipeline.Headers;
import dev.sallyport.pipeline.LoopContext;
import dev.sallyport.pipeline.RequestBody;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** One request and its answer on a client's connection: the edge's side of an exchange. Lives on the connection's loop. */
final class ClientExchange implements ClientConnection, RequestBody {

    /** LIM-10: answers of unknown length are held up to here, so that short ones carry a Content-Length. */
    private static final int HELD_BYTES = 64 * 1024;

    /** What of a streamed body may leave in one write with its head. */
    private static final int ROOM_BEHIND_HEAD = 2 * 1024;

    /** A body up to here is copied behind its head, because one system call is dearer than the copy. */
    private static final int ONE_WRITE_BYTES = 16 * 1024;

    private final ConnectionHandler connection;
    private final HeadAdmission.Admitted head;
    private final ArrayDeque<ByteBuf> pending = new ArrayDeque<>(0);

    private boolean bodyComplete;
    private boolean continueOwed;
    private @Nullable Receiver receiver;
    private int receiveLimit;
    private long countedBytes;
    private @Nullable ByteBuf received;
    private @Nullable Sink sink;
    private int demand;
    private boolean pumping;
    private boolean discarding;

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

    ClientExchange(ConnectionHandler connection, HeadAdmission.Admitted head) {
        this.connection = connection;
        this.head = head;
        this.bodyComplete = head.bodyLength() == 0;
        this.continueOwed = head.expectsContinue() && !bodyComplete;
    }

    /** Runs when the exchange is over, whichever way. */
    void atEnd(Runnable action) {
        atEnd = action;
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
        return this;
    }

    // ---- the request body

    @Override
    public long length() {
        return head.bodyLength();
    }

    @Override
    public void receive(int limitBytes, Receiver newReceiver) {
        if (!bodyComplete && !connection.budget().hasRoom()) {
            connection.overloaded();
            return;
        }
        receiver = newReceiver;
        receiveLimit = limitBytes;
        begin();
        pumpReceived();
    }

    @Override
    public void stream(Sink newSink) {
        sink = newSink;
        demand = 1;
        begin();
        pumpStream();
    }

    @Override
    public void demand() {
        demand = 1;
        pumpStream();
    }

    /** Lets the client send, with an interim answer when it waits for one. */
    private void begin() {
        if (continueOwed) {
            continueOwed = false;
            connection.writeContinue();
        }
        if (!bodyComplete) {
            connection.wantBody(true);
        }
    }

    /** A piece of the body has come; owned by this exchange. */
    void piece(ByteBuf piece, boolean last) {
        if (last) {
            bodyComplete = true;
            connection.bodyRead();
        }
        if (discarding || connection.isClosing()) {
            piece.release();
        } else if (piece.isReadable()) {
            pending.add(piece);
        } else {
            piece.release();
        }
        if (receiver != null) {
            pumpReceived();
        } else if (sink != null) {
            pumpStream();
        }
        if (last && answered) {
            connection.exchangeDone(this);
        }
    }

    private void pumpReceived() {
        Receiver target = receiver;
        if (target == null) {
            return;
        }
        ByteBuf piece = pending.poll();
        while (piece != null) {
            ByteBuf whole = received == null ? newReceived() : received;
            received = whole;
            boolean tooLarge = whole.readableBytes() + piece.readableBytes() > receiveLimit;
            if (!tooLarge) {
                countedBytes += piece.readableBytes();
                connection.budget().add(piece.readableBytes());
                whole.writeBytes(piece);
            }
            piece.release();
            if (tooLarge) {
                receiver = null;
                releaseBody();
                target.tooLarge();
                return;
            }
            piece = pending.poll();
        }
        if (bodyComplete) {
            receiver = null;
            ByteBuf whole = received == null ? Unpooled.buffer(0) : received;
            received = null;
            target.received(whole);
        }
    }

    /** What is announced is not yet there: memory grows with what has come. */
    private ByteBuf newReceived() {
        int expected = head.bodyLength() < 0 ? 4096 : (int) Math.min(head.bodyLength(), 256 * 1024);
        return connection.allocator().buffer(expected, Integer.MAX_VALUE);
    }

    @SuppressWarnings("ReferenceEquality") // the very sink that the pump began with
    private void pumpStream() {
        Sink target = sink;
        if (target == null) {
            return;
        }
        if (pumping) {
            return;
        }
        pumping = true;
        while (demand > 0 && sink == target && !pending.isEmpty()) {
            demand = 0;
            target.piece(pending.remove());
        }
        pumping = false;
        if (sink != target) {
            return;
        }
        if (bodyComplete && pending.isEmpty()) {
            sink = null;
            target.end();
        } else if (!bodyComplete) {
            connection.wantBody(demand > 0);
        }
    }

    boolean isBodyComplete() {
        return bodyComplete;
    }

    private void releaseBody() {
        for (ByteBuf piece = pending.poll(); piece != null; piece = pending.poll()) {
            piece.release();
        }
        if (received != null) {
            received.release();
            received = null;
        }
    }

    // ---- the answer

    @Override
    public void respond(int status, Headers headers, @Nullable ByteBuf body) {
        ByteBuf content = body == null ? Unpooled.EMPTY_BUFFER : body;
        if (answerStarted || isOver()) {
            content.release();
            return;
        }
        try {
            HeadBuffer.check(headers);
        } catch (IllegalArgumentException illegal) {
            content.release();
            throw illegal;
        }
        answerStarted = true;
        int length = content.readableBytes();
        if (!mayHaveBody(status) || head.method().equals("HEAD")) {
            content.release();
            content = Unpooled.EMPTY_BUFFER;
        }
        HeadBuffer wire = head(status, headers);
        if (mayHaveBody(status)) {
            wire.line("Content-Length", Integer.toString(length));
        }
        boolean together = content.readableBytes() <= ONE_WRITE_BYTES;
        ByteBuf first = connection.endHead(wire, this, together ? content.readableBytes() : 0);
        if (together) {
            first.writeBytes(content);
            content.release();
        } else {
            connection.write(first);
            first = content;
        }
        connection.writeAndFlush(first);
        answerComplete();
    }

    @Override
    public void start(int status, Headers headers, long contentLength, Runnable writable) {
        if (answerStarted || isOver()) {
            return;
        }
        HeadBuffer.check(headers);
        answerStarted = true;
        onWritable = writable;
        if (contentLength < 0 && mayHaveBody(status) && !head.method().equals("HEAD")) {
            holding = true;
            heldHeaders = headers;
            heldStatus = status;
            return;
        }
        HeadBuffer wire = head(status, headers);
        if (mayHaveBody(status) && contentLength >= 0) {
            wire.line("Content-Length", Long.toString(contentLength));
        }
        unsentHead = connection.endHead(wire, this, ROOM_BEHIND_HEAD);
    }

    private HeadBuffer head(int status, Headers headers) {
        return HeadBuffer.of(connection.loop())
                .text("HTTP/1.1 ")
                .text(HttpResponseStatus.valueOf(status).toString())
                .end()
                .checkedLines(headers);
    }

    @Override
    public boolean write(ByteBuf piece) {
        if (answered || isOver() || head.method().equals("HEAD")) {
            piece.release();
            return true;
        }
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
            unsentHead = null;
            connection.write(behind.writeBytes(piece));
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
        HeadBuffer wire = head(heldStatus, headers);
        if (length >= 0) {
            wire.line("Content-Length", Long.toString(length));
        } else if (head.http11()) {
            chunked = true;
            wire.line("Transfer-Encoding", "chunked");
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
        releaseHeld();
        return true;
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
        connection.close();
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
        return head.keepAlive() && (bodyComplete || canDrain());
    }

    private boolean canDrain() {
        return !continueOwed
                && head.bodyLength() >= 0
                && head.bodyLength() <= connection.limits().maxDrainedBodyBytes();
    }

    private void answerComplete() {
        answered = true;
        sink = null;
        receiver = null;
        releaseBody();
        if (bodyComplete) {
            connection.exchangeDone(this);
        } else {
            discarding = true;
            connection.answeredEarly(this);
        }
    }

    /** The exchange is over: nothing may be left behind. */
    void dispose() {
        disposed = true;
        connection.budget().giveBack(countedBytes);
        countedBytes = 0;
        releaseBody();
        releaseHeld();
        if (unsentHead != null) {
            unsentHead.release();
            unsentHead = null;
        }
        sink = null;
        receiver = null;
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
