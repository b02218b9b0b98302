package dev.sallyport.observe;

import dev.sallyport.model.Scope;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.LoopContext;
import java.io.IOException;
import java.time.Instant;

/**
 * Writes what stages log as JSON, one object a line, to a file or the standard output, besides their log groups. Event
 * loops gather lines in memory; a thread of its own writes them, at the latest half a second later. What cannot be written
 * fast enough is dropped and counted.
 */
public final class StageLogLines implements StageLogSink, AutoCloseable {

    private static final int FLUSH_MILLIS = 500;

    private final StageLogSink next;
    private final LogFile file;

    /**
     * Opens the file and appends to it.
     *
     * @param next takes what stages log as well
     * @param destination a file, or {@code stdout}
     * @throws IOException when the file cannot be written
     */
    public StageLogLines(StageLogSink next, String destination) throws IOException {
        this.next = next;
        this.file = new LogFile(destination, "stage log");
    }

    @Override
    public void write(
            String kind,
            Exchange exchange,
            Scope owner,
            String logGroup,
            String logStream,
            long timestampMillis,
            String message) {
        Lines lines = lines(exchange.client().context());
        JsonText line = lines.line;
        line.clear();
        line.first("time").string(Instant.ofEpochMilli(timestampMillis).toString());
        line.next("log").string(kind);
        line.next("apiId").string(exchange.stage().apiId());
        line.next("stage").string(exchange.stage().stageName());
        line.next("requestId").string(exchange.identity().requestId());
        line.next("accountId").string(owner.account());
        line.next("region").string(owner.region());
        line.next("logGroup").string(logGroup);
        line.next("logStream").string(logStream);
        line.next("message").string(message);
        line.text("}\n");
        lines.queue.add(line);
        next.write(kind, exchange, owner, logGroup, logStream, timestampMillis, message);
    }

    private Lines lines(LoopContext loop) {
        return loop.attachment(Lines.class, context -> {
            LogFile.Queue queue = file.newQueue();
            context.every(FLUSH_MILLIS, queue::flush);
            return new Lines(queue, new JsonText(1024));
        });
    }

    /** Writes what has been handed over and closes the file. */
    @Override
    public void close() {
        file.close();
    }

    /** What one event loop gathers. */
    private record Lines(LogFile.Queue queue, JsonText line) {}
}
