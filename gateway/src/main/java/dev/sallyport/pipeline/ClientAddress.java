package dev.sallyport.pipeline;

import dev.sallyport.http.HeaderLine;
import dev.sallyport.http.Headers;
import dev.sallyport.model.VpcEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Who a client is and how it came; the same for all requests of a connection, unless a proxy that is trusted speaks for
 * several clients.
 */
public final class ClientAddress {

    private final String remoteAddress;
    private final String peerAddress;
    private final String port;
    private final boolean secure;
    private final boolean relayed;
    private final @Nullable VpcEndpoint vpcEndpoint;
    private final HeaderLine[] ofEndpoint;
    private final HeaderLine forwardedFor;
    private final HeaderLine forwardedPort;
    private final HeaderLine forwardedProto;
    private final @Nullable TlsFacts tls;

    /**
     * A client that connects itself.
     *
     * @param remoteAddress the client's IP address
     * @param port the listener's port
     * @param secure whether the client speaks TLS
     */
    public ClientAddress(String remoteAddress, int port, boolean secure) {
        this(remoteAddress, port, secure, null);
    }

    /** @param vpcEndpoint by which the client comes; null for the public entrance */
    public ClientAddress(String remoteAddress, int port, boolean secure, @Nullable VpcEndpoint vpcEndpoint) {
        this(remoteAddress, remoteAddress, port, secure, false, vpcEndpoint, null);
    }

    private ClientAddress(
            String remoteAddress,
            String peerAddress,
            int port,
            boolean secure,
            boolean relayed,
            @Nullable VpcEndpoint vpcEndpoint,
            @Nullable TlsFacts tls) {
        this.remoteAddress = remoteAddress;
        this.peerAddress = peerAddress;
        this.port = Integer.toString(port);
        this.secure = secure;
        this.relayed = relayed;
        this.vpcEndpoint = vpcEndpoint;
        this.tls = tls;
        this.ofEndpoint = vpcEndpoint == null ? new HeaderLine[0] : lines(vpcEndpoint);
        this.forwardedFor = HeaderLine.of("X-Forwarded-For", peerAddress);
        this.forwardedPort = HeaderLine.of("X-Forwarded-Port", this.port);
        this.forwardedProto = HeaderLine.of("X-Forwarded-Proto", secure ? "https" : "http");
    }

    /** EDG-7: in this order, and the value of the second, as events of private APIs on AWS show them (secondary). */
    private static HeaderLine[] lines(VpcEndpoint endpoint) {
        return new HeaderLine[] {
            HeaderLine.of("x-amzn-vpc-id", endpoint.vpcId()),
            HeaderLine.of("x-amzn-vpce-config", "1"),
            HeaderLine.of("x-amzn-vpce-id", endpoint.id())
        };
    }

    /** The same client behind a relay that works on connections: nothing says that it is on this host. */
    public ClientAddress behindRelay() {
        return new ClientAddress(remoteAddress, peerAddress, number(port), secure, true, vpcEndpoint, tls);
    }

    /**
     * The client for whom this one, a proxy, speaks.
     *
     * @param client its IP address
     * @param newPort where it connected to the proxy; null when the proxy does not say
     * @param newSecure whether it speaks TLS; null when the proxy does not say
     */
    public ClientAddress forwards(String client, @Nullable Integer newPort, @Nullable Boolean newSecure) {
        return new ClientAddress(
                client,
                peerAddress,
                newPort == null ? number(port) : newPort,
                newSecure == null ? secure : newSecure,
                true,
                vpcEndpoint,
                tls);
    }

    private static int number(String port) {
        return Integer.parseInt(port);
    }

    /** The same client behind the handshake of its connection. */
    public ClientAddress secured(TlsFacts facts) {
        return new ClientAddress(remoteAddress, peerAddress, number(port), true, relayed, vpcEndpoint, facts);
    }

    /** What the handshake of the connection told, be it the client's or its proxy's; null without one. */
    public @Nullable TlsFacts tls() {
        return tls;
    }

    /** The client's IP address. */
    public String remoteAddress() {
        return remoteAddress;
    }

    /** The IP address of who sent the request to the gateway: the client's, or that of the proxy that speaks for it. */
    public String peerAddress() {
        return peerAddress;
    }

    /** The port in decimal that the client connected to. */
    public String port() {
        return port;
    }

    /** Whether the client speaks TLS. */
    public boolean secure() {
        return secure;
    }

    /** Whether somebody stands between the client and the gateway, so that the address is told and not seen. */
    public boolean relayed() {
        return relayed;
    }

    /** By which VPC endpoint the client comes; null for the public entrance. */
    public @Nullable VpcEndpoint vpcEndpoint() {
        return vpcEndpoint;
    }

    /** Adds what the gateway says of the client of a request that brought no X-Forwarded-For itself. */
    void addForwarded(Headers to) {
        addEndpoint(to);
        to.add(forwardedFor);
        addPortAndProto(to);
    }

    void addEndpoint(Headers to) {
        for (HeaderLine line : ofEndpoint) {
            to.add(line);
        }
    }

    void addPortAndProto(Headers to) {
        to.add(forwardedPort);
        to.add(forwardedProto);
    }
}
