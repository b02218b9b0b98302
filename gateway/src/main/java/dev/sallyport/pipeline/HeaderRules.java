package dev.sallyport.pipeline;

import dev.sallyport.http.HeaderNames;
import dev.sallyport.http.Headers;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Which headers pass, are dropped or get another name on their way (rest-data-plane 7.10). */
public final class HeaderRules {

    private static final String REMAPPED_PREFIX = "x-amzn-Remapped-";

    /** HDR-2, HDR-3, INT-53: never taken over from a backend under their own name. */
    private static final HeaderNames REMAPPED = HeaderNames.of(
            "authorization",
            "connection",
            "content-length",
            "content-md5",
            "date",
            "expect",
            "host",
            "max-forwards",
            "proxy-authenticate",
            "server",
            "trailer",
            "upgrade",
            "user-agent",
            "www-authenticate",
            "x-amzn-requestid");

    /** HDR-1: dropped from the responses of proxy integrations. */
    private static final HeaderNames DROPPED_FROM_PROXY = HeaderNames.of(
            "expect", "keep-alive", "proxy-authenticate", "te", "trailer", "transfer-encoding", "upgrade", "via");

    /** HDR-4, INT-44: removed from a client's request before anything sees it. */
    private static final String[] REMOVED = {
        "connection",
        "content-length",
        "content-md5",
        "expect",
        "keep-alive",
        "max-forwards",
        "proxy-authenticate",
        "proxy-connection",
        "server",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "www-authenticate",
        "x-apigw-api-id" // EDG-5
    };

    private static final HeaderNames REMOVED_FROM_REQUEST = HeaderNames.of(REMOVED);

    /** What the gateway alone says of a client; what clients say of themselves by these names is believed by nobody. */
    private static final String[] WRITTEN = {
        "x-amzn-vpc-id",
        "x-amzn-vpce-config",
        "x-amzn-vpce-id",
        "x-forwarded-for",
        "x-forwarded-port",
        "x-forwarded-proto"
    };

    private static final HeaderNames FORWARDED = HeaderNames.of(WRITTEN);

    private HeaderRules() {}

    /** Adds a response header that a mapping names (HDR-2). */
    public static void addMappedResponseHeader(Headers to, String name, String value) {
        if (!name.equalsIgnoreCase("transfer-encoding")) {
            to.add(REMAPPED.contains(name) ? remapped(name) : name, value);
        }
    }

    /** Adds line {@code i} of what a proxy integration's backend sent (HDR-3, INT-53). */
    public static void addProxyResponseHeader(Headers to, Headers from, int i) {
        if (from.isNamed(i, REMAPPED)) {
            if (!from.isNamed(i, DROPPED_FROM_PROXY)) {
                to.add(REMAPPED_PREFIX, from, i);
            }
        } else if (!from.isNamed(i, DROPPED_FROM_PROXY)) {
            to.add(from, i);
        }
    }

    /** Adds all headers of what a proxy integration's backend sent, and the content type that is missing (LIM-8). */
    public static void addProxyResponse(Headers to, Headers from) {
        for (int i = 0; i < from.size(); i++) {
            addProxyResponseHeader(to, from, i);
        }
        if (!to.contains("Content-Type")) {
            to.add("Content-Type", "application/json");
        }
    }

    /** Adds a header that a function sent (HDR-3, INT-53). */
    public static void addProxyResponseHeader(Headers to, String name, String value) {
        if (!DROPPED_FROM_PROXY.contains(name)) {
            to.add(REMAPPED.contains(name) ? remapped(name) : name, value);
        }
    }

    /** Those that {@link #isRemovedFromRequest} and {@link #isForwarded} name, and some more. */
    public static HeaderNames removedFromRequestAnd(String... more) {
        return HeaderNames.of(
                Stream.of(REMOVED, WRITTEN, more).flatMap(Arrays::stream).toArray(String[]::new));
    }

    /** Whether a client's header never reaches a backend or an event. */
    public static boolean isRemovedFromRequest(String name) {
        return REMOVED_FROM_REQUEST.contains(name);
    }

    /** Whether the gateway writes this request header itself, from what {@link #forwarded} says. */
    public static boolean isForwarded(String name) {
        return FORWARDED.contains(name);
    }

    /**
     * Who the client is and how it came: the X-Forwarded headers of events and backend requests, and by which VPC endpoint
     * (HDR-34, INT-44, EDG-7).
     */
    public static Headers forwarded(Exchange exchange) {
        Headers forwarded = new Headers(3);
        exchange.head().addForwarded(forwarded);
        return forwarded;
    }

    /** The addresses that the request has come through, that of who sent it to the gateway last. */
    static String forwardedFor(RequestHead head) {
        List<String> before = head.headers().all("X-Forwarded-For");
        return before.isEmpty() ? head.peerAddress() : String.join(", ", before) + ", " + head.peerAddress();
    }

    /** Adds what the gateway adds to the responses of integrations (HDR-30, HDR-31). */
    public static void addGatewayHeaders(Headers headers, Exchange exchange) {
        headers.remove("x-amzn-RequestId");
        headers.remove("x-amz-apigw-id");
        exchange.identity().addIds(headers);
        // CCH-7: what came from the cache has been in no trace
        if (exchange.plan().traced() && exchange.cache().result() != CacheUse.Result.HIT) {
            headers.remove("X-Amzn-Trace-Id");
            exchange.identity().addTrace(headers);
        }
    }

    /** Whether a request parameter mapping onto this header makes every call fail (HDR-20). */
    public static boolean isForbiddenTarget(String integrationType, String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "content-length", "transfer-encoding", "x-amzn-trace-id", "x-amzn-apigateway-api-id" -> true;
            case "authorization", "connection", "expect", "proxy-authenticate", "te" ->
                integrationType.startsWith("AWS");
            default -> false;
        };
    }

    /** Whether a request parameter mapping onto this header is dropped without a word (HDR-21). */
    public static boolean isDroppedTarget(String integrationType, String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "expect", "proxy-authenticate", "te", "connection", "via" -> integrationType.startsWith("HTTP");
            case "referer" -> integrationType.startsWith("AWS");
            default -> false;
        };
    }

    /** Whether a value can stand in a header line: no control character that could end the line or forge another. */
    public static boolean isSafeValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 127) {
                return false;
            }
        }
        return value.isEmpty() || (value.charAt(0) > ' ' && value.charAt(value.length() - 1) > ' ');
    }

    private static String remapped(String name) {
        return REMAPPED_PREFIX + name;
    }

    /** AUT-17: whether a header line signs the request to the gateway, which is nobody's business behind it. */
    public static boolean isSignature(Headers headers, int line) {
        return headers.isNamed(line, "Authorization") && headers.valueStartsWith(line, "AWS4-");
    }
}
