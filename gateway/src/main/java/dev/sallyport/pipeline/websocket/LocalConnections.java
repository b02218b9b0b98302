package dev.sallyport.pipeline.websocket;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The connections of this process. */
public final class LocalConnections implements ConnectionRegistry {

    private final ConcurrentHashMap<String, WebSocketConnection> connections = new ConcurrentHashMap<>();

    @Override
    public void add(WebSocketConnection connection) {
        connections.put(connection.id(), connection);
    }

    @Override
    public void remove(WebSocketConnection connection) {
        connections.remove(connection.id(), connection);
    }

    @Override
    public @Nullable WebSocketConnection find(String id) {
        return connections.get(id);
    }

    @Override
    public void close(String apiId, String stageName, int code, String reason) {
        for (WebSocketConnection connection : connections.values()) {
            if (connection.place().isOf(apiId, stageName)) {
                Socket socket = connection.socket();
                if (socket != null) {
                    socket.loop().execute(() -> socket.close(code, reason));
                }
            }
        }
    }

    /** How many there are. */
    public int size() {
        return connections.size();
    }
}
