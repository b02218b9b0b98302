package dev.sallyport.functions;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.concurrent.EventExecutor;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The answer of an invocation for one thread that may block and takes it while the function writes it. What has not been
 * taken is bounded by the window of {@link AnswerStream}.
 */
public final class OpenAnswer implements AnswerStream.Receiver, AutoCloseable {

    private final EventExecutor loop;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private @Nullable AnswerStream stream;
    private @Nullable InvocationResult result;

    private sealed interface Event {}

    @SuppressWarnings("ArrayRecordComponent") // a piece is bytes; nobody compares pieces
    private record Piece(byte[] bytes) implements Event {}

    private record End(InvocationResult result) implements Event {}

    private OpenAnswer(EventExecutor loop) {
        this.loop = loop;
    }

    /** Begins an invocation whose answer crosses this loop. */
    static OpenAnswer of(FunctionHost host, Invocation invocation, EventExecutor loop) {
        OpenAnswer answer = new OpenAnswer(loop);
        answer.stream = host.stream(invocation, loop, answer);
        return answer;
    }

    /**
     * Waits for the next piece.
     *
     * @return null when the invocation is over
     * @throws InterruptedException when the thread is interrupted
     */
    public byte @Nullable [] next() throws InterruptedException {
        if (result != null) {
            return null;
        }
        return switch (events.take()) {
            case Piece piece -> {
                AnswerStream from = stream;
                if (events.isEmpty() && from != null) {
                    loop.execute(from::taken);
                }
                yield piece.bytes();
            }
            case End end -> {
                result = end.result();
                yield null;
            }
        };
    }

    /** How the invocation ended, once {@link #next} gave null; without the payload that has been given. */
    public InvocationResult result() {
        return Objects.requireNonNull(result, "the invocation is not over");
    }

    /** Nobody wants the rest. */
    @Override
    public void close() {
        AnswerStream from = stream;
        if (from != null) {
            loop.execute(from::abandon);
        }
    }

    @Override
    public void piece(ByteBuf piece) {
        events.add(new Piece(ByteBufUtil.getBytes(piece)));
        piece.release();
    }

    @Override
    public void ended(InvocationResult ended) {
        events.add(new End(ended));
    }
}
