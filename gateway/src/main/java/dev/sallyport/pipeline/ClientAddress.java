package dev.sallyport.pipeline;

import dev.sallyport.http.HeaderLine;
import dev.sallyport.http.Headers;
import org.jspecify.annotations.Nullable;

/** Who a client is and how it came; the same for all requests of a connection. */
public final class ClientAddress {

    private final String remoteAddress;
    private final String port;
    private final boolean secure;
    private final HeaderLine forwardedFor;
    private final HeaderLine forwardedPort;
    private final HeaderLine forwardedProto;
    private @Nullable TlsFacts tls;

    /**
     * @param remoteAddress the client's IP address
     * @param port the listener's port
     * @param secure whether the client speaks TLS
     */
    public ClientAddress(String remoteAddress, int port, boolean secure) {
        this.remoteAddress = remoteAddress;
        this.port = Integer.toString(port);
        this.secure = secure;
        this.forwardedFor = HeaderLine.of("X-Forwarded-For", remoteAddress);
        this.forwardedPort = HeaderLine.of("X-Forwarded-Port", this.port);
        this.forwardedProto = HeaderLine.of("X-Forwarded-Proto", secure ? "https" : "http");
    }

    /** The same client behind the handshake of its connection. */
    public ClientAddress secured(TlsFacts facts) {
        ClientAddress secured = new ClientAddress(remoteAddress, Integer.parseInt(port), true);
        secured.tls = facts;
        return secured;
    }

    /** What the handshake told; null without one. */
    public @Nullable TlsFacts tls() {
        return tls;
    }

    /** The client's IP address. */
    public String remoteAddress() {
        return remoteAddress;
    }

    /** The listener's port in decimal. */
    public String port() {
        return port;
    }

    /** Whether the client speaks TLS. */
    public boolean secure() {
        return secure;
    }

    /** Adds the X-Forwarded headers of a request that brought none itself. */
    void addForwarded(Headers to) {
        to.add(forwardedFor);
        addPortAndProto(to);
    }

    void addPortAndProto(Headers to) {
        to.add(forwardedPort);
        to.add(forwardedProto);
    }
}
