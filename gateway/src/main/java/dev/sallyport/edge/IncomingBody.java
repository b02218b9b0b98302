package dev.sallyport.edge;

import dev.sallyport.pipeline.RequestBody;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The body of one request on its way from the client. Lives on the connection's loop. */
final class IncomingBody implements RequestBody {

    /** A piece up to here joins the one before it, if that still waits. */
    private static final int SMALL_PIECE = 512;

    private static final int JOINED_BYTES = 4096;

    private BodySource connection;
    private final ArrayDeque<ByteBuf> pending = new ArrayDeque<>(0);

    private long length;
    private boolean complete = true;
    private boolean continueOwed;
    private @Nullable Receiver receiver;
    private int receiveLimit;
    private long countedBytes;
    private @Nullable ByteBuf received;
    private @Nullable Sink sink;
    private int demand;
    private boolean pumping;
    private boolean discarding;

    IncomingBody(BodySource first) {
        connection = first;
    }

    /**
     * Begins with another request's.
     *
     * @param of the connection on which it comes
     * @param newLength bytes, -1 when it comes in chunks
     * @param expectsContinue whether the client waits to be told to send it
     */
    void begin(BodySource of, long newLength, boolean expectsContinue) {
        connection = of;
        length = newLength;
        complete = newLength == 0;
        continueOwed = expectsContinue && !complete;
        receiver = null;
        sink = null;
        demand = 0;
        pumping = false;
        discarding = false;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void receive(int limitBytes, Receiver newReceiver) {
        if (!complete && !connection.budget().hasRoom()) {
            connection.overloaded();
            return;
        }
        receiver = newReceiver;
        receiveLimit = limitBytes;
        letCome();
        pumpReceived();
    }

    @Override
    public void stream(Sink newSink) {
        sink = newSink;
        demand = 1;
        letCome();
        pumpStream();
    }

    @Override
    public void demand() {
        demand = 1;
        pumpStream();
    }

    @Override
    public void hold(int bytes) {
        countedBytes += bytes;
        connection.budget().add(bytes);
    }

    /** Lets the client send, with an interim answer when it waits for one. */
    private void letCome() {
        if (continueOwed) {
            continueOwed = false;
            connection.writeContinue();
        }
        if (!complete) {
            connection.wantBody(true);
        }
    }

    /** A piece of the body has come; owned by this body. */
    void piece(ByteBuf piece) {
        if (discarding || connection.isClosing()) {
            drop(piece);
        } else if (pending.isEmpty() || !join(pending.getLast(), piece)) {
            pending.add(piece);
        }
    }

    /** Many small pieces would hold far more memory than they have bytes. */
    private boolean join(ByteBuf last, ByteBuf piece) {
        int count = piece.readableBytes();
        if (count > SMALL_PIECE) {
            return false;
        }
        // Slices of what was read have no room; a buffer that was made here has.
        if (last.writableBytes() < count) {
            pending.add(
                    connection.allocator().buffer(JOINED_BYTES, JOINED_BYTES).writeBytes(piece));
        } else {
            last.writeBytes(piece);
        }
        piece.release();
        return true;
    }

    private void drop(ByteBuf piece) {
        connection.taken(piece.readableBytes());
        piece.release();
    }

    /** All of the body has come. */
    void ended() {
        complete = true;
        connection.bodyRead();
    }

    /** Passes on what has come. */
    void pump() {
        if (receiver != null) {
            pumpReceived();
        } else if (sink != null) {
            pumpStream();
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
            connection.taken(piece.readableBytes());
            if (!tooLarge) {
                countedBytes += piece.readableBytes();
                connection.budget().add(piece.readableBytes());
                whole.writeBytes(piece);
            }
            piece.release();
            if (tooLarge) {
                receiver = null;
                release();
                target.tooLarge();
                return;
            }
            piece = pending.poll();
        }
        if (complete) {
            receiver = null;
            ByteBuf whole = received == null ? Unpooled.buffer(0) : received;
            received = null;
            target.received(whole);
        }
    }

    /** What is announced is not yet there: memory grows with what has come. */
    private ByteBuf newReceived() {
        int expected = length < 0 ? 4096 : (int) Math.min(length, 256 * 1024);
        return connection.allocator().buffer(expected, Integer.MAX_VALUE);
    }

    @SuppressWarnings("ReferenceEquality") // the very sink that the pump began with
    private void pumpStream() {
        Sink target = sink;
        if (target == null || pumping) {
            return;
        }
        pumping = true;
        while (demand > 0 && sink == target && !pending.isEmpty()) {
            demand = 0;
            ByteBuf piece = pending.remove();
            connection.taken(piece.readableBytes());
            target.bodyPiece(piece);
        }
        pumping = false;
        if (sink != target) {
            return;
        }
        if (complete && pending.isEmpty()) {
            sink = null;
            target.bodyEnd();
        } else if (!complete) {
            connection.wantBody(demand > 0);
        }
    }

    boolean isComplete() {
        return complete;
    }

    /** Whether the rest of the body can be read and dropped, so that another request may follow. */
    boolean canBeDrained() {
        return complete
                || (!continueOwed
                        && length >= 0
                        && length <= connection.limits().maxDrainedBodyBytes());
    }

    /** Nobody wants the rest of the body any more. */
    void discard() {
        discarding = !complete;
        sink = null;
        receiver = null;
        release();
    }

    private void release() {
        for (ByteBuf piece = pending.poll(); piece != null; piece = pending.poll()) {
            drop(piece);
        }
        if (received != null) {
            received.release();
            received = null;
        }
    }

    /** The exchange is over: nothing may be left behind. */
    void dispose() {
        connection.budget().giveBack(countedBytes);
        countedBytes = 0;
        sink = null;
        receiver = null;
        release();
    }
}
