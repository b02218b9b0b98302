package dev.sallyport.functions.process;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * A running process, its session and its output. All methods may be called from any thread and none blocks, except where
 * it says so.
 */
public final class ChildProcess {

    private final Process process;
    private final OutputPump pump;
    private final boolean ownGroup;
    private final Enclosure enclosure;
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();

    /** Set when nothing of the group is left; the number may belong to somebody else from then on. */
    private volatile boolean gone;

    private volatile boolean outOfMemory;

    ChildProcess(Process process, OutputPump pump, boolean ownGroup, Enclosure enclosure) {
        this.process = process;
        this.pump = pump;
        this.ownGroup = ownGroup;
        this.enclosure = enclosure;
    }

    /** The process id, which is the id of its group and session too when the host has {@code setsid}. */
    public long pid() {
        return process.pid();
    }

    /** Whether the process itself still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Whether the kernel ended it for want of memory; known when {@link #onExit} calls back. */
    public boolean ranOutOfMemory() {
        return outOfMemory;
    }

    /** Asks the process and its descendants to end (SIGTERM). */
    public void terminate() {
        if (enclosure.hasWatcher()) {
            // The watcher would end at once and take the program with it. Finding the others reads files.
            Thread.ofVirtual().name("function-end").start(() -> {
                if (!gone) {
                    process.descendants().forEach(ProcessHandle::destroy);
                }
            });
        } else {
            signal(Signals.TERM);
        }
    }

    /** Ends the process and its descendants at once (SIGKILL). Also reaches members whose leader has gone already. */
    public void kill() {
        signal(Signals.KILL);
    }

    /**
     * Calls the action when the leader has been reaped, before anybody else is told that the process has ended; ends what
     * is left of its group, for the last time.
     */
    void buryWith(Runnable action) {
        process.onExit().whenComplete((reaped, failure) -> {
            outOfMemory = enclosure.ranOutOfMemory();
            kill();
            enclosure.kill();
            gone = true;
            action.run();
            ended.complete(process.exitValue());
            Thread.ofVirtual().name("function-release").start(enclosure::release);
        });
    }

    private void signal(int signal) {
        if (gone) {
            return;
        }
        if (ownGroup && Signals.toGroup(process.pid(), signal)) {
            return;
        }
        // No session of its own, or not there yet between fork and setsid.
        process.descendants().forEach(child -> destroy(child, signal));
        if (signal == Signals.KILL) {
            process.destroyForcibly();
        } else {
            process.destroy();
        }
    }

    private static void destroy(ProcessHandle child, int signal) {
        if (signal == Signals.KILL) {
            child.destroyForcibly();
        } else {
            child.destroy();
        }
    }

    /**
     * Calls back once with the exit status when the process has ended: 0 to 255 as the shell tells it, so 128 plus the
     * number of a signal.
     */
    public void onExit(IntConsumer action) {
        ended.thenAccept(action::accept);
    }

    /** Calls the action when this many bytes of output since the start have been taken, or the output has ended. */
    public void whenOutputRead(long bytes, Runnable action) {
        pump.whenRead(bytes, action);
    }

    /** Blocks until the process has ended; false when it has not within the time. */
    public boolean waitFor(long timeoutMillis) throws InterruptedException {
        return process.waitFor(timeoutMillis, TimeUnit.MILLISECONDS);
    }
}
