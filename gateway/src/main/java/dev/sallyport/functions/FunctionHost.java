package dev.sallyport.functions;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Runs function versions as operating-system processes. Never blocks its callers, which may be event loops. */
public interface FunctionHost extends AutoCloseable {

    /**
     * Runs one invocation in a warm or a new environment. The stage never completes exceptionally; it completes on a
     * thread of the host, so callers go back to their own loop themselves.
     */
    CompletionStage<InvocationResult> invoke(Invocation invocation);

    /**
     * The same for a caller on an event loop.
     *
     * @param loop the caller's; if it is one of the host's own, the invocation stays there when it can
     * @param answer called once, on the loop and never before this method has returned
     */
    default void invoke(Invocation invocation, EventExecutor loop, Consumer<InvocationResult> answer) {
        invoke(invocation).thenAccept(result -> loop.execute(() -> answer.accept(result)));
    }

    /**
     * The same for a caller that takes the answer while the function writes it. Of a function that does not stream it comes
     * as one piece.
     *
     * @param receiver called on the loop and never before this method has returned
     */
    default AnswerStream stream(Invocation invocation, EventExecutor loop, AnswerStream.Receiver receiver) {
        AnswerStream stream = new AnswerStream(loop, receiver);
        invoke(invocation, loop, stream::end);
        return stream;
    }

    /** The same for a thread that may block. */
    default OpenAnswer open(Invocation invocation) {
        return OpenAnswer.of(this, invocation, ImmediateEventExecutor.INSTANCE);
    }

    /** What the host does now; of one that does nothing by itself nothing. */
    default Load load() {
        return new Load(0, 0, 0);
    }

    /**
     * What a host does.
     *
     * @param environments processes, idle ones among them
     * @param invocations that run or wait
     * @param throttled invocations refused since the start, because too many ran
     */
    record Load(int environments, int invocations, long throttled) {}

    /** Takes no more invocations, lets the running ones end within the deadline, then ends all processes. */
    void drain(Duration deadline);

    /** Ends all processes at once. */
    @Override
    void close();
}
