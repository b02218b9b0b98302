package dev.sallyport;

import dev.sallyport.cli.RunningGateway.VpcEntry;
import dev.sallyport.config.Entrances;
import dev.sallyport.config.Settings;
import dev.sallyport.edge.EdgeLimits;
import dev.sallyport.edge.Entrance;
import dev.sallyport.edge.Listener;
import dev.sallyport.edge.ProxyProtocol;
import dev.sallyport.edge.RequestRouter;
import dev.sallyport.edge.TrustedProxies;
import dev.sallyport.edge.tls.TlsFront;
import dev.sallyport.iam.IpRange;
import dev.sallyport.model.VpcEndpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses that a gateway listens on, put together from the settings: that of {@code listen} first.
 *
 * @param vpcEndpoints those of them that stand for VPC endpoints
 */
record Entries(Listener listener, List<VpcEntry> vpcEndpoints) {

    private static final Logger LOG = LoggerFactory.getLogger(Entries.class);

    /**
     * Binds all addresses and serves.
     *
     * @param tls in front of the address of {@code tls-listen}; null when there is none
     * @throws IOException when an address cannot be bound
     */
    static Entries open(
            Settings settings,
            Transport transport,
            RequestRouter router,
            InstantSource clock,
            LongSupplier nanoTime,
            @Nullable TlsFront tls)
            throws IOException {
        Entrances entrances = settings.entrances();
        TrustedProxies trusted =
                entrances.trustedProxies().isEmpty() ? null : new TrustedProxies(entrances.trustedProxies());
        List<Entrance> all = new ArrayList<>();
        all.add(new Entrance(settings.listen(), null, protocol(entrances, Entrances.LISTEN, nanoTime), trusted, null));
        for (Entrances.Endpoint each : entrances.vpcEndpoints()) {
            InetSocketAddress address = each.address();
            if (address != null) {
                VpcEndpoint endpoint = each.endpoint();
                all.add(new Entrance(address, endpoint, protocol(entrances, endpoint.id(), nanoTime), trusted, null));
            }
        }
        int plain = all.size();
        if (tls != null) {
            settings.tls().listen().ifPresent(address -> all.add(new Entrance(address, null, null, trusted, tls)));
        }
        Listener listener = Listener.bind(
                all,
                transport.loops(),
                transport.serverChannel(),
                transport.contexts(),
                router,
                EdgeLimits.DEFAULT,
                clock,
                nanoTime);
        List<VpcEntry> endpoints = new ArrayList<>();
        for (int i = plain; i < all.size(); i++) {
            InetSocketAddress address = listener.address(i);
            LOG.info(
                    "TLS is spoken on https://{}:{} by {}",
                    address.getAddress().getHostAddress(),
                    address.getPort(),
                    TlsFront.library());
        }
        for (int i = 1; i < plain; i++) {
            VpcEndpoint endpoint = all.get(i).vpcEndpoint();
            if (endpoint != null) {
                endpoints.add(new VpcEntry(endpoint, listener.address(i)));
            }
        }
        return new Entries(listener, List.copyOf(endpoints));
    }

    private static @Nullable ProxyProtocol protocol(Entrances entrances, String entrance, LongSupplier nanoTime) {
        List<IpRange> proxies = entrances.proxyProtocol().get(entrance);
        return proxies == null ? null : new ProxyProtocol(proxies, entrances.endpoints(), nanoTime);
    }
}
