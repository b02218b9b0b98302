package dev.sallyport;

import dev.sallyport.config.AccessLogFormat;
import dev.sallyport.config.Observing;
import dev.sallyport.config.OpenTelemetry;
import dev.sallyport.observe.AccessLog;
import dev.sallyport.observe.Explanations;
import dev.sallyport.observe.OtlpTarget;
import dev.sallyport.observe.RequestLog;
import dev.sallyport.observe.RequestTraces;
import dev.sallyport.observe.SpanExporter;
import dev.sallyport.observe.StageAccessLog;
import dev.sallyport.observe.StageLogLines;
import dev.sallyport.observe.StageLogSink;
import dev.sallyport.pipeline.RequestListener;
import dev.sallyport.telemetry.Telemetry;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Who sees the requests to APIs, as the settings say. */
final class RequestObservers {

    private RequestObservers() {}

    /**
     * @param opened is told what has to be closed
     * @throws IOException when a file cannot be written
     */
    static RequestTraces of(
            Observing observing,
            Telemetry telemetry,
            Explanations explanations,
            InstantSource clock,
            Consumer<AutoCloseable> opened)
            throws IOException {
        StageLogSink groups = (kind, exchange, owner, group, stream, millis, message) ->
                telemetry.logs().append(owner, group, stream, millis, message);
        StageLogSink sink = groups;
        if (!observing.stageLogs().isEmpty()) {
            StageLogLines lines = new StageLogLines(groups, observing.stageLogs());
            opened.accept(lines);
            sink = lines;
        }
        RequestListener all = new StageAccessLog(new RequestLog(), sink, clock);
        if (!observing.accessLog().isEmpty()) {
            AccessLog log = new AccessLog(
                    all, observing.accessLog(), observing.accessLogFormat() == AccessLogFormat.JSON, clock);
            opened.accept(log);
            all = log;
        }
        OpenTelemetry collector = observing.openTelemetry();
        URI traces = collector.traces();
        SpanExporter spans = null;
        if (traces != null) {
            spans = new SpanExporter(
                    new OtlpTarget(traces, collector.traceHeaders(), collector.timeout(), collector.resource()),
                    observing.spansPercent(),
                    new SplittableRandom());
            opened.accept(spans);
        }
        return new RequestTraces(all, sink, explanations, spans, clock, System::nanoTime);
    }
}
