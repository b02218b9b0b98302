package dev.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoggingTest {

    private static String line(String message, @Nullable Throwable failure) {
        LoggingEvent event = new LoggingEvent(
                "x", new LoggerContext().getLogger("dev.sallyport"), Level.WARN, message, failure, null);
        event.setInstant(java.time.Instant.parse("2026-11-22T10:15:30.123456Z"));
        return new Logging.LineLayout().doLayout(event);
    }

    @Test
    void anEventIsOneLine() {
        assertThat(line("Ready.", null)).isEqualToIgnoringNewLines("2026-11-22T10:15:30.123Z WARN  Ready.");
    }

    @Test
    void lineBreaksFromOutsideDoNotMakeNewEvents() {
        assertThat(line("path /a\r\n2026-11-22T10:15:30.123Z INFO  forged", null))
                .hasLineCount(1);
    }

    @Test
    void aStackTraceFollows() {
        assertThat(line("failed", new IllegalStateException("why")))
                .contains("failed\n")
                .contains("java.lang.IllegalStateException: why")
                .contains("at dev.sallyport.cli.LoggingTest");
    }
}
