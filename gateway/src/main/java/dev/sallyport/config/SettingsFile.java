package dev.sallyport.config;

import dev.sallyport.config.Setting.RawValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads the settings file: a YAML mapping of setting names to plain values. */
final class SettingsFile {

    private SettingsFile() {}

    /**
     * The values of a file by setting name.
     *
     * @throws SettingsException when the file cannot be read, is no such mapping, or holds an unknown or repeated key
     */
    static Map<String, RawValue> read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new SettingsException(
                    "The settings file " + file + " cannot be read ("
                            + e.getClass().getSimpleName()
                            + "). Name an existing YAML file with --config FILE or SALLYPORT_CONFIG.",
                    e);
        }
        try (JsonParser parser = new YAMLMapper().createParser(text)) {
            return parse(parser, file);
        } catch (JacksonException e) {
            throw new SettingsException(
                    "The settings file " + file + " is not valid YAML at line "
                            + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(),
                    e);
        }
    }

    private static Map<String, RawValue> parse(JsonParser parser, Path file) {
        Map<String, RawValue> values = new LinkedHashMap<>();
        JsonToken first = parser.nextToken();
        if (first == null || first == JsonToken.VALUE_NULL) {
            return values;
        }
        if (first != JsonToken.START_OBJECT) {
            throw new SettingsException("The settings file " + file
                    + " must be a mapping of settings, one \"name: value\" on each line, for example \"listen:"
                    + " 127.0.0.1:4566\".");
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            String source = file + " line " + parser.currentTokenLocation().getLineNr();
            requireKnown(key, source);
            JsonToken value = parser.nextToken();
            if (!value.isScalarValue() || value == JsonToken.VALUE_NULL) {
                throw new SettingsException(
                        "The setting \"" + key + "\" (from " + source + ") must have one plain value.");
            }
            if (values.put(key, new RawValue(parser.getString(), source)) != null) {
                throw new SettingsException("The setting \"" + key + "\" stands twice in " + file + "; the second is on"
                        + " line " + parser.currentTokenLocation().getLineNr() + ".");
            }
        }
        return values;
    }

    private static void requireKnown(String key, String source) {
        List<String> known = Setting.ALL.stream().map(Setting::name).toList();
        if (!known.contains(key) && !key.startsWith(Setting.UPSTREAM)) {
            throw new SettingsException("Unknown setting \"" + key + "\" (from " + source + "). Did you mean \""
                    + NearestName.of(key, known) + "\"? All settings: " + String.join(", ", known) + ".");
        }
    }
}
