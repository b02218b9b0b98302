package dev.sallyport.pipeline;

/**
 * The ids and times by which a request is known.
 *
 * @param requestId {@code $context.requestId}, a UUID; the client's own when it sent one (HDR-33)
 * @param extendedRequestId {@code x-amz-apigw-id}
 * @param traceId the value of {@code X-Amzn-Trace-Id} (HDR-32)
 * @param epochMillis when the request came, milliseconds since 1970
 */
public record RequestIdentity(String requestId, String extendedRequestId, String traceId, long epochMillis) {

    static RequestIdentity of(RequestHead head, RequestIds ids, long epochMillis) {
        String offered = head.headers().last("x-amzn-RequestId");
        String requestId = offered != null && isUuid(offered) ? offered : ids.requestId();
        String trace = head.headers().last("X-Amzn-Trace-Id");
        return new RequestIdentity(
                requestId,
                ids.extendedRequestId(),
                trace == null ? ids.traceRoot() : completed(trace, ids),
                epochMillis);
    }

    /** HDR-32: a trace with root and parent is sampled unless it says otherwise; a root alone is not. */
    private static String completed(String trace, RequestIds ids) {
        boolean root = trace.contains("Root=");
        if (!root) {
            return ids.traceRoot();
        }
        if (!trace.contains("Parent=")) {
            return trace + ";Parent=" + ids.traceParent() + (trace.contains("Sampled=") ? "" : ";Sampled=0");
        }
        return trace.contains("Sampled=") ? trace : trace + ";Sampled=1";
    }

    private static boolean isUuid(String text) {
        if (text.length() != 36) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            char c = text.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? c != '-' : Character.digit(c, 16) < 0) {
                return false;
            }
        }
        return true;
    }
}
