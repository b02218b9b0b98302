package dev.sallyport.pipeline;

import dev.sallyport.http.Headers;

/**
 * Hears what an integration sends to its endpoint and what comes back. Only exchanges that somebody wants to see in
 * detail have one; their integrations are built with it, so that all others pay nothing. Called on the exchange's loop.
 */
public interface EndpointTrace {

    /**
     * The request as it leaves.
     *
     * @param uri absolute
     * @param body as text; {@code ""} when there is none
     */
    void request(String uri, Headers headers, String body);

    /** The answer once it is whole. */
    void response(int status, Headers headers, String body);
}
