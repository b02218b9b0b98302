package dev.sallyport.edge;

import dev.sallyport.edge.tls.TlsFront;
import dev.sallyport.model.VpcEndpoint;
import dev.sallyport.pipeline.ClientAddress;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * An address that is listened on, and what is known of who comes by it.
 *
 * @param vpcEndpoint that it stands for: it leads to private APIs and nowhere else; null for the public entrance
 * @param proxyProtocol who may connect and has to say for whom; null where clients connect themselves
 * @param trustedProxies whose X-Forwarded headers are believed; null for nobody's
 * @param tls null for connections without TLS
 */
public record Entrance(
        InetSocketAddress address,
        @Nullable VpcEndpoint vpcEndpoint,
        @Nullable ProxyProtocol proxyProtocol,
        @Nullable TrustedProxies trustedProxies,
        @Nullable TlsFront tls) {

    /** The public entrance, by which clients come themselves. */
    public static Entrance at(InetSocketAddress address) {
        return new Entrance(address, null, null, null, null);
    }

    /** Who has connected by it. */
    ClientAddress peer(Channel connection) {
        return new ClientAddress(
                ((InetSocketAddress) connection.remoteAddress()).getAddress().getHostAddress(),
                ((InetSocketAddress) connection.localAddress()).getPort(),
                false,
                vpcEndpoint);
    }
}
