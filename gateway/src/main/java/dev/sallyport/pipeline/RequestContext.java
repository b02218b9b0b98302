package dev.sallyport.pipeline;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables of {@code $context} (rest-data-plane 8.4), computed when asked for. */
public final class RequestContext {

    private static final DateTimeFormatter REQUEST_TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    private RequestContext() {}

    /** The value of a variable, null when it is not known or not applicable. */
    public static @Nullable String value(Exchange exchange, String variable) {
        Map<String, String> given = exchange.head().testContext();
        if (given != null && given.containsKey(variable)) {
            return given.get(variable);
        }
        return switch (variable) {
            case "accountId" -> exchange.stage().owner().account();
            case "apiId" -> exchange.stage().apiId();
            case "deploymentId" -> exchange.stage().deploymentId();
            case "domainName" -> domainName(exchange);
            case "domainPrefix" -> domainPrefix(exchange);
            case "extendedRequestId" -> exchange.identity().extendedRequestId();
            case "httpMethod" -> exchange.head().method();
            case "identity.sourceIp" -> exchange.head().remoteAddress();
            case "identity.userAgent" -> exchange.head().headers().last("User-Agent");
            case "operationName" -> exchange.plan().operationName();
            case "path" -> exchange.contextPath();
            case "protocol" -> "HTTP/1.1";
            case "requestId" -> exchange.identity().requestId();
            case "requestTime" -> requestTime(exchange);
            case "requestTimeEpoch" -> Long.toString(exchange.identity().epochMillis());
            case "resourceId" -> exchange.plan().resourceId();
            case "resourcePath" -> exchange.plan().resourcePath();
            case "stage" -> exchange.stage().stageName();
            default -> null;
        };
    }

    /** {@code 14/Nov/2023:22:13:20 +0000}. */
    public static String requestTime(Exchange exchange) {
        return REQUEST_TIME.format(Instant.ofEpochMilli(exchange.identity().epochMillis()));
    }

    /** The host of the API: the one that the client used, or AWS's for the path form (INV-9). */
    public static String domainName(Exchange exchange) {
        Map<String, String> given = exchange.head().testContext();
        String tested = given == null ? null : given.get("domainName");
        if (tested != null) {
            return tested;
        }
        String host = exchange.head().host();
        return host != null
                ? host
                : exchange.stage().apiId() + ".execute-api."
                        + exchange.stage().owner().region() + ".amazonaws.com";
    }

    /** The first label of the host. */
    public static String domainPrefix(Exchange exchange) {
        String host = domainName(exchange);
        int dot = host.indexOf('.');
        return dot < 0 ? host : host.substring(0, dot);
    }
}
