package dev.sallyport;

import dev.sallyport.config.SettingsException;
import dev.sallyport.config.SocketTransport;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The kinds of sockets. Netty's classes of a kind are not loaded before that kind is asked for. */
enum Sockets {
    EPOLL,
    IO_URING,
    NIO;

    /** Submissions of one turn of a loop; when a turn has more they go to the kernel in several calls. 8 KB a loop. */
    private static final int RING_ENTRIES = 128;

    /**
     * The kind that a setting asks for.
     *
     * @param obstacle why this machine cannot do a kind, null when it can; usually {@link #obstacle}
     * @throws SettingsException when exactly one kind is asked for and this machine cannot do it
     */
    static Sockets choose(SocketTransport wanted, Function<Sockets, @Nullable String> obstacle) {
        Sockets kind = switch (wanted) {
            case AUTO -> obstacle.apply(EPOLL) == null ? EPOLL : NIO;
            case EPOLL -> EPOLL;
            case IO_URING -> IO_URING;
            case NIO -> NIO;
        };
        String reason = wanted == SocketTransport.AUTO ? null : obstacle.apply(kind);
        if (reason != null) {
            throw new SettingsException("The setting \"transport\" is " + kind.label()
                    + ", which does not work here: " + reason
                    + ". Without this setting the gateway takes what works on this machine.");
        }
        return kind;
    }

    /** Why this machine cannot do this kind and what to do about it, without a final full stop; null when it can. */
    @Nullable
    String obstacle() {
        return switch (this) {
            case EPOLL -> UnavailableSockets.epoll(Epoll.unavailabilityCause());
            case IO_URING -> UnavailableSockets.ioUring(IoUring.unavailabilityCause());
            case NIO -> null;
        };
    }

    /** As in the setting, for example {@code io_uring}. */
    String label() {
        return switch (this) {
            case EPOLL -> "epoll";
            case IO_URING -> "io_uring";
            case NIO -> "nio";
        };
    }

    /** What makes each event loop serve sockets of this kind. */
    IoHandlerFactory handlers() {
        return switch (this) {
            case EPOLL -> new EpollHandlers();
            case IO_URING -> IoUringIoHandler.newFactory(new IoUringIoHandlerConfig().setRingSize(RING_ENTRIES));
            case NIO -> NioIoHandler.newFactory();
        };
    }

    Class<? extends ServerSocketChannel> serverChannel() {
        return switch (this) {
            case EPOLL -> EpollServerSocketChannel.class;
            case IO_URING -> IoUringServerSocketChannel.class;
            case NIO -> NioServerSocketChannel.class;
        };
    }

    Class<? extends SocketChannel> clientChannel() {
        return switch (this) {
            case EPOLL -> EpollSocketChannel.class;
            case IO_URING -> IoUringSocketChannel.class;
            case NIO -> NioSocketChannel.class;
        };
    }
}
