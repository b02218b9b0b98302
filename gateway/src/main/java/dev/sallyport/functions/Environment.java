package dev.sallyport.functions;

import dev.sallyport.functions.process.ChildProcess;
import dev.sallyport.functions.process.ProcessTable;
import dev.sallyport.functions.runtimeapi.Event;
import dev.sallyport.functions.runtimeapi.RuntimeApiEndpoint;
import dev.sallyport.functions.runtimeapi.RuntimeListener;
import dev.sallyport.model.FunctionVersion;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One execution environment: a process that is started when an invocation needs it, runs one invocation at a time and is
 * kept warm. An actor on one event loop: all fields without a note belong to the loop, and what blocks is handed to virtual
 * threads that come back to it.
 *
 * <p>The life: NEW, an invocation arrives, STARTING until the runtime first asks for an event, BUSY until it answers,
 * ANSWERED until it asks again, READY. A process that ends leaves the environment DOWN; the next invocation starts another
 * in the same environment, with the same temporary folder and log stream (R4.17).
 */
final class Environment implements RuntimeListener {

    private static final Logger LOG = LoggerFactory.getLogger(Environment.class);

    /** After an answer, how long the result waits for the runtime to ask again, so that sequential callers stay warm. */
    private static final long ASK_AGAIN_MILLIS = 5;

    /** How long the end of an invocation waits for the lines that the function has printed. */
    private static final long LINES_MILLIS = 100;

    /** How long output is still drained when the process has ended but a descendant holds the pipe. */
    private static final long LAST_LINES_MILLIS = 200;

    /** How long a runtime may take to leave after it reported that it cannot start. */
    private static final long INIT_ERROR_MILLIS = 100;

    /** After SIGKILL; longer only when the process hangs in the kernel. */
    private static final long KILLED_MILLIS = 2000;

    private final EnvironmentServices services;
    private final FunctionVersion function;
    private final String id;
    private final EventLoop loop;
    private final EnvironmentLog log;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private State state = State.NEW;
    private @Nullable RuntimeApiEndpoint endpoint;
    private @Nullable ChildProcess process;
    private boolean spawning;

    /** Grows with each process and each end of one, so that late news of an earlier one is recognised. */
    private int generation;

    private @Nullable Running running;
    private @Nullable Outcome initError;
    private boolean retryInit;
    private boolean outOfMemory;
    private boolean askedAgain;
    private long initStartedNanos;
    private long initNanos = -1;
    private @Nullable Future<?> timer;

    /** The process to look at, 0 when there is none; read by the memory watch. */
    private volatile long watchedPid;

    private volatile boolean active;
    private volatile long memoryBytes;

    private enum State {
        NEW,
        STARTING,
        READY,
        BUSY,
        ANSWERED,
        ENDING,
        DOWN,
        CLOSED
    }

    /** What an invocation came to; {@code unavailable} when the host could not run it. */
    @SuppressWarnings("ArrayRecordComponent") // a payload is bytes; nobody compares outcomes
    private record Outcome(byte[] payload, @Nullable String functionError, @Nullable String unavailable) {

        static Outcome success(byte[] payload) {
            return new Outcome(payload, null, null);
        }

        static Outcome error(byte[] document) {
            return new Outcome(document, "Unhandled", null);
        }

        static Outcome unavailable(String message) {
            return new Outcome(new byte[0], null, message);
        }

        InvocationResult toResult(byte[] logTail) {
            return unavailable == null
                    ? new InvocationResult.Completed(payload, functionError, logTail)
                    : new InvocationResult.Unavailable(unavailable);
        }
    }

    /** The invocation at hand. */
    private static final class Running {
        final Assignment assignment;
        long startedNanos;
        boolean started;
        boolean delivered;
        boolean logged;
        boolean released;
        boolean waitsForAsking;
        @Nullable Outcome outcome;
        long endedNanos;
        byte[] logTail = new byte[0];

        Running(Assignment assignment) {
            this.assignment = assignment;
        }
    }

    Environment(EnvironmentServices services, FunctionVersion function, String id) {
        this.services = services;
        this.function = function;
        this.id = id;
        this.loop = services.loops().next();
        this.log = new EnvironmentLog(function, id, services.log(), services.clock());
    }

    FunctionVersion function() {
        return function;
    }

    /** Gives an invocation to an environment that has none; any thread. */
    void assign(Assignment assignment) {
        onLoop(() -> accept(assignment));
    }

    private void onLoop(Runnable action) {
        if (loop.inEventLoop()) {
            action.run();
        } else {
            loop.execute(action);
        }
    }

    private void accept(Assignment assignment) {
        Running run = new Running(assignment);
        running = run;
        active = true;
        switch (state) {
            case READY -> {
                begin(run);
                deliver(run);
            }
            case NEW -> launch();
            case DOWN -> {
                begin(run);
                launch();
            }
            case STARTING, BUSY, ANSWERED, ENDING, CLOSED -> {
                running = null;
                services.scheduler().finished(assignment);
                assignment.complete(new InvocationResult.Unavailable("The environment is " + state));
            }
        }
    }

    /** The function's clock starts. */
    private void begin(Running run) {
        run.started = true;
        run.startedNanos = services.nanoTime().getAsLong();
        log.start(run.assignment.requestId());
        setTimer(TimeUnit.SECONDS.toMillis(function.timeoutSeconds()), this::timedOut);
    }

    private void deliver(Running run) {
        state = State.BUSY;
        RuntimeApiEndpoint api = endpoint;
        Invocation invocation = run.assignment.invocation();
        long elapsed = TimeUnit.NANOSECONDS.toMillis(services.nanoTime().getAsLong() - run.startedNanos);
        Event event = new Event(
                invocation.requestId(),
                services.clock().millis() - elapsed + TimeUnit.SECONDS.toMillis(function.timeoutSeconds()),
                invocation.invokedArn(),
                invocation.traceId(),
                ClientContexts.toJson(invocation.clientContext()),
                invocation.payload());
        run.delivered = api != null && api.deliver(event);
    }

    // Starting a process.

    private void launch() {
        state = State.STARTING;
        generation++;
        int current = generation;
        initError = null;
        outOfMemory = false;
        spawning = true;
        initStartedNanos = services.nanoTime().getAsLong();
        Running run = running;
        if (run != null && !run.started) {
            setTimer(services.limits().initLimit().toMillis(), this::initTimedOut);
        }
        RuntimeApiEndpoint open = endpoint;
        if (open != null) {
            spawn(current, open);
            return;
        }
        RuntimeApiEndpoint.open(loop, services.channelType(), this).whenComplete((opened, failure) -> {
            if (opened == null) {
                notSpawned(current, Outcome.unavailable("No port for a function: " + failure));
            } else {
                endpoint = opened;
                spawn(current, opened);
            }
        });
    }

    private void spawn(int current, RuntimeApiEndpoint api) {
        String address = api.address();
        services.blocking().execute(() -> {
            try {
                services.awaitStartup();
                EnvironmentStarter starter = services.starter();
                log.platform(EnvironmentServices.initStart(function, starter.runtimeVersion(function)));
                ChildProcess child = starter.start(function, id, address, log);
                loop.execute(() -> spawned(current, child));
            } catch (EnvironmentStarter.NotStartableException refused) {
                loop.execute(() -> notStartable(current, refused));
            } catch (Exception failed) {
                LOG.warn("No process for function {}", function.functionArn(), failed);
                loop.execute(() -> notSpawned(current, Outcome.unavailable("No process: " + failed.getMessage())));
            }
        });
    }

    private void spawned(int current, ChildProcess child) {
        spawning = false;
        process = child;
        if (state == State.CLOSED) {
            child.kill();
            child.onExit(status -> loop.execute(this::buried));
            return;
        }
        watchedPid = child.pid();
        if (state == State.ENDING) {
            child.kill();
        } else if (state != State.STARTING) {
            // The runtime was quicker than the news of its start.
            sampleMemory();
        }
        child.onExit(status -> loop.execute(() -> exited(current, child, status)));
    }

    private void notStartable(int current, EnvironmentStarter.NotStartableException refused) {
        Running run = running;
        String requestId = run == null ? "" : run.assignment.requestId();
        String text = refused.getMessage() == null ? "" : refused.getMessage();
        log.platform("[sallyport] " + text);
        notSpawned(current, Outcome.error(ErrorDocuments.notStarted(requestId, refused.errorType(), text)));
    }

    private void notSpawned(int current, Outcome outcome) {
        spawning = false;
        if (state == State.CLOSED) {
            buried();
            return;
        }
        Running run = running;
        if (current != generation || run == null) {
            return;
        }
        if (state == State.ENDING && !retryInit) {
            complete(run, run.outcome, true);
            return;
        }
        if (!run.started) {
            begin(run);
        }
        complete(run, outcome, true);
    }

    private void initTimedOut() {
        log.platform("INIT_REPORT Init Duration: " + EnvironmentLog.millis(sinceInit())
                + " ms\tPhase: init\tStatus: timeout");
        retryInit = true;
        end(null);
    }

    private long sinceInit() {
        return services.nanoTime().getAsLong() - initStartedNanos;
    }

    /** R4.14: the first failure is repeated inside the invocation, the second is its answer. */
    private void initFailed(Running run, Outcome outcome) {
        if (run.started) {
            complete(run, outcome, true);
        } else {
            log.platform("INIT_REPORT Init Duration: " + EnvironmentLog.millis(sinceInit())
                    + " ms\tPhase: init\tStatus: error");
            begin(run);
            launch();
        }
    }

    // What the runtime says.

    @Override
    public boolean polled() {
        Running run = running;
        switch (state) {
            case STARTING -> {
                initNanos = sinceInit();
                sampleMemory();
                if (run != null) {
                    if (!run.started) {
                        begin(run);
                    }
                    deliver(run);
                }
                return true;
            }
            case BUSY -> {
                if (run == null || run.delivered) {
                    return false;
                }
                deliver(run);
                return true;
            }
            case ANSWERED -> {
                askedAgain = true;
                settle();
                return true;
            }
            case NEW, READY, ENDING, DOWN, CLOSED -> {
                return true;
            }
        }
        return true;
    }

    @Override
    public boolean answered(String requestId, byte[] payload, long loggedBytes) {
        return answer(requestId, Outcome.success(payload), loggedBytes);
    }

    @Override
    public boolean failed(String requestId, @Nullable String errorType, byte[] payload, long loggedBytes) {
        byte[] document = payload.length == 0 ? ErrorDocuments.reported(errorType) : payload;
        return answer(requestId, Outcome.error(document), loggedBytes);
    }

    @Override
    public boolean answeredTooLarge(String requestId, long loggedBytes) {
        return answer(requestId, Outcome.error(ErrorDocuments.responseTooLarge()), loggedBytes);
    }

    @Override
    public boolean initFailed(@Nullable String errorType, byte[] payload) {
        if (state != State.STARTING) {
            return false;
        }
        initError = Outcome.error(payload.length == 0 ? ErrorDocuments.reported(errorType) : payload);
        int current = generation;
        loop.schedule(() -> killIf(current), INIT_ERROR_MILLIS, TimeUnit.MILLISECONDS);
        return true;
    }

    private void killIf(int current) {
        ChildProcess child = process;
        if (current == generation && child != null) {
            child.kill();
        }
    }

    private boolean answer(String requestId, Outcome outcome, long loggedBytes) {
        Running run = running;
        if (state != State.BUSY || run == null || !run.delivered || !run.assignment.requestId().equals(requestId)) {
            return false;
        }
        state = State.ANSWERED;
        askedAgain = false;
        run.outcome = outcome;
        run.endedNanos = services.nanoTime().getAsLong();
        ChildProcess child = process;
        if (child == null || loggedBytes == 0) {
            linesRead(run);
        } else {
            child.whenOutputRead(loggedBytes, () -> onLoop(() -> linesRead(run)));
            if (!run.logged) {
                loop.schedule(() -> linesRead(run), LINES_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
        return true;
    }

    /** All that the function printed is in its log, so END may follow. */
    private void linesRead(Running run) {
        if (run.logged) {
            return;
        }
        writeEnd(run);
        settle();
    }

    private void writeEnd(Running run) {
        run.logged = true;
        run.logTail = log.end(
                run.assignment.requestId(), run.endedNanos - run.startedNanos, memoryBytes, initNanos);
        initNanos = -1;
    }

    @Override
    public void readComplete() {
        Running run = running;
        if (state == State.ANSWERED && !askedAgain && run != null && !run.waitsForAsking) {
            run.waitsForAsking = true;
            loop.schedule(() -> release(run), ASK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Ends an invocation when its lines are written and the runtime has asked again. */
    private void settle() {
        Running run = running;
        if (run == null || state != State.ANSWERED || !run.logged || !askedAgain) {
            return;
        }
        cancelTimer();
        running = null;
        active = false;
        state = State.READY;
        boolean early = run.released;
        run.released = true;
        if (!early) {
            services.scheduler().finished(run.assignment);
        }
        // First the environment, then the answer: a caller that calls again at once finds it warm.
        services.scheduler().release(this);
        if (!early && run.outcome != null) {
            run.assignment.complete(run.outcome.toResult(run.logTail));
        }
    }

    /** The caller has its answer although the runtime is not ready for another event. */
    private void release(Running run) {
        Outcome outcome = run.outcome;
        if (run.released || outcome == null) {
            return;
        }
        if (!run.logged) {
            writeEnd(run);
        }
        run.released = true;
        services.scheduler().finished(run.assignment);
        run.assignment.complete(outcome.toResult(run.logTail));
    }

    // How a process ends.

    private void timedOut() {
        Running run = running;
        if (run == null) {
            return;
        }
        if (state == State.ANSWERED) {
            // Answered in time, but the runtime never came back for more.
            end(run.outcome);
            return;
        }
        String requestId = run.assignment.requestId();
        log.platform(services.clock().instant() + " " + requestId + " "
                + ErrorDocuments.timedOutText(function.timeoutSeconds()));
        end(Outcome.error(ErrorDocuments.timedOut(requestId, function.timeoutSeconds())));
    }

    /** More memory than the function may have; any thread. */
    void memoryExceeded(long pid) {
        loop.execute(() -> {
            ChildProcess child = process;
            if (child != null && child.pid() == pid && state != State.CLOSED) {
                outOfMemory = true;
                child.kill();
            }
        });
    }

    /** Kills the process; what follows happens when it has gone. */
    private void end(@Nullable Outcome outcome) {
        Running run = running;
        if (run != null && !run.logged) {
            run.outcome = outcome;
            run.endedNanos = services.nanoTime().getAsLong();
        }
        cancelTimer();
        state = State.ENDING;
        ChildProcess child = process;
        if (child != null) {
            child.kill();
            int current = generation;
            loop.schedule(() -> immortal(current), KILLED_MILLIS, TimeUnit.MILLISECONDS);
        }
        // Else it is being started and killed on arrival: two processes of one environment must never overlap.
    }

    /** SIGKILL had no effect yet: the environment is given up, its caller does not wait for the kernel. */
    private void immortal(int current) {
        Running run = running;
        if (current != generation || state != State.ENDING || run == null) {
            return;
        }
        LOG.warn("A process of function {} does not end", function.functionArn());
        generation++;
        Outcome outcome = retryInit ? Outcome.unavailable("The process does not end") : run.outcome;
        complete(run, outcome, true);
    }

    private void exited(int current, ChildProcess child, int status) {
        if (current != generation) {
            return;
        }
        child.whenOutputRead(Long.MAX_VALUE, () -> onLoop(() -> afterExit(current, status)));
        loop.schedule(() -> afterExit(current, status), LAST_LINES_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void afterExit(int current, int status) {
        if (current == generation && state != State.CLOSED) {
            generation++;
            afterExit(status);
        }
    }

    private void afterExit(int status) {
        process = null;
        watchedPid = 0;
        RuntimeApiEndpoint api = endpoint;
        if (api != null) {
            api.dropConnections();
        }
        Running run = running;
        State before = state;
        state = State.DOWN;
        if (run == null) {
            return;
        }
        switch (before) {
            case STARTING -> {
                Outcome reported = initError;
                initFailed(run, reported != null ? reported : exitOutcome(run, status));
            }
            case ENDING -> {
                if (retryInit) {
                    retryInit = false;
                    begin(run);
                    launch();
                } else {
                    complete(run, run.outcome, false);
                }
            }
            case ANSWERED -> complete(run, run.outcome, false);
            case BUSY -> complete(run, exitOutcome(run, status), false);
            case NEW, READY, DOWN, CLOSED -> LOG.debug("process ended in state {}", before);
        }
    }

    private Outcome exitOutcome(Running run, int status) {
        // The kernel's own out-of-memory killer does not tell; a kill close to the limit is taken for one.
        boolean full = memoryBytes > function.memoryMegabytes() * 1024L * 1024L * 9 / 10;
        boolean killed = status == 137;
        log.platform("RequestId: " + run.assignment.requestId() + " Error: " + ErrorDocuments.exitText(status));
        return Outcome.error(
                ErrorDocuments.exited(run.assignment.requestId(), status, outOfMemory || (killed && full)));
    }

    /** Ends an invocation whose process has gone. */
    private void complete(Running run, @Nullable Outcome outcome, boolean discard) {
        cancelTimer();
        state = State.DOWN;
        running = null;
        active = false;
        if (!run.logged) {
            run.outcome = outcome;
            run.endedNanos = run.endedNanos == 0 ? services.nanoTime().getAsLong() : run.endedNanos;
            writeEnd(run);
        }
        boolean early = run.released;
        run.released = true;
        if (!early) {
            services.scheduler().finished(run.assignment);
        }
        if (discard) {
            services.scheduler().discard(this);
        } else {
            services.scheduler().release(this);
        }
        if (!early) {
            Outcome known = run.outcome == null ? Outcome.unavailable("The environment ended") : run.outcome;
            run.assignment.complete(known.toResult(run.logTail));
        }
    }

    private void setTimer(long millis, Runnable action) {
        cancelTimer();
        timer = loop.schedule(action, millis, TimeUnit.MILLISECONDS);
    }

    private void cancelTimer() {
        Future<?> current = timer;
        timer = null;
        if (current != null) {
            current.cancel(false);
        }
    }

    // Memory.

    /** The process to look at, or 0; any thread. */
    long watchedPid() {
        return watchedPid;
    }

    /** Whether an invocation is running; any thread. */
    boolean isActive() {
        return active;
    }

    /** What a look found; any thread. */
    void memoryUsed(long bytes) {
        memoryBytes = Math.max(memoryBytes, bytes);
    }

    private void sampleMemory() {
        long pid = watchedPid;
        if (pid != 0) {
            services.blocking().execute(() -> memoryUsed(ProcessTable.privateBytes(pid)));
        }
    }

    // Retirement.

    /**
     * Ends the environment for good: SIGTERM, SIGKILL after the grace; its port and temporary folder are given back. An
     * invocation that is still running is answered as unavailable. Any thread.
     *
     * @return completes when nothing of it is left
     */
    CompletableFuture<Void> retire() {
        onLoop(this::retireNow);
        return closed;
    }

    private void retireNow() {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        generation++;
        cancelTimer();
        watchedPid = 0;
        Running run = running;
        running = null;
        if (run != null && !run.released) {
            run.released = true;
            services.scheduler().finished(run.assignment);
            Outcome outcome = run.outcome;
            run.assignment.complete(
                    outcome != null && run.logged
                            ? outcome.toResult(run.logTail)
                            : new InvocationResult.Unavailable("The gateway shuts down"));
        }
        ChildProcess child = process;
        if (child == null) {
            if (!spawning) {
                buried();
            }
            return;
        }
        child.terminate();
        loop.schedule(child::kill, services.limits().endGrace().toMillis(), TimeUnit.MILLISECONDS);
        child.onExit(status -> loop.execute(this::buried));
    }

    private void buried() {
        RuntimeApiEndpoint api = endpoint;
        endpoint = null;
        if (api != null) {
            api.close();
        }
        services.blocking().execute(() -> {
            try {
                services.starter().forget(id);
            } catch (IOException left) {
                LOG.warn("The temporary folder of a function is left behind: {}", left.toString());
            } finally {
                closed.complete(null);
            }
        });
    }
}
