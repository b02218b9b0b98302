package dev.sallyport.observe;

import dev.sallyport.http.ByteText;
import dev.sallyport.pipeline.Exchange;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The lines of the access log of one event loop, made without making anything else. */
abstract class AccessLines {

    private final LogFile.Queue queue;
    private final DateTimeFormatter secondFormat;
    private long second = -1;
    private byte[] secondText = {};

    /** The line in the making. */
    final ByteText line;

    /** @param secondPattern writes a time to the second, in UTC */
    AccessLines(LogFile.Queue queue, ByteText line, String secondPattern) {
        this.queue = queue;
        this.line = line;
        this.secondFormat =
                DateTimeFormatter.ofPattern(secondPattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    /** Adds the line of a request that is over. */
    final void add(Exchange exchange, int status, long nowMillis) {
        line.clear();
        write(exchange, status, nowMillis);
        line.octet('\n');
        queue.add(line);
    }

    /** Writes the line without its end. */
    abstract void write(Exchange exchange, int status, long nowMillis);

    /** Adds how long a request took, in seconds with three decimals. */
    final void seconds(Exchange exchange, long nowMillis) {
        long millis = Math.max(0, nowMillis - exchange.identity().epochMillis());
        line.number(millis / 1000).octet('.');
        millis(millis);
    }

    /** Adds the milliseconds of a time, three digits. */
    final void millis(long millis) {
        line.octet((char) ('0' + millis / 100 % 10));
        line.octet((char) ('0' + millis / 10 % 10));
        line.octet((char) ('0' + millis % 10));
    }

    /** Adds a time to the second. */
    final void time(long millis) {
        if (millis / 1000 != second) {
            second = millis / 1000;
            secondText = secondFormat.format(Instant.ofEpochSecond(second)).getBytes(StandardCharsets.US_ASCII);
        }
        line.constant(secondText);
    }
}
