package dev.sallyport.functions;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.sallyport.TestSockets;
import dev.sallyport.functions.isolation.Isolation;
import dev.sallyport.functions.log.MemoryFunctionLog;
import dev.sallyport.model.Function;
import dev.sallyport.model.FunctionVersion;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A function host with a store in memory, real processes and a clock that can be moved on. */
final class HostFixture implements AutoCloseable {

    static final Scope SCOPE = new Scope("123456789012", "us-east-1");

    final Path folder;
    final FakeStore store = new FakeStore();
    final MemoryFunctionLog log = new MemoryFunctionLog(100_000, 64 * 1024 * 1024L);
    final AtomicLong skippedNanos = new AtomicLong();
    final StoreFunctionCatalog catalog = new StoreFunctionCatalog(store, new Random(1));
    final ProcessFunctionHost host;
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, TestSockets.handlers());
    private int revisions;

    HostFixture() {
        this(FunctionLimits.DEFAULT);
    }

    HostFixture(FunctionLimits limits) {
        this(limits, null);
    }

    HostFixture(FunctionLimits limits, @Nullable Path node) {
        this(limits, node, Isolation.Mode.OFF);
    }

    /** In a sandbox functions see other folders and process ids; most tests look at these and have none. */
    HostFixture(FunctionLimits limits, @Nullable Path node, Isolation.Mode isolation) {
        try {
            folder = Files.createTempDirectory("sallyport-functions-test");
        } catch (IOException noFolder) {
            throw new IllegalStateException(noFolder);
        }
        try {
            host = new ProcessFunctionHost(
                    new ProcessFunctionHost.Settings(folder, node, null, limits, isolation),
                    new ProcessFunctionHost.Wiring(
                            store,
                            catalog,
                            loops,
                            TestSockets.serverChannel(),
                            log,
                            EnvironmentVariables.NONE,
                            InstantSource.system(),
                            () -> System.nanoTime() + skippedNanos.get(),
                            new Random(System.nanoTime())));
        } catch (RuntimeException refused) {
            loops.shutdownGracefully(0, 1, SECONDS).syncUninterruptibly();
            deleteFolder();
            throw refused;
        }
    }

    /** Tests with real interpreters are skipped where there is none. */
    private static void needs(String program) {
        boolean installed = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
        org.junit.jupiter.api.Assumptions.assumeTrue(installed, program + " is not installed on this machine");
    }

    FunctionVersion node(String source) {
        return function("f", "nodejs20.x", "index.handler", Zips.of("index.js", source));
    }

    FunctionVersion python(String source) {
        return function("f", "python3.12", "index.handler", Zips.of("index.py", source));
    }

    FunctionVersion provided(String script) {
        return function("f", "provided.al2023", "x.y", Zips.bootstrap(script));
    }

    FunctionVersion function(String name, String runtime, String handler, byte[] zip) {
        return function(name, runtime, handler, zip, 10, 512, null);
    }

    FunctionVersion function(
            String name,
            String runtime,
            String handler,
            byte[] zip,
            int timeoutSeconds,
            int memoryMegabytes,
            @Nullable Map<String, String> environment) {
        if (runtime.startsWith("nodejs")) {
            needs("node");
        } else if (runtime.startsWith("python")) {
            needs("python3");
        }
        byte[] sha = sha256(zip);
        String digest = HexFormat.of().formatHex(sha);
        FunctionVersion version = new FunctionVersion(
                SCOPE,
                name,
                FunctionVersion.LATEST,
                runtime,
                handler,
                "arn:aws:iam::123456789012:role/r",
                null,
                timeoutSeconds,
                memoryMegabytes,
                512,
                environment,
                List.of("x86_64"),
                Base64.getEncoder().encodeToString(sha),
                digest,
                zip.length,
                "/aws/lambda/" + name,
                Instant.EPOCH.plusSeconds(++revisions),
                UUID.randomUUID().toString());
        store.write(writer -> {
            writer.putBlob(digest, zip);
            writer.put(Kind.FUNCTION, SCOPE, "", name, new Function(name, 0, Map.of(), null));
            writer.put(Kind.FUNCTION_VERSION, SCOPE, name, FunctionVersion.LATEST, version);
            return true;
        });
        return version;
    }

    FunctionVersion withTimeout(FunctionVersion function, int seconds) {
        return changed(function, seconds, function.memoryMegabytes());
    }

    FunctionVersion withMemory(FunctionVersion function, int megabytes) {
        return changed(function, function.timeoutSeconds(), megabytes);
    }

    private FunctionVersion changed(FunctionVersion function, int seconds, int megabytes) {
        FunctionVersion version = new FunctionVersion(
                function.scope(),
                function.name(),
                function.version(),
                function.runtime(),
                function.handler(),
                function.role(),
                function.description(),
                seconds,
                megabytes,
                function.ephemeralStorageMegabytes(),
                function.environment(),
                function.architectures(),
                function.codeSha256(),
                function.codeDigest(),
                function.codeSizeBytes(),
                function.logGroup(),
                Instant.EPOCH.plusSeconds(++revisions),
                UUID.randomUUID().toString());
        store.write(writer -> {
            writer.put(Kind.FUNCTION_VERSION, SCOPE, function.name(), function.version(), version);
            return true;
        });
        return version;
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    CompletableFuture<InvocationResult> start(FunctionVersion function, String payload) {
        return start(function, payload, UUID.randomUUID().toString());
    }

    CompletableFuture<InvocationResult> start(FunctionVersion function, String payload, String requestId) {
        return host.invoke(new Invocation(
                        function,
                        function.functionArn(),
                        payload.getBytes(StandardCharsets.UTF_8),
                        requestId,
                        "Root=1-5759e988-bd862e3fe1be46a994272793",
                        null))
                .toCompletableFuture();
    }

    InvocationResult invoke(FunctionVersion function, String payload) {
        return await(start(function, payload));
    }

    static InvocationResult await(CompletableFuture<InvocationResult> result) {
        try {
            return result.get(30, SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failed) {
            throw new IllegalStateException("no result", failed);
        }
    }

    /** The result of a function that succeeds. */
    String succeed(FunctionVersion function, String payload) {
        return succeeded(invoke(function, payload));
    }

    static String succeeded(InvocationResult result) {
        if (result instanceof InvocationResult.Completed completed && completed.functionError() == null) {
            return new String(completed.payload(), StandardCharsets.UTF_8);
        }
        throw new AssertionError("not a success: " + describe(result));
    }

    /** The error document of a function that fails. */
    String fail(FunctionVersion function, String payload, String requestId) {
        InvocationResult result = await(start(function, payload, requestId));
        if (result instanceof InvocationResult.Completed completed && "Unhandled".equals(completed.functionError())) {
            return new String(completed.payload(), StandardCharsets.UTF_8);
        }
        throw new AssertionError("not a function error: " + describe(result));
    }

    static String describe(InvocationResult result) {
        return result instanceof InvocationResult.Completed completed
                ? completed.functionError() + " " + new String(completed.payload(), StandardCharsets.UTF_8)
                : result.toString();
    }

    static String tail(InvocationResult result) {
        return new String(((InvocationResult.Completed) result).logTail(), StandardCharsets.UTF_8);
    }

    List<String> logLines() {
        return log.events(SCOPE, "/aws/lambda/f").stream()
                .map(MemoryFunctionLog.Event::message)
                .toList();
    }

    void skip(Duration time) {
        skippedNanos.addAndGet(time.toNanos());
    }

    /** The processes of this host that live, by the environment variable that only they have. */
    List<Long> processes() {
        return processesOf(folder);
    }

    static List<Long> processesOf(Path folder) {
        List<Long> found = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            for (Path process : all.filter(path -> path.getFileName().toString().matches("\\d+"))
                    .toList()) {
                if (environment(process).contains("LAMBDA_TASK_ROOT=" + folder)) {
                    found.add(Long.parseLong(process.getFileName().toString()));
                }
            }
        } catch (IOException noProc) {
            throw new IllegalStateException(noProc);
        }
        return found;
    }

    private static String environment(Path process) {
        try {
            return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    @Override
    public void close() {
        host.close();
        loops.shutdownGracefully(0, 1, SECONDS).syncUninterruptibly();
        deleteFolder();
    }

    private void deleteFolder() {
        try {
            dev.sallyport.functions.code.CodeFolders.delete(folder);
        } catch (IOException left) {
            throw new IllegalStateException(left);
        }
    }
}
