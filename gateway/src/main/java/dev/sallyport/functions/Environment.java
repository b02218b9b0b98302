package dev.sallyport.functions;

import dev.sallyport.functions.runtimeapi.Event;
import dev.sallyport.functions.runtimeapi.ResponseStream;
import dev.sallyport.functions.runtimeapi.RuntimeListener;
import dev.sallyport.model.FunctionVersion;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One execution environment: a process that is started when an invocation needs it, runs one invocation at a time and is
 * kept warm. An actor on one event loop: all fields without a note belong to the loop.
 *
 * <p>The life: NEW, an invocation arrives, STARTING until the runtime first asks for an event, BUSY until it answers,
 * ANSWERED until it asks again, READY. A process that ends leaves the environment DOWN; the next invocation starts another
 * in the same environment, with the same temporary folder and log stream (R4.17).
 */
final class Environment implements RuntimeListener, EnvironmentProcess.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(Environment.class);

    /** After an answer, how long the result waits for the runtime to ask again, so that sequential callers stay warm. */
    private static final long ASK_AGAIN_MILLIS = 5;

    /** How long the end of an invocation waits for the lines that the function has printed. */
    private static final long LINES_MILLIS = 100;

    /** How long a runtime may take to leave after it reported that it cannot start. */
    private static final long INIT_ERROR_MILLIS = 100;

    private final EnvironmentServices services;
    private final FunctionVersion function;
    private final EventLoop loop;
    private final EnvironmentLog log;
    private final EnvironmentProcess process;
    private final LoopTimer timer;

    private final Runnable whenTimedOut = this::timedOut;

    private State state = State.NEW;
    private @Nullable Running running;
    private @Nullable Outcome initError;
    private boolean retryInit;
    private long initStartedNanos;
    private long initNanos = -1;

    /** Read by the memory watch. */
    private volatile boolean active;

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

    Environment(EnvironmentServices services, FunctionVersion function, String id, EventLoop loop) {
        this.services = services;
        this.function = function;
        this.loop = loop;
        this.timer = new LoopTimer(loop);
        this.log = new EnvironmentLog(function, id, services.log(), services.clock());
        this.process = new EnvironmentProcess(services, function, id, loop, log, this, this);
    }

    FunctionVersion function() {
        return function;
    }

    EventLoop loop() {
        return loop;
    }

    /** Gives an invocation to an environment that has none; any thread. */
    void assign(Assignment assignment) {
        if (loop.inEventLoop()) {
            accept(assignment);
        } else {
            loop.execute(() -> accept(assignment));
        }
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
        if (state == State.CLOSED) {
            // The host closes meanwhile.
            run.outcome = Outcome.unavailable("The gateway shuts down");
            services.scheduler().finished(assignment);
            answerCaller(run);
            return;
        }
        running = run;
        active = true;
        if (state == State.READY) {
            begin(run);
            deliver(run);
        } else {
            if (state == State.DOWN) {
                begin(run);
            }
            launch(run);
        }
    }

    /** The function's clock starts. */
    private void begin(Running run) {
        run.started = true;
        run.startedNanos = now();
        log.start(run.assignment.requestId(), run.assignment.invocation().withLogTail());
        timer.set(TimeUnit.SECONDS.toMillis(function.timeoutSeconds()), whenTimedOut);
    }

    private void deliver(Running run) {
        state = State.BUSY;
        Invocation invocation = run.assignment.invocation();
        long elapsedMillis = TimeUnit.NANOSECONDS.toMillis(now() - run.startedNanos);
        run.delivered = process.deliver(new Event(
                invocation.requestId(),
                services.processMillis() - elapsedMillis + TimeUnit.SECONDS.toMillis(function.timeoutSeconds()),
                invocation.invokedArn(),
                invocation.traceId(),
                ClientContexts.toJson(invocation.clientContext()),
                invocation.payload()));
    }

    private long now() {
        return services.processes().nanoTime().getAsLong();
    }

    // Starting a process.

    private void launch(Running run) {
        state = State.STARTING;
        initError = null;
        initStartedNanos = now();
        if (!run.started) {
            timer.set(services.limits().initLimit().toMillis(), this::initTimedOut);
        }
        process.start();
    }

    @Override
    public void notStarted(@Nullable String errorType, String message) {
        Running run = running;
        if (run == null) {
            return;
        }
        Outcome outcome = Outcome.unavailable(message);
        if (errorType != null) {
            log.platform("[sallyport] " + message);
            outcome = Outcome.error(ErrorDocuments.notStarted(run.assignment.requestId(), errorType, message));
        }
        if (!run.started) {
            begin(run);
        }
        // A timeout may have come first.
        complete(run, run.outcome == null ? outcome : run.outcome, true);
    }

    private void initTimedOut() {
        reportInit("timeout");
        retryInit = true;
        state = State.ENDING;
        process.kill();
    }

    private void reportInit(String status) {
        log.platform("INIT_REPORT Init Duration: " + EnvironmentLog.millis(now() - initStartedNanos)
                + " ms\tPhase: init\tStatus: " + status);
    }

    /** R4.14: the first failure is repeated inside the invocation, the second is its answer. */
    private void initEnded(Running run, Outcome outcome) {
        if (run.started) {
            complete(run, outcome, true);
        } else {
            reportInit("error");
            begin(run);
            launch(run);
        }
    }

    // What the runtime says.

    @Override
    public boolean polled() {
        Running run = running;
        return switch (state) {
            case STARTING -> {
                initNanos = now() - initStartedNanos;
                process.sampleMemory();
                if (run != null) {
                    if (!run.started) {
                        begin(run);
                    }
                    deliver(run);
                }
                yield true;
            }
            case BUSY -> {
                if (run == null || run.delivered) {
                    yield false;
                }
                deliver(run);
                yield true;
            }
            case ANSWERED -> {
                if (run != null) {
                    run.askedAgain = true;
                    settle(run);
                }
                yield true;
            }
            case NEW, READY, ENDING, DOWN, CLOSED -> true;
        };
    }

    @Override
    public boolean answered(String requestId, byte[] payload, long loggedBytes) {
        return answer(requestId, Outcome.success(payload), loggedBytes);
    }

    @Override
    public boolean failed(String requestId, @Nullable String errorType, byte[] payload, long loggedBytes) {
        return answer(requestId, reported(errorType, payload), loggedBytes);
    }

    private static Outcome reported(@Nullable String errorType, byte[] payload) {
        return Outcome.error(payload.length == 0 ? ErrorDocuments.reported(errorType) : payload);
    }

    @Override
    public @Nullable ResponseStream streams(String requestId) {
        Running run = asked(requestId);
        AnswerStream stream = run == null ? null : run.assignment.stream();
        if (stream != null) {
            stream.from(loop);
        }
        return stream;
    }

    /** The end of the process, if that is what broke the stream, is told first. */
    @Override
    public void broken(String requestId) {
        Outcome truncated = Outcome.error(ErrorDocuments.truncated());
        loop.schedule(() -> answer(requestId, truncated, 0), LINES_MILLIS, TimeUnit.MILLISECONDS);
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
        initError = reported(errorType, payload);
        process.killAfter(INIT_ERROR_MILLIS);
        return true;
    }

    private boolean answer(String requestId, Outcome outcome, long loggedBytes) {
        Running run = asked(requestId);
        if (run == null) {
            return false;
        }
        state = State.ANSWERED;
        run.outcome = outcome;
        run.endedNanos = now();
        if (loggedBytes == 0) {
            linesRead(run);
        } else {
            process.whenOutputRead(loggedBytes, () -> onLoop(() -> linesRead(run)));
            if (!run.logged) {
                loop.schedule(() -> linesRead(run), LINES_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
        return true;
    }

    /** The invocation that the runtime works on, if that is its id. */
    private @Nullable Running asked(String requestId) {
        Running run = state == State.BUSY ? running : null;
        return run != null && run.isAsked(requestId) ? run : null;
    }

    /** All that the function printed is in its log, so END may follow. */
    private void linesRead(Running run) {
        if (!run.logged) {
            writeEnd(run);
            settle(run);
        }
    }

    private void writeEnd(Running run) {
        run.logged = true;
        EnvironmentServices.ran(run);
        run.logTail = log.end(
                run.assignment.requestId(), run.endedNanos - run.startedNanos, process.memoryBytes(), initNanos);
        initNanos = -1;
    }

    @Override
    public void readComplete() {
        Running run = running;
        if (state == State.ANSWERED && run != null && !run.askedAgain && !run.waitsForAsking) {
            run.waitsForAsking = true;
            loop.schedule(() -> releaseEarly(run), ASK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Ends an invocation when its lines are written and the runtime has asked again. */
    private void settle(Running run) {
        if (run == running && state == State.ANSWERED && run.logged && run.askedAgain) {
            timer.clear();
            running = null;
            active = false;
            state = State.READY;
            // First the environment, then the answer: a caller that calls again at once finds it warm.
            services.scheduler().release(this, run.unfinished());
            answerCaller(run);
        }
    }

    /** The caller gets its answer although the runtime is not ready for another event. */
    private void releaseEarly(Running run) {
        if (!run.released && run.outcome != null) {
            if (!run.logged) {
                writeEnd(run);
            }
            services.scheduler().finished(run.assignment);
            answerCaller(run);
        }
    }

    private void answerCaller(Running run) {
        if (!run.released) {
            run.released = true;
            Outcome outcome = run.outcome == null ? Outcome.unavailable("The environment ended") : run.outcome;
            run.assignment.complete(outcome.toResult(run.logTail));
        }
    }

    // How an invocation ends otherwise.

    private void timedOut() {
        Running run = running;
        if (run == null) {
            return;
        }
        // Else it was answered in time, but the runtime never came back for more.
        if (run.outcome == null) {
            String requestId = run.assignment.requestId();
            log.platform(services.clock().instant() + " " + requestId + " "
                    + ErrorDocuments.timedOutText(function.timeoutSeconds()));
            run.outcome = Outcome.error(ErrorDocuments.timedOut(requestId, function.timeoutSeconds()));
            run.endedNanos = now();
        }
        timer.clear();
        state = State.ENDING;
        process.kill();
    }

    @Override
    public void ended(int status) {
        Running run = running;
        State before = state;
        state = State.DOWN;
        if (run == null) {
            // While nobody needed it; the next invocation starts another.
            return;
        }
        switch (before) {
            case STARTING -> {
                Outcome reported = initError;
                initEnded(run, reported != null ? reported : exit(run, status));
            }
            case BUSY -> complete(run, exit(run, status), false);
            case ANSWERED -> complete(run, run.outcome, false);
            case ENDING -> {
                if (retryInit) {
                    retryInit = false;
                    begin(run);
                    launch(run);
                } else {
                    complete(run, run.outcome, false);
                }
            }
            case NEW, READY, DOWN, CLOSED -> LOG.debug("a process ended in state {}", before);
        }
    }

    @Override
    public void stuck() {
        Running run = running;
        if (run == null) {
            services.scheduler().discard(this, null);
        } else {
            complete(run, run.outcome, true);
        }
    }

    private Outcome exit(Running run, int status) {
        String requestId = run.assignment.requestId();
        log.platform("RequestId: " + requestId + " Error: " + ErrorDocuments.exitText(status));
        return Outcome.error(ErrorDocuments.exited(requestId, status, process.ranOutOfMemory(status)));
    }

    /**
     * Ends an invocation without a process.
     *
     * @param discard whether the environment is of no more use
     */
    private void complete(Running run, @Nullable Outcome outcome, boolean discard) {
        timer.clear();
        state = State.DOWN;
        running = null;
        active = false;
        if (run.outcome == null) {
            run.outcome = outcome;
            run.endedNanos = now();
        }
        if (!run.logged) {
            writeEnd(run);
        }
        if (discard) {
            services.scheduler().discard(this, run.unfinished());
        } else {
            services.scheduler().release(this, run.unfinished());
        }
        answerCaller(run);
    }

    // Memory; these four are for any thread.

    long watchedPid() {
        return process.watchedPid();
    }

    boolean isActive() {
        return active;
    }

    void memoryUsed(long bytes) {
        process.memoryUsed(bytes);
    }

    /** The process has more than the function may have. */
    void memoryExceeded(long pid) {
        loop.execute(() -> process.memoryExceeded(pid));
    }

    /**
     * Ends the environment for good. An invocation that is still running is answered as unavailable. Any thread.
     *
     * @return completes when nothing of it is left
     */
    CompletableFuture<Void> retire() {
        onLoop(this::retireNow);
        return process.closed();
    }

    private void retireNow() {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        timer.close();
        Running run = running;
        running = null;
        if (run != null) {
            if (!run.logged) {
                run.outcome = Outcome.unavailable("The gateway shuts down");
            }
            if (!run.released) {
                services.scheduler().finished(run.assignment);
            }
            answerCaller(run);
        }
        process.retire();
    }
}
