package dev.sallyport.functions.isolation;

import dev.sallyport.functions.process.Interpreter;
import java.io.File;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The sandbox of bubblewrap: a root folder made of the host's programs and libraries (read-only), the function's code at
 * {@code /var/task}, the gateway's bootstraps at {@code /var/runtime} (both read-only) and a {@code /tmp} that belongs to
 * the environment. Nothing else of the host's files is there: no home, no data folder, no secrets. Namespaces of its own for
 * processes, users, messages, names and control groups; no capabilities, no new privileges. The network is the host's,
 * because functions speak to the gateway and to backends.
 */
final class Bubblewrap {

    static final Path TASK = Path.of("/var/task");
    static final Path RUNTIME = Path.of("/var/runtime");
    static final Path TEMPORARY = Path.of("/tmp");

    private static final long PROBE_SECONDS = 10;

    /** Where programs and libraries are; a link where the distribution has merged them into /usr. */
    private static final List<String> SYSTEM = List.of("bin", "sbin", "lib", "lib32", "lib64", "libx32");

    /**
     * What programs look up, without what only root may read ({@code /etc/shadow}, private keys): a gateway that runs as
     * root has functions that own these files.
     */
    private static final List<String> LOOKED_UP = List.of(
            "etc/alternatives",
            "etc/ca-certificates",
            "etc/ca-certificates.conf",
            "etc/crypto-policies",
            "etc/fonts",
            "etc/gai.conf",
            "etc/group",
            "etc/host.conf",
            "etc/hosts",
            "etc/ld.so.cache",
            "etc/ld.so.conf",
            "etc/ld.so.conf.d",
            "etc/locale.alias",
            "etc/localtime",
            "etc/mime.types",
            "etc/nsswitch.conf",
            "etc/os-release",
            "etc/passwd",
            "etc/pki/ca-trust/extracted",
            "etc/pki/tls/certs",
            "etc/protocols",
            "etc/resolv.conf",
            "etc/services",
            "etc/ssl/cert.pem",
            "etc/ssl/certs",
            "etc/ssl/openssl.cnf",
            "etc/timezone",
            "sys/devices/system/cpu");

    /** Package managers whose programs need each other's folders. */
    private static final List<Path> STORES =
            List.of(Path.of("/nix/store"), Path.of("/gnu/store"), Path.of("/home/linuxbrew/.linuxbrew"));

    private static final List<String> NAMESPACES =
            List.of("--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try");

    /** The best first: no user namespaces below the own one needs bubblewrap 0.8. */
    private static final List<List<String>> USERS =
            List.of(List.of("--unshare-user", "--disable-userns"), List.of("--unshare-user-try"));

    private final Path program;
    private final List<String> users;
    private final List<String> mounts;

    private Bubblewrap(Path program, List<String> users, List<String> mounts) {
        this.program = program;
        this.users = users;
        this.mounts = mounts;
    }

    /** It cannot be used here; the message completes "not sandboxed: …". */
    static final class NotUsableException extends Exception {

        @Serial
        private static final long serialVersionUID = 1L;

        NotUsableException(String message) {
            super(message);
        }
    }

    /**
     * Tries whether it works here, with the interpreters that functions will run on. Blocks for their start.
     *
     * @param hidden folders that no function may see, wherever they lie
     */
    static Bubblewrap open(Path program, List<Interpreter> interpreters, List<Path> hidden) throws NotUsableException {
        List<String> mounts = mounts(Path.of("/"), interpreters, hidden);
        String answer = "";
        for (List<String> users : USERS) {
            Bubblewrap candidate = new Bubblewrap(program, users, mounts);
            answer = candidate.run(List.of("/bin/sh", "-c", ":"));
            if (answer.isEmpty()) {
                candidate.tryOut(interpreters);
                return candidate;
            }
        }
        throw new NotUsableException("bubblewrap is installed but does not work here (" + answer + ")");
    }

    private void tryOut(List<Interpreter> interpreters) throws NotUsableException {
        for (Interpreter interpreter : interpreters) {
            List<String> command = new ArrayList<>(List.of(interpreter.program().toString()));
            command.addAll(interpreter.trial());
            String answer = run(command);
            if (!answer.isEmpty()) {
                throw new NotUsableException(
                        interpreter.program() + " does not start inside of bubblewrap (" + answer + ")");
            }
        }
    }

    /** Empty when the command ended well, else the first line of what it said. */
    private String run(List<String> command) {
        List<String> all = new ArrayList<>(beginning());
        all.addAll(List.of("--tmpfs", TEMPORARY.toString()));
        all.addAll(end(Map.of(), Path.of("/")));
        all.addAll(command);
        try {
            Process process = new ProcessBuilder(all)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectErrorStream(true)
                    .start();
            if (!process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "no answer in " + PROBE_SECONDS + " s";
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.exitValue() == 0 ? "" : firstLine(said, process.exitValue());
        } catch (IOException notRunnable) {
            return String.valueOf(notRunnable.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private static String firstLine(String said, int status) {
        return said.lines().findFirst().orElse("exit status " + status);
    }

    /**
     * The command line for one process.
     *
     * @param variables set for the program alone; everybody may read them in the list of processes
     */
    List<String> command(Cell cell, Map<String, String> variables, List<String> program) {
        List<String> all = new ArrayList<>(beginning());
        all.addAll(List.of("--ro-bind", cell.code().toString(), TASK.toString()));
        all.addAll(List.of("--ro-bind", cell.runtime().toString(), RUNTIME.toString()));
        all.addAll(List.of("--bind", cell.temporary().toString(), TEMPORARY.toString()));
        all.addAll(List.of("--symlink", "../tmp", "/var/tmp"));
        all.addAll(end(variables, TASK));
        all.addAll(program);
        return all;
    }

    private List<String> beginning() {
        List<String> all = new ArrayList<>(List.of(program.toString()));
        all.addAll(users);
        all.addAll(NAMESPACES);
        all.addAll(List.of("--die-with-parent", "--cap-drop", "ALL"));
        all.addAll(mounts);
        all.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"));
        return all;
    }

    private static List<String> end(Map<String, String> variables, Path folder) {
        List<String> all = new ArrayList<>(List.of("--remount-ro", "/", "--chdir", folder.toString()));
        variables.forEach((name, value) -> all.addAll(List.of("--setenv", name, value)));
        all.add("--");
        return all;
    }

    /**
     * What of the host is mounted.
     *
     * @param root the host's root folder
     */
    static List<String> mounts(Path root, List<Interpreter> interpreters, List<Path> hidden) {
        List<String> all = new ArrayList<>();
        Set<Path> bound = new LinkedHashSet<>();
        bind(root, Path.of("/usr"), all, bound);
        for (String name : SYSTEM) {
            Path folder = root.resolve(name);
            if (Files.isSymbolicLink(folder)) {
                all.addAll(List.of("--symlink", readLink(folder), "/" + name));
            } else {
                bind(root, Path.of("/", name), all, bound);
            }
        }
        LOOKED_UP.forEach(name -> bind(root, Path.of("/", name), all, bound));
        for (Interpreter interpreter : interpreters) {
            wants(interpreter).forEach(path -> bind(root, path, all, bound));
        }
        for (Path path : hidden) {
            Path real = real(path);
            for (Path seen : bound) {
                Path behind = real(root.resolve(seen.toString().substring(1)));
                if (real.startsWith(behind)) {
                    all.addAll(List.of(
                            "--tmpfs", seen.resolve(behind.relativize(real)).toString()));
                }
            }
        }
        return all;
    }

    /**
     * The files of an interpreter. Never the whole of a prefix: it may be a home folder, when somebody has put a program
     * into {@code ~/bin}.
     */
    private static List<Path> wants(Interpreter interpreter) {
        List<Path> wanted = new ArrayList<>();
        for (Path store : STORES) {
            if (interpreter.program().startsWith(store)
                    || real(interpreter.program()).startsWith(store)) {
                wanted.add(store);
            }
        }
        wanted.add(interpreter.program());
        for (Path prefix : interpreter.prefixes()) {
            wanted.addAll(List.of(prefix.resolve("pyvenv.cfg"), prefix.resolve("lib"), prefix.resolve("lib64")));
        }
        return wanted;
    }

    private static void bind(Path root, Path path, List<String> all, Set<Path> bound) {
        Path source = root.resolve(path.toString().substring(1));
        if (Files.exists(source) && bound.stream().noneMatch(path::startsWith)) {
            all.addAll(List.of("--ro-bind", source.toString(), path.toString()));
            bound.add(path);
        }
    }

    private static String readLink(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException changed) {
            throw new UncheckedIOException(changed);
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException missing) {
            return path.toAbsolutePath().normalize();
        }
    }
}
