package dev.sallyport.cli;

import dev.sallyport.config.Setting;
import dev.sallyport.config.SettingsLoader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the flags of {@code up} without picocli, whose classes the ahead-of-time cache cannot hold (they are compiled
 * for Java 5) and which would take a third of the time to start. Whatever is not plainly a list of known flags, each
 * once, is left to picocli: help, mistakes, abbreviations.
 */
final class PlainFlags {

    private PlainFlags() {}

    /** Flag to value, or empty when picocli must look at the arguments. */
    static Optional<Map<String, String>> parse(List<String> arguments) {
        Map<String, String> flags = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            String flag = equals < 0 ? argument : argument.substring(0, equals);
            String value;
            if (isSwitch(flag)) {
                value = equals < 0 ? "true" : argument.substring(equals + 1);
                if (equals < 0
                        && i + 1 < arguments.size()
                        && !arguments.get(i + 1).startsWith("-")) {
                    return Optional.empty();
                }
            } else if (!takesValue(flag)) {
                return Optional.empty();
            } else if (equals >= 0) {
                value = argument.substring(equals + 1);
            } else if (i + 1 < arguments.size() && !arguments.get(i + 1).startsWith("-")) {
                value = arguments.get(++i);
            } else {
                return Optional.empty();
            }
            if (value.isEmpty() || value.contains("\"") || flags.put(flag, value) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(flags);
    }

    private static boolean isSwitch(String flag) {
        return Setting.ALL.stream()
                .anyMatch(setting ->
                        setting.flag().equals(flag) && setting.valueLabel().isEmpty());
    }

    private static boolean takesValue(String flag) {
        return flag.equals(SettingsLoader.CONFIG_FLAG)
                || Setting.ALL.stream()
                        .anyMatch(setting -> setting.flag().equals(flag)
                                && !setting.valueLabel().isEmpty());
    }
}
