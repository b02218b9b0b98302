package dev.sallyport.integration.http;

/**
 * How much an HTTP_PROXY integration lets through, and for how long.
 *
 * @param timeoutMillis from the beginning to the end of the answer (INT-2, INT-114)
 * @param requestLimitBytes of a request's body (LIM-4)
 * @param answerLimitBytes of an answer's body (INT-10), {@link Long#MAX_VALUE} for no limit
 * @param idleMillis how long a backend that streams may be silent (INT-114); of no meaning when none does
 * @param streams whether what comes is sent at once, and the head alone when nothing else has come (INT-110)
 */
public record Transfer(
        int timeoutMillis, int requestLimitBytes, long answerLimitBytes, int idleMillis, boolean streams) {

    /** {@code responseTransferMode=BUFFERED}. */
    public static Transfer buffered(int timeoutMillis, int limitBytes) {
        return new Transfer(timeoutMillis, limitBytes, limitBytes, 0, false);
    }

    /** {@code responseTransferMode=STREAM}. */
    public static Transfer streamed(int timeoutMillis, int requestLimitBytes, int idleMillis) {
        return new Transfer(timeoutMillis, requestLimitBytes, Long.MAX_VALUE, idleMillis, true);
    }
}
