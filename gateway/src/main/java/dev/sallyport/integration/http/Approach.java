package dev.sallyport.integration.http;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * How a backend is approached, beyond what its URI says.
 *
 * @param identity what is shown to a backend over TLS that asks (INT-9), or null
 * @param address where connections go instead of the URI's host and port, whose name still counts for {@code Host} and
 *     for TLS (INT-101); not resolved; null when they go where the URI says
 */
public record Approach(
        @Nullable ClientIdentity identity, @Nullable InetSocketAddress address) {

    /** Where the URI says, and showing nothing. */
    public static final Approach PLAIN = new Approach(null, null);

    /** The same without TLS, where nothing can be shown. */
    Approach withoutTls() {
        return identity == null ? this : new Approach(null, address);
    }
}
