package dev.sallyport.pipeline;

import io.netty.buffer.ByteBuf;

/**
 * The body of a request, still on its way from the client. Exactly one of the two ways of reading it is used, once, on
 * the exchange's event loop; nothing is read from the socket before.
 */
public interface RequestBody {

    /** The announced length in bytes, 0 when there is no body, -1 when the client sends it in chunks. */
    long length();

    /**
     * Reads the whole body.
     *
     * @param limitBytes {@link Receiver#tooLarge} is called when it is longer
     */
    void receive(int limitBytes, Receiver receiver);

    /** Passes the body on piece by piece; {@link #demand} asks for the next piece. */
    void stream(Sink sink);

    /** Lets one more piece come to the sink. */
    void demand();

    /** Counts bytes that are held because of this body beyond its own, until the exchange is over (L3). */
    default void hold(int bytes) {
        // A body that no connection brought is counted nowhere.
    }

    /** Takes a whole body. */
    interface Receiver {
        /** @param body owned by the receiver, which must release it */
        void received(ByteBuf body);

        /** The body is longer than allowed; nothing more will come. */
        void tooLarge();
    }

    /** Takes a body piece by piece. */
    interface Sink {
        /** @param piece owned by the sink, which must release it */
        void bodyPiece(ByteBuf piece);

        /** The body is complete. */
        void bodyEnd();
    }
}
