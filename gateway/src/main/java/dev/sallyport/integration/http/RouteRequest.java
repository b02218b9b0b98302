package dev.sallyport.integration.http;

import dev.sallyport.http.HeadWriter;
import dev.sallyport.http.HeaderNames;
import dev.sallyport.http.Headers;
import dev.sallyport.mapping.QueryString;
import dev.sallyport.mapping.UriTemplate;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.RequestContext;
import dev.sallyport.pipeline.http.MapRouteRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The compiled request side of HTTP_PROXY of an HTTP API (http-api 4, 5): everything of the client's goes through. */
public final class RouteRequest implements CustomRequest {

    /** What is meant for the client's connection alone, and what the gateway writes itself. */
    private static final HeaderNames NOT_PASSED = HeaderNames.of(
            "connection",
            "content-length",
            "expect",
            "forwarded",
            "host",
            "keep-alive",
            "proxy-authenticate",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "via",
            "x-amzn-trace-id");

    private final String uri;
    private final UriTemplate template;
    private final String method;
    private final Kind kind;
    private final Approach approach;
    private final Origin.@Nullable Target fixed;

    /** What the path of a backend's request is. */
    public enum Kind {
        /** That of the URI, with path variables put in (R4.2, R4.3). */
        OF_URI,
        /** That of the URI, and behind it that of the request (R4.4). */
        APPENDED,
        /** That of the request with its stage (R5.4). */
        OF_REQUEST
    }

    /**
     * @param uri with its stage variables put in
     * @param method the configured verb; {@code ANY} takes the client's (R4.1)
     */
    public RouteRequest(String uri, String method, Kind kind, Approach approach) {
        this.uri = uri;
        this.template = UriTemplate.compile(uri);
        this.method = method;
        this.kind = kind;
        this.approach = approach;
        this.fixed = template.isFixed() ? Origin.parse(uri, approach) : null;
    }

    @Override
    public Origin.@Nullable Target target(Exchange exchange) {
        if (template.isFixed()) {
            return fixed;
        }
        Map<String, String> values = new HashMap<>();
        for (String name : exchange.pathParameterNames()) {
            String value = exchange.pathParameter(name);
            if (value != null) {
                values.put(name, value);
            }
        }
        return Origin.parse(template.expand(values), approach);
    }

    @Override
    public String method(Exchange exchange) {
        return method.equals("ANY") ? exchange.head().method() : method;
    }

    @Override
    public HeadWriter writeTarget(HeadWriter to, Exchange exchange, String base) {
        int question = base.indexOf('?');
        String path = question < 0 ? base : base.substring(0, question);
        String mapped = exchange.integrationRequest().path().get(MapRouteRequest.PATH);
        to.text(mapped != null ? QueryString.encode(mapped, "/%!$&'()*+,;=:@") : path(exchange, path));
        String query = query(exchange, question < 0 ? "" : base.substring(question + 1));
        return query.isEmpty() ? to : to.octet('?').text(query);
    }

    private String path(Exchange exchange, String base) {
        return switch (kind) {
            case OF_URI -> base;
            case OF_REQUEST -> exchange.head().contextPath();
            case APPENDED ->
                base.endsWith("/")
                        ? base.substring(0, base.length() - 1) + exchange.head().routedPath()
                        : base + exchange.head().routedPath();
        };
    }

    /** R4.5: the URI's own parameters first, then the client's; mapped ones in the place of those of their names. */
    private static String query(Exchange exchange, String own) {
        Map<String, List<String>> mapped = exchange.integrationRequest().query();
        String client = exchange.head().query();
        StringJoiner all = new StringJoiner("&");
        if (!own.isEmpty()) {
            all.add(own);
        }
        if (client != null && !client.isEmpty()) {
            if (mapped.isEmpty()) {
                return all.add(client).toString();
            }
            for (String parameter : client.split("&")) {
                int equals = parameter.indexOf('=');
                String name = equals < 0 ? parameter : parameter.substring(0, equals);
                if (!mapped.containsKey(QueryString.decode(name, true))) {
                    all.add(parameter);
                }
            }
        }
        mapped.forEach((name, values) ->
                values.forEach(value -> all.add(QueryString.encode(name, "") + "=" + QueryString.encode(value, ""))));
        return all.toString();
    }

    /** R4.6, R4.7. */
    @Override
    public void addHeaders(Headers to, Exchange exchange, Origin origin, String verb) {
        Headers from = exchange.head().headers();
        Map<String, List<String>> mapped = exchange.integrationRequest().headers();
        List<String> host = mapped.get("host");
        String client = kind == Kind.OF_REQUEST ? from.first("Host") : null; // R5.5
        if (host != null && !host.isEmpty()) {
            to.add("Host", host.getLast());
        } else if (client != null) {
            to.add("Host", client);
        } else {
            to.add(origin.hostLine());
        }
        String hop = exchange.head().namesHopHeaders() ? String.join(",", from.all("Connection")) : "";
        for (int i = 0; i < from.size(); i++) {
            if (!from.isNamed(i, NOT_PASSED)
                    && (mapped.isEmpty() || !mapped.containsKey(from.name(i)))
                    && !BackendRequest.isNamed(hop, from.name(i))) {
                to.add(from, i);
            }
        }
        mapped.forEach((name, values) -> {
            if (!name.equalsIgnoreCase("host")) {
                values.forEach(value -> to.add(name, value));
            }
        });
        addForwarded(to, exchange);
        exchange.identity().addTrace(to);
    }

    private static void addForwarded(Headers to, Exchange exchange) {
        String address = exchange.head().remoteAddress();
        String who = address.indexOf(':') < 0 ? address : "\"[" + address + "]\"";
        to.add(
                "forwarded",
                "by=_gateway;for=" + who + ";host=" + RequestContext.domainName(exchange) + ";proto="
                        + (exchange.head().secure() ? "https" : "http"));
        to.add("via", "HTTP/1.1 AmazonAPIGateway");
    }

    @Override
    public ByteBuf body(Exchange exchange, String verb) {
        ByteBuf body = exchange.body();
        return body == null ? Unpooled.EMPTY_BUFFER : body.retainedDuplicate();
    }

    @Override
    public String toString() {
        return method + " " + uri;
    }
}
