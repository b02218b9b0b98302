package dev.sallyport.observe;

import dev.sallyport.http.Headers;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.RequestIds;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the spans of one request belong (W3C Trace Context).
 *
 * @param traceId 32 hexadecimal digits: the client's, or those of X-Ray's root, so that both know the trace by one id
 * @param parentId of the client's span, or null
 * @param spanId of the request
 * @param callId of the call of its integration, which backends are told as their parent
 * @param state what the client's {@code tracestate} said, or null
 */
record SpanContext(
        String traceId,
        @Nullable String parentId,
        String spanId,
        String callId,
        @Nullable String state) {

    private static final String PARENT_HEADER = "traceparent";
    private static final String STATE_HEADER = "tracestate";
    private static final int HUNDRED = 100;

    private static final Pattern PARENT =
            Pattern.compile("(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

    private static final Pattern XRAY_ROOT = Pattern.compile("Root=1-([0-9a-f]{8})-([0-9a-f]{24})(?:;.*)?");

    /**
     * The context of a request; null when it is not sampled. A client that traces has decided that; others are sampled by
     * chance.
     *
     * @param samplePercent of the requests whose clients do not trace
     */
    static @Nullable SpanContext of(Exchange exchange, int samplePercent) {
        Headers headers = exchange.head().headers();
        RequestIds ids = exchange.client().context().ids();
        List<String> parents = headers.all(PARENT_HEADER);
        Matcher parent = parents.size() == 1 ? parent(parents.getFirst()) : null;
        if (parent != null) {
            boolean sampled = (Integer.parseInt(parent.group(4), 16) & 1) != 0;
            return sampled
                    ? new SpanContext(
                            parent.group(2),
                            parent.group(3),
                            ids.traceParent(),
                            ids.traceParent(),
                            String.join(",", headers.all(STATE_HEADER)))
                    : null;
        }
        if (samplePercent < HUNDRED && ids.percent() >= samplePercent) {
            return null;
        }
        Matcher root = XRAY_ROOT.matcher(exchange.identity().traceId());
        String traceId = root.matches() ? root.group(1) + root.group(2) : ids.traceParent() + ids.traceParent();
        return new SpanContext(traceId, null, ids.traceParent(), ids.traceParent(), null);
    }

    /** Version 00 has exactly four parts; later ones may have more. */
    private static @Nullable Matcher parent(String header) {
        Matcher matcher = PARENT.matcher(header.strip());
        return matcher.matches()
                        && (matcher.group(5) == null || !matcher.group(1).equals("00"))
                ? matcher
                : null;
    }

    /** Tells a backend. */
    void propagate(Headers headers) {
        headers.set(PARENT_HEADER, "00-" + traceId + "-" + callId + "-01");
        if (state != null && !state.isEmpty()) {
            headers.set(STATE_HEADER, state);
        }
    }
}
