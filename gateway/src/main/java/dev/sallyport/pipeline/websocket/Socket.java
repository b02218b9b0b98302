package dev.sallyport.pipeline.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;

/** The edge's side of a WebSocket connection. Only on its loop, but for the loop itself. */
public interface Socket {

    /** The loop that the connection lives on. */
    EventExecutor loop();

    /**
     * Sends a text.
     *
     * @param text UTF-8, owned by the callee
     */
    Sent send(ByteBuf text);

    /** Closes with a code and a reason; does nothing when it is closing already. */
    void close(int code, String reason);

    /** What becomes of a text. */
    enum Sent {
        /** It is on its way (W15.14). */
        HANDED_OVER,
        /** The client does not take what was sent before. */
        FULL,
        /** The connection is closing, or closed. */
        GONE
    }
}
