package dev.sallyport.functions;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Runs function versions as operating-system processes. Never blocks its callers, which may be event loops. */
public interface FunctionHost extends AutoCloseable {

    /**
     * Runs one invocation in a warm or a new environment. The stage never completes exceptionally; it completes on a
     * thread of the host, so callers go back to their own loop themselves.
     */
    CompletionStage<InvocationResult> invoke(Invocation invocation);

    /** Takes no more invocations, lets the running ones end within the deadline, then ends all processes. */
    void drain(Duration deadline);

    /** Ends all processes at once. */
    @Override
    void close();
}
