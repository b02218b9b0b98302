package dev.sallyport.edge;

import dev.sallyport.functions.AnswerStream;
import dev.sallyport.functions.FunctionCatalog;
import dev.sallyport.functions.FunctionHost;
import dev.sallyport.functions.Invocation;
import dev.sallyport.functions.InvocationResult;
import dev.sallyport.model.FunctionVersion;
import dev.sallyport.model.Scope;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Functions that are lambdas of the test. Function {@code forbidden} exists but lets nobody call it. */
public final class FakeFunctions implements FunctionCatalog, FunctionHost {

    private final Map<String, Function<Invocation, CompletionStage<InvocationResult>>> functions =
            new ConcurrentHashMap<>();
    private final Map<String, Consumer<FakeStream>> scripts = new ConcurrentHashMap<>();
    private final EventExecutor environment = new DefaultEventExecutor();
    private final List<Invocation> invocations = new CopyOnWriteArrayList<>();
    private final List<String> sources = new CopyOnWriteArrayList<>();

    public FakeFunctions() {
        returns("forbidden", "{}");
    }

    /** A function that always gives this result. */
    public void returns(String name, String result) {
        gives(name, new InvocationResult.Completed(result.getBytes(StandardCharsets.UTF_8), null, new byte[0]));
    }

    /** A function that fails with this error document. */
    public void fails(String name, String document) {
        gives(
                name,
                new InvocationResult.Completed(document.getBytes(StandardCharsets.UTF_8), "Unhandled", new byte[0]));
    }

    public void gives(String name, InvocationResult result) {
        functions.put(name, invocation -> CompletableFuture.completedFuture(result));
    }

    public void runs(String name, Function<Invocation, CompletionStage<InvocationResult>> function) {
        functions.put(name, function);
    }

    /** A function that streams its answer as a script says, on a thread of its own. */
    public void streams(String name, Consumer<FakeStream> script) {
        returns(name, "{}");
        scripts.put(name, script);
    }

    @Override
    public AnswerStream stream(Invocation invocation, EventExecutor loop, AnswerStream.Receiver receiver) {
        Consumer<FakeStream> script = scripts.get(invocation.function().name());
        if (script == null) {
            return FunctionHost.super.stream(invocation, loop, receiver);
        }
        invocations.add(invocation);
        AnswerStream stream = new AnswerStream(loop, receiver);
        FakeStream fake = new FakeStream(stream, environment);
        Thread.ofVirtual().start(() -> script.accept(fake));
        return stream;
    }

    public List<Invocation> invocations() {
        return invocations;
    }

    @Override
    public @Nullable FunctionVersion resolve(Scope scope, String name, @Nullable String qualifier) {
        return functions.containsKey(name) ? version(scope, name) : null;
    }

    private static FunctionVersion version(Scope scope, String name) {
        return new FunctionVersion(
                scope,
                name,
                FunctionVersion.LATEST,
                "nodejs22.x",
                "index.handler",
                "arn:aws:iam::123456789012:role/r",
                null,
                3,
                128,
                512,
                null,
                List.of("x86_64"),
                "",
                "",
                0,
                "/aws/lambda/" + name,
                Instant.EPOCH,
                "1");
    }

    @Override
    public @Nullable Integer reservedConcurrency(Scope scope, String name) {
        return null;
    }

    @Override
    public boolean permitsApiGateway(
            Scope scope, String name, @Nullable String qualifier, String sourceArn, String sourceAccount) {
        sources.add(sourceArn);
        return !name.equals("forbidden");
    }

    /** In whose name it was asked whether a function may be called. */
    public List<String> sources() {
        return sources;
    }

    @Override
    public CompletionStage<InvocationResult> invoke(Invocation invocation) {
        invocations.add(invocation);
        return Objects.requireNonNull(functions.get(invocation.function().name()))
                .apply(invocation);
    }

    @Override
    public void drain(Duration deadline) {}

    @Override
    public void close() {}
}
