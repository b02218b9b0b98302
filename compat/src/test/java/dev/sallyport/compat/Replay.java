package dev.sallyport.compat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The calls behind one recorded test, as {@code resources/replay/README.md} describes their text.
 *
 * @param test the recorded test's id after the file name
 */
record Replay(String test, List<Step> steps, Map<String, String> leftOut) {

    private static final Pattern STEP = Pattern.compile("(\\S+) (\\S+) (\\{.*?})((?: ~\\S+)*)(?: -> (.*))?");
    private static final Pattern RAW_STEP = Pattern.compile("(\\S+) ([A-Z]+) (/\\S*)(?: (.*))?");

    /**
     * One call.
     *
     * @param key the recorded answer's name; {@code -} when it was not recorded
     * @param operation of the SDK, or an HTTP verb for a call that no SDK would send
     * @param path of a call by HTTP
     * @param options what the comparison does to the answer first
     * @param bindings mark to JSON pointer into the answer
     */
    record Step(
            String key,
            String operation,
            @Nullable String path,
            String input,
            Map<String, String> options,
            Map<String, String> bindings) {}

    static List<Replay> read(String resource) {
        String text;
        try (InputStream stream = Objects.requireNonNull(Replay.class.getResourceAsStream(resource), resource)) {
            text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Replay> replays = new ArrayList<>();
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.startsWith("== ")) {
                replays.add(new Replay(line.substring(3), new ArrayList<>(), new LinkedHashMap<>()));
            } else if (line.startsWith("left-out ")) {
                String[] parts = line.split(" ", 3);
                replays.getLast().leftOut.put(parts[1], parts[2]);
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                replays.getLast().steps.add(step(line));
            }
        }
        return replays;
    }

    private static Step step(String line) {
        Matcher raw = RAW_STEP.matcher(line);
        if (raw.matches() && raw.group(2).length() > 2) {
            String body = raw.group(4);
            return new Step(raw.group(1), raw.group(2), raw.group(3), body == null ? "" : body, Map.of(), Map.of());
        }
        Matcher call = STEP.matcher(line);
        if (!call.matches()) {
            throw new IllegalArgumentException("No step: " + line);
        }
        return new Step(
                call.group(1),
                call.group(2),
                null,
                call.group(3),
                pairs(call.group(4), "~"),
                pairs(Objects.requireNonNullElse(call.group(5), ""), ""));
    }

    private static Map<String, String> pairs(String text, String prefix) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String word : text.strip().split("\\s+")) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                pairs.put(word.substring(prefix.length(), equals), word.substring(equals + 1));
            }
        }
        return pairs;
    }
}
