package dev.sallyport.integration.http;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.EventExecutor;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
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
    private final X509Certificate @Nullable [] trusted;
    private volatile @Nullable SslContext tls;

    /** @param blocking runs work that may block, for example on virtual threads */
    public BackendNames(Executor blocking) {
        this(blocking, true, null);
    }

    private BackendNames(Executor blocking, boolean verifying, X509Certificate @Nullable [] trusted) {
        this.blocking = blocking;
        this.verifying = verifying;
        this.trusted = trusted;
    }

    /**
     * Names of backends whose certificates nobody else trusts.
     *
     * @param blocking runs work that may block, for example on virtual threads
     * @param trusted the only certificates that backends' certificates may chain to
     */
    public BackendNames(Executor blocking, List<X509Certificate> trusted) {
        this(blocking, true, trusted.toArray(X509Certificate[]::new));
    }

    /** The same for backends whose certificates nobody has to know (INT-7, tlsConfig.insecureSkipVerification). */
    BackendNames acceptingPrivateChains() {
        return new BackendNames(blocking, false, null);
    }

    /** Whether certificates must chain to an authority that everybody knows. */
    boolean isVerifying() {
        return verifying;
    }

    /** Resolves the host that connections to the origin go to, and passes the address, or null, on the loop. */
    void resolve(Origin origin, EventExecutor loop, Consumer<@Nullable InetSocketAddress> then) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(origin.connectHost());
        if (literal != null && (!origin.secure() || isReady(origin.approach().identity()))) {
            then.accept(address(literal, origin.connectPort()));
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
                prepareTls(origin.approach().identity());
            }
            return new InetSocketAddress(InetAddress.getByName(origin.connectHost()), origin.connectPort());
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

    private boolean isReady(@Nullable ClientIdentity identity) {
        return (identity == null ? tls : identity.context(verifying)) != null;
    }

    private synchronized SslContext prepareTls(@Nullable ClientIdentity identity) {
        SslContext context = identity == null ? tls : identity.context(verifying);
        if (context == null) {
            context = makeTls(identity);
            if (identity == null) {
                tls = context;
            } else {
                identity.context(verifying, context);
            }
        }
        return context;
    }

    private SslContext makeTls(@Nullable ClientIdentity identity) {
        SslContextBuilder builder = SslContextBuilder.forClient().protocols("TLSv1.3", "TLSv1.2");
        if (verifying) {
            builder.trustManager(trusted);
        } else {
            builder.trustManager(PrivateChains.INSTANCE);
        }
        try {
            return identity == null
                    ? builder.build()
                    : builder.keyManager(pem(identity.certificate()), pem(identity.privateKey()))
                            .build();
        } catch (SSLException e) {
            throw new IllegalStateException("the JDK cannot make a TLS client", e);
        }
    }

    private static InputStream pem(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** A TLS handler that checks the certificate's chain and name (INT-7), and shows the origin's identity (INT-9). */
    ChannelHandler tls(ByteBufAllocator allocator, Origin origin) {
        SSLEngine engine = prepareTls(origin.approach().identity()).newEngine(allocator, origin.host(), origin.port());
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return new SslHandler(engine);
    }
}
