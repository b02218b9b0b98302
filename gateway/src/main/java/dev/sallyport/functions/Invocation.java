package dev.sallyport.functions;

import dev.sallyport.model.FunctionVersion;
import org.jspecify.annotations.Nullable;

/**
 * One call of a function version.
 *
 * @param invokedArn the ARN as the caller addressed it, with its qualifier
 * @param payload the event, JSON; never null, {@code {}} when the caller sent nothing
 * @param requestId a UUID
 * @param traceId the X-Ray trace header, or null
 * @param clientContext base64 JSON, or null
 * @param withLogTail whether the result tells the end of the log, which costs a little
 */
@SuppressWarnings("ArrayRecordComponent") // a payload is bytes; nobody compares invocations
public record Invocation(
        FunctionVersion function,
        String invokedArn,
        byte[] payload,
        String requestId,
        @Nullable String traceId,
        @Nullable String clientContext,
        boolean withLogTail) {

    /** With the end of the log. */
    public Invocation(
            FunctionVersion function,
            String invokedArn,
            byte[] payload,
            String requestId,
            @Nullable String traceId,
            @Nullable String clientContext) {
        this(function, invokedArn, payload, requestId, traceId, clientContext, true);
    }
}
