package dev.sallyport.pipeline.websocket;

import org.jspecify.annotations.Nullable;

/** The open connections by their ids. Safe for all threads. */
public interface ConnectionRegistry {

    /** A connection opens. */
    void add(WebSocketConnection connection);

    /** A connection begins to close: nothing reaches it any more. */
    void remove(WebSocketConnection connection);

    /** The open connection of an id, or null. */
    @Nullable
    WebSocketConnection find(String id);

    /** Closes the connections of a stage, whose code may still be running when this returns (W16.6). */
    void close(String apiId, String stageName, int code, String reason);
}
