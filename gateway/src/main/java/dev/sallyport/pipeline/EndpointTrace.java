package dev.sallyport.pipeline;

import dev.sallyport.http.Headers;

/**
 * Hears what an integration sends to its endpoint and what comes back. Only exchanges that somebody wants to see in
 * detail have one ({@link Exchange#trace}); all others pay nothing. Called on the exchange's loop.
 */
public interface EndpointTrace {

    /** How much of a body is told of, in bytes. */
    default int bodyBytes() {
        return 8 * 1024;
    }

    /** A request is about to leave with these headers; what backends are to know of the trace is added here. */
    default void leaving(Headers headers) {
        // Nearly nobody tells backends anything.
    }

    /**
     * The request as it leaves.
     *
     * @param uri absolute
     * @param body as text, its beginning when it is long; {@code ""} when there is none
     */
    void request(String uri, Headers headers, String body);

    /** The answer once it is whole; of a long body its beginning. */
    void response(int status, Headers headers, String body);
}
