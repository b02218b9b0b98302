package dev.sallyport;

import dev.sallyport.config.AccessLogFormat;
import dev.sallyport.config.Observing;
import dev.sallyport.config.Settings;
import dev.sallyport.model.RestApi;
import dev.sallyport.observe.AccessLog;
import dev.sallyport.observe.Explanations;
import dev.sallyport.observe.RequestLog;
import dev.sallyport.observe.RequestTraces;
import dev.sallyport.observe.SpanExporter;
import dev.sallyport.observe.StageAccessLog;
import dev.sallyport.observe.StageLogLines;
import dev.sallyport.observe.StageLogSink;
import dev.sallyport.pipeline.RequestListener;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.telemetry.Telemetry;
import dev.sallyport.telemetry.requests.RequestMeters;
import dev.sallyport.telemetry.requests.RequestMetrics;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** What the settings say of what operators see of requests, put to work. */
final class Watching {

    private final Settings settings;
    private final InstantSource clock;

    Watching(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Who looks at requests. */
    RequestTraces requests(Telemetry telemetry, Explanations explanations, Consumer<AutoCloseable> closing)
            throws IOException {
        Observing observing = settings.observing();
        StageLogSink sink = (kind, exchange, owner, group, stream, millis, message) ->
                telemetry.logs().append(owner, group, stream, millis, message);
        if (!observing.stageLogs().isEmpty()) {
            StageLogLines lines = new StageLogLines(sink, observing.stageLogs());
            closing.accept(lines);
            sink = lines;
        }
        RequestListener all = new StageAccessLog(new RequestLog(), sink, clock);
        if (!observing.accessLog().isEmpty()) {
            boolean json = observing.accessLogFormat() == AccessLogFormat.JSON;
            AccessLog log = new AccessLog(all, observing.accessLog(), json, clock);
            closing.accept(log);
            all = log;
        }
        SpanExporter spans = null;
        if (!observing.spansEndpoint().isEmpty()) {
            spans = new SpanExporter(observing.spansEndpoint(), observing.spansPercent(), new SplittableRandom());
            closing.accept(spans);
        }
        return new RequestTraces(all, sink, explanations, spans, clock, System::nanoTime);
    }

    /** Who counts requests; what is counted becomes CloudWatch's metrics. */
    RequestMeters meters(
            Store store, Telemetry telemetry, ScheduledExecutorService timer, Consumer<AutoCloseable> closing) {
        RequestMeters meters = new RequestMeters(settings.eventLoopThreads());
        RequestMetrics metrics = new RequestMetrics(
                meters,
                telemetry.metrics(),
                (owner, apiId) -> store.read(reader -> Optional.ofNullable(reader.find(Kind.REST_API, owner, "", apiId)))
                        .map(RestApi::name)
                        .orElse(null),
                clock);
        metrics.start(timer);
        closing.accept(metrics::collect);
        return meters;
    }
}
