package dev.sallyport.edge;

import dev.sallyport.TestSockets;
import dev.sallyport.authorizer.AuthorizerCompiler;
import dev.sallyport.authorizer.jwt.TokenVerifier;
import dev.sallyport.authorizer.jwt.UserPoolIssuers;
import dev.sallyport.aws.AwsCredentials;
import dev.sallyport.cache.CacheSharing;
import dev.sallyport.cache.ResponseCaches;
import dev.sallyport.config.Limits;
import dev.sallyport.control.WireRequest;
import dev.sallyport.control.WireResponse;
import dev.sallyport.edge.tls.TlsFront;
import dev.sallyport.integration.aws.AwsServices;
import dev.sallyport.integration.http.BackendNames;
import dev.sallyport.integration.http.BackendSettings;
import dev.sallyport.model.Stage;
import dev.sallyport.model.VpcEndpoint;
import dev.sallyport.observe.RequestLog;
import dev.sallyport.pipeline.CanaryStickiness;
import dev.sallyport.pipeline.Deadlines;
import dev.sallyport.pipeline.DomainDirectory;
import dev.sallyport.pipeline.LoopContext;
import dev.sallyport.pipeline.RequestIds;
import dev.sallyport.pipeline.RequestListener;
import dev.sallyport.pipeline.RequestPipeline;
import dev.sallyport.pipeline.StageSnapshot;
import dev.sallyport.pipeline.Tracing;
import dev.sallyport.snapshot.AccessCompiler;
import dev.sallyport.snapshot.CacheCompiler;
import dev.sallyport.snapshot.CompilationFailures;
import dev.sallyport.snapshot.HttpApiCompiler;
import dev.sallyport.snapshot.HttpApiLoader;
import dev.sallyport.snapshot.IntegrationCompiler;
import dev.sallyport.snapshot.LimitCompiler;
import dev.sallyport.snapshot.Publisher;
import dev.sallyport.snapshot.SnapshotLoader;
import dev.sallyport.snapshot.StageCompiler;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestServices;
import dev.sallyport.store.Store;
import dev.sallyport.telemetry.requests.RequestMeters;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A data plane on a free port for the tests of one class: a real listener with one event loop, a stub backend, functions
 * that are lambdas, and a control plane that answers every call with its request line.
 */
public final class DataPlaneFixture implements BeforeAllCallback, AfterAllCallback {

    /** AWS services that are all at the backend. */
    private static final String[] SERVICES = {
        "dynamodb", "events", "kinesis", "s3", "sns", "sqs", "ssm", "states", "sync-states"
    };

    private final EdgeLimits limits;
    private final Publisher publisher = new Publisher();
    private final FakeFunctions functions = new FakeFunctions();
    private final Map<String, InetSocketAddress> links = new ConcurrentHashMap<>();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final TestIdentities identities = new TestIdentities();
    private final RequestMeters meters = new RequestMeters(1);
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Function<WireRequest, WireResponse> controlPlane = DataPlaneFixture::echo;
    private StageCompiler compiler;
    private Map<String, String> issuers = Map.of();
    private int authorizerLimitMillis = AuthorizerCompiler.TIME_LIMIT_MILLIS;
    private final AtomicLong aheadMillis = new AtomicLong();
    private final ResponseCaches caches = new ResponseCaches(this::now, 16L << 20, 42);
    private CacheSharing sharing = CacheSharing.SAFE;
    private int maxWaiters = 100;
    private int waitMillis = 10_000;
    private @Nullable EventLoopGroup group;
    private @Nullable StubBackend backend;
    private @Nullable Listener listener;
    private @Nullable TlsFront tls;
    private @Nullable ProxyProtocol tlsProtocol;
    private @Nullable TrustedProxies tlsTrusted;

    private int loopCount = 1;
    private RequestListener watcher = new RequestLog();
    private final List<Entrance> entrances = new ArrayList<>();
    private DomainDirectory domains = DomainDirectory.NONE;

    public DataPlaneFixture() {
        this(EdgeLimits.DEFAULT);
    }

    /** Has several event loops; before the start. */
    public DataPlaneFixture loops(int count) {
        loopCount = count;
        return this;
    }

    /** Has it listen at one more address, whose port is free; before the start. */
    public DataPlaneFixture also(
            @Nullable VpcEndpoint endpoint, @Nullable ProxyProtocol protocol, @Nullable TrustedProxies trusted) {
        entrances.add(new Entrance(anyPort(), endpoint, protocol, trusted, null));
        return this;
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** Has somebody else hear of the requests than the log; before the start. */
    public DataPlaneFixture watchedBy(RequestListener listener) {
        watcher = listener;
        return this;
    }

    /** Has custom domain names served; before the start. */
    public DataPlaneFixture domains(DomainDirectory directory) {
        domains = directory;
        return this;
    }

    /** Has a second listener speak TLS; before the start. */
    public DataPlaneFixture tls(TlsFront front) {
        return tls(front, null, null);
    }

    /** Has a second listener speak TLS behind proxies; before the start. */
    public DataPlaneFixture tls(TlsFront front, @Nullable ProxyProtocol protocol, @Nullable TrustedProxies trusted) {
        tls = front;
        tlsProtocol = protocol;
        tlsTrusted = trusted;
        return this;
    }

    /** Where TLS is spoken. */
    public InetSocketAddress tlsAddress() {
        return listener().address(1 + entrances.size());
    }

    /** The id of the thread that serves everything. */
    public long loopThreadId() {
        return Objects.requireNonNull(group)
                .next()
                .submit(() -> Thread.currentThread().threadId())
                .syncUninterruptibly()
                .getNow();
    }

    public DataPlaneFixture(EdgeLimits limits) {
        this.limits = limits;
        this.compiler = stages(services(), LimitCompiler.NONE);
    }

    private AwsServices services() {
        return TestServices.at(() -> URI.create(backend().uri("")), blocking, SERVICES);
    }

    /** From now on stages are compiled to sign calls of services as the operator; after the start. */
    public void signAs(AwsCredentials operator) {
        compiler = stages(
                TestServices.asOperator(operator, () -> URI.create(backend().uri("")), blocking, SERVICES),
                LimitCompiler.NONE);
    }

    private IntegrationCompiler integrations(AwsServices services) {
        return new IntegrationCompiler(
                functions,
                functions,
                new BackendSettings(TestSockets.clientChannel(), new BackendNames(blocking), 1000, 16, 20_000)
                        .with((owner, link, balancer) -> links.get(balancer == null ? link : balancer)),
                services,
                true,
                Limits.DEFAULTS.payloadBytes(),
                (scope, name, qualifier, arn, payload, requestId) ->
                        events.add(name + " " + new String(payload, StandardCharsets.UTF_8)));
    }

    private StageCompiler stages(AwsServices services, LimitCompiler limiting) {
        return new StageCompiler(
                integrations(services),
                new AccessCompiler(identities, InstantSource.system(), blocking, Limits.DEFAULTS.payloadBytes()),
                new AuthorizerCompiler(
                        functions,
                        functions,
                        services,
                        true,
                        new TokenVerifier(new UserPoolIssuers(issuers), this::now),
                        this::now,
                        authorizerLimitMillis),
                limiting,
                new CacheCompiler(caches, sharing, maxWaiters, waitMillis),
                meters);
    }

    /** What is kept of answers. */
    public ResponseCaches caches() {
        return caches;
    }

    /** Compiles from now on with this sharing of kept answers, and with so long waits for others' calls. */
    public void caching(CacheSharing newSharing, int newMaxWaiters, int newWaitMillis) {
        sharing = newSharing;
        maxWaiters = newMaxWaiters;
        waitMillis = newWaitMillis;
        compiler = stages(services(), LimitCompiler.NONE);
    }

    /** Compiles authorizers from now on with these issuers by user pool and this limit of their functions' answers. */
    public void authorizers(Map<String, String> newIssuers, int limitMillis) {
        issuers = newIssuers;
        authorizerLimitMillis = limitMillis;
        compiler = stages(services(), LimitCompiler.NONE);
    }

    /** Who counts the requests. */
    public RequestMeters meters() {
        return meters;
    }

    /** What time authorizers, caches and requests think it is. */
    public Instant now() {
        return Instant.now().plusMillis(aheadMillis.get());
    }

    /** Lets time pass for authorizers, caches and requests. */
    public void pass(Duration time) {
        aheadMillis.addAndGet(time.toMillis());
    }

    /** Who has which access key. */
    public TestIdentities identities() {
        return identities;
    }

    /** Has what is published from now on limited. */
    public DataPlaneFixture limitedBy(LimitCompiler limiting) {
        compiler = stages(services(), limiting);
        return this;
    }

    /** Where VPC links lead, by the link or its load balancer. */
    public Map<String, InetSocketAddress> links() {
        return links;
    }

    /** The asynchronous invocations so far: name and event. */
    public List<String> events() {
        return events;
    }

    /** Default limits but for times, which are short enough for a test to meet them. */
    public static EdgeLimits impatient() {
        EdgeLimits usual = EdgeLimits.DEFAULT;
        return new EdgeLimits(
                50,
                usual.maxRequestLineBytes(),
                usual.maxHeadBytes(),
                usual.maxApiUrlBytes(),
                usual.maxApiHeaderBytes(),
                1000,
                usual.maxControlCalls(),
                600,
                2_000,
                500,
                600,
                1_500,
                usual.maxDrainedBodyBytes(),
                usual.maxBufferedBodyBytes());
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        start();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        stop();
    }

    public void start() throws IOException {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(loopCount, TestSockets.handlers());
        backend = new StubBackend();
        Map<EventExecutor, LoopContext> contexts = new HashMap<>();
        SplittableRandom seeds = new SplittableRandom(42);
        group = loops;
        for (EventExecutor loop : loops) {
            contexts.put(
                    loop,
                    new LoopContext(
                            loop,
                            new RequestIds(new SplittableRandom(seeds.nextLong())),
                            new Deadlines(loop, System::nanoTime)));
        }
        RequestPipeline pipeline =
                new RequestPipeline(this::now, watcher, watcher instanceof Tracing tracing ? tracing : Tracing.OFF);
        RequestRouter router = new RequestRouter(
                pipeline,
                publisher,
                domains,
                request -> controlPlane.apply(request),
                blocking,
                DataPlaneFixture::page,
                limits);
        List<Entrance> all = new ArrayList<>(List.of(Entrance.at(anyPort())));
        all.addAll(entrances);
        if (tls != null) {
            all.add(new Entrance(anyPort(), null, tlsProtocol, tlsTrusted, tls));
        }
        listener = Listener.bind(
                all, loops, TestSockets.serverChannel(), contexts, router, limits, this::now, System::nanoTime);
    }

    public void stop() throws Exception {
        listener().close();
        Objects.requireNonNull(group).shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
        backend().close();
        blocking.close();
    }

    private static OwnPages.Page page(OwnPages.Request request) {
        String path = request.path();
        if (path.equals("/_sallyport/broken")) {
            throw new IllegalStateException("a defect, made for a test");
        }
        return new OwnPages.Page(200, "text/plain", path.getBytes(StandardCharsets.UTF_8));
    }

    /** The control plane of a new fixture: answers with method, path and the length of the body. */
    static WireResponse echo(WireRequest request) {
        String line = request.method() + " " + request.path() + " " + request.body().length;
        return new WireResponse(
                200,
                List.of(new WireRequest.Header("Content-Type", "text/plain")),
                line.getBytes(StandardCharsets.UTF_8));
    }

    public void controlPlane(Function<WireRequest, WireResponse> newControlPlane) {
        controlPlane = newControlPlane;
    }

    /** Compiles and publishes a document on stage {@code test}. */
    public void publish(TestApi api) {
        publish(api, Map.of());
    }

    public void publish(TestApi api, Map<String, String> variables) {
        publish(api, TestApi.stage("test", variables));
    }

    /** Compiles and publishes a document on a stage whose authorizers have said nothing yet. */
    public void publish(TestApi api, Stage stage) {
        flushAuthorizers(api.document().apiId(), stage.stageName());
        publishAgain(api, stage);
    }

    /** FlushStageAuthorizersCache. */
    public void flushAuthorizers(String apiId, String stageName) {
        compiler.flushAuthorizers(apiId, stageName);
    }

    /** Compiles and publishes a document on a stage that may have run before. */
    public void publishAgain(TestApi api, Stage stage) {
        publisher.publish(compiler.compile(TestApi.OWNER, api.document(), stage));
    }

    /** Compiles and publishes on stage {@code test} a document of an API that is associated with VPC endpoints. */
    public void publish(TestApi api, List<String> vpcEndpointIds) {
        publisher.publish(
                compiler.compile(TestApi.OWNER, api.document(), TestApi.stage("test", Map.of())), vpcEndpointIds);
    }

    /** Associates an API with VPC endpoints. */
    public void associate(String apiId, List<String> vpcEndpointIds) {
        publisher.associate(apiId, vpcEndpointIds);
    }

    /** Publishes the stages of a store with their canaries, and follows it from now on. */
    public void follow(Store store, CanaryStickiness stickiness) {
        new SnapshotLoader(store, compiler, publisher, stickiness, new CompilationFailures(InstantSource.system()))
                .start();
    }

    /** Publishes the stages of the HTTP APIs of a store, and follows it from now on. */
    public void follow(Store store, HttpApiCompiler httpApis) {
        new HttpApiLoader(store, httpApis, publisher).start();
    }

    /** Publishes what has been compiled otherwise. */
    public void publish(StageSnapshot snapshot) {
        publisher.publish(snapshot);
    }

    /** What serves. */
    public List<StageSnapshot> running() {
        return publisher.running();
    }

    public FakeFunctions functions() {
        return functions;
    }

    public StubBackend backend() {
        return Objects.requireNonNull(backend, "the fixture has not been started");
    }

    public Listener listener() {
        return Objects.requireNonNull(listener, "the fixture has not been started");
    }

    public RawClient client() throws IOException {
        return new RawClient(listener().address());
    }

    /** One request on a connection of its own; {@code more} header lines end with CR LF. */
    public RawClient.Answer get(String path, String... more) throws IOException {
        try (RawClient client = client()) {
            return client.send(head("GET", path, more) + "\r\n").answer();
        }
    }

    public RawClient.Answer post(String path, String body, String... more) throws IOException {
        try (RawClient client = client()) {
            return client.send(head("POST", path, more) + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                    .answer();
        }
    }

    /** Request line, Host and these header lines, without the empty line. */
    public static String head(String method, String path, String... more) {
        StringBuilder head = new StringBuilder(
                method + " " + path + " HTTP/1.1\r\nHost: " + "abc123.execute-api.eu-west-1.amazonaws.com\r\n");
        for (String line : more) {
            head.append(line).append("\r\n");
        }
        return head.toString();
    }
}
