package dev.sallyport.cli.releases;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be done about canaries. */
@Command(
        name = "canary",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Watch a canary of a stage, and promote or remove it.")
public final class CanaryCommand implements Runnable {

    @Spec
    private @Nullable CommandSpec spec;

    private CanaryCommand() {}

    /** The command with its subcommands. */
    public static CommandLine create(Map<String, String> environment, Path workingFolder) {
        return new CommandLine(new CanaryCommand())
                .addSubcommand("watch", new CommandLine(new CanaryWatchCommand(environment, workingFolder)));
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "Say what to do: canary watch.");
        }
    }
}
