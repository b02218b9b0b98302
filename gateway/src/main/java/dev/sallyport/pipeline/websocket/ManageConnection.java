package dev.sallyport.pipeline.websocket;

import dev.sallyport.http.HeaderLine;
import dev.sallyport.http.Headers;
import dev.sallyport.mapping.json.JsonText;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import dev.sallyport.websocket.CloseCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Supplier;

/** A call of {@code @connections}: writes to a client, tells of it, or closes its connection (section 15). */
public record ManageConnection(SocketPlace place) implements Step {

    private static final HeaderLine JSON = HeaderLine.of("Content-Type", "application/json");
    private static final String NORMAL = "Connection Closed Normally";

    /** W15.1. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    @Override
    public Outcome run(Exchange exchange) {
        String id = exchange.head().socket() instanceof ConnectionTarget target ? target.id() : "";
        if (!ConnectionIds.isOne(id)) {
            return WebSocketFaults.invalidId(id);
        }
        ByteBuf body = exchange.body();
        if (body != null && body.readableBytes() > place.limits().postBytes()) {
            return WebSocketFaults.TOO_LARGE;
        }
        WebSocketConnection connection = place.registry().find(id);
        Socket socket = connection == null ? null : connection.socket();
        // W15.4
        if (connection == null || socket == null || !connection.place().isOf(place.apiId(), place.stageName())) {
            return WebSocketFaults.GONE;
        }
        return switch (exchange.head().method()) {
            case "POST" -> post(exchange, socket);
            case "GET" -> there(exchange, socket, () -> told(connection));
            default ->
                there(exchange, socket, () -> {
                    socket.close(CloseCode.NORMAL, NORMAL); // W15.10
                    return resumed -> empty(resumed, 204);
                });
        };
    }

    private static Outcome post(Exchange exchange, Socket socket) {
        ByteBuf body = exchange.body();
        // W15.8: an empty text is one, too
        ByteBuf text = SendReply.text(body == null ? null : body.retain());
        return there(exchange, socket, () -> switch (socket.send(text)) {
            case HANDED_OVER -> resumed -> empty(resumed, 200);
            case FULL -> resumed -> WebSocketFaults.FULL;
            case GONE -> resumed -> WebSocketFaults.GONE;
        });
    }

    /** Does something on the loop of the connection, and goes on on that of the caller. */
    private static Outcome there(Exchange exchange, Socket socket, Supplier<Step> action) {
        if (socket.loop().inEventLoop()) {
            return action.get().run(exchange);
        }
        socket.loop().execute(() -> {
            Step next = action.get();
            exchange.client().loop().execute(() -> exchange.resumeWith(next));
        });
        return Outcome.WAIT;
    }

    private static Outcome empty(Exchange exchange, int status) {
        Headers headers = exchange.responseHeaders();
        exchange.identity().addIds(headers);
        exchange.client().respond(status, headers, new byte[0]);
        return Outcome.ANSWERED;
    }

    private static Step told(WebSocketConnection connection) {
        String userAgent = connection.userAgent();
        String text = "{\"connectedAt\":\"" + time(connection.connectedMillis()) + "\",\"identity\":{\"sourceIp\":"
                + JsonText.quoted(connection.client().remoteAddress())
                + (userAgent == null ? "" : ",\"userAgent\":" + JsonText.quoted(userAgent))
                + "},\"lastActiveAt\":\"" + time(connection.activeMillis()) + "\"}";
        return exchange -> {
            Headers headers = exchange.responseHeaders().add(JSON);
            exchange.identity().addIds(headers);
            exchange.client().respond(200, headers, Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8)));
            return Outcome.ANSWERED;
        };
    }

    private static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }

    @Override
    public boolean forgetsExchange() {
        return true;
    }
}
