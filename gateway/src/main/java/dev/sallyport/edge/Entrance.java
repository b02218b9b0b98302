package dev.sallyport.edge;

import dev.sallyport.model.VpcEndpoint;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * An address that is listened on, and what is known of who comes by it.
 *
 * @param vpcEndpoint that it stands for: it leads to private APIs and nowhere else; null for the public entrance
 * @param proxyProtocol who may connect and has to say for whom; null where clients connect themselves
 * @param trustedProxies whose X-Forwarded headers are believed; null for nobody's
 */
public record Entrance(
        InetSocketAddress address,
        @Nullable VpcEndpoint vpcEndpoint,
        @Nullable ProxyProtocol proxyProtocol,
        @Nullable TrustedProxies trustedProxies) {

    /** The public entrance, by which clients come themselves. */
    public static Entrance at(InetSocketAddress address) {
        return new Entrance(address, null, null, null);
    }
}
