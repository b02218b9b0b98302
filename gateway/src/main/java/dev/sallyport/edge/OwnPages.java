package dev.sallyport.edge;

import dev.sallyport.http.Headers;
import dev.sallyport.pipeline.RequestHead;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** The gateway's own pages: health, explanations of requests, and what the control plane's answers point to. May block. */
@FunctionalInterface
public interface OwnPages {

    /** The page that lists what is open to whom; it is shown on this host alone. */
    String AUDIT = "/_sallyport/audit";

    /** Answers a request; 404 for a page that does not exist. */
    Page answer(Request request);

    /** Whether a page may be shown to a client: what is open is no stranger's business. */
    static boolean isShown(String path, RequestHead client) {
        return !path.equals(AUDIT)
                || (!client.relayed()
                        && InetAddress.ofLiteral(client.remoteAddress()).isLoopbackAddress());
    }

    /**
     * A request, of which the body does not count.
     *
     * @param query without the question mark, or null
     * @param headers a copy
     * @param remoteAddress the peer's IP address
     */
    record Request(String method, String path, @Nullable String query, Headers headers, String remoteAddress) {}

    /**
     * An answer.
     *
     * @param errorType the value of {@code x-amzn-ErrorType}, or null
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Page(
            int status,
            String contentType,
            byte[] body,
            @Nullable String errorType) {

        /** An answer that is no error of AWS's. */
        public Page(int status, String contentType, byte[] body) {
            this(status, contentType, body, null);
        }
    }
}
