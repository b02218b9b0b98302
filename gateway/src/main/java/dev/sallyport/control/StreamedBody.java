package dev.sallyport.control;

import java.io.IOException;

/** The body of an answer that goes out while it is made. */
@FunctionalInterface
public interface StreamedBody {

    /**
     * Writes the whole body. Called once, on a virtual thread, also when nobody reads it any more; may block.
     *
     * @throws IOException when the client is gone, or the body cannot be completed
     */
    void writeTo(Out out) throws IOException;

    /** Where it goes. */
    interface Out {

        /**
         * Sends a piece; waits as long as the client takes no more.
         *
         * @throws IOException when the client is gone
         */
        void write(byte[] piece) throws IOException;
    }
}
