package dev.sallyport;

import dev.sallyport.authorizer.AuthorizerCompiler;
import dev.sallyport.authorizer.jwt.TokenVerifier;
import dev.sallyport.authorizer.jwt.UserPoolIssuers;
import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.aws.OperatorCredentials;
import dev.sallyport.aws.ServiceEndpoints;
import dev.sallyport.cli.FirstCredentials;
import dev.sallyport.cli.Foreground;
import dev.sallyport.cli.RunningGateway;
import dev.sallyport.config.Limits;
import dev.sallyport.config.PermissionCheck;
import dev.sallyport.config.Settings;
import dev.sallyport.control.ControlPlane;
import dev.sallyport.control.ControlSettings;
import dev.sallyport.control.Guard;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.OperationsReport;
import dev.sallyport.control.forward.UpstreamForwarder;
import dev.sallyport.control.iam.StoredIdentities;
import dev.sallyport.control.lambda.CodeDownloads;
import dev.sallyport.control.lambda.EventInvocations;
import dev.sallyport.control.rest.DraftInvoker;
import dev.sallyport.control.sts.ApiGatewaySessions;
import dev.sallyport.control.sts.ServiceRoles;
import dev.sallyport.edge.EdgeLimits;
import dev.sallyport.edge.Listener;
import dev.sallyport.edge.RequestRouter;
import dev.sallyport.functions.FunctionCatalog;
import dev.sallyport.functions.FunctionHost;
import dev.sallyport.functions.ProcessFunctionHost;
import dev.sallyport.functions.StoreFunctionCatalog;
import dev.sallyport.functions.log.EventFunctionLog;
import dev.sallyport.iam.Identities;
import dev.sallyport.integration.aws.AwsServices;
import dev.sallyport.integration.http.BackendNames;
import dev.sallyport.integration.http.BackendSettings;
import dev.sallyport.limits.ApiKeyDirectory;
import dev.sallyport.limits.Limiter;
import dev.sallyport.limits.LocalLimiter;
import dev.sallyport.limits.Rate;
import dev.sallyport.limits.UsageJournal;
import dev.sallyport.limits.UsagePlanFollower;
import dev.sallyport.observe.Explanations;
import dev.sallyport.observe.RequestLog;
import dev.sallyport.observe.RequestTraces;
import dev.sallyport.pipeline.CanaryStickiness;
import dev.sallyport.pipeline.LoopContext;
import dev.sallyport.pipeline.RequestPipeline;
import dev.sallyport.snapshot.AccessCompiler;
import dev.sallyport.snapshot.CacheCompiler;
import dev.sallyport.snapshot.CompilationFailures;
import dev.sallyport.snapshot.DomainLoader;
import dev.sallyport.snapshot.IntegrationCompiler;
import dev.sallyport.snapshot.LimitCompiler;
import dev.sallyport.snapshot.Publisher;
import dev.sallyport.snapshot.SnapshotLoader;
import dev.sallyport.snapshot.StageCompiler;
import dev.sallyport.snapshot.StoredLinks;
import dev.sallyport.snapshot.WarmUp;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.store.UsageCounts;
import dev.sallyport.store.sqlite.SqliteStore;
import dev.sallyport.telemetry.Telemetry;
import dev.sallyport.telemetry.logs.StoreLogCatalog;
import dev.sallyport.telemetry.requests.RequestMeters;
import dev.sallyport.testinvoke.DraftRunner;
import dev.sallyport.testinvoke.Environment;
import dev.sallyport.wire.Service;
import dev.sallyport.wire.Services;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway that serves: the composition root. Control plane and data plane are put together here and meet only in the
 * published snapshots.
 */
public final class Gateway implements RunningGateway {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final Duration FUNCTION_DRAIN = Duration.ofSeconds(2);

    private static final List<Kind<?>> READ_AT_START = List.of(
            Kind.FUNCTION_VERSION,
            Kind.FUNCTION,
            Kind.FUNCTION_ALIAS,
            Kind.FUNCTION_POLICY,
            Kind.STAGE,
            Kind.DEPLOYMENT,
            Kind.API_DOCUMENT);

    private final Duration drainDeadline;
    private final Parts parts;
    private final Entries entries;
    private final FunctionHost functions;
    private final Supplier<@Nullable FirstCredentials> firstCredentials;

    private Gateway(
            Duration drainDeadline,
            Parts parts,
            Entries entries,
            FunctionHost functions,
            Supplier<@Nullable FirstCredentials> firstCredentials) {
        this.drainDeadline = drainDeadline;
        this.parts = parts;
        this.entries = entries;
        this.functions = functions;
        this.firstCredentials = firstCredentials;
    }

    /**
     * Starts a gateway; it serves when this method returns.
     *
     * @throws RuntimeException with a message for the operator, for example when the address or the data folder is taken
     */
    public static Gateway start(Settings settings) {
        Parts parts = new Parts();
        try {
            return new Assembly(settings, parts).assemble();
        } catch (IOException e) {
            parts.close();
            throw new UncheckedIOException(e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            parts.close();
            throw e;
        }
    }

    /** The operations of the models, each with whether it is built. */
    static OperationsReport operations() {
        return new OperationsReport(
                Services.all(), ControlPlaneFactory.registryForListing(InstantSource.system(), new SecureRandom()));
    }

    @Override
    public InetSocketAddress address() {
        return entries.listener().address();
    }

    @Override
    public List<VpcEntry> vpcEndpoints() {
        return entries.vpcEndpoints();
    }

    @Override
    public @Nullable FirstCredentials firstCredentials() {
        return firstCredentials.get();
    }

    @Override
    public void drain() {
        try {
            if (!entries.listener().drain(drainDeadline)) {
                LOG.warn("Some requests had not ended after {} s and were cut off", drainDeadline.toSeconds());
            }
            functions.drain(FUNCTION_DRAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        parts.close();
    }

    /** What has been opened, closed in the opposite order. */
    private static final class Parts implements AutoCloseable {
        private final Deque<AutoCloseable> opened = new ArrayDeque<>();

        synchronized <T extends AutoCloseable> T add(T part) {
            opened.push(part);
            return part;
        }

        @Override
        public synchronized void close() {
            while (!opened.isEmpty()) {
                AutoCloseable part = opened.pop();
                try {
                    part.close();
                } catch (Exception e) {
                    LOG.error("A part of the gateway could not be closed", e);
                }
            }
        }
    }

    /** One start: who needs what. */
    private static final class Assembly {
        private final Settings settings;
        private final Parts parts;
        private final InstantSource clock;
        private final LongSupplier nanoTime;
        private final RandomGenerator random = new SecureRandom();
        private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
        private final Guarding guarding;
        private final Watching watching;
        private volatile @Nullable String endpoint;
        private volatile @Nullable Listener listening;

        Assembly(Settings settings, Parts parts) {
            this.settings = settings;
            this.parts = parts;
            VirtualClock moved = settings.virtualClock() ? new VirtualClock(InstantSource.system()) : null;
            this.clock = moved == null ? InstantSource.system() : moved;
            this.nanoTime = moved == null ? System::nanoTime : moved::nanoTime;
            this.guarding = new Guarding(settings, clock, random);
            this.watching = new Watching(settings, clock, moved);
        }

        /** What takes long and needs nothing of the rest runs beside it: a start is waited for. */
        Gateway assemble() throws IOException {
            parts.add(blocking::shutdownNow);
            Future<Transport> opening = blocking.submit(this::openTransport);
            try {
                return assemble(opening);
            } finally {
                // A start that fails closes what has been opened, so nothing may still be opening.
                get(opening);
            }
        }

        private Gateway assemble(Future<Transport> opening) throws IOException {
            Future<?> preparing = blocking.submit(() -> SqliteStore.prepareReads(READ_AT_START));
            Path folder = settings.ephemeral() ? TemporaryFolder.create(parts::add) : settings.dataFolder();
            Store store = parts.add(guarding.openStore());
            Identities identities = StoredIdentities.following(store, clock);
            FunctionCatalog catalog = new StoreFunctionCatalog(store, random);
            Transport transport = get(opening);
            Telemetry telemetry = parts.add(telemetry(store));
            FunctionHost functions = parts.add(FunctionHosting.host(
                    settings,
                    folder,
                    new ProcessFunctionHost.Wiring(
                            store,
                            catalog,
                            transport.loops(),
                            transport.serverChannel(),
                            new EventFunctionLog(telemetry.logs()),
                            function -> guarding.functionVariables(store, function, endpoint),
                            clock,
                            nanoTime,
                            random,
                            new ProcessFunctionHost.OfProcesses(InstantSource.system(), System::nanoTime),
                            watching.invocations())));
            EventInvocations events = eventInvocations(catalog, functions);
            Publisher publisher = new Publisher();
            CompilationFailures failures = new CompilationFailures(clock);
            BackendSettings backends = BackendSettings.of(transport.clientChannel(), new BackendNames(blocking))
                    .with(new StoredLinks(store, settings.privateTargets()));
            AwsServices services = services(store);
            IntegrationCompiler integrations = new IntegrationCompiler(
                    catalog,
                    functions,
                    backends,
                    services,
                    settings.functionPermissions() == PermissionCheck.STRICT,
                    Limits.DEFAULTS.payloadBytes(),
                    events);
            AccessCompiler access = new AccessCompiler(
                    identities, clock, InstantSource.system(), blocking, Limits.DEFAULTS.payloadBytes());
            ScheduledExecutorService timer = Watching.timer(parts::add);
            UsageJournal journal = usageJournal(store, timer);
            RequestMeters meters = watching.meters(store, telemetry, timer, parts::add);
            TokenVerifier tokens = new TokenVerifier(new UserPoolIssuers(settings.userPools()), clock);
            AuthorizerCompiler authorizers = new AuthorizerCompiler(
                    catalog,
                    functions,
                    services,
                    settings.functionPermissions() == PermissionCheck.STRICT,
                    tokens,
                    clock);
            CacheCompiler caches = ResponseCaching.compiler(settings.caching(), clock, random);
            LimitCompiler limiting = limits(store, journal);
            StageCompiler compiler = new StageCompiler(integrations, access, authorizers, limiting, caches, meters);
            SnapshotLoader snapshots = new SnapshotLoader(
                    store, compiler, publisher, CanaryStickiness.of(settings.canarySticky()), failures);
            snapshots.hasVpcEndpoints(!settings.entrances().vpcEndpoints().isEmpty());
            DomainLoader domains = new DomainLoader(store);
            Future<?> loading =
                    blocking.submit(() -> new HttpApiParts(catalog, functions, backends, services, clock, events)
                            .start(settings, store, access, limiting, meters, publisher, snapshots, domains));
            Environment drafts = new Environment(
                    catalog,
                    functions,
                    backends,
                    services,
                    settings.functionPermissions() == PermissionCheck.STRICT,
                    Limits.DEFAULTS.payloadBytes(),
                    tokens,
                    (owner, role) -> ServiceRoles.letApiGateway(store, owner, role),
                    new RequestLog(),
                    clock,
                    System::nanoTime);
            List<LoopContext> loops = List.copyOf(transport.contexts().values());
            Guard guard = guarding.guard(identities, store);
            ControlPlane controlPlane = controlPlane(
                    store,
                    guard,
                    catalog,
                    functions,
                    events,
                    telemetry,
                    journal,
                    new DraftRunner(loops, drafts),
                    services.endpoints());
            get(preparing);
            get(loading);
            watching.measure(
                    new GatewayState(settings, store, publisher, functions, failures, () -> listening), parts::add);
            Entries entries = Entries.open(
                    settings,
                    transport,
                    router(publisher, domains, store, telemetry, controlPlane, guarding.pages(guard)),
                    clock,
                    nanoTime,
                    TlsFronts.of(settings, store, clock, parts::add));
            Listener listener = parts.add(entries.listener());
            listening = listener;
            endpoint = Foreground.url(listener.address());
            blocking.execute(new WarmUp(compiler)::run);
            parts.add(DraftTimer.start(store, clock));
            LOG.debug("Sockets are served by {} with {} loops", transport.name(), settings.eventLoopThreads());
            return new Gateway(
                    Duration.ofSeconds(settings.drainSeconds()),
                    parts,
                    entries,
                    functions,
                    () -> guarding.firstCredentials(store, folder));
        }

        private UsageJournal usageJournal(Store store, ScheduledExecutorService timer) {
            UsageJournal journal = parts.add(new UsageJournal(new UsageCounts(store)));
            journal.start(timer);
            return journal;
        }

        private LimitCompiler limits(Store store, UsageJournal journal) {
            Limiter limiter = new LocalLimiter(clock, nanoTime, journal);
            ApiKeyDirectory keys = new ApiKeyDirectory(random);
            new UsagePlanFollower(store, limiter, keys).start();
            return new LimitCompiler(
                    limiter,
                    keys,
                    settings.accountThrottle()
                            .map(rate -> new Rate(rate.perSecond(), rate.burst()))
                            .orElse(null),
                    settings.rateLimitHeaders());
        }

        private AwsServices services(Store store) {
            AwsCredentials operator = settings.awsCredentials();
            if (operator != null) {
                LOG.warn(
                        "Calls of AWS integrations to AWS itself are signed with the access key {} of this gateway's"
                                + " environment: whoever may deploy an API here can act in that account of AWS",
                        operator.accessKeyId());
            }
            ServiceEndpoints endpoints = new ServiceEndpoints(
                    settings.upstreams(),
                    provided(),
                    () -> URI.create(Objects.requireNonNull(endpoint)),
                    operator == null ? null : OperatorCredentials.forAws(operator));
            return new AwsServices(
                    endpoints, new ApiGatewaySessions(store, random, clock), InstantSource.system(), blocking);
        }

        private static Set<String> provided() {
            return Services.all().stream().map(Service::signingName).collect(Collectors.toSet());
        }

        private Transport openTransport() {
            Transport transport = Transport.open(settings.transport(), settings.eventLoopThreads(), clock);
            parts.add(() ->
                    transport.loops().shutdownGracefully(0, 2, TimeUnit.SECONDS).await(3, TimeUnit.SECONDS));
            return transport;
        }

        private static <T> T get(Future<T> part) throws IOException {
            try {
                return part.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                throw new IOException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while starting", e);
            }
        }

        private Telemetry telemetry(Store store) {
            StoreLogCatalog catalog = new StoreLogCatalog(store, clock);
            return settings.ephemeral()
                    ? Telemetry.inMemory(catalog, clock)
                    : Telemetry.in(settings.dataFolder(), catalog, clock);
        }

        private EventInvocations eventInvocations(FunctionCatalog catalog, FunctionHost functions) {
            ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("events").factory());
            parts.add(timer::shutdownNow);
            return parts.add(new EventInvocations(
                    catalog, functions, clock, EventInvocations.Timer.on(timer), EventInvocations.Settings.DEFAULT));
        }

        private ControlPlane controlPlane(
                Store store,
                Guard guard,
                FunctionCatalog catalog,
                FunctionHost functions,
                EventInvocations events,
                Telemetry telemetry,
                UsageJournal journal,
                DraftInvoker drafts,
                ServiceEndpoints endpoints)
                throws IOException {
            OperationRegistry registry = ControlPlaneFactory.registry(
                    store,
                    catalog,
                    functions,
                    events,
                    telemetry,
                    journal::write,
                    drafts,
                    clock,
                    random,
                    settings.openApi31(),
                    Duration.ofSeconds(settings.caching().clusterSeconds()),
                    new BucketTruststores(settings.tls().truststores(), endpoints, clock));
            return new ControlPlane(
                    registry,
                    Services.all(),
                    new ControlSettings(settings.accountId(), settings.region(), "http"),
                    guarding.accounts(store),
                    new UpstreamForwarder(ServiceEndpoints.withoutAws(settings.upstreams())),
                    guard,
                    guarding.audit(parts::add),
                    () -> UUID.randomUUID().toString());
        }

        private RequestRouter router(
                Publisher publisher,
                DomainLoader domains,
                Store store,
                Telemetry telemetry,
                ControlPlane controlPlane,
                PageGuard pages)
                throws IOException {
            Explanations explanations = new Explanations(settings.observing().explainedRequests());
            RequestTraces requests =
                    RequestObservers.of(settings.observing(), telemetry, explanations, clock, parts::add);
            return new RequestRouter(
                    new RequestPipeline(clock, requests, requests),
                    publisher,
                    domains,
                    controlPlane::handle,
                    blocking,
                    new Health(
                            new CodeDownloads(store),
                            watching.pages(explanations, publisher, store),
                            settings.security().enforced()
                                    || settings.listen().getAddress().isLoopbackAddress(),
                            pages),
                    EdgeLimits.DEFAULT);
        }
    }
}
