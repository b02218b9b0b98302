package dev.sallyport.functions.isolation;

import dev.sallyport.functions.process.Interpreter;
import dev.sallyport.functions.process.Launch;
import dev.sallyport.functions.process.ProcessLauncher;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How processes of functions are kept from each other, from the gateway and from the host. What this host permits is found
 * out once, by trying it, and {@link #report} says in words what holds and what does not.
 *
 * <p>What holds everywhere on Linux is {@link ProcessLauncher}'s: a session and group of its own, an environment that
 * inherits nothing, no file descriptors of the gateway, no new privileges. Besides: bounds of the process
 * ({@link ShellStage}); bubblewrap's sandbox where it is installed and works ({@link Bubblewrap}); the kernel's limit of
 * memory and processes where a part of the tree of control groups is ours ({@link ControlGroups}), else a watch over memory.
 */
public final class Isolation {

    private static final String TASK_ROOT = "LAMBDA_TASK_ROOT";

    private final Host host;
    private final @Nullable Bubblewrap sandbox;
    private final @Nullable ControlGroups groups;
    private final String noSandbox;
    private final String noGroups;

    /** What the operator wants. */
    public enum Mode {
        /** What this host permits. */
        AUTO,
        /** A sandbox and the kernel's limit of memory, or no function runs. */
        REQUIRED,
        /** No sandbox; all else as for {@link #AUTO}. */
        OFF
    }

    /**
     * What is known of the host.
     *
     * @param dataFolder the gateway's; no sandbox shows it
     * @param interpreters what functions run on
     * @param maxProcesses of one environment
     * @param noNewPrivileges whether what is started cannot gain privileges
     * @param memoryCheck between two looks at the memory of processes
     */
    public record Host(
            Path dataFolder,
            List<Interpreter> interpreters,
            int maxProcesses,
            boolean noNewPrivileges,
            Duration memoryCheck) {}

    /** The folders of a cell as its process sees them. */
    public record Places(Path taskRoot, Path runtime, Path temporary) {}

    /** {@link Mode#REQUIRED}, and this host does not have what it takes; the message is for the operator. */
    public static final class MissingException extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1L;

        MissingException(String message) {
            super(message);
        }
    }

    private Isolation(
            Host host,
            @Nullable Bubblewrap sandbox,
            String noSandbox,
            @Nullable ControlGroups groups,
            String noGroups) {
        this.host = host;
        this.sandbox = sandbox;
        this.noSandbox = noSandbox;
        this.groups = groups;
        this.noGroups = noGroups;
    }

    /**
     * Finds out what this host permits. Starts processes and waits for them: a few tens of milliseconds.
     *
     * @throws MissingException when more is required
     */
    public static Isolation find(Mode mode, Host host) {
        Bubblewrap sandbox = null;
        String noSandbox = "";
        try {
            sandbox = mode == Mode.OFF ? null : sandbox(host);
            noSandbox = mode == Mode.OFF ? "function-sandbox is off" : "";
        } catch (Bubblewrap.NotUsableException reason) {
            noSandbox = String.valueOf(reason.getMessage());
        }
        ControlGroups groups = null;
        String noGroups = "";
        try {
            groups = ControlGroups.open(Path.of("/proc"));
        } catch (ControlGroups.NotPermittedException reason) {
            noGroups = String.valueOf(reason.getMessage());
        }
        Isolation found = new Isolation(host, sandbox, noSandbox, groups, noGroups);
        if (mode == Mode.REQUIRED && (sandbox == null || groups == null)) {
            throw new MissingException(found.missing());
        }
        return found;
    }

    private static Bubblewrap sandbox(Host host) throws Bubblewrap.NotUsableException {
        Path program = ProcessLauncher.find("bwrap");
        if (program == null) {
            throw new Bubblewrap.NotUsableException("bubblewrap is not installed");
        }
        return Bubblewrap.open(program, host.interpreters(), List.of(host.dataFolder()));
    }

    private String missing() {
        List<String> reasons = new ArrayList<>();
        if (sandbox == null) {
            reasons.add("no sandbox: " + noSandbox);
        }
        if (groups == null) {
            reasons.add("no limit of memory by the kernel: " + noGroups);
        }
        return "The setting \"function-sandbox\" is \"required\", and this host lacks what functions need: "
                + String.join("; ", reasons) + ". See docs/functions-isolation.md, or set it to auto.";
    }

    /** Whether functions run in a sandbox. */
    public boolean isSandboxed() {
        return sandbox != null;
    }

    /** Whether the kernel holds functions to their memory. */
    public boolean limitsMemory() {
        return groups != null;
    }

    /** What holds on this host and what does not, in two lines. */
    public List<String> report() {
        return List.of(files(), resources());
    }

    private String files() {
        if (sandbox != null) {
            return "Functions are sandboxed by bubblewrap: system and code read-only, a /tmp of their own, no other files of"
                    + " this host";
        }
        String user = String.valueOf(System.getProperty("user.name"));
        return "Functions are not sandboxed (" + noSandbox + "): they can read what user " + user + " can"
                + ("root".equals(user) ? ", and write it, their code included" : "");
    }

    private String resources() {
        List<String> all = new ArrayList<>(List.of("a process group of their own", "a scrubbed environment"));
        if (sandbox != null || host.noNewPrivileges()) {
            all.add("no new privileges");
        }
        all.add(
                groups != null
                        ? "memory limited by cgroup v2"
                        : "memory checked every " + host.memoryCheck().toMillis() / 1000.0 + " s (" + noGroups + ")");
        return "Functions have " + String.join(", ", all);
    }

    /** Where the process of a cell will see its folders. */
    public Places places(Cell cell) {
        return sandbox == null
                ? new Places(cell.code(), cell.runtime(), cell.temporary())
                : new Places(Bubblewrap.TASK, Bubblewrap.RUNTIME, Bubblewrap.TEMPORARY);
    }

    /**
     * What to start for a program.
     *
     * @param program as the process sees it, see {@link #places}
     * @param environment as the process shall see it
     * @param marker as for {@link Launch#marker}
     * @throws IOException when the host refuses a control group
     */
    public Launch launch(Cell cell, List<String> program, Map<String, String> environment, String marker)
            throws IOException {
        ControlGroup group = groups == null ? null : groups.create(cell.memoryMegabytes(), host.maxProcesses());
        Map<String, String> outer = new HashMap<>(environment);
        Map<String, String> later = sandbox == null && group == null ? Map.of() : LoaderVariables.takeFrom(outer);
        List<String> command = program;
        if (sandbox != null) {
            // Whoever sweeps up after a gateway knows its processes by the folder on the host.
            Map<String, String> inner = new HashMap<>(later);
            inner.put(TASK_ROOT, Bubblewrap.TASK.toString());
            outer.put(TASK_ROOT, cell.code().toString());
            command = sandbox.command(cell, inner, program);
            later = Map.of();
        }
        int data = group == null ? cell.memoryMegabytes() + ShellStage.DATA_MARGIN_MEGABYTES : 0;
        return new Launch(
                ShellStage.command(
                        data, cell.storageMegabytes(), group == null ? null : group.members(), later, command),
                cell.code(),
                outer,
                marker,
                new Walls(sandbox != null, group),
                sandbox != null);
    }
}
