package dev.sallyport.edge.tls;

import dev.sallyport.certificates.ClientCheck;
import dev.sallyport.pipeline.TlsFacts;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Waits behind the handshake, looks at what came of it, tells the connection, and is gone. */
final class Handshaken extends ChannelInboundHandlerAdapter {

    private final TlsContext context;
    private final @Nullable String serverName;
    private final TlsFront.Listener done;
    private final FailedHandshakes failures;

    Handshaken(TlsContext context, @Nullable String serverName, TlsFront.Listener done, FailedHandshakes failures) {
        this.context = context;
        this.serverName = serverName;
        this.done = done;
        this.failures = failures;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent completion)) {
            ctx.fireUserEventTriggered(event);
            return;
        }
        if (!completion.isSuccess()) {
            failures.add(ctx.channel(), serverName, completion.cause());
            ctx.close();
            return;
        }
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        SSLSession session = tls.engine().getSession();
        if (!context.policy().permits(session.getProtocol(), session.getCipherSuite())) {
            // The library always offers all ciphers of TLS 1.3.
            failures.add(
                    ctx.channel(),
                    serverName,
                    context.policy().name() + " does not permit " + session.getCipherSuite());
            ctx.close();
            return;
        }
        done.secured(facts(ctx, session), tls.applicationProtocol());
        ctx.pipeline().remove(this);
    }

    private TlsFacts facts(ChannelHandlerContext ctx, SSLSession session) {
        ClientCheck clients = context.name().clients();
        String refusal = null;
        Map<String, String> shown = Map.of();
        if (clients != null) {
            List<X509Certificate> chain = chain(session);
            refusal = chain.isEmpty() ? "no certificate" : clients.refusal(chain);
            shown = chain.isEmpty() ? Map.of() : ClientCertificateFields.of(chain.getFirst());
            if (refusal != null) {
                failures.add(ctx.channel(), serverName, "Access denied. Reason: " + refusal);
            }
        }
        return new TlsFacts(
                session.getProtocol(),
                SecurityPolicy.openSslName(session.getCipherSuite()),
                serverName,
                context.name().domain(),
                context.policy().name(),
                shown,
                refusal);
    }

    private static List<X509Certificate> chain(SSLSession session) {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            for (var certificate : session.getPeerCertificates()) {
                if (certificate instanceof X509Certificate readable) {
                    chain.add(readable);
                }
            }
        } catch (SSLPeerUnverifiedException none) {
            return List.of();
        }
        return chain;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (TlsFront.isOfConnection(cause)) {
            ctx.close(); // the handshake's end has told of it
        } else {
            ctx.fireExceptionCaught(cause);
        }
    }
}
