package dev.sallyport.functions;

import org.jspecify.annotations.Nullable;

/** How an invocation ended. */
public sealed interface InvocationResult {

    /**
     * The function answered, or failed as functions fail: AWS answers both with 200.
     *
     * @param payload the function's result, or AWS's error document when {@code functionError} is set
     * @param functionError {@code Unhandled} when the function failed, else null ({@code X-Amz-Function-Error})
     * @param logTail the last 4 KB of the invocation's log; empty when the caller did not want it
     */
    @SuppressWarnings("ArrayRecordComponent") // a payload is bytes; nobody compares results
    record Completed(byte[] payload, @Nullable String functionError, byte[] logTail) implements InvocationResult {}

    /**
     * No environment could take the invocation.
     *
     * @param reason as in AWS's {@code TooManyRequestsException}, for example
     *     {@code ReservedFunctionConcurrentInvocationLimitExceeded}
     */
    record Throttled(String reason) implements InvocationResult {}

    /** The service itself could not run the function, for example because the host shuts down. */
    record Unavailable(String message) implements InvocationResult {}
}
