package dev.sallyport.observe;

import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.LoopContext;
import dev.sallyport.pipeline.RequestListener;
import java.io.IOException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Writes one line for every request to an API: in the combined format of web servers with request id, API and stage, and
 * seconds behind it, or the same as JSON. A client that left before its answer was complete has status 499. Each event loop gathers its lines
 * in memory, without making anything per request; a thread of its own writes them, at the latest half a second later.
 * When the disk cannot follow, lines are dropped and counted rather than requests held up.
 */
public final class AccessLog implements RequestListener, AutoCloseable {

    private static final int FLUSH_MILLIS = 500;
    private static final int CLIENT_LEFT = 499;
    private final RequestListener next;
    private final InstantSource clock;
    private final boolean json;
    private final LogFile file;

    /**
     * Opens the file and appends to it.
     *
     * @param next hears of the requests as well
     * @param destination a file, or {@code stdout}
     * @param json whether lines are JSON
     * @throws IOException when the file cannot be written
     */
    public AccessLog(RequestListener next, String destination, boolean json, InstantSource clock) throws IOException {
        this.next = next;
        this.clock = clock;
        this.json = json;
        this.file = new LogFile(destination, "access log");
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

    private AccessLines lines(LoopContext loop) {
        return loop.attachment(AccessLines.class, context -> {
            LogFile.Queue queue = file.newQueue();
            context.every(FLUSH_MILLIS, queue::flush);
            return json ? new JsonAccessLines(queue) : new CombinedAccessLines(queue);
        });
    }

    /** Writes what has been handed over and closes the file; lines of requests that still run are lost. */
    @Override
    public void close() {
        file.close();
    }
}
