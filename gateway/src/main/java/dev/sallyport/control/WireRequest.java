package dev.sallyport.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A control-plane request as it came from the socket.
 *
 * @param method upper case
 * @param path raw, percent-encoded, starting with a slash, without the query
 * @param query raw, without the question mark; null when there is none
 * @param headers in the order of arrival, names as sent
 * @param body never null, bounded by the listener
 * @param remoteAddress the peer's IP address
 */
@SuppressWarnings("ArrayRecordComponent") // a body is bytes; nobody compares requests
public record WireRequest(
        String method, String path, @Nullable String query, List<Header> headers, byte[] body, String remoteAddress) {

    /** A header line. */
    public record Header(String name, String value) {}

    /** The first value of a header, compared without regard to case; null when absent. */
    public @Nullable String header(String name) {
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase(name)) {
                return header.value();
            }
        }
        return null;
    }
}
