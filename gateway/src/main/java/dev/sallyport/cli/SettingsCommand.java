package dev.sallyport.cli;

import dev.sallyport.config.SettingsReference;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the documentation of the settings, which is made from their table. */
@Command(
        name = "settings",
        mixinStandardHelpOptions = true,
        description = "Print all settings as Markdown: flags, environment variables, keys of the file, defaults.")
final class SettingsCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().getOut().print(SettingsReference.markdown());
            spec.commandLine().getOut().flush();
        }
        return 0;
    }
}
