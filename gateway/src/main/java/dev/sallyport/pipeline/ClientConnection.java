package dev.sallyport.pipeline;

import dev.sallyport.http.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of an exchange, as far as the pipeline needs it. The edge adds {@code Date}, {@code Connection} and
 * the framing headers by itself.
 */
public interface ClientConnection {

    /** The event loop that the exchange lives on. */
    EventExecutor loop();

    /** The per-loop services: ids, deadlines, backend pools. */
    LoopContext context();

    /** The body of the request. */
    RequestBody body();

    /**
     * Sends a complete response.
     *
     * @param body owned by the callee; null for none
     */
    void respond(int status, Headers headers, @Nullable ByteBuf body);

    /** Sends a complete response with a body that is the same for every request and is not changed. */
    void respond(int status, Headers headers, byte[] body);

    /**
     * Starts a streamed response.
     *
     * @param contentLength bytes that will follow, or -1 when unknown
     * @param onWritable called on the loop whenever the client can take more after {@link #write} returned false
     */
    void start(int status, Headers headers, long contentLength, Runnable onWritable);

    /**
     * Starts a streamed response of unknown length whose pieces leave with the next {@link #flush}, however short it turns
     * out to be.
     *
     * @param onWritable as for {@link #start}
     */
    void startAtOnce(int status, Headers headers, Runnable onWritable);

    /**
     * Sends a piece of a streamed response.
     *
     * @param piece owned by the callee
     * @return false when the client's buffers are full: the caller should pause until told
     */
    boolean write(ByteBuf piece);

    /** Sends what {@link #write} has gathered. */
    void flush();

    /** Ends a streamed response. */
    void end();

    /**
     * Takes a streamed response back as long as nothing of it has been sent, so that another can be given.
     *
     * @return false when the client has got a part of it
     */
    boolean retract();

    /** The status of the answer that has been sent or begun; 0 when there was none. */
    int sentStatus();

    /** How many bytes of the answer's body have been sent, without framing. */
    long sentBodyBytes();

    /**
     * Answers 101 and has the connection speak another protocol from then on.
     *
     * @param headers of the answer but {@code Connection}
     */
    default void upgrade(Headers headers, Upgrade to) {
        throw new UnsupportedOperationException("there is no connection that could become " + to);
    }

    /** Breaks the connection, because a response that has begun cannot be completed. */
    void abort();
}
