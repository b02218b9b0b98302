package dev.sallyport.pipeline;

import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.http.ByteText;
import dev.sallyport.http.HeaderName;
import dev.sallyport.http.Headers;
import dev.sallyport.http.Octets;
import dev.sallyport.limits.KnownKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The ids and times by which a request is known, as the bytes that go out; a string is made only of what is asked for. One
 * object serves request after request.
 */
public final class RequestIdentity {

    private static final HeaderName REQUEST_ID = HeaderName.of("x-amzn-RequestId");
    private static final HeaderName EXTENDED_REQUEST_ID = HeaderName.of("x-amz-apigw-id");
    private static final HeaderName APIGW_REQUEST_ID = HeaderName.of("apigw-requestid");
    private static final HeaderName TRACE_ID = HeaderName.of("X-Amzn-Trace-Id");
    private static final int UUID_LENGTH = 36;
    private static final int TRACE_ROOT_LENGTH = 40;

    private final byte[] requestId = new byte[UUID_LENGTH];
    private final byte[] extendedRequestId = new byte[16];
    private final byte[] traceRoot = new byte[TRACE_ROOT_LENGTH];
    private long epochMillis;
    private @Nullable RequestIds ids;
    private boolean traceRootMade;
    private @Nullable String requestIdText;
    private @Nullable String traceOfClient;
    private @Nullable AwsCredentials signer;
    private @Nullable KnownKey apiKey;
    private @Nullable String usageIdentifierKey;
    private @Nullable String rateLimit;
    private @Nullable String rateLimitPolicy;
    private boolean traced;
    private boolean isShort;

    /** Begins with another request. */
    void begin(RequestHead head, RequestIds newIds, long newEpochMillis) {
        ids = newIds;
        epochMillis = newEpochMillis;
        traceRootMade = false;
        requestIdText = null;
        traceOfClient = null;
        signer = null;
        apiKey = null;
        usageIdentifierKey = null;
        rateLimit = null;
        rateLimitPolicy = null;
        traced = false;
        isShort = false;
        String offered = head.headers().last("x-amzn-RequestId");
        if (offered != null && isUuid(offered)) {
            copy(offered, requestId);
        } else {
            newIds.requestId(requestId);
        }
        newIds.extendedRequestId(extendedRequestId);
        String trace = head.headers().last("X-Amzn-Trace-Id");
        if (trace != null && trace.contains("Root=")) {
            traceOfClient = completed(trace, newIds);
        }
    }

    /** Made when it is asked for: most answers of mocks and HTTP proxies do not carry it. */
    private byte[] traceRoot() {
        RequestIds source = ids;
        if (!traceRootMade && source != null) {
            source.traceRoot(traceRoot, epochMillis / 1000);
            traceRootMade = true;
        }
        return traceRoot;
    }

    /** Begins with ids and a time that are given. */
    void begin(String newRequestId, String newExtendedRequestId, String newTraceId, long newEpochMillis) {
        epochMillis = newEpochMillis;
        requestIdText = newRequestId;
        traceOfClient = newTraceId;
        copy(newRequestId, requestId);
        copy(newExtendedRequestId, extendedRequestId);
    }

    private static void copy(String ascii, byte[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = (byte) ascii.charAt(i);
        }
    }

    /** HDR-32: a trace with root and parent is sampled unless it says otherwise; a root alone is not. */
    private static String completed(String trace, RequestIds ids) {
        if (!trace.contains("Parent=")) {
            return trace + ";Parent=" + ids.traceParent() + (trace.contains("Sampled=") ? "" : ";Sampled=0");
        }
        return trace.contains("Sampled=") ? trace : trace + ";Sampled=1";
    }

    /**
     * The stage traces (STG-21, STG-22): the gateway's own segment becomes the trace's parent, and a trace that nobody has
     * decided on is decided on.
     */
    void trace(RequestHead head, TraceSampling sampling) {
        RequestIds source = Objects.requireNonNull(ids, "the request has not begun");
        String offered = head.headers().last("X-Amzn-Trace-Id");
        String root = null;
        String sampled = null;
        StringBuilder others = new StringBuilder();
        for (String field : offered == null ? new String[0] : offered.split(";", -1)) {
            String part = field.strip();
            if (part.startsWith("Root=")) {
                root = part;
            } else if (part.equals("Sampled=0") || part.equals("Sampled=1")) {
                sampled = part;
            } else if (!part.isEmpty() && !part.startsWith("Parent=") && !part.startsWith("Sampled=")) {
                others.append(';').append(part);
            }
        }
        if (root == null) {
            root = Octets.string(traceRoot(), 0, TRACE_ROOT_LENGTH);
            others.setLength(0); // they were of a trace that is none
        }
        if (sampled == null) {
            sampled = sampling.samples(epochMillis, source) ? "Sampled=1" : "Sampled=0";
        }
        traced = true;
        traceOfClient = root + ";Parent=" + source.traceParent() + ";" + sampled + others;
    }

    /** {@code $context.xrayTraceId}: the id of the trace when the stage traces, otherwise null. */
    public @Nullable String xrayTraceId() {
        if (!traced) {
            return null;
        }
        String trace = traceId();
        int end = trace.indexOf(';');
        return trace.substring("Root=".length(), end < 0 ? trace.length() : end);
    }

    private static boolean isUuid(String text) {
        if (text.length() != UUID_LENGTH) {
            return false;
        }
        for (int i = 0; i < UUID_LENGTH; i++) {
            char c = text.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? c != '-' : c > 127 || Character.digit(c, 16) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Has the request be known by the short id alone, as those of HTTP APIs are (http-api R1.12). */
    public void shorten() {
        isShort = true;
        requestIdText = extendedRequestId();
    }

    /** A UUID by which a function knows its invocation: the request's own where that is one. */
    public String invocationId() {
        return isShort ? Octets.string(requestId, 0, UUID_LENGTH) : requestId();
    }

    /** {@code $context.requestId}, a UUID; the client's own when it sent one (HDR-33). */
    public String requestId() {
        if (requestIdText == null) {
            requestIdText = Octets.string(requestId, 0, UUID_LENGTH);
        }
        return requestIdText;
    }

    /** {@code x-amz-apigw-id}. */
    public String extendedRequestId() {
        return Octets.string(extendedRequestId, 0, extendedRequestId.length);
    }

    /** The value of {@code X-Amzn-Trace-Id} (HDR-32). */
    public String traceId() {
        String trace = traceOfClient;
        return trace != null ? trace : Octets.string(traceRoot(), 0, TRACE_ROOT_LENGTH);
    }

    /** Adds {@code $context.requestId} to a text. */
    public void addRequestId(ByteText to) {
        if (isShort) {
            to.bytes(extendedRequestId, 0, extendedRequestId.length);
            return;
        }
        to.bytes(requestId, 0, UUID_LENGTH);
    }

    /** The API key that let the request in (MRQ-5), or null. */
    public @Nullable KnownKey apiKey() {
        return apiKey;
    }

    /** An API key lets the request in. */
    public void apiKey(KnownKey key) {
        apiKey = key;
    }

    /** The value of the API key that an authorizer named (AUT-43), or null. */
    public @Nullable String usageIdentifierKey() {
        return usageIdentifierKey;
    }

    /** An authorizer names the value of the API key (AUT-43). */
    public void usageIdentifierKey(@Nullable String value) {
        usageIdentifierKey = value;
    }

    /**
     * Has the answer tell of limits, whichever it is.
     *
     * @param newPolicy the value of {@code RateLimit-Policy}
     * @param newLimit the value of {@code RateLimit}
     */
    public void rateLimit(String newPolicy, String newLimit) {
        rateLimitPolicy = newPolicy;
        rateLimit = newLimit;
    }

    /** With what the request was signed, once that has been verified; otherwise null (INT-63). */
    public @Nullable AwsCredentials signer() {
        return signer;
    }

    /** Keeps with what the request was signed. */
    public void signer(AwsCredentials verified) {
        signer = verified;
    }

    /** When the request came, milliseconds since 1970. */
    public long epochMillis() {
        return epochMillis;
    }

    /** Adds the two ids that every answer carries (HDR-30), and the limits that it is to tell of. */
    public void addIds(Headers to) {
        to.add(REQUEST_ID, requestId, 0, UUID_LENGTH);
        to.add(EXTENDED_REQUEST_ID, extendedRequestId, 0, extendedRequestId.length);
        if (rateLimitPolicy != null && rateLimit != null) {
            to.set("RateLimit-Policy", rateLimitPolicy);
            to.set("RateLimit", rateLimit);
        }
    }

    /** Adds the one id that every answer of an HTTP API carries (http-api R1.12). */
    public void addShortId(Headers to) {
        to.add(APIGW_REQUEST_ID, extendedRequestId, 0, extendedRequestId.length);
    }

    /** Adds {@code X-Amzn-Trace-Id}. */
    public void addTrace(Headers to) {
        String trace = traceOfClient;
        if (trace != null) {
            to.add(TRACE_ID, trace);
        } else {
            to.add(TRACE_ID, traceRoot(), 0, TRACE_ROOT_LENGTH);
        }
    }
}
