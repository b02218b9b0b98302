package dev.sallyport.pipeline.websocket;

import dev.sallyport.websocket.FrameLimits;

/**
 * The bounds of WebSocket connections.
 *
 * @param frames of what clients send (W7.1), and where texts to them are cut
 * @param postBytes of a text that is sent by {@code @connections} (W15.5)
 * @param idleMillis without a message in either direction (W16.2)
 * @param lifeMillis of a connection (W16.2)
 * @param unsentBytes that a client has not taken; a text that would go beyond is refused, or ends the connection
 * @param runningMessages of one connection; what comes beyond waits in the client's buffers
 */
public record WebSocketLimits(
        FrameLimits frames, int postBytes, long idleMillis, long lifeMillis, int unsentBytes, int runningMessages) {

    /** AWS's where there are any. */
    public static final WebSocketLimits DEFAULT =
            new WebSocketLimits(FrameLimits.DEFAULT, 128 * 1024, 600_000, 7_200_000, 1024 * 1024, 64);
}
