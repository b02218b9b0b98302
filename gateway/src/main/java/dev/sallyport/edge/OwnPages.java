package dev.sallyport.edge;

import dev.sallyport.pipeline.RequestHead;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** The gateway's own pages: health, explanations of requests, and what the control plane's answers point to. May block. */
@FunctionalInterface
public interface OwnPages {

    /** The page that lists what is open to whom; it is shown on this host alone. */
    String AUDIT = "/_sallyport/audit";

    /** Answers a request for a path; 404 for a page that does not exist. */
    Page answer(String method, String path, @Nullable String query);

    /** Whether a page may be shown to a client: what is open is no stranger's business. */
    static boolean isShown(String path, RequestHead client) {
        return !path.equals(AUDIT)
                || (!client.relayed()
                        && InetAddress.ofLiteral(client.remoteAddress()).isLoopbackAddress());
    }

    /** An answer. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Page(int status, String contentType, byte[] body) {}
}
