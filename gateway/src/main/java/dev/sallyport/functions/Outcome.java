package dev.sallyport.functions;

import org.jspecify.annotations.Nullable;

/**
 * What an invocation came to, before its log is complete.
 *
 * @param payload the result or the error document
 * @param functionError as in {@link InvocationResult.Completed}
 * @param unavailable why the host could not run the function, or null when it did
 */
@SuppressWarnings("ArrayRecordComponent") // a payload is bytes; nobody compares outcomes
record Outcome(
        byte[] payload,
        @Nullable String functionError,
        @Nullable String unavailable) {

    static Outcome success(byte[] payload) {
        return new Outcome(payload, null, null);
    }

    static Outcome error(byte[] document) {
        return new Outcome(document, "Unhandled", null);
    }

    static Outcome unavailable(String message) {
        return new Outcome(new byte[0], null, message);
    }

    InvocationResult toResult(byte[] logTail) {
        return unavailable == null
                ? new InvocationResult.Completed(payload, functionError, logTail)
                : new InvocationResult.Unavailable(unavailable);
    }
}
