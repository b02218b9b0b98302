package dev.sallyport.config;

/** The documentation of the settings, made from their table. */
public final class SettingsReference {

    private SettingsReference() {}

    /** The whole text of {@code docs/settings.md}. */
    public static String markdown() {
        StringBuilder text = new StringBuilder("""
                # Settings

                <!-- Made from the table of settings. Change that, then: ./sallyport settings > docs/settings.md -->

                A flag comes before an environment variable, that before the settings file, that before the default. The
                settings file is YAML, one `key: value` on each line: the file that `--config FILE` or `SALLYPORT_CONFIG`
                names, else `sallyport.yaml` in the working folder when there is one. An unknown key is an error.

                | Flag | Environment variable | Key in the file | Default | Meaning |
                |---|---|---|---|---|
                """);
        for (Setting<?> setting : Setting.ALL) {
            String label = setting.valueLabel();
            text.append("| `").append(setting.flag());
            if (!label.isEmpty()) {
                text.append(' ').append(label);
            }
            text.append("` | `").append(setting.variable());
            text.append("` | `").append(setting.name());
            text.append("` | ").append(defaultOf(setting));
            text.append(" | ").append(setting.description()).append(". Expected: ");
            text.append(setting.type().expected()).append(". |\n");
        }
        text.append("""

                The launcher reads `SALLYPORT_JAVA_HOME` (the JDK to use) and `SALLYPORT_JAVA_OPTS` (further options of the
                Java virtual machine) besides.
                """);
        return text.toString();
    }

    private static String defaultOf(Setting<?> setting) {
        boolean literal = setting.defaultNote().equals(setting.defaultText());
        return literal ? "`" + setting.defaultText() + "`" : setting.defaultNote();
    }
}
