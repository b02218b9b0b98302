package dev.sallyport.functions;

import dev.sallyport.functions.code.BadPackageException;
import dev.sallyport.functions.code.CodeFolders;
import dev.sallyport.functions.isolation.Cell;
import dev.sallyport.functions.isolation.Isolation;
import dev.sallyport.functions.process.ChildProcess;
import dev.sallyport.functions.process.Interpreter;
import dev.sallyport.functions.process.ProcessLauncher;
import dev.sallyport.model.FunctionVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Starts the process of an environment: code folder, own temporary folder, variables (4.5), command line. Everything here
 * blocks and runs on virtual threads.
 *
 * <p>{@code TMPDIR} is the environment's own folder and lives as long as the environment, so it survives a timeout (R4.17).
 * In a sandbox that is {@code /tmp}; without one {@code /tmp} itself is the host's, and functions that write there see each
 * other's files.
 */
final class EnvironmentStarter {

    private static final String NODE_BOOTSTRAP = "node/bootstrap.cjs";
    private static final String BOOTSTRAP = "bootstrap";
    private static final String PYTHON_BOOTSTRAP = "python/bootstrap.py";

    private final CodeFolders code;
    private final ProcessLauncher launcher;
    private final Path environments;
    private final Path runtimeFolder;
    private final EnvironmentVariables variables;
    private final Interpreters interpreters;
    private final Isolation isolation;

    EnvironmentStarter(
            CodeFolders code,
            ProcessLauncher launcher,
            Path functionsFolder,
            EnvironmentVariables variables,
            Interpreters interpreters,
            Isolation isolation) {
        this.code = code;
        this.launcher = launcher;
        this.environments = functionsFolder.resolve("environments");
        this.runtimeFolder = functionsFolder.resolve("runtime");
        this.variables = variables;
        this.interpreters = interpreters;
        this.isolation = isolation;
    }

    /** What is installed on this host. */
    record Interpreters(
            @Nullable Interpreter node, @Nullable Interpreter python) {}

    /** The process cannot be started and trying again would not help; becomes a function error. */
    static final class NotStartableException extends Exception {

        @Serial
        private static final long serialVersionUID = 1L;

        private final String errorType;

        NotStartableException(String errorType, String message) {
            super(message);
            this.errorType = errorType;
        }

        String errorType() {
            return errorType;
        }
    }

    /** Puts the bootstraps where interpreters can read them and clears what earlier environments left. */
    void prepare() throws IOException {
        CodeFolders.delete(environments);
        for (String bootstrap : List.of(NODE_BOOTSTRAP, PYTHON_BOOTSTRAP)) {
            Path file = runtimeFolder.resolve(bootstrap);
            Files.createDirectories(Objects.requireNonNull(file.getParent(), "below a folder"));
            try (InputStream resource = EnvironmentStarter.class.getResourceAsStream(bootstrap)) {
                Files.write(file, Objects.requireNonNull(resource, bootstrap).readAllBytes());
            }
        }
    }

    Isolation isolation() {
        return isolation;
    }

    /** The real version of what runs a function, as INIT_START tells it. */
    String runtimeVersion(FunctionVersion function) {
        return switch (Runtimes.family(function.runtime())) {
            case NODE -> "nodejs:" + version(interpreters.node());
            case PYTHON -> "python:" + version(interpreters.python());
            case PROVIDED -> function.runtime().replace('.', ':');
        };
    }

    private static String version(@Nullable Interpreter interpreter) {
        return interpreter == null ? "none" : interpreter.version();
    }

    /**
     * Starts a process.
     *
     * @param environmentId names the temporary folder
     * @param runtimeApi {@code host:port}
     * @throws NotStartableException when the package or the host lacks what the runtime needs
     * @throws IOException when the operating system refuses
     */
    ChildProcess start(FunctionVersion function, String environmentId, String runtimeApi, EnvironmentLog log)
            throws IOException, NotStartableException {
        Path code = codeFolder(function);
        Path temporary = temporary(environmentId);
        Cell cell = new Cell(
                code, runtimeFolder, temporary, function.memoryMegabytes(), function.ephemeralStorageMegabytes());
        Isolation.Places places = isolation.places(cell);
        List<String> command = command(function, code, places);
        Map<String, String> all = platformVariables(function, places);
        all.put("TMPDIR", places.temporary().toString());
        all.putAll(variables.of(function));
        Map<String, String> own = function.environment();
        if (own != null) {
            all.putAll(own);
        }
        // The reserved ones come last: whatever the control plane let through cannot redirect them.
        all.putAll(reservedVariables(function, places));
        all.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
        all.put("AWS_LAMBDA_LOG_STREAM_NAME", log.stream());
        String marker = "AWS_LAMBDA_LOG_STREAM_NAME=" + log.stream();
        return launcher.start(isolation.launch(cell, command, all, marker), log);
    }

    /** For the gateway's user alone; it may be there since the process before. */
    private Path temporary(String environmentId) throws IOException {
        Files.createDirectories(environments);
        Path folder = environments.resolve(environmentId);
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return folder;
    }

    /** Deletes the temporary folder of an environment that has ended. */
    void forget(String environmentId) throws IOException {
        CodeFolders.delete(environments.resolve(environmentId));
    }

    private Path codeFolder(FunctionVersion function) throws IOException, NotStartableException {
        try {
            return code.folderOf(function.codeDigest());
        } catch (BadPackageException bad) {
            throw new NotStartableException(
                    "Runtime.InvalidEntrypoint", "The code of the function cannot be unpacked: " + bad.getMessage());
        }
    }

    private List<String> command(FunctionVersion function, Path code, Isolation.Places places)
            throws NotStartableException {
        Path runtime = places.runtime();
        return switch (Runtimes.family(function.runtime())) {
            case NODE ->
                List.of(
                        program(interpreters.node(), function, "node"),
                        runtime.resolve(NODE_BOOTSTRAP).toString());
            // Without -B every environment would try to write byte code into the shared code folder.
            case PYTHON ->
                List.of(
                        program(interpreters.python(), function, "python3"),
                        "-B",
                        runtime.resolve(PYTHON_BOOTSTRAP).toString());
            case PROVIDED -> {
                checkBootstrap(code);
                yield List.of(places.taskRoot().resolve(BOOTSTRAP).toString());
            }
        };
    }

    /** R4.21. */
    private static String program(@Nullable Interpreter interpreter, FunctionVersion function, String name)
            throws NotStartableException {
        if (interpreter == null) {
            throw new NotStartableException(
                    "Runtime.ExitError",
                    "The runtime " + function.runtime() + " needs " + name
                            + " on the host of this gateway, and none was found. Install it or set its path.");
        }
        return interpreter.program().toString();
    }

    private static void checkBootstrap(Path code) throws NotStartableException {
        Path bootstrap = code.resolve(BOOTSTRAP);
        if (!Files.isRegularFile(bootstrap)) {
            throw new NotStartableException(
                    "Runtime.InvalidEntrypoint",
                    "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]");
        }
        if (!Files.isExecutable(bootstrap)) {
            throw new NotStartableException(
                    "Runtime.InvalidEntrypoint", "fork/exec /var/task/bootstrap: permission denied");
        }
    }

    /** What a user's own variables may replace. */
    private Map<String, String> platformVariables(FunctionVersion function, Isolation.Places places) {
        Path taskRoot = places.taskRoot();
        Path runtime = places.runtime();
        Map<String, String> all = new HashMap<>();
        all.put("LANG", "en_US.UTF-8");
        all.put("TZ", ":UTC");
        all.put("LD_LIBRARY_PATH", taskRoot + ":" + taskRoot.resolve("lib"));
        String path = "/usr/local/bin:/usr/bin:/bin";
        Runtimes.Family family = Runtimes.family(function.runtime());
        Interpreter interpreter = switch (family) {
            case NODE -> interpreters.node();
            case PYTHON -> interpreters.python();
            case PROVIDED -> null;
        };
        all.put("PATH", interpreter == null ? path : interpreter.program().getParent() + ":" + path);
        if (family == Runtimes.Family.NODE) {
            all.put("NODE_PATH", runtime.resolve("node/node_modules") + ":" + taskRoot);
        } else if (family == Runtimes.Family.PYTHON) {
            all.put("PYTHONPATH", runtime.resolve("python").toString());
        }
        all.put("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR");
        all.put("AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1:2000");
        all.put("_AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1");
        all.put("_AWS_XRAY_DAEMON_PORT", "2000");
        return all;
    }

    private static Map<String, String> reservedVariables(FunctionVersion function, Isolation.Places places) {
        Map<String, String> all = new HashMap<>();
        all.put("AWS_REGION", function.scope().region());
        all.put("AWS_DEFAULT_REGION", function.scope().region());
        if (Runtimes.family(function.runtime()) != Runtimes.Family.PROVIDED) {
            all.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + function.runtime());
        }
        all.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
        all.put("AWS_LAMBDA_FUNCTION_VERSION", function.version());
        all.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.memoryMegabytes()));
        all.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        all.put("AWS_LAMBDA_LOG_GROUP_NAME", function.logGroup());
        all.put("_HANDLER", function.handler());
        all.put("LAMBDA_TASK_ROOT", places.taskRoot().toString());
        all.put("LAMBDA_RUNTIME_DIR", places.runtime().toString());
        return all;
    }
}
