package dev.sallyport.control.lambda;

import dev.sallyport.functions.FunctionHost;
import dev.sallyport.functions.Invocation;
import dev.sallyport.functions.InvocationResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Records invocations and ends each at once, as told. Without being told it answers {@code "ok"}. */
final class FakeHost implements FunctionHost {

    final List<Invocation> invocations = new ArrayList<>();
    final Deque<InvocationResult> results = new ArrayDeque<>();

    static InvocationResult answered(String payload, @Nullable String functionError, String log) {
        return new InvocationResult.Completed(
                payload.getBytes(StandardCharsets.UTF_8), functionError, log.getBytes(StandardCharsets.UTF_8));
    }

    static InvocationResult failed() {
        return answered("{\"errorMessage\":\"fail\"}", "Unhandled", "");
    }

    @Override
    public CompletionStage<InvocationResult> invoke(Invocation invocation) {
        invocations.add(invocation);
        InvocationResult result = results.poll();
        return CompletableFuture.completedFuture(result == null ? answered("\"ok\"", null, "") : result);
    }

    @Override
    public void drain(Duration deadline) {
        // nothing runs
    }

    @Override
    public void close() {
        // nothing runs
    }
}
