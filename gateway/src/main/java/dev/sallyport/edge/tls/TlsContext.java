package dev.sallyport.edge.tls;

import dev.sallyport.certificates.ClientCheck;
import dev.sallyport.certificates.ServerName;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.ReferenceCountUtil;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Whom a client gets, ready for handshakes. BoringSSL makes them where it runs, otherwise the JDK. */
final class TlsContext {

    private static final Cleaner CLEANER = Cleaner.create();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String HTTP_1_1 = "http/1.1";
    private static final long SESSION_SECONDS = 3_600;
    private static final long SESSIONS = 20_000;
    private static final long CLOSE_MILLIS = 2_000;

    private final ServerName name;
    private final SecurityPolicy policy;
    private final SslContext context;
    private @Nullable OpenSslSessionTicketKey ticketKey;

    /**
     * @param http2 whether clients may choose HTTP/2
     * @throws SSLException when the library cannot do with it
     */
    TlsContext(ServerName name, boolean http2) throws SSLException {
        this.name = name;
        this.policy = SecurityPolicy.of(name.securityPolicy());
        this.context = context(name, policy, http2);
        renewTickets();
        // Native memory: handshakes that run hold their own share of it.
        SslContext held = context;
        CLEANER.register(this, () -> ReferenceCountUtil.release(held));
    }

    private static SslContext context(ServerName name, SecurityPolicy policy, boolean http2) throws SSLException {
        boolean open = OpenSsl.isAvailable();
        SslContextBuilder builder = SslContextBuilder.forServer(
                        name.certificate().key(), name.certificate().chain().toArray(X509Certificate[]::new))
                .sslProvider(open ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK)
                .protocols(policy.protocols())
                .ciphers(policy.ciphers(), SupportedCipherSuiteFilter.INSTANCE)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        http2 ? List.of(TlsFront.HTTP_2, HTTP_1_1) : List.of(HTTP_1_1)))
                .sessionTimeout(SESSION_SECONDS)
                .sessionCacheSize(SESSIONS);
        if (open) {
            builder.option(OpenSslContextOption.GROUPS, policy.groups().toArray(String[]::new));
        }
        ClientCheck clients = name.clients();
        if (clients != null) {
            builder.clientAuth(ClientAuth.REQUIRE).trustManager(new AnyClient(clients.issuers()));
        }
        return builder.build();
    }

    ServerName name() {
        return name;
    }

    SecurityPolicy policy() {
        return policy;
    }

    /** Sessions are taken up again by tickets, so that they cost no memory; the key before still opens its tickets. */
    void renewTickets() {
        if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
            byte[] key = new byte[48];
            RANDOM.nextBytes(key);
            OpenSslSessionTicketKey fresh = new OpenSslSessionTicketKey(
                    Arrays.copyOfRange(key, 0, 16), Arrays.copyOfRange(key, 16, 32), Arrays.copyOfRange(key, 32, 48));
            OpenSslSessionTicketKey before = ticketKey;
            sessions.setTicketKeys(
                    before == null
                            ? new OpenSslSessionTicketKey[] {fresh}
                            : new OpenSslSessionTicketKey[] {fresh, before});
            ticketKey = fresh;
        }
    }

    SslHandler newHandler(ByteBufAllocator allocator, long handshakeMillis) {
        try {
            SslHandler handler = context.newHandler(allocator);
            handler.setHandshakeTimeoutMillis(handshakeMillis);
            handler.setCloseNotifyFlushTimeoutMillis(CLOSE_MILLIS);
            return handler;
        } finally {
            Reference.reachabilityFence(this);
        }
    }
}
