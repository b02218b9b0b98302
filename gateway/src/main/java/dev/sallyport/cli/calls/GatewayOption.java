package dev.sallyport.cli.calls;

import dev.sallyport.cli.CommandFailure;
import dev.sallyport.cli.calls.GatewayClient.Refused;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What commands have in common that call a gateway that runs: which one, as whom, and where they print. */
@Command
public final class GatewayOption {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    private final Map<String, String> environment;
    private final Path workingFolder;

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "The gateway, if not the one that the settings of \"sallyport up\" tell.")
    private @Nullable String endpoint;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "Sign with the access key of this profile of AWS's files (~/.aws) instead of the one of"
                    + " AWS_ACCESS_KEY_ID, AWS_PROFILE or the profile default. What is signed matters only to a gateway whose"
                    + " setting auth is enforce.")
    private @Nullable String profile;

    /**
     * The options.
     *
     * @param environment the process's environment
     * @param workingFolder from which the settings are found
     */
    public GatewayOption(Map<String, String> environment, Path workingFolder) {
        this.environment = environment;
        this.workingFolder = workingFolder;
    }

    /**
     * Does work with a client of the gateway.
     *
     * @param refusal begins the sentence about what the gateway refuses
     * @throws CommandFailure when the gateway refuses a request or does not answer
     */
    public <T> T call(String refusal, Function<GatewayClient, T> work) {
        try (GatewayClient client = GatewayClient.of(endpoint, profile, environment, workingFolder)) {
            return work.apply(client);
        } catch (Refused e) {
            String why = Objects.requireNonNullElse(e.getMessage(), "no reason given")
                    .strip();
            throw new CommandFailure(refusal + why + (why.endsWith(".") ? "" : "."), e);
        }
    }

    /** The command line of the command that has these options. */
    public CommandLine commandLine() {
        if (command == null) {
            throw new IllegalStateException("the command was not made by a command line");
        }
        return command.commandLine();
    }

    /** Where the command prints. */
    public PrintWriter out() {
        return commandLine().getOut();
    }
}
