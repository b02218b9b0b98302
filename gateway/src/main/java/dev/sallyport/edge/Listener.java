package dev.sallyport.edge;

import dev.sallyport.edge.tls.TlsFront;
import dev.sallyport.pipeline.LoopContext;
import dev.sallyport.pipeline.TlsFacts;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The listening sockets, one for each entrance, with one set of connections and bounds. TLS stands in front of the same
 * {@link ConnectionHandler}, whose place {@link StreamConnection} takes when the client chooses HTTP/2.
 */
public final class Listener implements AutoCloseable {

    private final Map<EventExecutor, LoopConnections> loops;
    private final AtomicInteger open;
    private final List<Channel> channels;

    private Listener(Map<EventExecutor, LoopConnections> loops, AtomicInteger open, List<Channel> channels) {
        this.loops = loops;
        this.open = open;
        this.channels = channels;
    }

    /** Binds and serves one public address, as {@link #bind(List, EventLoopGroup, Class, Map, RequestRouter, EdgeLimits,
     * InstantSource, LongSupplier)} does. */
    public static Listener bind(
            InetSocketAddress address,
            EventLoopGroup group,
            Class<? extends ServerSocketChannel> channelType,
            Map<EventExecutor, LoopContext> contexts,
            RequestRouter router,
            EdgeLimits limits,
            InstantSource clock,
            LongSupplier nanoTime)
            throws IOException {
        return bind(List.of(Entrance.at(address)), group, channelType, contexts, router, limits, clock, nanoTime);
    }

    /**
     * Binds and serves.
     *
     * @param entrances not empty
     * @param contexts one for each loop of the group
     * @param nanoTime a monotonic clock
     * @throws IOException when an address cannot be bound; then none is
     */
    public static Listener bind(
            List<Entrance> entrances,
            EventLoopGroup group,
            Class<? extends ServerSocketChannel> channelType,
            Map<EventExecutor, LoopContext> contexts,
            RequestRouter router,
            EdgeLimits limits,
            InstantSource clock,
            LongSupplier nanoTime)
            throws IOException {
        AtomicInteger open = new AtomicInteger();
        BodyBudget budget = new BodyBudget(limits.maxBufferedBodyBytes());
        Map<EventExecutor, LoopConnections> loops = contexts.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, entry -> new LoopConnections(entry.getValue(), clock, nanoTime, budget)));
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(channelType)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        List<Channel> channels = new ArrayList<>();
        try {
            for (Entrance entrance : entrances) {
                channels.add(
                        bind(bootstrap, entrance.address(), new Connections(loops, open, router, limits, entrance)));
            }
            return new Listener(loops, open, List.copyOf(channels));
        } finally {
            if (channels.size() < entrances.size()) {
                channels.forEach(channel -> channel.close().syncUninterruptibly());
            }
        }
    }

    private static Channel bind(ServerBootstrap bootstrap, InetSocketAddress address, Connections connections)
            throws IOException {
        try {
            return bootstrap.childHandler(connections).bind(address).sync().channel();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while binding " + address, interrupted);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Exception failure) {
            // Netty's native transports have an exception of their own.
            BindException taken = new BindException("cannot listen on " + address.getHostString() + ":"
                    + address.getPort() + ": " + failure.getMessage());
            taken.initCause(failure);
            throw taken;
        }
    }

    /** The address of the first entrance, with the real port. */
    public InetSocketAddress address() {
        return address(0);
    }

    /** The address of an entrance, by its place, with the real port. */
    public InetSocketAddress address(int entrance) {
        return (InetSocketAddress) channels.get(entrance).localAddress();
    }

    /** How many clients' connections are open. */
    public int connections() {
        return open.get();
    }

    /**
     * Takes no more connections and waits until the requests in flight have been answered. Idle connections get a moment
     * in which a request that is on its way is still answered.
     *
     * @return whether all connections ended within the deadline
     */
    public boolean drain(Duration deadline) throws InterruptedException {
        for (Channel channel : channels) {
            channel.close().sync();
        }
        loops.values().forEach(LoopConnections::drain);
        long end = System.nanoTime() + deadline.toNanos();
        while (open.get() > 0 && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        return open.get() == 0;
    }

    @Override
    public void close() {
        channels.forEach(channel -> channel.close().syncUninterruptibly());
    }

    /** Sets up each new connection of an entrance. */
    private static final class Connections extends ChannelInitializer<Channel> {
        private final Map<EventExecutor, LoopConnections> loops;
        private final AtomicInteger open;
        private final RequestRouter router;
        private final EdgeLimits limits;
        private final Entrance entrance;

        Connections(
                Map<EventExecutor, LoopConnections> loops,
                AtomicInteger open,
                RequestRouter router,
                EdgeLimits limits,
                Entrance entrance) {
            this.loops = loops;
            this.open = open;
            this.router = router;
            this.limits = limits;
            this.entrance = entrance;
        }

        @Override
        protected void initChannel(Channel connection) {
            LoopConnections siblings = loops.get(connection.eventLoop());
            if (siblings == null || open.get() >= limits.maxConnections()) {
                connection.close();
                return;
            }
            open.incrementAndGet();
            connection.closeFuture().addListener(closed -> open.decrementAndGet());
            connection.config().setRecvByteBufAllocator(siblings.receiveBuffers());
            ConnectionHandler handler = new ConnectionHandler(siblings, router, limits, entrance);
            ProxyProtocol protocol = entrance.proxyProtocol();
            if (protocol != null) {
                connection.pipeline().addLast(new ProxyHeaderHandler(protocol, handler, limits.headMillis()));
            }
            TlsFront tls = entrance.tls();
            if (tls != null) {
                tls.addTo(connection.pipeline(), (facts, spoken) -> {
                    handler.secured(facts);
                    if (TlsFront.HTTP_2.equals(spoken)) {
                        speakStreams(connection, handler, siblings, facts);
                    }
                });
            }
            connection.pipeline().addLast(handler);
        }

        /** The client has chosen HTTP/2 before it sent anything: another handler takes the place of the one of HTTP/1.1. */
        private void speakStreams(
                Channel connection, ConnectionHandler before, LoopConnections siblings, TlsFacts facts) {
            siblings.remove(before);
            StreamConnection streams =
                    new StreamConnection(siblings, router, limits, before.client(), entrance.trustedProxies());
            connection.pipeline().replace(before, null, streams.handler());
            streams.admit(facts);
        }
    }
}
