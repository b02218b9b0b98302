package dev.sallyport.integration.http;

import dev.sallyport.config.Limits;
import io.netty.channel.socket.SocketChannel;

/**
 * How backends are connected to.
 *
 * @param channelType fits the event loops
 * @param names resolves host names and makes TLS handlers
 * @param links where private integrations go
 * @param maxConnectionsPerLoop to all backends together
 * @param maxIdlePerOrigin how many connections wait for reuse per loop and backend
 * @param idleMillis how long a connection waits for reuse; shorter than the usual keep-alive time of servers
 */
public record BackendSettings(
        Class<? extends SocketChannel> channelType,
        BackendNames names,
        LinkTargets links,
        int maxConnectionsPerLoop,
        int maxIdlePerOrigin,
        long idleMillis) {

    /** Settings without links. */
    public BackendSettings(
            Class<? extends SocketChannel> channelType,
            BackendNames names,
            int maxConnectionsPerLoop,
            int maxIdlePerOrigin,
            long idleMillis) {
        this(channelType, names, LinkTargets.NONE, maxConnectionsPerLoop, maxIdlePerOrigin, idleMillis);
    }

    /** The same with links. */
    public BackendSettings with(LinkTargets newLinks) {
        return new BackendSettings(channelType, names, newLinks, maxConnectionsPerLoop, maxIdlePerOrigin, idleMillis);
    }

    /** The same for backends whose certificates nobody has to know; they get connections of their own. */
    public BackendSettings acceptingPrivateChains() {
        return new BackendSettings(
                channelType,
                names.acceptingPrivateChains(),
                links,
                maxConnectionsPerLoop,
                maxIdlePerOrigin,
                idleMillis);
    }

    /** The default bounds. */
    public static BackendSettings of(Class<? extends SocketChannel> channelType, BackendNames names) {
        Limits limits = Limits.DEFAULTS;
        return new BackendSettings(
                channelType,
                names,
                limits.backendConnections(),
                limits.backendIdlePerTarget(),
                limits.backendIdleSeconds() * 1_000L);
    }
}
