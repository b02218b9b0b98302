package dev.sallyport.edge.h2;

import dev.sallyport.http.FieldHeadReader;

/** Who serves the requests of a connection. Called on the connection's loop. */
public interface Http2Requests {

    /** Where the head of the next request is to be read into, emptied; the same one until a request begins. */
    FieldHeadReader nextHead();

    /** What was given last, with what has been read into it. */
    FieldHeadReader nextHeadRead();

    /**
     * A request has come; its head is in what {@link #nextHead} gave last.
     *
     * @param verdict {@link FieldHeadReader#COMPLETE}, or the status that it is to be refused with
     */
    void begin(Http2Stream stream, int verdict);

    /** The value of Date at this moment, as bytes. */
    byte[] date();

    /** A monotonic clock. */
    long nanoTime();

    /** Nothing more will be read or written than what is on its way: the connection may be closed. */
    void ended();

    /** The connection is closed. */
    void closed();
}
