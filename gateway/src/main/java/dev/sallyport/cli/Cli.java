package dev.sallyport.cli;

import dev.sallyport.cli.demo.DemoCommand;
import dev.sallyport.config.SettingsException;
import dev.sallyport.store.StoreException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Sallyport's command line. Exit codes: 0 done, or stopped by a signal after draining; 1 failed; 2 the command line or a
 * setting is wrong.
 */
public final class Cli {

    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private final CommandLine commandLine;

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
        SettingsOptions up = new SettingsOptions(environment, workingFolder);
        SettingsOptions demo = new SettingsOptions(environment, workingFolder);
        commandLine = new CommandLine(new Root())
                .addSubcommand("up", up.addTo(new CommandLine(new UpCommand(up, starter, version))))
                .addSubcommand("demo", demo.addTo(new CommandLine(new DemoCommand(demo, starter))))
                .addSubcommand("operations", new CommandLine(new OperationsCommand(operations)))
                .addSubcommand("settings", new CommandLine(new SettingsCommand()))
                .addSubcommand("train", new CommandLine(new TrainCommand(starter)));
        commandLine.getCommandSpec().version("sallyport " + version);
        commandLine.setExecutionExceptionHandler((failure, where, parsed) -> report(failure, where.getErr()));
    }

    /** Sends what commands print somewhere else than to the standard streams. */
    public Cli printingTo(PrintWriter out, PrintWriter err) {
        commandLine.setOut(out);
        commandLine.setErr(err);
        return this;
    }

    /** Runs one command; {@code up} and {@code demo} return only when they fail. */
    public int run(String... arguments) {
        return commandLine.execute(arguments);
    }

    private static int report(Exception failure, PrintWriter err) {
        if (failure instanceof SettingsException) {
            err.println("sallyport: " + failure.getMessage());
            return USAGE;
        }
        BindException bind = causeOfType(failure, BindException.class);
        if (bind != null) {
            err.println("sallyport: " + bind.getMessage()
                    + ". If another program listens there, stop it or choose another port with --listen HOST:PORT"
                    + " (port 0 takes a free one).");
        } else if (failure instanceof StoreException || failure instanceof CommandFailure) {
            err.println("sallyport: " + failure.getMessage());
        } else {
            err.println("sallyport: an error that should not happen: " + failure);
            failure.printStackTrace(err);
        }
        return FAILED;
    }

    private static <T extends Throwable> @Nullable T causeOfType(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    /** What stands above the commands. */
    @Command(
            name = "sallyport",
            mixinStandardHelpOptions = true,
            synopsisSubcommandLabel = "COMMAND",
            description = "A self-hosted API gateway that speaks Amazon API Gateway.",
            footer = {"", "sallyport COMMAND --help tells more about a command. First steps: sallyport demo"})
    private static final class Root implements Runnable {

        @CommandLine.Spec
        private CommandLine.Model.@Nullable CommandSpec spec;

        @Override
        public void run() {
            if (spec != null) {
                throw new CommandLine.ParameterException(spec.commandLine(), "Say what to do: name a command.");
            }
        }
    }
}
