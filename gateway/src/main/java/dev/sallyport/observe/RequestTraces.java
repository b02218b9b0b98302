package dev.sallyport.observe;

import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.ExchangeTrace;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.MethodLog;
import dev.sallyport.pipeline.RequestListener;
import dev.sallyport.pipeline.Tracing;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at those requests in detail that somebody wants to know more of, and hands what it saw to them: the execution logs
 * of stages, the explanations of the last requests, and spans.
 */
public final class RequestTraces implements Tracing, RequestListener {

    /** How much of a body is kept. */
    static final int BODY_BYTES = 8 * 1024;

    private final RequestListener next;
    private final ExecutionLogs logs;
    private final Explanations explanations;
    private final @Nullable SpanExporter spans;
    private final InstantSource clock;
    private final LongSupplier nanoTime;

    /**
     * @param next hears of the requests as well
     * @param sink of execution logs
     * @param explanations of the last requests
     * @param spans takes the spans of requests; null when nobody wants them
     * @param nanoTime a monotonic clock
     */
    public RequestTraces(
            RequestListener next,
            StageLogSink sink,
            Explanations explanations,
            @Nullable SpanExporter spans,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.next = next;
        this.logs = new ExecutionLogs(sink, clock);
        this.explanations = explanations;
        this.spans = spans;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    @Override
    public @Nullable ExchangeTrace of(Exchange exchange) {
        MethodLog log = exchange.plan().log();
        boolean logged = log != null && !log.errorsOnly();
        boolean explained = explanations.isOn();
        SpanContext context = spans == null ? null : SpanContext.of(exchange, spans.samplePercent());
        if (!logged && !explained && context == null) {
            return null;
        }
        boolean bodies = explained || (log != null && !log.errorsOnly() && log.dataTrace());
        return new RequestTrace(exchange.identity().epochMillis(), nanoTime, bodies ? BODY_BYTES : 0, context);
    }

    @Override
    public void finished(Exchange exchange, @Nullable Fault fault) {
        end(exchange, fault, false);
        next.finished(exchange, fault);
    }

    /** LOG-6: what has no method has no execution log. */
    @Override
    public void refused(Exchange exchange, Fault fault) {
        if (explanations.isOn()) {
            explanations.add(Explanation.of(exchange, null, fault, false, clock.millis()));
        }
        SpanContext context = spans == null ? null : SpanContext.of(exchange, spans.samplePercent());
        if (context != null) {
            export(context, exchange, null, fault, false);
        }
        next.refused(exchange, fault);
    }

    @Override
    public void abandoned(Exchange exchange) {
        end(exchange, null, true);
        next.abandoned(exchange);
    }

    @Override
    public void defect(Exchange exchange, RuntimeException defect) {
        if (exchange.trace() instanceof RequestTrace own) {
            own.decided("defect of the gateway", defect.toString());
        }
        next.defect(exchange, defect);
    }

    private void end(Exchange exchange, @Nullable Fault fault, boolean abandoned) {
        RequestTrace trace = exchange.trace() instanceof RequestTrace own ? own : null;
        if (trace != null) {
            trace.end();
        }
        MethodLog log = exchange.plan().log();
        if (log != null && (!log.errorsOnly() || fault != null)) {
            logs.write(log, exchange, trace, fault, abandoned);
        }
        if (trace != null && explanations.isOn()) {
            explanations.add(Explanation.of(exchange, trace, fault, abandoned, clock.millis()));
        }
        SpanContext context = trace == null ? null : trace.spans();
        if (context != null) {
            export(context, exchange, trace, fault, abandoned);
        }
    }

    private void export(
            SpanContext context,
            Exchange exchange,
            @Nullable RequestTrace trace,
            @Nullable Fault fault,
            boolean abandoned) {
        if (spans != null) {
            spans.add(RequestSpans.of(context, exchange, trace, fault, abandoned, clock.millis()));
        }
    }
}
