package dev.sallyport.functions;

import dev.sallyport.model.FunctionVersion;
import dev.sallyport.telemetry.invocations.InvocationMeter;
import io.netty.channel.EventLoop;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One invocation on its way through the host; completed exactly once. */
final class Assignment {

    private final Invocation invocation;
    private final long arrivedNanos;
    private final InvocationMeter meter;
    private final @Nullable EventLoop loop;
    private final Consumer<InvocationResult> caller;
    private final @Nullable AnswerStream stream;

    /** Whether the caller has gone on; only meant on its loop. */
    private boolean placed;

    /**
     * @param loop the caller's, on which it is called back, or null when it may be called on any thread
     * @param stream takes the answer of a function that streams, or null when the caller wants it whole
     * @param meter counts it
     */
    Assignment(
            Invocation invocation,
            long arrivedNanos,
            @Nullable EventLoop loop,
            Consumer<InvocationResult> caller,
            @Nullable AnswerStream stream,
            InvocationMeter meter) {
        this.meter = meter;
        meter.began();
        this.invocation = invocation;
        this.arrivedNanos = arrivedNanos;
        this.loop = loop;
        this.caller = caller;
        this.stream = stream;
    }

    Invocation invocation() {
        return invocation;
    }

    @Nullable
    AnswerStream stream() {
        return stream;
    }

    FunctionVersion function() {
        return invocation.function();
    }

    String requestId() {
        return invocation.requestId();
    }

    long arrivedNanos() {
        return arrivedNanos;
    }

    @Nullable
    EventLoop loop() {
        return loop;
    }

    /** From now on the caller may be called back directly. */
    void placed() {
        placed = true;
    }

    InvocationMeter meter() {
        return meter;
    }

    void complete(InvocationResult result) {
        meter.answered(result instanceof InvocationResult.Throttled);
        EventLoop own = loop;
        if (own == null || (own.inEventLoop() && placed)) {
            caller.accept(result);
        } else {
            own.execute(() -> caller.accept(result));
        }
    }
}
