package dev.sallyport.functions.runtimeapi;

import io.netty.buffer.ByteBuf;

/** Takes the answer that a runtime streams, piece by piece, on the event loop of its endpoint. */
public interface ResponseStream {

    /**
     * The answer begins.
     *
     * @param connection stops and goes on as it is told
     */
    void begins(Source connection);

    /** @param piece owned by the callee, never empty */
    void piece(ByteBuf piece);

    /** Nothing more will come from the connection. */
    void ends();

    /** Where a streamed answer comes from. Only on its loop. */
    interface Source {

        /** Reads no more of the answer for now; what has been read already still comes. */
        void pause();

        /** Goes on. */
        void resume();
    }
}
