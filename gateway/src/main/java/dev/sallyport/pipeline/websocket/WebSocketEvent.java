package dev.sallyport.pipeline.websocket;

import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.SocketFacts;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What has happened to a connection: what an exchange is about. One object serves the messages of one exchange after the other. */
public final class WebSocketEvent implements SocketFacts {

    private @Nullable WebSocketConnection connection;
    private Type type = Type.MESSAGE;
    private @Nullable String messageId;
    private int closeCode;
    private String closeReason = "";

    /** The kinds of events (section 8). */
    public enum Type {
        CONNECT,
        MESSAGE,
        DISCONNECT
    }

    /** A handshake, or a message. */
    public WebSocketEvent begin(Type newType, WebSocketConnection of) {
        connection = of;
        type = newType;
        messageId = null;
        return this;
    }

    /** The end of a connection, with what the client sent or the gateway found (W16.4). */
    public WebSocketEvent end(WebSocketConnection of, int code, String reason) {
        closeCode = code;
        closeReason = reason;
        return begin(Type.DISCONNECT, of);
    }

    /** The event that an exchange is about, or null. */
    public static @Nullable WebSocketEvent of(Exchange exchange) {
        return exchange.head().socket() instanceof WebSocketEvent event ? event : null;
    }

    public WebSocketConnection connection() {
        return Objects.requireNonNull(connection, "the event has not begun");
    }

    public Type type() {
        return type;
    }

    /** {@code disconnectStatusCode}. */
    public int closeCode() {
        return closeCode;
    }

    /** {@code disconnectReason}. */
    public String closeReason() {
        return closeReason;
    }

    /** The id of a message (W4.3, W4.4); made when it is asked for. */
    public String messageId(Exchange exchange) {
        String made = messageId;
        if (made == null) {
            made = exchange.client().context().ids().connectionId();
            messageId = made;
        }
        return made;
    }

    @Override
    public @Nullable String value(Exchange exchange, String variable) {
        return switch (variable) {
            case "connectionId" -> connection().id();
            case "connectedAt" -> Long.toString(connection().connectedMillis());
            case "eventType" -> type.name();
            case "messageDirection" -> "IN";
            case "messageId" -> type == Type.MESSAGE ? messageId(exchange) : null;
            case "routeKey" -> exchange.isMatched() ? exchange.plan().resourcePath() : null;
            case "identity.userAgent" -> connection().userAgent();
            default -> null;
        };
    }

    @Override
    public String resource(Exchange exchange) {
        return exchange.plan().resourcePath();
    }
}
