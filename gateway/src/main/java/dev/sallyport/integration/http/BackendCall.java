package dev.sallyport.integration.http;

import dev.sallyport.http.Headers;
import io.netty.buffer.ByteBuf;

/** Takes the answer of a backend. All methods are called on the loop; after {@link #end} or {@link #failed} none is. */
interface BackendCall {

    /** The request head has been sent: the body may follow. */
    void connected(BackendConnection connection);

    /** The head of the answer. */
    void head(int status, Headers headers, long contentLength);

    /** A piece of the body, owned by the callee. */
    void piece(ByteBuf piece);

    /** All pieces that came in one read have been passed on. */
    void readComplete();

    /** The answer is complete. */
    void end();

    /** The backend can take more of the request body. */
    void writable();

    /**
     * No answer will come, or not all of it.
     *
     * @param reason for the execution log
     * @param retryable the connection was an old one and closed before the backend can have answered anything
     */
    void failed(String reason, boolean retryable);
}
