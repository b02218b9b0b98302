package dev.sallyport.observe;

import dev.sallyport.http.ByteText;
import dev.sallyport.http.Headers;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.LoopContext;
import dev.sallyport.pipeline.RequestHead;
import dev.sallyport.pipeline.RequestListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes one line for every request to an API, in the combined format of web servers with request id, API and stage, and
 * seconds behind it. A client that left before its answer was complete has status 499. Each event loop gathers its lines
 * in memory, without making anything per request; a thread of its own writes them, at the latest half a second later.
 * When the disk cannot follow, lines are dropped and counted rather than requests held up.
 */
public final class AccessLog implements RequestListener, AutoCloseable {

    private static final int FLUSH_MILLIS = 500;
    private static final int CLIENT_LEFT = 499;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "' - - ['dd/MMM/yyyy:HH:mm:ss Z'] \"'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final RequestListener next;
    private final InstantSource clock;
    private final AccessLogFile file;

    /**
     * Opens the file and appends to it.
     *
     * @param next hears of the requests as well
     * @throws IOException when the file cannot be written
     */
    public AccessLog(RequestListener next, Path file, InstantSource clock) throws IOException {
        this.next = next;
        this.clock = clock;
        this.file = new AccessLogFile(file);
    }

    @Override
    public void finished(Exchange exchange, @Nullable Fault fault) {
        write(exchange, exchange.client().sentStatus());
        next.finished(exchange, fault);
    }

    @Override
    public void refused(Exchange exchange, Fault fault) {
        write(exchange, exchange.client().sentStatus());
        next.refused(exchange, fault);
    }

    @Override
    public void abandoned(Exchange exchange) {
        write(exchange, CLIENT_LEFT);
        next.abandoned(exchange);
    }

    @Override
    public void defect(Exchange exchange, RuntimeException defect) {
        next.defect(exchange, defect);
    }

    private void write(Exchange exchange, int status) {
        lines(exchange.client().context()).add(exchange, status, clock.millis());
    }

    private Lines lines(LoopContext loop) {
        return loop.attachment(Lines.class, context -> {
            Lines lines = new Lines(file.newQueue());
            context.every(FLUSH_MILLIS, lines.queue::flush);
            return lines;
        });
    }

    /** Writes what has been handed over and closes the file; lines of requests that still run are lost. */
    @Override
    public void close() {
        file.close();
    }

    /** The lines of one event loop. */
    private static final class Lines {
        private final AccessLogFile.Queue queue;
        private final ByteText line = new ByteText(512);
        private long timeSecond = -1;
        private byte[] time = {};

        Lines(AccessLogFile.Queue queue) {
            this.queue = queue;
        }

        void add(Exchange exchange, int status, long nowMillis) {
            RequestHead head = exchange.head();
            line.clear();
            line.text(head.remoteAddress()).constant(time(nowMillis));
            line.text(head.method()).octet(' ');
            head.quoteTarget(line);
            line.text(" HTTP/1.1\" ").number(status).octet(' ');
            line.number(exchange.client().sentBodyBytes());
            header(head.headers(), "Referer");
            header(head.headers(), "User-Agent");
            line.octet(' ');
            exchange.identity().addRequestId(line);
            line.octet(' ');
            if (exchange.isMatched()) {
                line.text(exchange.stage().apiId())
                        .octet('/')
                        .text(exchange.stage().stageName());
            } else {
                line.octet('-');
            }
            seconds(Math.max(0, nowMillis - exchange.identity().epochMillis()));
            line.octet('\n');
            queue.add(line);
        }

        private void header(Headers headers, String name) {
            line.octet(' ').octet('"');
            int i = headers.find(name);
            if (i < 0) {
                line.octet('-');
            } else {
                headers.quoteValue(i, line);
            }
            line.octet('"');
        }

        private void seconds(long millis) {
            line.octet(' ').number(millis / 1000).octet('.');
            line.octet((char) ('0' + millis / 100 % 10));
            line.octet((char) ('0' + millis / 10 % 10));
            line.octet((char) ('0' + millis % 10));
        }

        private byte[] time(long millis) {
            if (millis / 1000 != timeSecond) {
                timeSecond = millis / 1000;
                time = TIME.format(Instant.ofEpochSecond(timeSecond)).getBytes(StandardCharsets.US_ASCII);
            }
            return time;
        }
    }
}
