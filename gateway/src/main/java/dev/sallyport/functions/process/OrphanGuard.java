package dev.sallyport.functions.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends all process groups when the gateway dies in whatever way: a tiny shell that reads the groups from a pipe and, when
 * the pipe closes, kills those that are still listed. It is in a session of its own so that a signal to the gateway's
 * group (Ctrl-C) does not end it first.
 */
final class OrphanGuard implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OrphanGuard.class);
    private static final long END_MILLIS = 2000;

    private static final String SCRIPT = """
            trap '' HUP INT TERM
            groups=' '
            while read -r change group; do
              case $change in
                +) groups="$groups$group " ;;
                -) case $groups in *" $group "*) groups="${groups%%" $group "*} ${groups#*" $group "}" ;; esac ;;
              esac
            done
            for group in $groups; do kill -s KILL -- "-$group" "$group" 2>/dev/null; done
            """;

    private final @Nullable Path setsid;
    private final Set<Long> groups = new LinkedHashSet<>(); // guarded by this
    private @Nullable Process watcher; // guarded by this
    private boolean failed; // guarded by this

    OrphanGuard(@Nullable Path setsid) {
        this.setsid = setsid;
    }

    synchronized void add(long group) {
        groups.add(group);
        tell("+ " + group);
    }

    synchronized void remove(long group) {
        if (groups.remove(group)) {
            tell("- " + group);
        }
    }

    private void tell(String line) {
        Process current = watcher;
        if (current != null && current.isAlive() && write(current, List.of(line))) {
            return;
        }
        if (failed || groups.isEmpty()) {
            return;
        }
        try {
            Process fresh = start();
            watcher = fresh;
            List<String> all = new ArrayList<>();
            groups.forEach(group -> all.add("+ " + group));
            write(fresh, all);
        } catch (IOException noShell) {
            failed = true;
            LOG.warn(
                    "Functions that are busy while the gateway is killed will outlive it: no watcher, {}",
                    noShell.toString());
        }
    }

    private Process start() throws IOException {
        List<String> command = new ArrayList<>();
        if (setsid != null) {
            command.add(setsid.toString());
        }
        command.addAll(List.of("/bin/sh", "-c", SCRIPT));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        return builder.start();
    }

    private static boolean write(Process target, List<String> lines) {
        try {
            OutputStream pipe = target.getOutputStream();
            for (String line : lines) {
                pipe.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            }
            pipe.flush();
            return true;
        } catch (IOException gone) {
            LOG.debug("the watcher of function processes has gone", gone);
            return false;
        }
    }

    @Override
    public void close() {
        Process current;
        synchronized (this) {
            current = watcher;
            watcher = null;
            failed = true;
        }
        if (current == null) {
            return;
        }
        try {
            current.getOutputStream().close();
            if (!current.waitFor(END_MILLIS, TimeUnit.MILLISECONDS)) {
                current.destroyForcibly();
            }
        } catch (IOException gone) {
            LOG.debug("the watcher of function processes had gone", gone);
        } catch (InterruptedException interrupted) {
            current.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
