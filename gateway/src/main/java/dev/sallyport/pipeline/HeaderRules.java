package dev.sallyport.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Which headers pass, are dropped or get another name on their way (rest-data-plane 7.10). */
public final class HeaderRules {

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
    private static final HeaderNames REMOVED_FROM_REQUEST = HeaderNames.of(
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
            "www-authenticate");

    private static final HeaderNames FORWARDED =
            HeaderNames.of("x-forwarded-for", "x-forwarded-port", "x-forwarded-proto");

    private HeaderRules() {}

    /** Adds a response header that a mapping names (HDR-2). */
    public static void addMappedResponseHeader(Headers to, String name, String value) {
        if (!name.equalsIgnoreCase("transfer-encoding")) {
            to.add(REMAPPED.contains(name) ? remapped(name) : name, value);
        }
    }

    /** Adds a header that a proxy integration's backend sent (HDR-3, INT-53). */
    public static void addProxyResponseHeader(Headers to, String name, String value) {
        if (!DROPPED_FROM_PROXY.contains(name)) {
            to.add(REMAPPED.contains(name) ? remapped(name) : name, value);
        }
    }

    /** Whether a client's header never reaches a backend or an event. */
    public static boolean isRemovedFromRequest(String name) {
        return REMOVED_FROM_REQUEST.contains(name);
    }

    /** Whether the gateway writes this request header itself, from what {@link #forwarded} says. */
    public static boolean isForwarded(String name) {
        return FORWARDED.contains(name);
    }

    /** Who the client is and how it came: the X-Forwarded headers of events and backend requests (HDR-34, INT-44). */
    public static Headers forwarded(Exchange exchange) {
        RequestHead head = exchange.head();
        List<String> addresses = new ArrayList<>(head.headers().all("X-Forwarded-For"));
        addresses.add(head.remoteAddress());
        return new Headers(3)
                .add("X-Forwarded-For", String.join(", ", addresses))
                .add("X-Forwarded-Port", Integer.toString(head.port()))
                .add("X-Forwarded-Proto", head.secure() ? "https" : "http");
    }

    /** Adds what the gateway adds to the responses of integrations (HDR-30, HDR-31). */
    public static void addGatewayHeaders(Headers headers, Exchange exchange) {
        headers.set("x-amzn-RequestId", exchange.identity().requestId());
        headers.set("x-amz-apigw-id", exchange.identity().extendedRequestId());
        if (exchange.plan().traced()) {
            headers.set("X-Amzn-Trace-Id", exchange.identity().traceId());
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
        return "x-amzn-Remapped-" + name;
    }
}
