package dev.sallyport;

import dev.sallyport.config.SocketTransport;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The sockets that the tests of this process run on: the system property {@value #PROPERTY} or the environment variable
 * SALLYPORT_TEST_TRANSPORT names them (epoll, io_uring or nio), else epoll where there is one. Registered for all tests by
 * the service file of JUnit's extensions: on a machine that cannot do what is asked for, they are skipped and say why.
 */
public final class TestSockets implements ExecutionCondition {

    private static final String PROPERTY = "sallyport.test.transport";
    private static final SocketTransport WANTED = wanted();
    private static final Sockets CHOSEN = Sockets.choose(WANTED, sockets -> unlessWanted(sockets));

    private static SocketTransport wanted() {
        String variable =
                Optional.ofNullable(System.getenv("SALLYPORT_TEST_TRANSPORT")).orElse("auto");
        return SocketTransport.valueOf(System.getProperty(PROPERTY, variable).toUpperCase(Locale.ROOT));
    }

    /** What is asked for is taken even where it does not work, since the tests are skipped then. */
    private static @Nullable String unlessWanted(Sockets sockets) {
        return WANTED == SocketTransport.AUTO ? sockets.obstacle() : null;
    }

    public static IoHandlerFactory handlers() {
        return CHOSEN.handlers();
    }

    public static Class<? extends ServerSocketChannel> serverChannel() {
        return CHOSEN.serverChannel();
    }

    public static Class<? extends SocketChannel> clientChannel() {
        return CHOSEN.clientChannel();
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        String obstacle = WANTED == SocketTransport.AUTO ? null : CHOSEN.obstacle();
        return obstacle == null
                ? ConditionEvaluationResult.enabled("sockets: " + CHOSEN.label())
                : ConditionEvaluationResult.disabled("no " + CHOSEN.label() + " on this machine: " + obstacle);
    }
}
