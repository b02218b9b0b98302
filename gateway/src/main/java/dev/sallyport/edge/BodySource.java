package dev.sallyport.edge;

import io.netty.buffer.ByteBufAllocator;

/** Where the body of a request comes from, as far as its reader acts on it. Lives on one event loop. */
interface BodySource {

    EdgeLimits limits();

    ByteBufAllocator allocator();

    /** How much of all bodies is held whole. */
    BodyBudget budget();

    /** Whether nothing that comes is wanted any more. */
    boolean isClosing();

    /** Lets more come, or has the client wait. */
    void wantBody(boolean wanted);

    /** So many bytes of what has come are held no longer: they were passed on, copied or dropped. */
    default void taken(int bytes) {
        // What is not read from the socket needs no window.
    }

    /** All of the body has come: from now on the time is the gateway's. */
    void bodyRead();

    /** Tells the client, which waits for it, to send its body. */
    void writeContinue();

    /** Too many bodies are held already: this one is not read. */
    void overloaded();
}
