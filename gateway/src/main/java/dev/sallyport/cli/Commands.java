package dev.sallyport.cli;

import dev.sallyport.cli.demo.DemoCommand;
import dev.sallyport.cli.documents.ExportCommand;
import dev.sallyport.cli.documents.ImportCommand;
import dev.sallyport.cli.logs.LogsCommand;
import dev.sallyport.cli.releases.CanaryCommand;
import dev.sallyport.cli.releases.DiffCommand;
import dev.sallyport.cli.releases.HistoryCommand;
import dev.sallyport.cli.releases.RollbackCommand;
import dev.sallyport.cli.requests.AuditCommand;
import dev.sallyport.cli.requests.ClockCommand;
import dev.sallyport.cli.requests.ExplainCommand;
import dev.sallyport.cli.templates.TemplateCommand;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** All commands, as picocli runs and explains them. */
final class Commands {

    private Commands() {}

    static CommandLine create(
            String version,
            GatewayStarter starter,
            Function<OperationsFormat, String> operations,
            Map<String, String> environment,
            Path workingFolder) {
        SettingsOptions up = new SettingsOptions(environment, workingFolder);
        SettingsOptions demo = new SettingsOptions(environment, workingFolder);
        CommandLine commandLine = new CommandLine(new Root())
                .addSubcommand("up", up.addTo(new CommandLine(new UpCommand(up, new Up(starter, version)))))
                .addSubcommand("demo", demo.addTo(new CommandLine(new DemoCommand(demo, starter))))
                .addSubcommand("import", new CommandLine(new ImportCommand(environment, workingFolder)))
                .addSubcommand("export", new CommandLine(new ExportCommand(environment, workingFolder)))
                // A request's extended id may begin with a hyphen.
                .addSubcommand(
                        "explain",
                        new CommandLine(new ExplainCommand(environment, workingFolder))
                                .setUnmatchedOptionsArePositionalParams(true))
                .addSubcommand("audit", new CommandLine(new AuditCommand(environment, workingFolder)))
                .addSubcommand("canary", CanaryCommand.create(environment, workingFolder))
                .addSubcommand("history", new CommandLine(new HistoryCommand(environment, workingFolder)))
                .addSubcommand("diff", new CommandLine(new DiffCommand(environment, workingFolder)))
                .addSubcommand("rollback", new CommandLine(new RollbackCommand(environment, workingFolder)))
                .addSubcommand("logs", new CommandLine(new LogsCommand(environment, workingFolder)))
                .addSubcommand("clock", new CommandLine(new ClockCommand(environment, workingFolder)))
                .addSubcommand("template", TemplateCommand.create(workingFolder))
                .addSubcommand("operations", new CommandLine(new OperationsCommand(operations)))
                .addSubcommand("settings", new CommandLine(new SettingsCommand()))
                .addSubcommand("train", new CommandLine(new TrainCommand(starter)));
        commandLine.getCommandSpec().version("sallyport " + version);
        commandLine.setExecutionExceptionHandler((failure, where, parsed) -> {
            PrintWriter err = where.getErr();
            return Failures.report(failure, err);
        });
        return commandLine;
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
