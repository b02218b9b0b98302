package dev.sallyport.functions;

import dev.sallyport.functions.runtimeapi.ResponseStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a function on its way to a caller that takes it while the function still writes it. Between the event loop
 * of the function's environment and that of the caller there is never more than a window: when it is full, the runtime's
 * connection is not read until the caller has taken what it was given.
 */
public final class AnswerStream implements ResponseStream {

    /** What may be under way before the function has to wait. */
    public static final int WINDOW_BYTES = 256 * 1024;

    /** What a piece costs besides its bytes, so that many small ones do not become large. */
    private static final int PIECE_BYTES = 512;

    private static final byte[] NOTHING = {};

    private final EventExecutor loop;
    private final Receiver receiver;

    private volatile @Nullable EventExecutor sourceLoop;
    private volatile boolean abandoned;

    // On the environment's loop.
    private @Nullable Source source;
    private int underWay;
    private boolean paused;

    // On the caller's loop.
    private int handedOver;

    /** The caller's side; called on its loop. */
    public interface Receiver {

        /** @param piece owned by the receiver, which must release it, and call {@link AnswerStream#taken} some time later */
        void piece(ByteBuf piece);

        /** Called once, when the invocation is over: completed without a payload, because that has been given, or failed. */
        void ended(InvocationResult result);
    }

    /** @param loop the caller's */
    public AnswerStream(EventExecutor loop, Receiver receiver) {
        this.loop = loop;
        this.receiver = receiver;
    }

    // The environment's side.

    /** Says where the pieces will come from. */
    public void from(EventExecutor environmentLoop) {
        sourceLoop = environmentLoop;
    }

    @Override
    public void begins(Source connection) {
        source = connection;
        paused = false;
    }

    @Override
    public void piece(ByteBuf piece) {
        if (abandoned) {
            piece.release();
            return;
        }
        int cost = piece.readableBytes() + PIECE_BYTES;
        underWay += cost;
        Source connection = source;
        if (underWay > WINDOW_BYTES && !paused && connection != null) {
            paused = true;
            connection.pause();
        }
        if (loop.inEventLoop()) {
            handOver(piece, cost);
        } else {
            loop.execute(() -> handOver(piece, cost));
        }
    }

    @Override
    public void ends() {
        source = null;
    }

    private void credit(int cost) {
        underWay -= cost;
        Source connection = source;
        if (paused && (abandoned || underWay <= WINDOW_BYTES / 2) && connection != null) {
            paused = false;
            connection.resume();
        }
    }

    /** The invocation is over; a payload that was not streamed becomes the only piece (R4.11). */
    public void end(InvocationResult result) {
        if (!loop.inEventLoop()) {
            loop.execute(() -> end(result));
        } else if (result instanceof InvocationResult.Completed completed && completed.functionError() == null) {
            if (completed.payload().length > 0 && !abandoned) {
                handOver(Unpooled.wrappedBuffer(completed.payload()), 0);
            }
            receiver.ended(new InvocationResult.Completed(NOTHING, null, completed.logTail()));
        } else {
            receiver.ended(result);
        }
    }

    // The caller's side.

    private void handOver(ByteBuf piece, int cost) {
        handedOver += cost;
        receiver.piece(piece);
    }

    /** All pieces so far have been taken: there is room for more. */
    public void taken() {
        int cost = handedOver;
        handedOver = 0;
        onSource(cost);
    }

    /** Nobody wants the rest. The function goes on, as on AWS; what it writes is dropped. */
    public void abandon() {
        abandoned = true;
        onSource(0);
    }

    private void onSource(int cost) {
        EventExecutor environment = sourceLoop;
        if (environment == null) {
            return;
        }
        if (environment.inEventLoop()) {
            credit(cost);
        } else {
            environment.execute(() -> credit(cost));
        }
    }
}
