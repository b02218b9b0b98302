package dev.sallyport.edge;

import dev.sallyport.pipeline.LoopContext;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** The listening socket. TLS and HTTP/2 will be handlers in front of the same {@link ConnectionHandler}. */
public final class Listener implements AutoCloseable {

    private final Map<EventExecutor, LoopConnections> loops;
    private final AtomicInteger open;
    private final Channel channel;

    private Listener(Map<EventExecutor, LoopConnections> loops, AtomicInteger open, Channel channel) {
        this.loops = loops;
        this.open = open;
        this.channel = channel;
    }

    /**
     * Binds and serves.
     *
     * @param contexts one for each loop of the group
     * @param nanoTime a monotonic clock
     * @throws IOException when the address cannot be bound
     */
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
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new Connections(loops, open, router, limits));
        try {
            return new Listener(loops, open, bootstrap.bind(address).sync().channel());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while binding " + address, interrupted);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IOException(
                    "cannot listen on " + address.getHostString() + ":" + address.getPort() + ": "
                            + failure.getMessage(),
                    failure);
        }
    }

    /** The address that is listened on, with the real port. */
    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
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
        channel.close().sync();
        loops.values().forEach(LoopConnections::drain);
        long end = System.nanoTime() + deadline.toNanos();
        while (open.get() > 0 && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        return open.get() == 0;
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
    }

    /** Sets up each new connection. */
    private static final class Connections extends ChannelInitializer<Channel> {
        private final Map<EventExecutor, LoopConnections> loops;
        private final AtomicInteger open;
        private final RequestRouter router;
        private final EdgeLimits limits;

        Connections(
                Map<EventExecutor, LoopConnections> loops,
                AtomicInteger open,
                RequestRouter router,
                EdgeLimits limits) {
            this.loops = loops;
            this.open = open;
            this.router = router;
            this.limits = limits;
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
            connection.pipeline().addLast(new ConnectionHandler(siblings, router, limits));
        }
    }
}
