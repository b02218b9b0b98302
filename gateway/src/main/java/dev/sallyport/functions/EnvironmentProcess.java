package dev.sallyport.functions;

import dev.sallyport.functions.process.ChildProcess;
import dev.sallyport.functions.process.ProcessTable;
import dev.sallyport.functions.runtimeapi.Event;
import dev.sallyport.functions.runtimeapi.RuntimeApiEndpoint;
import dev.sallyport.functions.runtimeapi.RuntimeListener;
import dev.sallyport.model.FunctionVersion;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port of an environment and its processes, of which there is one at a time. Belongs to the environment's event loop
 * like the environment itself; all methods are called there unless they say otherwise.
 */
final class EnvironmentProcess {

    private static final Logger LOG = LoggerFactory.getLogger(EnvironmentProcess.class);

    /** How long output is still drained when the process has ended but a descendant holds the pipe. */
    private static final long LAST_LINES_MILLIS = 200;

    /** After SIGKILL; longer only when the process hangs in the kernel. */
    private static final long KILLED_MILLIS = 2000;

    private final EnvironmentServices services;
    private final FunctionVersion function;
    private final String id;
    private final EventLoop loop;
    private final EnvironmentLog log;
    private final RuntimeListener runtime;
    private final Listener listener;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private @Nullable RuntimeApiEndpoint endpoint;
    private @Nullable ChildProcess child;
    private boolean spawning;
    private boolean killed;
    private boolean retired;
    private boolean outOfMemory;
    private boolean sampleWanted;

    /** Grows with each start and each end, so that late news of an earlier process is recognised. */
    private int generation;

    private volatile long watchedPid;
    private volatile long memoryBytes;

    /** What becomes of a process; nothing is told after {@link #retire}. */
    interface Listener {

        /** It ended, by itself or killed; all of its output has been taken. */
        void ended(int status);

        /**
         * It could not be started.
         *
         * @param errorType set when that is the function's fault or the host lacks what it needs
         */
        void notStarted(@Nullable String errorType, String message);

        /** It was killed and has not ended; this object can start no other. */
        void stuck();
    }

    EnvironmentProcess(
            EnvironmentServices services,
            FunctionVersion function,
            String id,
            EventLoop loop,
            EnvironmentLog log,
            RuntimeListener runtime,
            Listener listener) {
        this.services = services;
        this.function = function;
        this.id = id;
        this.loop = loop;
        this.log = log;
        this.runtime = runtime;
        this.listener = listener;
    }

    /** Starts a process; the one before must have ended. */
    void start() {
        generation++;
        int current = generation;
        outOfMemory = false;
        killed = false;
        spawning = true;
        RuntimeApiEndpoint open = endpoint;
        if (open != null) {
            spawn(current, open.address());
            return;
        }
        RuntimeApiEndpoint.open(loop, services.channelType(), runtime).whenComplete((opened, failure) -> {
            if (opened == null) {
                notSpawned(current, null, "No port for a function: " + failure);
            } else {
                endpoint = opened;
                spawn(current, opened.address());
            }
        });
    }

    private void spawn(int current, String address) {
        services.blocking().execute(() -> {
            try {
                EnvironmentStarter starter = services.starter();
                log.platform(EnvironmentServices.initStart(function, starter.runtimeVersion(function)));
                ChildProcess spawned = starter.start(function, id, address, log);
                loop.execute(() -> spawned(current, spawned));
            } catch (EnvironmentStarter.NotStartableException refused) {
                loop.execute(() -> notSpawned(current, refused.errorType(), String.valueOf(refused.getMessage())));
            } catch (Exception failed) {
                LOG.warn("No process for function {}", function.functionArn(), failed);
                loop.execute(() -> notSpawned(current, null, "No process: " + failed.getMessage()));
            }
        });
    }

    private void spawned(int current, ChildProcess spawned) {
        spawning = false;
        child = spawned;
        if (retired) {
            spawned.kill();
            spawned.onExit(status -> loop.execute(this::buried));
            return;
        }
        watchedPid = spawned.pid();
        spawned.onExit(status -> loop.execute(() -> exited(current, spawned, status)));
        if (killed) {
            kill();
        } else if (sampleWanted) {
            sampleMemory();
        }
    }

    private void notSpawned(int current, @Nullable String errorType, String message) {
        spawning = false;
        if (retired) {
            buried();
        } else if (current == generation) {
            generation++;
            listener.notStarted(errorType, message);
        }
    }

    /** Hands an event to the runtime; false when it does not wait for one. */
    boolean deliver(Event event) {
        RuntimeApiEndpoint api = endpoint;
        return api != null && api.deliver(event);
    }

    /** Calls the action, perhaps on another thread, when this many bytes of output have been taken. */
    void whenOutputRead(long bytes, Runnable action) {
        ChildProcess current = child;
        if (current == null) {
            action.run();
        } else {
            current.whenOutputRead(bytes, action);
        }
    }

    /** Ends the process; the listener is told when it has gone. One that is being started is ended on its arrival. */
    void kill() {
        killed = true;
        RuntimeApiEndpoint api = endpoint;
        if (api != null) {
            api.dropConnections();
        }
        ChildProcess current = child;
        if (current != null) {
            current.kill();
            int killedGeneration = generation;
            loop.schedule(() -> stuck(killedGeneration), KILLED_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Ends the process if it has not ended by itself until then. */
    void killAfter(long millis) {
        int current = generation;
        loop.schedule(
                () -> {
                    if (current == generation && !retired) {
                        kill();
                    }
                },
                millis,
                TimeUnit.MILLISECONDS);
    }

    private void stuck(int current) {
        if (current == generation && !retired && child != null && child.isAlive()) {
            LOG.warn("A process of function {} does not end", function.functionArn());
            generation++;
            listener.stuck();
        }
    }

    private void exited(int current, ChildProcess gone, int status) {
        if (current == generation) {
            gone.whenOutputRead(Long.MAX_VALUE, () -> loop.execute(() -> ended(current, status)));
            loop.schedule(() -> ended(current, status), LAST_LINES_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void ended(int current, int status) {
        if (current != generation || retired) {
            return;
        }
        generation++;
        ChildProcess gone = child;
        if (gone != null && gone.ranOutOfMemory()) {
            outOfMemory = true;
            memoryUsed(limitBytes());
        }
        child = null;
        watchedPid = 0;
        RuntimeApiEndpoint api = endpoint;
        if (api != null) {
            api.dropConnections();
        }
        listener.ended(status);
    }

    // Memory.

    /** The process to look at, or 0; any thread. */
    long watchedPid() {
        return watchedPid;
    }

    /** What a look found; any thread. */
    void memoryUsed(long bytes) {
        memoryBytes = Math.max(memoryBytes, bytes);
    }

    /** The most that was seen. */
    long memoryBytes() {
        return memoryBytes;
    }

    /** Looks now, on another thread. */
    void sampleMemory() {
        long pid = watchedPid;
        sampleWanted = pid == 0;
        if (pid != 0) {
            services.blocking().execute(() -> {
                ProcessTable.Usage used =
                        ProcessTable.usage(Map.of(pid, Long.MAX_VALUE)).get(pid);
                if (used != null) {
                    memoryUsed(used.bytes());
                }
            });
        }
    }

    /** More memory than the function may have: ends that process if it is still this one. */
    void memoryExceeded(long pid) {
        if (pid == watchedPid && !retired) {
            outOfMemory = true;
            kill();
        }
    }

    /** Whether a process that ended with this status had used up its memory. */
    boolean ranOutOfMemory(int status) {
        // The kernel's own out-of-memory killer does not tell; a kill close to the limit is taken for one.
        boolean full = memoryBytes > limitBytes() * 9 / 10;
        return outOfMemory || (status == 137 && full);
    }

    private long limitBytes() {
        return function.memoryMegabytes() * 1024L * 1024L;
    }

    // The end.

    /** Ends the process for good: SIGTERM, SIGKILL after the grace; then gives back port and temporary folder. */
    void retire() {
        if (retired) {
            return;
        }
        retired = true;
        generation++;
        watchedPid = 0;
        ChildProcess current = child;
        if (current != null) {
            current.terminate();
            loop.schedule(current::kill, services.limits().endGrace().toMillis(), TimeUnit.MILLISECONDS);
            current.onExit(status -> loop.execute(this::buried));
        } else if (!spawning) {
            buried();
        }
    }

    /** Completes when nothing is left. */
    CompletableFuture<Void> closed() {
        return closed;
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
            } catch (IOException | CompletionException left) {
                LOG.warn("The temporary folder of a function is left behind: {}", left.toString());
            } finally {
                closed.complete(null);
            }
        });
    }
}
