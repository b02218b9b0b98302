package dev.sallyport.cli;

import dev.sallyport.config.Settings;
import dev.sallyport.config.SettingsLoader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Sallyport's command line. Exit codes: 0 done, or stopped by a signal after draining; 1 failed; 2 the command line or a
 * setting is wrong.
 */
public final class Cli {

    private final String version;
    private final GatewayStarter starter;
    private final Function<OperationsFormat, String> operations;
    private final Map<String, String> environment;
    private final Path workingFolder;
    private PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    private PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);

    /**
     * A command line.
     *
     * @param version what {@code --version} answers
     * @param starter starts the gateway
     * @param operations the report of supported operations in a format
     * @param environment the process's environment
     * @param workingFolder where the settings file is looked for
     */
    public Cli(
            String version,
            GatewayStarter starter,
            Function<OperationsFormat, String> operations,
            Map<String, String> environment,
            Path workingFolder) {
        this.version = version;
        this.starter = starter;
        this.operations = operations;
        this.environment = Map.copyOf(environment);
        this.workingFolder = workingFolder;
    }

    /** Sends what commands print somewhere else than to the standard streams. */
    public Cli printingTo(PrintWriter newOut, PrintWriter newErr) {
        out = newOut;
        err = newErr;
        return this;
    }

    /** Runs one command; {@code up} and {@code demo} return only when they fail or the process is about to end. */
    public int run(String... arguments) {
        if (arguments.length > 0 && arguments[0].equals("up")) {
            Optional<Map<String, String>> flags =
                    PlainFlags.parse(Arrays.asList(arguments).subList(1, arguments.length));
            if (flags.isPresent()) {
                return up(flags.get());
            }
        }
        return Commands.create(version, starter, operations, environment, workingFolder)
                .setOut(out)
                .setErr(err)
                .execute(arguments);
    }

    private int up(Map<String, String> flags) {
        try {
            Settings settings = SettingsLoader.load(flags, environment, workingFolder);
            Logging.setLevel(settings.logLevel());
            return new Up(starter, version).run(settings);
        } catch (RuntimeException e) {
            return Failures.report(e, err);
        }
    }
}
