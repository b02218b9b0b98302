package dev.sallyport.cli.templates;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What can be done with mapping templates. */
@Command(
        name = "template",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Work with mapping templates.")
public final class TemplateCommand implements Runnable {

    @Spec
    private @Nullable CommandSpec spec;

    private TemplateCommand() {}

    /** The command with those below it. */
    public static CommandLine create(Path workingFolder) {
        return new CommandLine(new TemplateCommand()).addSubcommand("test", new TestCommand(workingFolder));
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "Say what to do: sallyport template test FILE");
        }
    }
}
