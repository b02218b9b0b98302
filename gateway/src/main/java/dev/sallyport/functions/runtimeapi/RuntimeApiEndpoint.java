package dev.sallyport.functions.runtimeapi;

import dev.sallyport.http.HeadWriter;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.ServerChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The Runtime API of one execution environment: a listener on 127.0.0.1 with a port of its own, so that the port tells
 * which environment speaks. Everything happens on one event loop and every method must be called there. {@code next} is a
 * long poll: a waiting runtime costs one object and no thread, and the event is written the moment it exists.
 */
public final class RuntimeApiEndpoint {

    /** AWS's limit of a response (R4.5), in bytes. */
    public static final int MAX_RESPONSE_BYTES = 6_291_556;

    /** Of a streamed response (R4.11), in bytes. */
    static final long MAX_STREAMED_BYTES = 200L * 1024 * 1024;

    /** A runtime needs one or two; the bound keeps a function from using up the gateway's file descriptors. */
    private static final int MAX_CONNECTIONS = 32;

    private final RuntimeListener listener;
    private final Set<Channel> connections = new HashSet<>();
    private @Nullable Channel server;
    private final HeadWriter heads = new HeadWriter();
    private @Nullable RuntimeApiHandler waiting;

    private RuntimeApiEndpoint(RuntimeListener listener) {
        this.listener = listener;
    }

    /**
     * Opens an endpoint.
     *
     * @param loop serves the listener and all of its connections
     * @param channelType fits the loop, for example {@code EpollServerSocketChannel}
     * @return completes on the loop; exceptionally when no port can be bound
     */
    public static CompletableFuture<RuntimeApiEndpoint> open(
            EventLoop loop, Class<? extends ServerChannel> channelType, RuntimeListener listener) {
        RuntimeApiEndpoint endpoint = new RuntimeApiEndpoint(listener);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loop)
                .channel(channelType)
                .option(ChannelOption.SO_BACKLOG, MAX_CONNECTIONS)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        endpoint.accept(channel);
                    }
                });
        CompletableFuture<RuntimeApiEndpoint> opened = new CompletableFuture<>();
        ChannelFuture bound = bootstrap.bind(new InetSocketAddress(loopback(), 0));
        bound.addListener(done -> {
            if (done.isSuccess()) {
                endpoint.server = bound.channel();
                opened.complete(endpoint);
            } else {
                opened.completeExceptionally(done.cause());
            }
        });
        return opened;
    }

    /** Always the IPv4 address: runtimes put {@code host:port} into URLs and not all of them understand brackets. */
    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException impossible) {
            throw new AssertionError("four bytes are always an address", impossible);
        }
    }

    /** The value of {@code AWS_LAMBDA_RUNTIME_API}. */
    public String address() {
        Channel channel = server;
        if (channel == null || !(channel.localAddress() instanceof InetSocketAddress address)) {
            throw new IllegalStateException("the endpoint is closed");
        }
        return "127.0.0.1:" + address.getPort();
    }

    /**
     * Hands an event to the runtime that waits.
     *
     * @return false when none waits; the listener is told when one comes
     */
    public boolean deliver(Event event) {
        RuntimeApiHandler runtime = waiting;
        if (runtime == null) {
            return false;
        }
        waiting = null;
        runtime.send(heads, event);
        return true;
    }

    /** Cuts the connections of a process that was ended, so that nothing of it can reach the next one. */
    public void dropConnections() {
        waiting = null;
        for (Channel connection : new ArrayList<>(connections)) {
            connection.close();
        }
    }

    /** Gives the port back and cuts all connections. */
    public void close() {
        Channel channel = server;
        server = null;
        if (channel != null) {
            channel.close();
        }
        dropConnections();
    }

    private void accept(Channel channel) {
        if (server == null || connections.size() >= MAX_CONNECTIONS) {
            channel.close();
            return;
        }
        connections.add(channel);
        channel.closeFuture().addListener(closed -> connections.remove(channel));
        channel.pipeline().addLast(new RuntimeApiHandler(this, listener));
    }

    /** A runtime waits on this connection; an older one that waited is superseded and cut. */
    void waits(RuntimeApiHandler connection) {
        RuntimeApiHandler older = waiting;
        waiting = connection;
        if (older != null && !older.equals(connection)) {
            older.close();
        }
    }

    boolean isWaiting(RuntimeApiHandler connection) {
        return connection.equals(waiting);
    }

    void gone(RuntimeApiHandler connection) {
        if (connection.equals(waiting)) {
            waiting = null;
        }
    }
}
