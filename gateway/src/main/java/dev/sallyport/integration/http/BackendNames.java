package dev.sallyport.integration.http;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The slow parts of connecting to a backend, kept off the event loops: the system's name service, which may block, and
 * the making of the TLS context, which reads the trust store.
 */
public final class BackendNames {

    private final Executor blocking;
    private final boolean verifying;
    private volatile @Nullable SslContext tls;

    /** @param blocking runs work that may block, for example on virtual threads */
    public BackendNames(Executor blocking) {
        this(blocking, true);
    }

    private BackendNames(Executor blocking, boolean verifying) {
        this.blocking = blocking;
        this.verifying = verifying;
    }

    /** The same for backends whose certificates nobody has to know (INT-7, tlsConfig.insecureSkipVerification). */
    BackendNames acceptingPrivateChains() {
        return new BackendNames(blocking, false);
    }

    /** Whether certificates must chain to an authority that everybody knows. */
    boolean isVerifying() {
        return verifying;
    }

    /** Resolves the origin's host and passes the address, or null, on the loop. */
    void resolve(Origin origin, EventExecutor loop, Consumer<@Nullable InetSocketAddress> then) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(origin.host());
        if (literal != null && !(origin.secure() && tls == null)) {
            then.accept(address(literal, origin.port()));
            return;
        }
        blocking.execute(() -> {
            InetSocketAddress address = lookUp(origin);
            loop.execute(() -> then.accept(address));
        });
    }

    private @Nullable InetSocketAddress lookUp(Origin origin) {
        try {
            if (origin.secure()) {
                prepareTls();
            }
            return new InetSocketAddress(InetAddress.getByName(origin.host()), origin.port());
        } catch (UnknownHostException unknown) {
            return null;
        }
    }

    private static InetSocketAddress address(byte[] literal, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(literal), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an IP address of " + literal.length + " bytes", e);
        }
    }

    private synchronized SslContext prepareTls() {
        SslContext context = tls;
        if (context == null) {
            try {
                SslContextBuilder builder = SslContextBuilder.forClient().protocols("TLSv1.3", "TLSv1.2");
                context = (verifying ? builder : builder.trustManager(PrivateChains.INSTANCE)).build();
            } catch (SSLException e) {
                throw new IllegalStateException("the JDK cannot make a TLS client", e);
            }
            tls = context;
        }
        return context;
    }

    /** A TLS handler that checks the certificate's chain and name (INT-7). */
    ChannelHandler tls(ByteBufAllocator allocator, String host, int port) {
        SSLEngine engine = prepareTls().newEngine(allocator, host, port);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return new SslHandler(engine);
    }
}
