package dev.sallyport.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A control-plane answer.
 *
 * @param headers without Content-Length, Date and Connection, which the listener adds
 * @param stream what is sent in the place of {@code body}, or null
 */
@SuppressWarnings("ArrayRecordComponent") // a body is bytes; nobody compares responses
public record WireResponse(
        int status,
        List<WireRequest.Header> headers,
        byte[] body,
        @Nullable StreamedBody stream) {

    /** An answer that is there as a whole. */
    public WireResponse(int status, List<WireRequest.Header> headers, byte[] body) {
        this(status, headers, body, null);
    }

    /** The same status and headers with a body that is made while it goes out. */
    WireResponse streaming(StreamedBody newStream) {
        return new WireResponse(status, headers, body, newStream);
    }
}
