package dev.sallyport.functions;

import dev.sallyport.functions.code.CodeFolders;
import dev.sallyport.functions.isolation.Isolation;
import dev.sallyport.functions.log.FunctionLog;
import dev.sallyport.functions.process.Interpreter;
import dev.sallyport.functions.process.ProcessLauncher;
import dev.sallyport.model.FunctionVersion;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.telemetry.invocations.InvocationMeters;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.util.concurrent.EventExecutor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs functions as plain processes of this host behind the Lambda Runtime API (section 4 of companion-services). Each
 * revision of a function version has execution environments of its own; an environment is one process that runs one
 * invocation at a time and is kept warm (R4.15).
 *
 * <p>What holds about processes is said at {@link ProcessLauncher}; what runs when, at {@link EnvironmentScheduler}; the
 * life of one environment, at {@link Environment}; how functions are kept from each other and from the host, at
 * {@link Isolation}. They run as the user of the gateway.
 */
public final class ProcessFunctionHost implements FunctionHost {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessFunctionHost.class);
    private static final Duration IDLE_CHECK = Duration.ofSeconds(1);

    /** Beyond the grace of SIGTERM, for SIGKILL to do its work and folders to be deleted. */
    private static final Duration CLOSE_MARGIN = Duration.ofSeconds(3);

    private final Settings settings;
    private final FunctionCatalog catalog;
    private final Store store;
    private final EventLoopGroup loops;
    private final LongSupplier nanoTime;
    private final EnvironmentScheduler scheduler;
    private final InvocationMeters meters;
    private final ProcessLauncher launcher;
    private final CodeFolders code;
    private final MemoryWatch memory;
    private final ExecutorService blocking = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("function-", 0).factory());
    private final CompletableFuture<EnvironmentStarter> startup = new CompletableFuture<>();
    private final List<Future<?>> periodic = new ArrayList<>();
    private final AtomicBoolean looking = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * What an operator sets.
     *
     * @param dataFolder the gateway's; {@code functions} below it belongs to this host alone
     * @param node the interpreter for {@code nodejs*}, or null to look it up on the path
     * @param python the interpreter for {@code python*}, or null to look it up on the path
     * @param isolation how much of it is wanted
     */
    public record Settings(
            Path dataFolder,
            @Nullable Path node,
            @Nullable Path python,
            FunctionLimits limits,
            Isolation.Mode isolation) {}

    /**
     * What the composition root shares with the host.
     *
     * @param loops serve the Runtime API too; must outlive the host
     * @param serverChannel fits the loops, for example {@code EpollServerSocketChannel}
     * @param variables credentials and endpoint for the functions
     * @param clock dates log lines
     * @param nanoTime monotonic nanoseconds that go with the clock: how long environments idle
     * @param random names environments; called under a lock
     * @param meters count invocations
     */
    public record Wiring(
            Store store,
            FunctionCatalog catalog,
            EventLoopGroup loops,
            Class<? extends ServerChannel> serverChannel,
            FunctionLog log,
            EnvironmentVariables variables,
            InstantSource clock,
            LongSupplier nanoTime,
            RandomGenerator random,
            OfProcesses processes,
            InvocationMeters meters) {

        /** The clock is that of the processes, and nobody reads what is counted. */
        public Wiring(
                Store store,
                FunctionCatalog catalog,
                EventLoopGroup loops,
                Class<? extends ServerChannel> serverChannel,
                FunctionLog log,
                EnvironmentVariables variables,
                InstantSource clock,
                LongSupplier nanoTime,
                RandomGenerator random) {
            this(
                    store,
                    catalog,
                    loops,
                    serverChannel,
                    log,
                    variables,
                    clock,
                    nanoTime,
                    random,
                    new OfProcesses(clock, nanoTime),
                    new InvocationMeters());
        }
    }

    /**
     * The time that the functions' own processes see, whatever the gateway's clock says.
     *
     * @param clock tells functions their deadlines
     * @param nanoTime measures invocations
     */
    public record OfProcesses(InstantSource clock, LongSupplier nanoTime) {}

    /**
     * Makes a host and begins to prepare it in the background: ends processes that an earlier gateway left on this folder,
     * deletes unpacked code that no function uses, finds the interpreters and what isolates functions. Does not block
     * unless isolation is required: then nothing may start without.
     *
     * @throws Isolation.MissingException when more isolation is required than there is
     */
    public ProcessFunctionHost(Settings settings, Wiring wiring) {
        this.settings = settings;
        this.catalog = wiring.catalog();
        this.store = wiring.store();
        this.loops = wiring.loops();
        this.nanoTime = wiring.nanoTime();
        this.meters = wiring.meters();
        this.scheduler = new EnvironmentScheduler(settings.limits(), wiring.nanoTime(), coresPerLoop(loops));
        this.memory = new MemoryWatch(settings.limits().maxProcessesPerEnvironment());
        Path folder = settings.dataFolder().toAbsolutePath().normalize().resolve("functions");
        this.launcher = new ProcessLauncher(
                "LAMBDA_TASK_ROOT=" + folder + "/", settings.limits().maxLogLineBytes());
        this.code = new CodeFolders(folder, this::blob, FunctionLimits.MAX_UNZIPPED_BYTES);
        EnvironmentServices services = new EnvironmentServices(
                loops,
                wiring.serverChannel(),
                settings.limits(),
                wiring.log(),
                startup,
                scheduler,
                blocking,
                wiring.clock(),
                wiring.processes());
        scheduler.factory((function, loop) ->
                new Environment(services, function, randomId(wiring.random()), loop == null ? loops.next() : loop));
        store.subscribe(this::changed);
        blocking.execute(() -> start(folder, wiring.variables()));
        schedule(IDLE_CHECK, scheduler::retireIdle);
        if (settings.limits().memoryCheck().isPositive()) {
            schedule(settings.limits().memoryCheck(), this::look);
        }
        if (settings.isolation() == Isolation.Mode.REQUIRED) {
            insist();
        }
    }

    private void insist() {
        try {
            startup.join();
        } catch (CompletionException failed) {
            close();
            throw failed.getCause() instanceof Isolation.MissingException missing ? missing : failed;
        }
    }

    private static int coresPerLoop(EventLoopGroup loops) {
        int count = 0;
        for (EventExecutor ignored : loops) {
            count++;
        }
        return Math.max(1, Runtime.getRuntime().availableProcessors() / Math.max(1, count));
    }

    private byte @Nullable [] blob(String digest) {
        return store.read(reader -> Optional.ofNullable(reader.blob(digest))).orElse(null);
    }

    private static String randomId(RandomGenerator random) {
        return String.format("%016x%016x", random.nextLong(), random.nextLong());
    }

    private void schedule(Duration interval, Runnable task) {
        long millis = interval.toMillis();
        periodic.add(loops.next().scheduleAtFixedRate(task, millis, millis, TimeUnit.MILLISECONDS));
    }

    private void look() {
        if (looking.compareAndSet(false, true)) {
            blocking.execute(() -> {
                try {
                    memory.look(scheduler.environments());
                } finally {
                    looking.set(false);
                }
            });
        }
    }

    private void start(Path folder, EnvironmentVariables variables) {
        try {
            Files.createDirectories(folder);
            int leftOver = launcher.sweepLeftOvers();
            if (leftOver > 0) {
                LOG.info("Ended {} processes of functions that an earlier gateway left behind", leftOver);
            }
            Future<@Nullable Interpreter> node = blocking.submit(() -> Interpreter.detect(
                    settings.node(),
                    "node",
                    List.of("-p", "process.execPath + '\\n' + process.versions.node"),
                    List.of("--version")));
            Interpreter python = Interpreter.detect(
                    settings.python(),
                    "python3",
                    List.of(
                            "-c",
                            "import sys; print(sys.executable); print('%d.%d.%d' % sys.version_info[:3]);"
                                    + " print(sys.prefix); print(sys.base_prefix)"),
                    List.of("-I", "-S", "-c", "pass"));
            EnvironmentStarter.Interpreters found = new EnvironmentStarter.Interpreters(node.get(), python);
            LOG.info("Functions: nodejs* runs on {}, python* on {}", describe(found.node()), describe(found.python()));
            Isolation isolation = isolation(found);
            isolation.report().forEach(LOG::info);
            EnvironmentStarter starter = new EnvironmentStarter(code, launcher, folder, variables, found, isolation);
            starter.prepare();
            code.retain(digestsInUse());
            startup.complete(starter);
        } catch (Isolation.MissingException missing) {
            startup.completeExceptionally(missing);
        } catch (Exception failed) {
            LOG.error("No function can run: the folder {} cannot be prepared", folder, failed);
            startup.completeExceptionally(failed);
        }
    }

    private Isolation isolation(EnvironmentStarter.Interpreters found) {
        List<Interpreter> interpreters = new ArrayList<>();
        if (found.node() != null) {
            interpreters.add(found.node());
        }
        if (found.python() != null) {
            interpreters.add(found.python());
        }
        return Isolation.find(
                settings.isolation(),
                new Isolation.Host(
                        settings.dataFolder().toAbsolutePath(),
                        interpreters,
                        settings.limits().maxProcessesPerEnvironment(),
                        launcher.preventsNewPrivileges(),
                        settings.limits().memoryCheck()));
    }

    /** What isolates functions here. Blocks until that has been found out. */
    Isolation isolation() {
        return startup.join().isolation();
    }

    private static String describe(@Nullable Interpreter interpreter) {
        return interpreter == null ? "nothing (not installed)" : interpreter.program() + " " + interpreter.version();
    }

    private Set<String> digestsInUse() {
        Set<String> digests = new HashSet<>();
        store.read(reader -> reader.listAll(Kind.FUNCTION_VERSION))
                .forEach(entry -> digests.add(entry.entity().codeDigest()));
        return digests;
    }

    private void changed(List<Store.Change> changes) {
        for (Store.Change change : changes) {
            if (change.deleted() && change.kind().equals(Kind.FUNCTION_VERSION)) {
                scheduler.retireVersion(change.scope(), change.parent(), change.id());
            }
        }
    }

    @Override
    public CompletionStage<InvocationResult> invoke(Invocation invocation) {
        CompletableFuture<InvocationResult> result = new CompletableFuture<>();
        place(invocation, null, result::complete, null);
        return result;
    }

    @Override
    public void invoke(Invocation invocation, EventExecutor loop, Consumer<InvocationResult> answer) {
        EventLoop own = own(loop);
        if (own != null) {
            place(invocation, own, answer, null);
        } else {
            FunctionHost.super.invoke(invocation, loop, answer);
        }
    }

    @Override
    public AnswerStream stream(Invocation invocation, EventExecutor loop, AnswerStream.Receiver receiver) {
        AnswerStream stream = new AnswerStream(loop, receiver);
        EventLoop own = own(loop);
        place(invocation, own, own != null ? stream::end : result -> loop.execute(() -> stream.end(result)), stream);
        return stream;
    }

    @Override
    public OpenAnswer open(Invocation invocation) {
        return OpenAnswer.of(this, invocation, loops.next());
    }

    /** The loop, when it is one of the host's own. */
    private @Nullable EventLoop own(EventExecutor loop) {
        return loop instanceof EventLoop own && loops.equals(own.parent()) ? own : null;
    }

    private void place(
            Invocation invocation,
            @Nullable EventLoop loop,
            Consumer<InvocationResult> caller,
            @Nullable AnswerStream stream) {
        FunctionVersion function = invocation.function();
        Assignment assignment = new Assignment(
                invocation,
                nanoTime.getAsLong(),
                loop,
                caller,
                stream,
                meters.of(function.scope(), function.name(), resource(invocation.invokedArn(), function.name())));
        if (!Runtimes.supports(function.runtime())) {
            assignment.complete(new InvocationResult.Unavailable(Runtimes.unsupportedMessage(function.runtime())));
            return;
        }
        Integer reserved = catalog.reservedConcurrency(function.scope(), function.name());
        if (scheduler.place(assignment, reserved)) {
            loops.next()
                    .schedule(
                            () -> scheduler.expire(assignment),
                            settings.limits().queueWait().toMillis(),
                            TimeUnit.MILLISECONDS);
        }
        assignment.placed();
    }

    @Override
    public Load load() {
        return scheduler.load();
    }

    /** What AWS calls the resource: the name with the qualifier that was called, if any. */
    private static String resource(String invokedArn, String name) {
        int at = invokedArn.lastIndexOf(":function:");
        return at < 0 ? name : invokedArn.substring(at + ":function:".length());
    }

    /** {@inheritDoc} Blocks until then; never call it on an event loop. */
    @Override
    public void drain(Duration deadline) {
        scheduler.stop();
        try {
            scheduler.awaitQuiet(deadline);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    /**
     * {@inheritDoc} SIGTERM first and SIGKILL after the grace; invocations that still run are answered as unavailable.
     * Blocks until all processes have gone; never call it on an event loop. The log stays open: it is not the host's.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        scheduler.stop();
        periodic.forEach(task -> task.cancel(false));
        try {
            startup.handle((starter, failure) -> null).get(CLOSE_MARGIN.toMillis(), TimeUnit.MILLISECONDS);
            CompletableFuture<?>[] ends =
                    scheduler.environments().stream().map(Environment::retire).toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(ends)
                    .get(settings.limits().endGrace().plus(CLOSE_MARGIN).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException late) {
            LOG.warn("Not all functions ended in time; the rest is killed: {}", late.toString());
        }
        launcher.close();
        blocking.shutdown();
    }
}
