package dev.sallyport.edge.tls;

import dev.sallyport.certificates.Names;
import dev.sallyport.pipeline.TlsFacts;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS for the connections of a listener. The names and their certificates can be exchanged at any time: handshakes from then
 * on use the new ones, and connections that are there stay.
 */
public final class TlsFront {

    /** What ALPN calls it. */
    public static final String HTTP_2 = "h2";

    private static final int MAX_CLIENT_HELLO_BYTES = 64 * 1024;
    private static final long HANDSHAKE_MILLIS = 10_000;

    /** Hears of handshakes, each on its loop before the first byte behind it. */
    @FunctionalInterface
    public interface Listener {

        /** @param protocol that client and gateway have agreed on (ALPN); null when the client named none */
        void secured(TlsFacts facts, @Nullable String protocol);
    }

    private final long handshakeMillis;
    private final boolean http2;
    private final FailedHandshakes failures = new FailedHandshakes();
    private volatile @Nullable TlsTable table;

    /** TLS with the usual patience, for HTTP/2 and HTTP/1.1. */
    public TlsFront() {
        this(true);
    }

    /** @param http2 whether clients may choose HTTP/2 */
    public TlsFront(boolean http2) {
        this(HANDSHAKE_MILLIS, http2);
    }

    /** @param handshakeMillis for the client's first message, and for the handshake behind it */
    public TlsFront(long handshakeMillis) {
        this(handshakeMillis, true);
    }

    private TlsFront(long handshakeMillis, boolean http2) {
        this.handshakeMillis = handshakeMillis;
        this.http2 = http2;
    }

    /** Which library makes the handshakes. */
    public static String library() {
        return OpenSsl.isAvailable() ? "BoringSSL" : "the JDK";
    }

    /** Takes other names and certificates into use. */
    public synchronized void use(Names names) {
        try {
            table = TlsTable.of(names, http2, table);
        } catch (SSLException unusable) {
            throw new IllegalStateException(
                    "the default certificate cannot be used: " + unusable.getMessage(), unusable);
        }
    }

    /** Makes other keys for the tickets of sessions; to be called once a day or so. */
    public synchronized void renewTickets() {
        TlsTable current = table;
        if (current != null) {
            current.all().forEach(TlsContext::renewTickets);
        }
    }

    /**
     * Puts TLS in front of whatever else a new connection's pipeline gets.
     *
     * @param done is told when the handshake is over
     */
    public void addTo(ChannelPipeline pipeline, Listener done) {
        pipeline.addLast(new Hello(done));
    }

    /** Says farewell to the client and ends the output behind it. */
    public static void endOutput(SocketChannel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            channel.shutdownOutput();
        } else {
            tls.closeOutbound().addListener(sent -> {
                if (channel.isActive() && !channel.isOutputShutdown()) {
                    channel.shutdownOutput();
                }
            });
        }
    }

    /** Whether an error is one of the connection and not of this gateway. */
    public static boolean isOfConnection(Throwable error) {
        return error instanceof IOException
                || (error instanceof DecoderException && error.getCause() instanceof IOException);
    }

    /** Reads the client's first message, and makes room for the handler that the name in it asks for. */
    private final class Hello extends AbstractSniHandler<TlsContext> {

        private final Listener done;

        Hello(Listener done) {
            super(MAX_CLIENT_HELLO_BYTES, handshakeMillis);
            this.done = done;
        }

        @Override
        protected Future<TlsContext> lookup(ChannelHandlerContext ctx, @Nullable String name) {
            TlsTable current = table;
            if (current == null) {
                return ctx.executor().newFailedFuture(new IllegalStateException("no certificates are known yet"));
            }
            return ctx.executor().newSucceededFuture(current.find(name));
        }

        @Override
        protected void onLookupComplete(ChannelHandlerContext ctx, @Nullable String name, Future<TlsContext> found) {
            if (!found.isSuccess()) {
                throw new DecoderException(found.cause());
            }
            TlsContext context = found.getNow();
            ChannelHandler tls = context.newHandler(ctx.alloc(), handshakeMillis);
            ctx.pipeline().addAfter(ctx.name(), null, new Handshaken(context, name, done, failures));
            ctx.pipeline().replace(this, "tls", tls);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            failures.add(ctx.channel(), null, cause);
            ctx.close();
        }
    }
}
