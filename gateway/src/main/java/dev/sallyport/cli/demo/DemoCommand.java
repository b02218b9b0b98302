package dev.sallyport.cli.demo;

import dev.sallyport.cli.GatewayStarter;
import dev.sallyport.cli.SettingsOptions;
import dev.sallyport.config.Settings;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Starts an ephemeral gateway with a pet store in it. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Start an ephemeral gateway with a pet store in it, print curl lines to try, and stay in the foreground until"
                    + " Ctrl-C. Touches no data folder.",
            "",
            "A flag comes before the environment variable in brackets, that before the file, that before the default."
        })
public final class DemoCommand implements Callable<Integer> {

    private final SettingsOptions options;
    private final GatewayStarter starter;

    @Spec
    private @Nullable CommandSpec spec;

    /**
     * The command.
     *
     * @param options the flags of settings
     * @param starter starts the gateway
     */
    public DemoCommand(SettingsOptions options, GatewayStarter starter) {
        this.options = options;
        this.starter = starter;
    }

    @Override
    public Integer call() {
        Settings settings = options.load(Map.of("--ephemeral", "true"));
        PrintWriter out = spec == null
                ? new PrintWriter(PrintWriter.nullWriter())
                : spec.commandLine().getOut();
        Demo.run(starter, settings, out);
        return 0;
    }
}
