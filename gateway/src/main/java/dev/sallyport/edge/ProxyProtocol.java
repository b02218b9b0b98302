package dev.sallyport.edge;

import dev.sallyport.iam.IpRange;
import dev.sallyport.model.VpcEndpoint;
import dev.sallyport.pipeline.ClientAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may connect to an entrance that speaks the PROXY protocol, and what their headers make of a connection. Every
 * connection begins with such a header; others are closed, and the log says so, not more often than every ten seconds.
 */
public final class ProxyProtocol {

    private static final Logger LOG = LoggerFactory.getLogger(ProxyProtocol.class);
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final List<IpRange> proxies;
    private final Map<String, VpcEndpoint> endpoints;
    private final LongSupplier nanoTime;
    private final AtomicLong untold = new AtomicLong();
    private final AtomicLong quietUntil;

    /**
     * @param proxies the addresses of those who may connect
     * @param endpoints all VPC endpoints that the gateway knows
     * @param nanoTime a monotonic clock
     */
    public ProxyProtocol(List<IpRange> proxies, Collection<VpcEndpoint> endpoints, LongSupplier nanoTime) {
        this.proxies = List.copyOf(proxies);
        this.endpoints = endpoints.stream().collect(Collectors.toMap(VpcEndpoint::id, Function.identity()));
        this.nanoTime = nanoTime;
        this.quietUntil = new AtomicLong(nanoTime.getAsLong());
    }

    /** Whether an address may connect. */
    boolean admits(String peer) {
        for (IpRange range : proxies) {
            if (range.contains(peer)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Who a connection's client is, by its header.
     *
     * @param proxy the peer
     * @param of the VPC endpoint of the entrance, or null
     * @return null when the header names another VPC endpoint than the entrance is for
     */
    @Nullable
    ClientAddress client(ProxyHeader header, ClientAddress proxy, @Nullable VpcEndpoint of) {
        String address = header.client();
        if (address == null) {
            return proxy.behindRelay();
        }
        String named = header.vpcEndpointId();
        if (named != null && of != null && !named.equals(of.id())) {
            return null;
        }
        VpcEndpoint endpoint = named == null || of != null ? of : endpoints.get(named);
        return new ClientAddress(address, header.port(), header.secure() || proxy.secure(), endpoint).behindRelay();
    }

    /** Tells of a connection that is closed for what is wrong with it. */
    void refused(String peer, String why) {
        long now = nanoTime.getAsLong();
        long quiet = quietUntil.get();
        if (now - quiet < 0 || !quietUntil.compareAndSet(quiet, now + QUIET_NANOS)) {
            untold.incrementAndGet();
            return;
        }
        long before = untold.getAndSet(0);
        LOG.warn(
                "closed a connection of {} to an address that speaks the PROXY protocol: {}{}",
                peer,
                why,
                before == 0 ? "" : " (and " + before + " more connections since this was last said)");
    }
}
