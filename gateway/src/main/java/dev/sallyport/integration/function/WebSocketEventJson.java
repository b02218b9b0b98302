package dev.sallyport.integration.function;

import dev.sallyport.http.Headers;
import dev.sallyport.pipeline.Authorization;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.HeaderRules;
import dev.sallyport.pipeline.RequestContext;
import dev.sallyport.pipeline.websocket.WebSocketConnection;
import dev.sallyport.pipeline.websocket.WebSocketEvent;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes the events of WebSocket APIs (websocket-api 8) and those of their authorizers (5). */
public final class WebSocketEventJson {

    private static final byte[] AUTHORIZER_BEGIN = json("{\"type\":\"REQUEST\",\"methodArn\":");
    private static final byte[] HEADERS = json("\"headers\":");
    private static final byte[] MULTI_HEADERS = json(",\"multiValueHeaders\":");
    private static final byte[] QUERY = json(",\"queryStringParameters\":");
    private static final byte[] MULTI_QUERY = json(",\"multiValueQueryStringParameters\":");
    private static final byte[] STAGE_VARIABLES = json("\"stageVariables\":");
    private static final byte[] CONTEXT = json("\"requestContext\":{\"routeKey\":");
    private static final byte[] AUTHORIZER = json(",\"authorizer\":{");
    private static final byte[] AUTHORIZER_LATENCY = json(",\"integrationLatency\":");
    private static final byte[] MESSAGE_ID = json(",\"messageId\":");
    private static final byte[] CLOSE_CODE = json(",\"disconnectStatusCode\":");
    private static final byte[] EVENT_TYPE = json(",\"eventType\":");
    private static final byte[] EXTENDED_ID = json(",\"extendedRequestId\":");
    private static final byte[] TIME = json(",\"requestTime\":");
    private static final byte[] DIRECTION = json(",\"messageDirection\":\"IN\"");
    private static final byte[] CLOSE_REASON = json(",\"disconnectReason\":");
    private static final byte[] STAGE = json(",\"stage\":");
    private static final byte[] CONNECTED_AT = json(",\"connectedAt\":");
    private static final byte[] TIME_EPOCH = json(",\"requestTimeEpoch\":");
    private static final byte[] IDENTITY = json(",\"identity\":{");
    private static final byte[] SOURCE_IP = json("\"sourceIp\":");
    private static final byte[] REQUEST_ID = json("},\"requestId\":");
    private static final byte[] DOMAIN_NAME = json(",\"domainName\":");
    private static final byte[] CONNECTION_ID = json(",\"connectionId\":");
    private static final byte[] API_ID = json(",\"apiId\":");
    private static final byte[] BODY = json(",\"body\":");
    private static final byte[] END = json(",\"isBase64Encoded\":false}"); // W8.10

    /** W8.5: what is there when the client has signed its handshake, or has a key. */
    private static final List<String> IDENTITIES = List.of(
            "userAgent",
            "accountId",
            "apiKey",
            "apiKeyId",
            "caller",
            "cognitoAuthenticationProvider",
            "cognitoAuthenticationType",
            "cognitoIdentityId",
            "cognitoIdentityPoolId",
            "user",
            "userArn");

    private WebSocketEventJson() {}

    private static byte[] json(String constant) {
        return constant.getBytes(StandardCharsets.US_ASCII);
    }

    private static JsonBytes begin(Exchange exchange) {
        return exchange.client()
                .context()
                .attachment(JsonBytes.class, loop -> new JsonBytes())
                .begin();
    }

    static byte[] write(Exchange exchange) {
        WebSocketEvent event = event(exchange);
        JsonBytes json = begin(exchange).raw('{');
        switch (event.type()) {
            case CONNECT -> {
                writeHeaders(json, connectHeaders(exchange, true));
                writeQuery(json, exchange);
                json.raw(',');
            }
            case DISCONNECT -> {
                writeHeaders(json, disconnectHeaders(exchange));
                json.raw(',');
            }
            case MESSAGE -> {}
        }
        Map<String, String> variables = exchange.stage().variables();
        if (!variables.isEmpty()) { // W8.4
            writeMap(json.raw(STAGE_VARIABLES), variables);
            json.raw(',');
        }
        writeContext(json, exchange, event);
        if (event.type() == WebSocketEvent.Type.MESSAGE) {
            writeBody(json.raw(BODY), exchange.body());
        }
        return json.raw(END).toBytes();
    }

    /**
     * The event of an authorizer (W5.12, W5.13).
     *
     * @param arn of the route
     */
    public static byte[] ofAuthorizer(Exchange exchange, String arn) {
        JsonBytes json = begin(exchange).raw(AUTHORIZER_BEGIN).string(arn).raw(',');
        writeHeaders(json, connectHeaders(exchange, false));
        Map<String, List<String>> query = query(exchange);
        writeLast(json.raw(QUERY), query);
        writeAll(json.raw(MULTI_QUERY), query);
        writeMap(json.raw(',').raw(STAGE_VARIABLES), exchange.stage().variables());
        writeContext(json.raw(','), exchange, event(exchange));
        return json.raw('}').toBytes();
    }

    private static WebSocketEvent event(Exchange exchange) {
        WebSocketEvent event = WebSocketEvent.of(exchange);
        if (event == null) {
            throw new IllegalStateException("an event of a WebSocket API has a connection");
        }
        return event;
    }

    private static void writeBody(JsonBytes json, @Nullable ByteBuf body) {
        if (body == null) {
            json.string("");
        } else {
            json.utf8(body);
        }
    }

    /**
     * W8.2: with the client's spelling.
     *
     * @param isIntegration whether what is meant for the connection alone is left out (W5.13)
     */
    private static Map<String, List<String>> connectHeaders(Exchange exchange, boolean isIntegration) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Headers lines = exchange.head().headers();
        for (int i = 0; i < lines.size(); i++) {
            String name = lines.name(i);
            boolean isHop = name.equalsIgnoreCase("connection") || name.equalsIgnoreCase("upgrade");
            boolean isWritten = HeaderRules.isForwarded(name) || name.equalsIgnoreCase("X-Amzn-Trace-Id");
            if (!isWritten && !(isHop && isIntegration) && !HeaderRules.isSignature(lines, i)) {
                headers.computeIfAbsent(name, first -> new ArrayList<>(1)).add(lines.value(i));
            }
        }
        headers.put("X-Amzn-Trace-Id", List.of(exchange.identity().traceId()));
        Headers forwarded = HeaderRules.forwarded(exchange);
        for (int i = 0; i < forwarded.size(); i++) {
            headers.put(forwarded.name(i), List.of(forwarded.value(i)));
        }
        exchange.integrationRequest().headers().forEach(headers::put);
        return headers;
    }

    /** W8.1. */
    private static Map<String, List<String>> disconnectHeaders(Exchange exchange) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("Host", List.of(RequestContext.domainName(exchange)));
        headers.put("x-api-key", List.of(""));
        headers.put("X-Forwarded-For", List.of(""));
        headers.put("x-restapi", List.of(""));
        return headers;
    }

    /** W8.3. */
    private static void writeHeaders(JsonBytes json, Map<String, List<String>> headers) {
        writeLast(json.raw(HEADERS), headers);
        writeAll(json.raw(MULTI_HEADERS), headers);
    }

    private static Map<String, List<String>> query(Exchange exchange) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        exchange.queryParameterNames().forEach(name -> query.put(name, exchange.queryParameters(name)));
        return query;
    }

    private static void writeQuery(JsonBytes json, Exchange exchange) {
        Map<String, List<String>> query = query(exchange);
        if (!query.isEmpty()) {
            writeLast(json.raw(QUERY), query);
            writeAll(json.raw(MULTI_QUERY), query);
        }
    }

    private static void writeLast(JsonBytes json, Map<String, List<String>> values) {
        Map<String, String> last = new LinkedHashMap<>();
        values.forEach((name, all) -> last.put(name, all.getLast()));
        writeMap(json, last);
    }

    private static void writeMap(JsonBytes json, Map<String, String> values) {
        json.raw('{');
        boolean isFirst = true;
        for (Map.Entry<String, String> entry : values.entrySet()) {
            (isFirst ? json : json.raw(',')).string(entry.getKey()).raw(':').string(entry.getValue());
            isFirst = false;
        }
        json.raw('}');
    }

    private static void writeAll(JsonBytes json, Map<String, List<String>> values) {
        json.raw('{');
        boolean isFirst = true;
        for (Map.Entry<String, List<String>> entry : values.entrySet()) {
            (isFirst ? json : json.raw(',')).string(entry.getKey()).raw(':').raw('[');
            for (int i = 0; i < entry.getValue().size(); i++) {
                (i == 0 ? json : json.raw(',')).string(entry.getValue().get(i));
            }
            json.raw(']');
            isFirst = false;
        }
        json.raw('}');
    }

    private static void writeContext(JsonBytes json, Exchange exchange, WebSocketEvent event) {
        WebSocketConnection connection = event.connection();
        String requestId = exchange.identity().requestId();
        json.raw(CONTEXT).string(exchange.plan().resourcePath());
        writeAuthorizer(json, exchange, event);
        if (event.type() == WebSocketEvent.Type.MESSAGE) {
            json.raw(MESSAGE_ID).string(event.messageId(exchange));
        }
        if (event.type() == WebSocketEvent.Type.DISCONNECT) {
            json.raw(CLOSE_CODE).number(event.closeCode());
        }
        json.raw(EVENT_TYPE)
                .string(event.type().name())
                .raw(EXTENDED_ID)
                .string(requestId)
                .raw(TIME)
                .string(RequestContext.requestTime(exchange))
                .raw(DIRECTION);
        if (event.type() == WebSocketEvent.Type.DISCONNECT) {
            json.raw(CLOSE_REASON).string(event.closeReason());
        }
        json.raw(STAGE)
                .string(exchange.stage().stageName())
                .raw(CONNECTED_AT)
                .number(connection.connectedMillis())
                .raw(TIME_EPOCH)
                .number(exchange.identity().epochMillis());
        writeIdentity(json, exchange);
        json.raw(REQUEST_ID)
                .string(requestId)
                .raw(DOMAIN_NAME)
                .string(RequestContext.domainName(exchange))
                .raw(CONNECTION_ID)
                .string(connection.id())
                .raw(API_ID)
                .string(exchange.stage().apiId())
                .raw('}');
    }

    private static void writeIdentity(JsonBytes json, Exchange exchange) {
        json.raw(IDENTITY);
        for (String name : IDENTITIES) {
            String value = exchange.context("identity." + name);
            if (value != null) {
                json.string(name).raw(':').string(value).raw(',');
            }
        }
        json.raw(SOURCE_IP).string(exchange.head().remoteAddress());
    }

    /** W8.9. */
    private static void writeAuthorizer(JsonBytes json, Exchange exchange, WebSocketEvent event) {
        Authorization authorization = exchange.authorization();
        if (authorization == null) {
            return;
        }
        json.raw(AUTHORIZER).raw(authorization.members());
        String latency = exchange.context("authorizer.integrationLatency");
        if (event.type() == WebSocketEvent.Type.CONNECT && latency != null) {
            json.raw(AUTHORIZER_LATENCY).number(Long.parseLong(latency));
        }
        json.raw('}');
    }
}
