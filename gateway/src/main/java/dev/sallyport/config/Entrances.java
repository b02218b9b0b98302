package dev.sallyport.config;

import dev.sallyport.iam.IpRange;
import dev.sallyport.model.VpcEndpoint;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * By which ways requests come besides {@code listen}, and who may speak for clients.
 *
 * @param vpcEndpoints the VPC endpoints that private APIs are reached by
 * @param proxyProtocol the addresses of the proxies of an entrance where connections begin with a PROXY header, by
 *     {@value #LISTEN} or the id of a VPC endpoint
 * @param trustedProxies the addresses of those whose X-Forwarded headers are believed
 */
public record Entrances(
        List<Endpoint> vpcEndpoints, Map<String, List<IpRange>> proxyProtocol, List<IpRange> trustedProxies) {

    /** The name of the address of {@code listen} among entrances. */
    public static final String LISTEN = "listen";

    /** Only the address of {@code listen}, and clients speak for themselves. */
    public static final Entrances NONE = new Entrances(List.of(), Map.of(), List.of());

    public Entrances {
        vpcEndpoints = List.copyOf(vpcEndpoints);
        proxyProtocol = Map.copyOf(proxyProtocol);
        trustedProxies = List.copyOf(trustedProxies);
    }

    /**
     * A VPC endpoint.
     *
     * @param address that is listened on for it, resolved; null when only PROXY headers tell who comes by it
     */
    public record Endpoint(VpcEndpoint endpoint, @Nullable InetSocketAddress address) {}

    /** The VPC endpoints, each once. */
    public Collection<VpcEndpoint> endpoints() {
        Map<String, VpcEndpoint> byId = new LinkedHashMap<>();
        vpcEndpoints.forEach(each -> byId.put(each.endpoint().id(), each.endpoint()));
        return byId.values();
    }

    /** Refuses what does not fit together. */
    static Entrances checked(
            List<Endpoint> endpoints, Map<String, List<IpRange>> proxyProtocol, List<IpRange> trustedProxies) {
        Entrances all = new Entrances(endpoints, proxyProtocol, trustedProxies);
        for (String entrance : proxyProtocol.keySet()) {
            if (!entrance.equals(LISTEN)
                    && endpoints.stream()
                            .noneMatch(each -> each.endpoint().id().equals(entrance) && each.address() != null)) {
                throw new SettingsException("The setting \"proxy-protocol\" names " + entrance
                        + ", and \"vpc-endpoints\" has no such VPC endpoint with an address.");
            }
        }
        for (Endpoint each : endpoints) {
            if (each.address() == null && !proxyProtocol.containsKey(LISTEN)) {
                throw new SettingsException("The setting \"vpc-endpoints\" names "
                        + each.endpoint().id()
                        + " without an address, and only the PROXY headers of connections to \"listen\" could tell who comes by"
                        + " it. Give it an address (" + each.endpoint().id() + "@"
                        + each.endpoint().vpcId()
                        + "=HOST:PORT), or set proxy-protocol.");
            }
        }
        return all;
    }
}
