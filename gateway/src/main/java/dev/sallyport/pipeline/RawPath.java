package dev.sallyport.pipeline;

import dev.sallyport.http.ByteText;

/** The path parameters of a request as the bytes that came, for those who need no string of them. */
public final class RawPath {

    private RawPath() {}

    /** How many bytes the value of path parameter {@code i} has; -1 when the request brought none. */
    public static int length(Exchange exchange, int i) {
        RouteMatch match = exchange.match();
        return i < match.parameters() ? match.end(i) - match.start(i) : -1;
    }

    /** Adds the value of path parameter {@code i} to a text. */
    public static void write(Exchange exchange, int i, ByteText to) {
        RouteMatch match = exchange.match();
        to.bytes(match.bytes(), match.start(i), match.end(i));
    }
}
