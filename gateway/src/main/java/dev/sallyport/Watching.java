package dev.sallyport;

import dev.sallyport.config.OpenTelemetry;
import dev.sallyport.config.Settings;
import dev.sallyport.control.rest.history.History;
import dev.sallyport.edge.OwnPages;
import dev.sallyport.model.RestApi;
import dev.sallyport.observe.Explanations;
import dev.sallyport.observe.OtlpTarget;
import dev.sallyport.observe.metrics.GatewayFamilies;
import dev.sallyport.observe.metrics.MetricExporter;
import dev.sallyport.observe.metrics.MetricFamily;
import dev.sallyport.observe.metrics.ProcessFamilies;
import dev.sallyport.observe.metrics.RequestFamilies;
import dev.sallyport.snapshot.Publisher;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.telemetry.Telemetry;
import dev.sallyport.telemetry.invocations.InvocationMeters;
import dev.sallyport.telemetry.metrics.MetricCollection;
import dev.sallyport.telemetry.requests.RequestMeters;
import dev.sallyport.telemetry.requests.RequestMetrics;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the settings say of what operators see of requests, put to work. */
final class Watching {

    private final Settings settings;
    private final InstantSource clock;
    private final @Nullable VirtualClock moved;
    private final RequestMeters meters;
    private final InvocationMeters invocations = new InvocationMeters();
    private Supplier<List<MetricFamily>> families = List::of;

    /** @param moved the clock, when it can be moved */
    Watching(Settings settings, InstantSource clock, @Nullable VirtualClock moved) {
        this.settings = settings;
        this.clock = clock;
        this.moved = moved;
        this.meters = new RequestMeters(settings.eventLoopThreads());
    }

    /** The timer of what is done once in a while, such as to write down what was counted. */
    static ScheduledExecutorService timer(Consumer<AutoCloseable> closing) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("usage").factory());
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        closing.accept(timer::shutdown);
        return timer;
    }

    /** Who counts invocations of functions. */
    InvocationMeters invocations() {
        return invocations;
    }

    /** Who counts requests; what is counted becomes CloudWatch's metrics. */
    RequestMeters meters(
            Store store, Telemetry telemetry, ScheduledExecutorService timer, Consumer<AutoCloseable> closing) {
        RequestMetrics requests = new RequestMetrics(
                meters,
                telemetry.metrics(),
                (owner, apiId) -> store.read(
                                reader -> Optional.ofNullable(reader.find(Kind.REST_API, owner, "", apiId)))
                        .map(RestApi::name)
                        .orElse(null));
        MetricCollection metrics = new MetricCollection(
                telemetry.metrics(),
                clock,
                List.of(requests::collect, millis -> invocations.collect(telemetry.metrics(), millis)));
        metrics.start(timer);
        closing.accept(metrics::collect);
        if (moved != null) {
            moved.beforeMove(metrics::collect);
        }
        return meters;
    }

    /** Begins to measure the gateway as a whole, and to tell a collector if there is one. */
    void measure(GatewayState state, Consumer<AutoCloseable> closing) {
        RequestFamilies requests = new RequestFamilies(meters);
        families = () -> Stream.of(requests.read(), GatewayFamilies.of(state.read()), ProcessFamilies.read())
                .flatMap(List::stream)
                .toList();
        OpenTelemetry collector = settings.observing().openTelemetry();
        URI metrics = collector.metrics();
        if (metrics != null) {
            closing.accept(new MetricExporter(
                    new OtlpTarget(metrics, collector.metricHeaders(), collector.timeout(), collector.resource()),
                    collector.interval(),
                    families,
                    clock));
        }
    }

    /** The pages of the operator. */
    List<OperatorPage> pages(Explanations explanations, Publisher publisher, Store store) {
        RequestPages requests = new RequestPages(explanations);
        CanaryPage canaries = new CanaryPage(publisher::running);
        HistoryPage history = new HistoryPage(new History(store));
        AuditPage audit = new AuditPage(publisher::running, settings.entrances().endpoints());
        return List.of(
                new OperatorPage(
                        OwnPages.AUDIT,
                        "Routes are audited",
                        "sallyport:GetAudit",
                        "sallyport:GetAudit",
                        request -> audit.answer(request.method())),
                new OperatorPage(
                        RequestPages.PATH,
                        "Requests are explained",
                        "sallyport:GetRequests",
                        "sallyport:KeepRequests",
                        request -> requests.answer(request.method(), request.path(), request.query())),
                new OperatorPage(
                        CanaryPage.PATH,
                        "Canaries are shown",
                        "sallyport:GetCanaries",
                        "sallyport:GetCanaries",
                        request -> canaries.answer(request.method(), request.query())),
                new OperatorPage(
                        HistoryPage.PATH,
                        "Deployments are compared",
                        "sallyport:GetHistory",
                        "sallyport:GetHistory",
                        request -> history.answer(request.method(), request.path(), request.query())),
                new OperatorPage(
                        "/metrics",
                        "Metrics are told",
                        "sallyport:GetMetrics",
                        "sallyport:GetMetrics",
                        new MetricsPage(families)),
                new OperatorPage(
                        ClockPage.PATH,
                        "The clock is told",
                        "sallyport:GetClock",
                        "sallyport:MoveClock",
                        new ClockPage(moved)));
    }
}
