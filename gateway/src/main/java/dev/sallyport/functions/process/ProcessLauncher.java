package dev.sallyport.functions.process;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Starts processes so that none can be left behind.
 *
 * <p>What holds: each process leads its own session and group ({@code setsid} of util-linux), and ending it is one
 * SIGKILL to the group. Descendants that made a session of their own are found by the environment they inherited
 * ({@link StrayHunter}). When the gateway itself is killed, a watcher process, which waits on a pipe from the gateway, ends
 * all groups within milliseconds, also those that are busy ({@link OrphanGuard}); what it cannot reach is ended when a
 * gateway next starts on the same folder. What does not hold: a descendant that both leaves the session and clears its
 * environment escapes, unless an {@link Enclosure} holds it. Without {@code setsid} (not Linux) descendants are found by
 * their parents only.
 *
 * <p>A few threads that live as long as the launcher start all processes. They give up new privileges, and what they start
 * inherits that. And a parent-death signal, which a sandbox may ask for, follows the thread that forked.
 */
public final class ProcessLauncher implements AutoCloseable {

    private static final long PUMP_STACK_BYTES = 256 * 1024L;

    /** A start takes a thread for a millisecond or two. */
    private static final int STARTERS = 4;

    private final int maxLineBytes;
    private final @Nullable Path setsid = find("setsid");
    private final OrphanGuard guard;
    private final StrayHunter strays;
    private final ExecutorService starters = Executors.newFixedThreadPool(
            STARTERS, Thread.ofPlatform().name("function-starter-", 0).daemon().factory());

    /**
     * Makes a launcher; starts nothing yet.
     *
     * @param ownPrefix beginning of an environment entry that all processes of this launcher have and no others, for
     *     example {@code LAMBDA_TASK_ROOT=/data/functions/}
     * @param maxLineBytes longer lines of output are cut into several
     */
    public ProcessLauncher(String ownPrefix, int maxLineBytes) {
        this.maxLineBytes = maxLineBytes;
        this.guard = new OrphanGuard(setsid);
        this.strays = new StrayHunter(ownPrefix);
    }

    /**
     * Whether what is started cannot gain privileges by set-user-ID programs. Says what will be done, without doing it:
     * the first use of the foreign function interface takes longer than all the rest of a start.
     */
    public boolean preventsNewPrivileges() {
        return NoNewPrivileges.available();
    }

    /** Ends what an earlier gateway left behind on the same folder. Blocks. */
    public int sweepLeftOvers() {
        return strays.sweepAll();
    }

    /**
     * Starts a process whose standard output and error go to the sink. Blocks for the time of the fork.
     *
     * @throws IOException when the operating system refuses
     */
    public ChildProcess start(Launch launch, LineSink sink) throws IOException {
        List<String> command = new ArrayList<>();
        if (setsid != null) {
            command.add(setsid.toString());
        }
        command.addAll(launch.command());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(launch.workingDirectory().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(launch.environment());
        if (!launch.enclosure().isTight()) {
            strays.hold(launch.marker());
        }
        Process process;
        try {
            process = start(builder, launch.givesUpPrivileges());
        } catch (IOException | RuntimeException refused) {
            strays.release(launch.marker());
            launch.enclosure().release();
            throw refused;
        }
        OutputPump pump = new OutputPump(process.getInputStream(), sink, maxLineBytes);
        ChildProcess child = new ChildProcess(process, pump, setsid != null && Signals.available(), launch.enclosure());
        guard.add(child.pid());
        Thread.ofPlatform()
                .name("function-output-" + child.pid())
                .daemon()
                .stackSize(PUMP_STACK_BYTES)
                .start(pump);
        child.buryWith(() -> {
            guard.remove(child.pid());
            if (!launch.enclosure().isTight()) {
                strays.release(launch.marker());
            }
        });
        return child;
    }

    private Process start(ProcessBuilder builder, boolean givesUpPrivileges) throws IOException {
        try {
            return starters.submit(() -> {
                        if (!givesUpPrivileges && preventsNewPrivileges() && !NoNewPrivileges.set()) {
                            throw new IOException("the kernel does not let privileges be given up");
                        }
                        return builder.start();
                    })
                    .get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException refused) {
                throw refused;
            }
            throw new IllegalStateException("a process could not be started", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a process was started");
        }
    }

    /** Ends strays and the watcher; the processes themselves must have been ended before. Blocks. */
    @Override
    public void close() {
        strays.sweepAll();
        guard.close();
        starters.shutdown();
    }

    /** Looks a program up on the path of the gateway. */
    public static @Nullable Path find(String program) {
        String path = System.getenv("PATH");
        for (String folder : (path == null ? "/usr/bin:/bin" : path).split(File.pathSeparator)) {
            Path candidate = Path.of(folder.isEmpty() ? "." : folder, program);
            if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                return candidate.toAbsolutePath();
            }
        }
        return null;
    }
}
