package dev.sallyport.functions;

import dev.sallyport.model.FunctionVersion;
import java.util.concurrent.CompletableFuture;

/** One invocation on its way through the host; completed exactly once. */
final class Assignment {

    private final Invocation invocation;
    private final long arrivedNanos;
    private final CompletableFuture<InvocationResult> result = new CompletableFuture<>();

    Assignment(Invocation invocation, long arrivedNanos) {
        this.invocation = invocation;
        this.arrivedNanos = arrivedNanos;
    }

    Invocation invocation() {
        return invocation;
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

    CompletableFuture<InvocationResult> result() {
        return result;
    }

    void complete(InvocationResult outcome) {
        result.complete(outcome);
    }
}
