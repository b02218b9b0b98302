package dev.sallyport.testinvoke;

import dev.sallyport.TestSockets;
import dev.sallyport.authorizer.jwt.TokenVerifier;
import dev.sallyport.authorizer.jwt.UserPoolIssuers;
import dev.sallyport.config.Limits;
import dev.sallyport.control.rest.DraftInvoker.Caller;
import dev.sallyport.control.rest.DraftInvoker.MethodAnswer;
import dev.sallyport.control.rest.DraftInvoker.MethodTest;
import dev.sallyport.control.rest.DraftInvoker.TestRequest;
import dev.sallyport.edge.FakeFunctions;
import dev.sallyport.edge.StubBackend;
import dev.sallyport.functions.FunctionCatalog;
import dev.sallyport.integration.http.BackendNames;
import dev.sallyport.integration.http.BackendSettings;
import dev.sallyport.observe.RequestLog;
import dev.sallyport.pipeline.Deadlines;
import dev.sallyport.pipeline.LoopContext;
import dev.sallyport.pipeline.RequestIds;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestServices;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs drafts on a loop of its own, with functions that are lambdas and a stub backend; the clock stands still. */
final class DraftFixture implements AutoCloseable {

    static final Caller CALLER = new Caller(TestApi.OWNER, "r", "AKIDEXAMPLE", "aws-cli/2.0");

    final FakeFunctions functions = new FakeFunctions();
    final StubBackend backend;
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, TestSockets.handlers());
    final DraftRunner runner;

    /** Where VPC links lead. */
    final Map<String, InetSocketAddress> links = new HashMap<>();

    /** Issuers by user pool, read when a runner is made. */
    final Map<String, String> userPools = new HashMap<>();

    DraftFixture() throws IOException {
        this(Limits.DEFAULTS.payloadBytes());
    }

    DraftFixture(int payloadLimitBytes) throws IOException {
        backend = new StubBackend();
        runner = runner(functions, payloadLimitBytes);
    }

    DraftRunner runner(FunctionCatalog catalog, int payloadLimitBytes) {
        return runner(catalog, payloadLimitBytes, new BackendNames(blocking));
    }

    /** A runner whose backends have certificates of this authority alone. */
    DraftRunner trusting(X509Certificate authority) {
        return runner(functions, Limits.DEFAULTS.payloadBytes(), new BackendNames(blocking, List.of(authority)));
    }

    private DraftRunner runner(FunctionCatalog catalog, int payloadLimitBytes, BackendNames names) {
        EventExecutor loop = group.next();
        InstantSource clock = InstantSource.fixed(Instant.parse("2025-09-29T19:28:50Z"));
        LoopContext context =
                new LoopContext(loop, new RequestIds(new SplittableRandom(7)), new Deadlines(loop, System::nanoTime));
        return new DraftRunner(
                List.of(context),
                new Environment(
                        catalog,
                        functions,
                        new BackendSettings(TestSockets.clientChannel(), names, 10, 10, 20_000)
                                .with((owner, link, balancer) -> links.get(link)),
                        TestServices.none(),
                        true,
                        payloadLimitBytes,
                        new TokenVerifier(new UserPoolIssuers(userPools), clock),
                        (owner, role) -> role.endsWith("/trusted"),
                        new RequestLog(),
                        clock,
                        System::nanoTime));
    }

    static TestRequest request(@Nullable String path, @Nullable String query, String body) {
        return new TestRequest(path, query, Map.of(), body, Map.of());
    }

    MethodAnswer invoke(TestApi api, String verb, TestRequest request) {
        return runner.invokeMethod(new MethodTest(CALLER, api.document(), verb, request, null));
    }

    @Override
    public void close() throws IOException {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        backend.close();
        blocking.close();
    }
}
