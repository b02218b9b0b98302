package dev.sallyport.control.lambda;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationHandler;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.StreamingHandler;
import dev.sallyport.functions.FunctionCatalog;
import dev.sallyport.model.Function;
import dev.sallyport.model.FunctionAlias;
import dev.sallyport.model.FunctionVersion;
import dev.sallyport.model.Scope;
import dev.sallyport.store.InMemoryStore;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Structure;
import dev.sallyport.wire.lambda.CreateFunctionRequest;
import dev.sallyport.wire.lambda.FunctionCode;
import dev.sallyport.wire.lambda.FunctionConfiguration;
import dev.sallyport.wire.lambda.Lambda;
import dev.sallyport.wire.lambda.PublishVersionRequest;
import dev.sallyport.wire.lambda.UpdateFunctionCodeRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The operations of Lambda on a store in memory, a host that runs nothing, and a clock that stands still. */
final class LambdaFixture {

    static final Scope SCOPE = new Scope("111111111111", "us-east-1");
    static final String ARN = "arn:aws:lambda:us-east-1:111111111111:function:";
    static final String ROLE = "arn:aws:iam::111111111111:role/r";

    private record Timed(Instant at, int order, Runnable task) {}

    final InMemoryStore store = new InMemoryStore();
    final FakeHost host = new FakeHost();
    Instant now = Instant.parse("2024-05-01T12:00:00Z");
    final InstantSource clock = () -> now;
    CodeCheck.Result codeCheck = new CodeCheck.Result(300, null, null);
    final EventInvocations events;

    private final OperationRegistry registry = new OperationRegistry();
    private final AtomicInteger ids = new AtomicInteger();
    private final PriorityQueue<Timed> timer =
            new PriorityQueue<>(Comparator.comparing(Timed::at).thenComparingInt(Timed::order));

    LambdaFixture() {
        this(EventInvocations.Settings.DEFAULT);
    }

    LambdaFixture(EventInvocations.Settings settings) {
        FunctionCatalog catalog = new StoreCatalog();
        events = new EventInvocations(
                catalog,
                host,
                clock,
                (delay, task) -> timer.add(new Timed(now.plus(delay), timer.size(), task)),
                settings);
        LambdaOperations.register(
                registry,
                new LambdaServices(
                        store,
                        catalog,
                        host,
                        events,
                        zip -> codeCheck,
                        Architectures.ofJava("amd64"),
                        clock,
                        () -> "id-" + ids.incrementAndGet()));
    }

    /** Moves the clock, running what falls due on the way. */
    void pass(Duration duration) {
        Instant end = now.plus(duration);
        while (!timer.isEmpty() && !timer.peek().at().isAfter(end)) {
            Timed due = timer.remove();
            now = due.at();
            due.task().run();
        }
        now = end;
    }

    int waiting() {
        return timer.size();
    }

    static Call call() {
        return new Call(SCOPE, "request-1", "http://localhost:8080");
    }

    <I extends Structure, O extends Structure> O run(Operation<I, O> operation, I input) {
        return run(call(), operation, input);
    }

    <I extends Structure, O extends Structure> O run(Call call, Operation<I, O> operation, I input) {
        OperationHandler<I, O> handler = Objects.requireNonNull(registry.handler(operation), operation.name());
        return handler.handle(call, input);
    }

    /** Runs an operation whose answer goes out while it is made. */
    <I extends Structure, O extends Structure> StreamingHandler.Answer<O> stream(Operation<I, O> operation, I input) {
        return Objects.requireNonNull(registry.streamingHandler(operation), operation.name())
                .handle(call(), input);
    }

    /** Runs what must fail. */
    <I extends Structure, O extends Structure> ServiceException refused(Operation<I, O> operation, I input) {
        return Objects.requireNonNull(
                catchThrowableOfType(ServiceException.class, () -> run(operation, input)),
                operation.name() + " did not fail");
    }

    static byte[] zip(String content) {
        return content.getBytes(StandardCharsets.UTF_8);
    }

    static CreateFunctionRequest.Builder creation(String name) {
        return CreateFunctionRequest.builder()
                .functionName(name)
                .runtime("python3.12")
                .role(ROLE)
                .handler("index.handler")
                .code(FunctionCode.builder().zipFile(zip("code")).build());
    }

    FunctionConfiguration create(String name) {
        return run(Lambda.CREATE_FUNCTION, creation(name).build());
    }

    FunctionConfiguration updateCode(String name, String content) {
        return run(
                Lambda.UPDATE_FUNCTION_CODE,
                UpdateFunctionCodeRequest.builder()
                        .functionName(name)
                        .zipFile(zip(content))
                        .build());
    }

    FunctionConfiguration publish(String name) {
        return run(
                Lambda.PUBLISH_VERSION,
                PublishVersionRequest.builder().functionName(name).build());
    }

    /** Makes a function with published versions 1 to n, each of its own code. */
    void createWithVersions(String name, int versions) {
        create(name);
        for (int i = 1; i <= versions; i++) {
            updateCode(name, "code " + i);
            publish(name);
        }
    }

    /** What is stored of a version. */
    @Nullable
    FunctionVersion stored(String name, String version) {
        return store.<Optional<FunctionVersion>>read(transaction ->
                        Optional.ofNullable(transaction.find(Kind.FUNCTION_VERSION, SCOPE, name, version)))
                .orElse(null);
    }

    boolean hasBlob(String content) {
        return store.read(transaction -> transaction.blob(Digests.sha256Hex(zip(content))) != null);
    }

    /** Answers from the store; an alias always means its own version. */
    private final class StoreCatalog implements FunctionCatalog {

        @Override
        public @Nullable FunctionVersion resolve(Scope scope, String name, @Nullable String qualifier) {
            return store.<Optional<FunctionVersion>>read(transaction -> {
                        String wanted = qualifier == null ? FunctionVersion.LATEST : qualifier;
                        FunctionAlias alias = transaction.find(Kind.FUNCTION_ALIAS, scope, name, wanted);
                        String version = alias == null ? wanted : alias.functionVersion();
                        return Optional.ofNullable(transaction.find(Kind.FUNCTION_VERSION, scope, name, version));
                    })
                    .orElse(null);
        }

        @Override
        public @Nullable Integer reservedConcurrency(Scope scope, String name) {
            return store.<Optional<Integer>>read(transaction -> {
                        Function function = transaction.find(Kind.FUNCTION, scope, "", name);
                        return function == null
                                ? Optional.empty()
                                : Optional.ofNullable(function.reservedConcurrency());
                    })
                    .orElse(null);
        }

        @Override
        public boolean permitsApiGateway(
                Scope scope, String name, @Nullable String qualifier, String sourceArn, String sourceAccount) {
            throw new UnsupportedOperationException("the control plane does not ask");
        }
    }
}
