package dev.sallyport.observe;

import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.RequestListener;
import dev.sallyport.pipeline.StageLog;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Writes the access logs that stages ask for into their log groups, one event a request (LOG-20 to LOG-23). */
public final class StageAccessLog implements RequestListener {

    /** LOG-21: what stands for a variable without a value. */
    private static final String NONE = "-";

    private final RequestListener next;
    private final StageLogSink sink;
    private final InstantSource clock;

    /** @param next hears of the requests as well */
    public StageAccessLog(RequestListener next, StageLogSink sink, InstantSource clock) {
        this.next = next;
        this.sink = sink;
        this.clock = clock;
    }

    @Override
    public void finished(Exchange exchange, @Nullable Fault fault) {
        write(exchange);
        next.finished(exchange, fault);
    }

    @Override
    public void refused(Exchange exchange, Fault fault) {
        write(exchange);
        next.refused(exchange, fault);
    }

    @Override
    public void abandoned(Exchange exchange) {
        write(exchange);
        next.abandoned(exchange);
    }

    @Override
    public void defect(Exchange exchange, RuntimeException defect) {
        next.defect(exchange, defect);
    }

    private void write(Exchange exchange) {
        StageLog log = exchange.stageLog();
        if (log != null) {
            long now = clock.millis();
            exchange.note(
                    "responseLatency",
                    Long.toString(Math.max(0, now - exchange.identity().epochMillis())));
            String line = log.format().render(exchange, NONE);
            sink.write("access", exchange, log.owner(), log.logGroup(), log.logStream(), now, line);
            if (log.canaryLogGroup() != null) {
                sink.write("access", exchange, log.owner(), log.canaryLogGroup(), log.logStream(), now, line);
            }
        }
    }
}
