package dev.sallyport.cli;

import dev.sallyport.config.Setting;
import dev.sallyport.config.Settings;
import dev.sallyport.config.SettingsLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The flags of a command that takes settings, made from the table of settings. */
public final class SettingsOptions {

    private final Map<String, String> environment;
    private final Path workingFolder;
    private @Nullable CommandSpec spec;

    SettingsOptions(Map<String, String> environment, Path workingFolder) {
        this.environment = Map.copyOf(environment);
        this.workingFolder = workingFolder;
    }

    /** Gives a command one flag for each setting. */
    CommandLine addTo(CommandLine command) {
        CommandSpec target = command.getCommandSpec();
        target.addOption(OptionSpec.builder(SettingsLoader.CONFIG_FLAG)
                .paramLabel("FILE")
                .type(String.class)
                .description("Read settings from this YAML file instead of ./" + SettingsLoader.DEFAULT_FILE + ". [env "
                        + SettingsLoader.CONFIG_VARIABLE + "]")
                .build());
        for (Setting<?> setting : Setting.ALL) {
            target.addOption(option(setting));
        }
        target.usageMessage().sortOptions(false);
        target.usageMessage().abbreviateSynopsis(true);
        spec = target;
        return command;
    }

    private static OptionSpec option(Setting<?> setting) {
        boolean valueless = setting.valueLabel().isEmpty();
        return OptionSpec.builder(setting.flag())
                .paramLabel(valueless ? "true|false" : setting.valueLabel())
                .type(String.class)
                .arity(valueless ? "0..1" : "1")
                .fallbackValue(valueless ? "true" : "")
                // Not a format string: percent signs in a description stand for themselves.
                .description((setting.description() + ". [env " + setting.variable() + "; default "
                                + setting.defaultNote() + "]")
                        .replace("%", "%%"))
                .build();
    }

    /**
     * The settings of the command line that was parsed last.
     *
     * @param overrides flags that the command decides itself
     * @throws dev.sallyport.config.SettingsException when a value is wrong
     */
    public Settings load(Map<String, String> overrides) {
        Map<String, String> flags = new HashMap<>();
        if (spec != null) {
            for (OptionSpec option : spec.commandLine().getParseResult().matchedOptionsSet()) {
                if (option.getValue() instanceof String value) {
                    flags.put(option.longestName(), value);
                }
            }
        }
        flags.putAll(overrides);
        Settings settings = SettingsLoader.load(flags, environment, workingFolder);
        Logging.setLevel(settings.logLevel());
        return settings;
    }
}
