package dev.sallyport.edge;

import dev.sallyport.pipeline.ClientAddress;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the PROXY header of a connection and then leaves: requests do not meet it. Until then the connection's handler
 * hears of nothing, so that it begins with the client that the header names.
 */
final class ProxyHeaderHandler extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(ProxyHeaderHandler.class);

    private final ProxyProtocol protocol;
    private final ConnectionHandler connection;
    private final long timeoutMillis;
    private @Nullable ByteBuf gathered;
    private @Nullable Future<?> deadline;
    private boolean refused;

    /**
     * @param connection comes behind this handler
     * @param timeoutMillis for the whole header
     */
    ProxyHeaderHandler(ProxyProtocol protocol, ConnectionHandler connection, long timeoutMillis) {
        this.protocol = protocol;
        this.connection = connection;
        this.timeoutMillis = timeoutMillis;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (!protocol.admits(peer(ctx).remoteAddress())) {
            refuse(ctx, "it is none of the proxies that may connect");
            return;
        }
        deadline = ctx.executor()
                .schedule(
                        () -> refuse(ctx, "its PROXY header did not come in time"),
                        timeoutMillis,
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf piece = (ByteBuf) message;
        if (refused) {
            piece.release();
            return;
        }
        ByteBuf bytes = gather(ctx, piece);
        try {
            ProxyHeader header = ProxyHeader.read(bytes);
            if (header != null) {
                begin(ctx, header, bytes);
            }
        } catch (ProxyHeader.Malformed malformed) {
            refuse(ctx, String.valueOf(malformed.getMessage()));
        }
    }

    /** What has come so far; a header that is not complete is never longer than it may be, so neither is this by much. */
    private ByteBuf gather(ChannelHandlerContext ctx, ByteBuf piece) {
        ByteBuf before = gathered;
        if (before == null) {
            gathered = piece;
            return piece;
        }
        ByteBuf both = ctx.alloc()
                .buffer(before.readableBytes() + piece.readableBytes())
                .writeBytes(before)
                .writeBytes(piece);
        before.release();
        piece.release();
        gathered = both;
        return both;
    }

    private void begin(ChannelHandlerContext ctx, ProxyHeader header, ByteBuf rest) {
        ClientAddress client =
                protocol.client(header, peer(ctx), connection.entrance().vpcEndpoint());
        if (client == null) {
            refuse(ctx, "it comes by VPC endpoint " + printable(header.vpcEndpointId()) + ", which is another one");
            return;
        }
        gathered = null;
        stopWaiting();
        connection.announce(client);
        ctx.pipeline().remove(this);
        ctx.fireChannelActive();
        if (rest.isReadable()) {
            ctx.fireChannelRead(rest);
        } else {
            rest.release();
        }
    }

    private static String printable(@Nullable String id) {
        return id == null ? "" : id.substring(0, Math.min(id.length(), 64)).replaceAll("[^a-z0-9-]", "?");
    }

    private void refuse(ChannelHandlerContext ctx, String why) {
        if (!refused) {
            refused = true;
            protocol.refused(peer(ctx).remoteAddress(), why);
            forget();
            ctx.close();
        }
    }

    private ClientAddress peer(ChannelHandlerContext ctx) {
        return connection.entrance().peer(ctx.channel());
    }

    private void stopWaiting() {
        Future<?> waiting = deadline;
        deadline = null;
        if (waiting != null) {
            waiting.cancel(false);
        }
    }

    private void forget() {
        stopWaiting();
        ByteBuf bytes = gathered;
        gathered = null;
        if (bytes != null) {
            bytes.release();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            refuse(ctx, "it ended before its PROXY header");
        }
        ReferenceCountUtil.release(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        refused = true;
        forget();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.error("defect while reading a PROXY header", cause);
        }
        forget();
        refused = true;
        ctx.close();
    }
}
