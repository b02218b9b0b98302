package dev.sallyport.integration.http;

import dev.sallyport.pipeline.Deadlines;
import dev.sallyport.pipeline.EndpointTrace;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.LoopContext;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The backend connections of one event loop. The most recently used connection is used next. */
class BackendPool {

    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

    /** Relays that wait for their next exchange; more are not kept. */
    private static final int MAX_SPARE_RELAYS = 256;

    /** Origins without an idle connection are forgotten when there are so many. */
    private static final int MAX_ORIGINS = 256;

    private static final int READ_BYTES = 32 * 1024;

    private final LoopContext loop;
    private final BackendSettings settings;
    private final Map<Origin, ArrayDeque<BackendConnection>> idle = new HashMap<>();
    private final ArrayDeque<ProxyRelay> spareRelays = new ArrayDeque<>();
    private final Bootstrap bootstrap;
    private int open;

    BackendPool(LoopContext loop, BackendSettings settings) {
        this.loop = loop;
        this.settings = settings;
        this.bootstrap = new Bootstrap()
                .group((EventLoop) loop.loop())
                .channel(settings.channelType())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(2048, 4096, READ_BYTES));
    }

    /** The pool of the exchange's event loop. */
    static BackendPool of(Exchange exchange, BackendSettings settings) {
        BackendPool pool = of(exchange.client().context(), settings);
        EndpointTrace trace = exchange.trace();
        return trace == null ? pool : new TracedBackends(pool, trace);
    }

    private static BackendPool of(LoopContext context, BackendSettings settings) {
        return settings.names().isVerifying()
                ? context.attachment(BackendPool.class, loop -> new BackendPool(loop, settings))
                : context.attachment(UnverifiedPool.class, loop -> new UnverifiedPool(new BackendPool(loop, settings)))
                        .pool();
    }

    /** A pool apart, so that nobody who wants verification gets a connection without it (INT-7). */
    record UnverifiedPool(BackendPool pool) {}

    /**
     * Gives the call a connection, by {@link BackendCall#connected} or {@link BackendCall#failed}.
     *
     * @param fresh never one that has been used before
     */
    void connect(Origin origin, boolean fresh, BackendCall call) {
        BackendConnection pooled = fresh ? null : takeIdle(origin);
        if (pooled != null) {
            pooled.use(call);
        } else if (open >= settings.maxConnectionsPerLoop()) {
            call.failed("too many connections to backends", false);
        } else {
            open++;
            settings.names().resolve(origin, loop.loop(), address -> {
                if (address == null) {
                    open--;
                    call.failed("the name " + origin.connectHost() + " cannot be resolved", false);
                } else {
                    open(origin, address, call);
                }
            });
        }
    }

    private @Nullable BackendConnection takeIdle(Origin origin) {
        ArrayDeque<BackendConnection> waiting = idle.get(origin);
        while (waiting != null && !waiting.isEmpty()) {
            BackendConnection connection = waiting.pop();
            deadlines().clear(connection.idleTimeout());
            if (connection.isUsable()) {
                return connection;
            }
        }
        return null;
    }

    private void open(Origin origin, InetSocketAddress address, BackendCall call) {
        BackendConnection connection = new BackendConnection(this, origin);
        ChannelFuture connecting = bootstrap
                .clone()
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (origin.secure()) {
                            channel.pipeline().addLast(settings.names().tls(channel.alloc(), origin));
                        }
                        channel.pipeline().addLast(connection);
                    }
                })
                .connect(address);
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                connecting.channel().closeFuture().addListener(closed -> open--);
                connection.use(call);
            } else {
                open--;
                call.failed(
                        "cannot connect to " + origin.connectName() + ": "
                                + done.cause().getMessage(),
                        false);
            }
        });
    }

    LoopContext loop() {
        return loop;
    }

    BackendSettings settings() {
        return settings;
    }

    /** A relay for one exchange. */
    ProxyRelay relay() {
        ProxyRelay spare = spareRelays.poll();
        return spare == null ? new ProxyRelay(this) : spare;
    }

    /** Takes a relay back that nothing else knows any more. */
    void giveBack(ProxyRelay relay) {
        if (spareRelays.size() < MAX_SPARE_RELAYS) {
            spareRelays.push(relay);
        }
    }

    /** Takes a connection back whose exchange ended cleanly. */
    void release(BackendConnection connection) {
        ArrayDeque<BackendConnection> waiting = idle.get(connection.origin());
        if (waiting == null) {
            if (idle.size() >= MAX_ORIGINS) {
                idle.values().removeIf(ArrayDeque::isEmpty);
            }
            waiting = new ArrayDeque<>();
            idle.put(connection.origin(), waiting);
        }
        if (waiting.size() >= settings.maxIdlePerOrigin()) {
            connection.close();
        } else {
            waiting.push(connection);
            deadlines().set(connection.idleTimeout(), settings.idleMillis());
        }
    }

    /** Forgets an idle connection that has been closed. */
    void forget(BackendConnection connection) {
        deadlines().clear(connection.idleTimeout());
        ArrayDeque<BackendConnection> waiting = idle.get(connection.origin());
        if (waiting != null) {
            waiting.remove(connection);
        }
    }

    private Deadlines deadlines() {
        return loop.deadlines();
    }
}
