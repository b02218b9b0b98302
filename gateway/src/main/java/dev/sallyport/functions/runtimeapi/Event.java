package dev.sallyport.functions.runtimeapi;

import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /runtime/invocation/next} hands to a runtime.
 *
 * @param requestId a UUID
 * @param deadlineEpochMillis when the function times out
 * @param invokedArn the ARN as the caller addressed it
 * @param traceId the X-Ray trace header, or null
 * @param clientContextJson the client context as ASCII JSON on one line, or null
 * @param payload the event, JSON; written without a copy, so nobody may change it afterwards
 */
@SuppressWarnings("ArrayRecordComponent") // a payload is bytes; nobody compares events
public record Event(
        String requestId,
        long deadlineEpochMillis,
        String invokedArn,
        @Nullable String traceId,
        @Nullable String clientContextJson,
        byte[] payload) {}
