package dev.sallyport.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.sallyport.config.LogLevel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process's log: one line for each event on the standard output. Logback finds this class as a service and asks it
 * before it looks for files, which keeps XML out of the start; a {@code logback-test.xml} on the class path comes first.
 */
public final class Logging extends ContextAwareBase implements Configurator {

    /** Sets how much is logged from now on. */
    public static void setLevel(LogLevel level) {
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof ch.qos.logback.classic.Logger root) {
            root.setLevel(Level.valueOf(level.name()));
        }
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (Logging.class.getClassLoader().getResource("logback-test.xml") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        LineLayout layout = new LineLayout();
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setEncoder(encoder);
        console.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(console);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** {@code 2026-11-22T11:52:03.123Z INFO  message}; a stack trace follows on lines of its own. */
    static final class LineLayout extends LayoutBase<ILoggingEvent> {

        private static final int LEVEL_WIDTH = 6;

        @Override
        public String doLayout(ILoggingEvent event) {
            StringBuilder line = new StringBuilder(160);
            Instant time = event.getInstant().truncatedTo(ChronoUnit.MILLIS);
            line.append(time).append(' ');
            String level = event.getLevel().toString();
            line.append(level).append(" ".repeat(LEVEL_WIDTH - level.length()));
            appendOnOneLine(line, event.getFormattedMessage());
            line.append(System.lineSeparator());
            if (event.getThrowableProxy() != null) {
                line.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
            return line.toString();
        }

        /** A line break in a value that came from outside must not look like a second event. */
        private static void appendOnOneLine(StringBuilder line, String message) {
            for (int i = 0; i < message.length(); i++) {
                char c = message.charAt(i);
                switch (c) {
                    case '\n' -> line.append("\\n");
                    case '\r' -> line.append("\\r");
                    default -> line.append(c);
                }
            }
        }
    }
}
