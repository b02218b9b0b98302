package dev.sallyport.integration.http;

import dev.sallyport.http.HeadWriter;
import dev.sallyport.http.HeaderLine;
import dev.sallyport.http.HeaderNames;
import dev.sallyport.http.Headers;
import dev.sallyport.mapping.QueryString;
import dev.sallyport.mapping.UriTemplate;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.HeaderRules;
import dev.sallyport.pipeline.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The compiled request side of an HTTP integration: which address, which verb, which headers. */
public final class BackendRequest implements CustomRequest {

    private final UriTemplate uri;
    private final String method;
    private final boolean proxy;
    private final String apiId;

    /** The origin when no place can change it, and then the template of what follows it. */
    private final @Nullable Origin fixedOrigin;

    private final UriTemplate pathAndQuery;

    /** The whole address when no place can change it. */
    private final Origin.@Nullable Target fixedTarget;

    /** The address when its places take nothing but path parameters. */
    private final Origin.@Nullable Target boundTarget;

    private final @Nullable BoundPath boundPath;

    private final HeaderLine apiIdLine;

    private final Approach approach;

    /** What is not passed on to a backend, or written anew. */
    private static final HeaderNames NOT_PASSED = HeaderRules.removedFromRequestAnd(
            "content-encoding", "host", "via", "x-amzn-trace-id", "x-amzn-apigateway-api-id");

    /**
     * @param uri with its stage variables put in
     * @param method the configured verb; {@code ANY} takes the client's (INT-1)
     * @param proxy whether the client's headers and query are passed on
     */
    public BackendRequest(String uri, String method, boolean proxy, String apiId, Approach approach) {
        this(uri, method, proxy, apiId, approach, Map.of(), List.of());
    }

    /**
     * A request whose places may take path parameters of the method directly.
     *
     * @param pathSources path parameters by place, when nothing else is mapped
     * @param pathParameters of the method, in the order of its path
     */
    public BackendRequest(
            String uri,
            String method,
            boolean proxy,
            String apiId,
            Approach approach,
            Map<String, String> pathSources,
            List<String> pathParameters) {
        this.uri = UriTemplate.compile(uri);
        this.method = method;
        this.proxy = proxy;
        this.apiId = apiId;
        this.approach = approach;
        int path = uri.indexOf('/', uri.indexOf("://") + 3);
        boolean fixed = path > 0
                && path <= this.uri.fixedStart().length()
                && uri.indexOf('#') < 0
                && Origin.parse(this.uri.expand(Map.of())) != null;
        Origin.Target target = fixed ? Origin.parse(uri.substring(0, path), approach) : null;
        this.fixedOrigin = target == null ? null : target.origin();
        this.pathAndQuery = UriTemplate.compile(target == null ? "" : uri.substring(path));
        this.fixedTarget = fixedOrigin != null && pathAndQuery.isFixed()
                ? new Origin.Target(fixedOrigin, pathAndQuery.expand(Map.of()))
                : null;
        if (target != null && fixedTarget == null && !pathSources.isEmpty()) {
            this.boundTarget = new Origin.Target(target.origin(), "");
            this.boundPath = BoundPath.of(pathAndQuery, pathSources, pathParameters);
        } else {
            this.boundTarget = null;
            this.boundPath = null;
        }
        this.apiIdLine = HeaderLine.of("X-Amzn-Apigateway-Api-Id", apiId);
    }

    /** Whether path parameters can be put into the address without being mapped first. */
    public boolean isBound() {
        return boundPath != null;
    }

    @Override
    public String method(Exchange exchange) {
        return method.equals("ANY") ? exchange.head().method() : method;
    }

    /** The address for this request, or null when it is no valid one (INT-5). */
    @Override
    public Origin.@Nullable Target target(Exchange exchange) {
        Origin origin = fixedOrigin;
        if (fixedTarget != null) {
            return fixedTarget;
        }
        if (boundTarget != null) {
            return boundTarget;
        }
        return origin == null
                ? Origin.parse(uri.expand(exchange.integrationRequest().path()), approach)
                : new Origin.Target(
                        origin,
                        pathAndQuery.expand(exchange.integrationRequest().path()));
    }

    /** The request target: the URI's own path and query, the client's query for proxies, then mapped parameters. */
    @Override
    public HeadWriter writeTarget(HeadWriter to, Exchange exchange, String base) {
        BoundPath bound = boundPath;
        Map<String, List<String>> mapped = exchange.integrationRequest().query();
        String start = mapped.isEmpty() ? base : withoutMapped(base, mapped);
        if (bound == null) {
            to.text(start);
        } else {
            bound.write(to, exchange);
        }
        RequestHead head = exchange.head();
        boolean clientQuery = proxy && head.queryStart() >= 0 && head.queryEnd() > head.queryStart();
        if (mapped.isEmpty() && !clientQuery) {
            return to;
        }
        boolean hasQuery = bound == null ? start.indexOf('?') >= 0 : bound.hasQuery();
        char separator = hasQuery ? '&' : '?';
        if (clientQuery) {
            to.octet(separator).bytes(head.queryBytes(), head.queryStart(), head.queryEnd());
            separator = '&';
        }
        for (Map.Entry<String, List<String>> parameter : mapped.entrySet()) {
            for (String value : parameter.getValue()) {
                to.octet(separator)
                        .text(QueryString.encode(parameter.getKey(), ""))
                        .octet('=')
                        .text(QueryString.encode(value, ""));
                separator = '&';
            }
        }
        return to;
    }

    /** MAP-8: of the URI's own query what no mapping replaces. */
    private static String withoutMapped(String base, Map<String, List<String>> mapped) {
        int question = base.indexOf('?');
        if (question < 0) {
            return base;
        }
        StringJoiner kept = new StringJoiner("&", base.substring(0, question + 1), "");
        kept.setEmptyValue(base.substring(0, question));
        for (String parameter : base.substring(question + 1).split("&")) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            if (!mapped.containsKey(QueryString.decode(name, true))) {
                kept.add(parameter);
            }
        }
        return kept.toString();
    }

    @Override
    public void addHeaders(Headers headers, Exchange exchange, Origin origin, String verb) {
        if (proxy) {
            addProxyHeaders(headers, exchange, origin);
        } else {
            addCustomHeaders(headers, exchange, origin, verb);
        }
    }

    /** INT-35 to INT-37: the client's headers without the removed ones, mapped ones in their place, and the gateway's. */
    private void addProxyHeaders(Headers to, Exchange exchange, Origin origin) {
        RequestHead head = exchange.head();
        Headers from = head.headers();
        Map<String, List<String>> mapped = exchange.integrationRequest().headers();
        addHost(to, mapped, origin);
        String hop = head.namesHopHeaders() ? String.join(",", from.all("Connection")) : "";
        for (int i = 0; i < from.size(); i++) {
            if (passes(from, i)
                    && (mapped.isEmpty() || !mapped.containsKey(from.name(i)))
                    && (hop.isEmpty() || !isNamed(hop, from.name(i)))) {
                to.add(from, i);
            }
        }
        if (mapped.isEmpty()) {
            to.add(apiIdLine);
            exchange.identity().addTrace(to);
            head.addForwarded(to);
            return;
        }
        addMapped(to, mapped);
        to.add(apiIdLine);
        exchange.identity().addTrace(to);
        Headers forwarded = HeaderRules.forwarded(exchange);
        for (int i = 0; i < forwarded.size(); i++) {
            addUnlessMapped(to, mapped, forwarded.name(i), forwarded.value(i));
        }
    }

    private static void addHost(Headers to, Map<String, List<String>> mapped, Origin origin) {
        List<String> host = mapped.isEmpty() ? null : mapped.get("Host");
        if (host == null) {
            to.add(origin.hostLine());
        } else {
            to.add("Host", host.getLast());
        }
    }

    /** The client's body as it is, whatever the verb, for proxies. */
    @Override
    public ByteBuf body(Exchange exchange, String verb) {
        ByteBuf body = exchange.body();
        return !proxy
                ? CustomRequest.super.body(exchange, verb)
                : body == null ? Unpooled.EMPTY_BUFFER : body.retainedDuplicate();
    }

    /** INT-30: only mapped headers and those that are always sent. */
    private void addCustomHeaders(Headers headers, Exchange exchange, Origin origin, String verb) {
        Map<String, List<String>> mapped = exchange.integrationRequest().headers();
        addHost(headers, mapped, origin);
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
        headers.add(apiIdLine);
        exchange.identity().addTrace(headers);
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

    private static boolean passes(Headers from, int i) {
        return !from.isNamed(i, NOT_PASSED) && !HeaderRules.isSignature(from, i);
    }

    /** Whether the client's Connection header names this one as meant for the next hop only. */
    static boolean isNamed(String connection, String name) {
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
