package dev.sallyport.pipeline.websocket;

import dev.sallyport.limits.KnownKey;
import dev.sallyport.pipeline.Authorization;
import dev.sallyport.pipeline.ClientAddress;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.RequestHead;
import dev.sallyport.pipeline.Upgrade;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection to a stage, from its handshake to its end: what all its messages have in common. There may be very
 * many, so that it holds nothing that a stage or a client has not brought.
 */
public final class WebSocketConnection implements Upgrade {

    /** IAM's, which every message's context has again (W8.5). */
    private static final String[] IDENTITY = {
        "identity.accountId", "identity.caller", "identity.user", "identity.userArn", "identity.accessKey"
    };

    private final String id;
    private final SocketPlace place;
    private final ClientAddress client;
    private final @Nullable String host;
    private final @Nullable String userAgent;
    private final long connectedMillis;
    private long activeMillis;
    private @Nullable Authorization authorization;
    private Map<String, String> identity = Map.of();
    private @Nullable KnownKey apiKey;
    private volatile @Nullable Socket socket;

    /** A connection whose handshake has begun (W3.24). */
    WebSocketConnection(SocketPlace place, Exchange exchange) {
        RequestHead head = exchange.head();
        this.id = exchange.client().context().ids().connectionId();
        this.place = place;
        this.client = head.client();
        this.host = head.host();
        this.userAgent = head.headers().last("User-Agent");
        this.connectedMillis = exchange.identity().epochMillis();
        this.activeMillis = connectedMillis;
    }

    /** The handshake has been admitted: keeps who the client is for its messages. */
    void admitted(Exchange exchange) {
        authorization = exchange.authorization();
        apiKey = exchange.identity().apiKey();
        if (exchange.identity().signer() != null) {
            Map<String, String> signed = new LinkedHashMap<>();
            for (String variable : IDENTITY) {
                String value = exchange.context(variable);
                if (value != null) {
                    signed.put(variable, value);
                }
            }
            identity = signed;
        }
    }

    /** Says of a message who its client is. */
    void introduce(Exchange exchange) {
        Authorization said = authorization;
        if (said != null) {
            exchange.authorized(said, -1);
        }
        KnownKey key = apiKey;
        if (key != null) {
            exchange.identity().apiKey(key);
        }
        if (!identity.isEmpty()) {
            identity.forEach(exchange::note);
        }
    }

    public String id() {
        return id;
    }

    public SocketPlace place() {
        return place;
    }

    /** Who the client is, as its handshake told. */
    public ClientAddress client() {
        return client;
    }

    /** The host of the handshake, or null when the API was named by a path (W8.8). */
    public @Nullable String host() {
        return host;
    }

    /** What the client says that it is, or null. */
    public @Nullable String userAgent() {
        return userAgent;
    }

    /** When the handshake began, milliseconds since 1970. */
    public long connectedMillis() {
        return connectedMillis;
    }

    /** When the last message went in either direction; only on the connection's loop. */
    public long activeMillis() {
        return activeMillis;
    }

    /** A message goes in either direction. */
    public void active(long nowMillis) {
        activeMillis = nowMillis;
    }

    /** The handshake is over: from now on the connection is found by its id (W3.22). */
    public void opened(Socket newSocket) {
        socket = newSocket;
        place.registry().add(this);
    }

    /** The connection begins to close. */
    public void closed() {
        place.registry().remove(this);
    }

    /** The edge's side; null before the handshake is over. */
    @Nullable
    Socket socket() {
        return socket;
    }
}
