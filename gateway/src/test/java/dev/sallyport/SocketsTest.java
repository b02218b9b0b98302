package dev.sallyport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.config.SettingsException;
import dev.sallyport.config.SocketTransport;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which sockets a gateway takes. */
class SocketsTest {

    private final List<Sockets> tried = new ArrayList<>();

    private Sockets choose(SocketTransport wanted, Set<Sockets> working) {
        return Sockets.choose(wanted, sockets -> obstacle(sockets, working));
    }

    private @Nullable String obstacle(Sockets sockets, Set<Sockets> working) {
        tried.add(sockets);
        return working.contains(sockets) ? null : "there is no " + sockets.label();
    }

    @ParameterizedTest
    @CsvSource({"AUTO, EPOLL", "EPOLL, EPOLL", "IO_URING, IO_URING", "NIO, NIO"})
    void everythingWorks(SocketTransport wanted, Sockets taken) {
        assertThat(choose(wanted, Set.of(Sockets.values()))).isEqualTo(taken);
    }

    @Test
    @DisplayName("auto takes nio where there is no epoll, and does not touch io_uring, whose classes would be loaded")
    void fallback() {
        assertThat(choose(SocketTransport.AUTO, Set.of(Sockets.IO_URING, Sockets.NIO)))
                .isEqualTo(Sockets.NIO);
        assertThat(tried).containsExactly(Sockets.EPOLL);
    }

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "IO_URING"})
    @DisplayName("what is asked for and does not work here is refused with the reason and a way out")
    void refused(SocketTransport wanted) {
        String name = wanted.name().toLowerCase(java.util.Locale.ROOT);
        assertThatThrownBy(() -> choose(wanted, Set.of(Sockets.NIO)))
                .isInstanceOf(SettingsException.class)
                .hasMessage("The setting \"transport\" is " + name + ", which does not work here: there is no " + name
                        + ". Without this setting the gateway takes what works on this machine.");
    }

    @ParameterizedTest
    @CsvSource({
        "io_uring_setup(...) failed: Operation not permitted, 2, kernel.io_uring_disabled=0",
        "io_uring_setup(...) failed: Operation not permitted, 1, kernel.io_uring_disabled=0",
        "io_uring_setup(...) failed: Operation not permitted, 0, seccomp",
        "io_uring_setup(...) failed: Operation not permitted, '', seccomp",
        "io_uring_setup(...) failed: Function not implemented, '', CONFIG_IO_URING",
        "io_uring_setup(...) failed: Cannot allocate memory, 0, ulimit -l",
        "you need at least kernel version 5.9, '', at least kernel version"
    })
    @DisplayName("what stands in the way of io_uring is told with what to do about it")
    void reasons(String message, String disabled, String told) {
        assertThat(UnavailableSockets.ioUring(message, disabled)).contains(told);
    }

    @ParameterizedTest
    @EnumSource(Sockets.class)
    @DisplayName("each kind that this machine can do opens loops that take its channels")
    void opens(Sockets sockets) throws Exception {
        Assumptions.assumeTrue(sockets.obstacle() == null, sockets::obstacle);
        Transport transport = Transport.open(SocketTransport.valueOf(sockets.name()), 2, InstantSource.system());
        try {
            assertThat(transport.name()).isEqualTo(sockets.label());
            assertThat(transport.contexts()).hasSize(2);
            for (Class<? extends io.netty.channel.Channel> type :
                    List.of(transport.serverChannel(), transport.clientChannel())) {
                io.netty.channel.Channel channel = type.getConstructor().newInstance();
                transport.loops().register(channel).sync();
                channel.close().sync();
            }
        } finally {
            transport.loops().shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }
}
