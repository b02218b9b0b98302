package dev.sallyport.integration.http;

import dev.sallyport.mapping.QueryString;
import dev.sallyport.mapping.UriTemplate;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.HeaderRules;
import dev.sallyport.pipeline.Headers;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The compiled request side of an HTTP integration: which address, which verb, which headers. */
public final class BackendRequest {

    private final UriTemplate uri;
    private final String method;
    private final boolean proxy;
    private final String apiId;

    /** The origin when no place can change it, and then the template of what follows it. */
    private final @Nullable Origin fixedOrigin;

    private final UriTemplate pathAndQuery;

    /**
     * @param uri with its stage variables put in
     * @param method the configured verb; {@code ANY} takes the client's (INT-1)
     * @param proxy whether the client's headers and query are passed on
     */
    public BackendRequest(String uri, String method, boolean proxy, String apiId) {
        this.uri = UriTemplate.compile(uri);
        this.method = method;
        this.proxy = proxy;
        this.apiId = apiId;
        int path = uri.indexOf('/', uri.indexOf("://") + 3);
        boolean fixed = path > 0
                && path <= this.uri.fixedStart().length()
                && uri.indexOf('#') < 0
                && Origin.parse(this.uri.expand(Map.of())) != null;
        Origin.Target target = fixed ? Origin.parse(uri.substring(0, path)) : null;
        this.fixedOrigin = target == null ? null : target.origin();
        this.pathAndQuery = UriTemplate.compile(target == null ? "" : uri.substring(path));
    }

    String method(Exchange exchange) {
        return method.equals("ANY") ? exchange.head().method() : method;
    }

    /** The address for this request, or null when it is no valid one (INT-5). */
    Origin.@Nullable Target target(Exchange exchange) {
        Origin origin = fixedOrigin;
        return origin == null
                ? Origin.parse(uri.expand(exchange.integrationRequest().path()))
                : new Origin.Target(
                        origin,
                        pathAndQuery.expand(exchange.integrationRequest().path()));
    }

    /** The request target: the URI's own path and query, the client's query for proxies, then mapped parameters. */
    String pathAndQuery(Exchange exchange, String base) {
        Map<String, List<String>> mapped = exchange.integrationRequest().query();
        String clientQuery = proxy ? exchange.head().query() : null;
        if (mapped.isEmpty() && clientQuery == null) {
            return base;
        }
        StringBuilder target = new StringBuilder(base);
        char separator = base.indexOf('?') < 0 ? '?' : '&';
        if (clientQuery != null && !clientQuery.isEmpty()) {
            target.append(separator).append(clientQuery);
            separator = '&';
        }
        for (Map.Entry<String, List<String>> parameter : mapped.entrySet()) {
            for (String value : parameter.getValue()) {
                target.append(separator)
                        .append(QueryString.encode(parameter.getKey(), ""))
                        .append('=')
                        .append(QueryString.encode(value, ""));
                separator = '&';
            }
        }
        return target.toString();
    }

    /** INT-35 to INT-37: the client's headers without the removed ones, mapped ones in their place, and the gateway's. */
    Headers proxyHeaders(Exchange exchange, Origin origin, boolean hasBody) {
        Headers from = exchange.head().headers();
        Map<String, List<String>> mapped = exchange.integrationRequest().headers();
        Headers headers = new Headers(from.size() + 6);
        List<String> host = mapped.get("Host");
        headers.add("Host", host == null ? origin.hostHeader() : host.getLast());
        String named = String.join(",", from.all("Connection"));
        for (int i = 0; i < from.size(); i++) {
            String name = from.name(i);
            if (passes(name, from.value(i), hasBody) && !mapped.containsKey(name) && !isNamed(named, name)) {
                headers.add(name, from.value(i));
            }
        }
        addMapped(headers, mapped);
        addGatewayHeaders(headers, exchange);
        Headers forwarded = HeaderRules.forwarded(exchange);
        for (int i = 0; i < forwarded.size(); i++) {
            addUnlessMapped(headers, mapped, forwarded.name(i), forwarded.value(i));
        }
        return headers;
    }

    /** INT-30: only mapped headers and those that are always sent. */
    Headers customHeaders(Exchange exchange, Origin origin, String verb) {
        Map<String, List<String>> mapped = exchange.integrationRequest().headers();
        Headers headers = new Headers(8);
        List<String> host = mapped.get("Host");
        headers.add("Host", host == null ? origin.hostHeader() : host.getLast());
        if (!mapped.containsKey("Accept")) {
            headers.add("Accept", "application/json");
        }
        if (!mapped.containsKey("User-Agent")) {
            headers.add("User-Agent", "AmazonAPIGateway_" + apiId);
        }
        boolean bodyless = verb.equals("GET") || verb.equals("HEAD") || verb.equals("OPTIONS");
        if (!bodyless && !mapped.containsKey("Content-Type")) {
            String type = exchange.head().headers().last("Content-Type");
            headers.add("Content-Type", type == null ? "application/json" : type);
        }
        addMapped(headers, mapped);
        addGatewayHeaders(headers, exchange);
        return headers;
    }

    private void addGatewayHeaders(Headers headers, Exchange exchange) {
        headers.add("X-Amzn-Apigateway-Api-Id", apiId);
        headers.add("X-Amzn-Trace-Id", exchange.identity().traceId());
    }

    /** MAP-5: a mapped value replaces the gateway's own. */
    private static void addUnlessMapped(Headers headers, Map<String, List<String>> mapped, String name, String value) {
        if (!mapped.containsKey(name)) {
            headers.add(name, value);
        }
    }

    private static void addMapped(Headers headers, Map<String, List<String>> mapped) {
        mapped.forEach((name, values) -> {
            if (!name.equalsIgnoreCase("Host")) {
                headers.add(name, String.join(",", values));
            }
        });
    }

    private static boolean passes(String name, String value, boolean hasBody) {
        if (name.equalsIgnoreCase("Content-Encoding")) {
            // The body is passed on as it came, so the backend must be told how to read it.
            return hasBody;
        }
        if (name.equalsIgnoreCase("Authorization")) {
            return !value.startsWith("AWS4-");
        }
        return !HeaderRules.isRemovedFromRequest(name)
                && !name.equalsIgnoreCase("Host")
                && !name.equalsIgnoreCase("Via")
                && !name.equalsIgnoreCase("X-Amzn-Trace-Id")
                && !name.equalsIgnoreCase("X-Amzn-Apigateway-Api-Id")
                && !HeaderRules.isForwarded(name);
    }

    /** Whether the client's Connection header names this one as meant for the next hop only. */
    private static boolean isNamed(String connection, String name) {
        if (connection.isEmpty() || connection.equalsIgnoreCase("keep-alive") || connection.equalsIgnoreCase("close")) {
            return false;
        }
        for (String option : connection.split(",")) {
            if (option.strip().equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }
}
