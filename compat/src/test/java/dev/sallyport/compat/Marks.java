package dev.sallyport.compat;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the marks of one recorded test stand for. The first answer that holds a mark binds it; from then on it means that
 * value, in answers and in requests.
 */
final class Marks {

    private static final Pattern MARK = Pattern.compile("<([A-Za-z][A-Za-z-]*(?::[0-9]+)?)>");

    private final Map<String, String> bound = new HashMap<>();

    void bind(String mark, String value) {
        bound.put(mark, value);
    }

    /** A request's text with the marks replaced. */
    String fill(String text) {
        Matcher matcher = MARK.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            String value = bound.get(matcher.group(1));
            if (value == null) {
                throw new IllegalArgumentException("Nothing has bound " + matcher.group() + " in " + text);
            }
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(filled).toString();
    }

    /** The first difference, or null when the answer is the recorded one. */
    @Nullable
    String difference(String path, JsonNode recorded, @Nullable JsonNode answer) {
        if (answer == null) {
            return path + ": absent, recorded " + recorded;
        }
        if (recorded.isContainer() && answer.isString()) {
            JsonNode parsed = parsed(answer.stringValue());
            return parsed == null
                    ? path + ": recorded " + recorded + ", answered " + answer
                    : difference(path, recorded, parsed);
        }
        if (recorded.isObject() && answer.isObject()) {
            return objects(path, recorded, answer);
        }
        if (recorded.isArray() && answer.isArray()) {
            return arrays(path, recorded, answer);
        }
        if (recorded.isString() && answer.isString()) {
            return texts(path, recorded.stringValue(), answer.stringValue());
        }
        return recorded.equals(answer) ? null : path + ": recorded " + recorded + ", answered " + answer;
    }

    private @Nullable String objects(String path, JsonNode recorded, JsonNode answer) {
        Set<String> names = new TreeSet<>(recorded.propertyNames());
        Set<String> unknown = new LinkedHashSet<>(answer.propertyNames());
        unknown.removeAll(names);
        if (!unknown.isEmpty()) {
            return path + ": members that were not recorded: " + unknown + " in " + answer;
        }
        for (String name : names) {
            String difference = difference(path + "/" + name, recorded.get(name), answer.get(name));
            if (difference != null) {
                return difference;
            }
        }
        return null;
    }

    private @Nullable String arrays(String path, JsonNode recorded, JsonNode answer) {
        if (recorded.size() != answer.size()) {
            return path + ": recorded " + recorded + ", answered " + answer;
        }
        for (int i = 0; i < recorded.size(); i++) {
            String difference = difference(path + "/" + i, recorded.get(i), answer.get(i));
            if (difference != null) {
                return difference;
            }
        }
        return null;
    }

    private @Nullable String texts(String path, String recorded, String answer) {
        StringBuilder pattern = new StringBuilder();
        Map<Integer, String> unbound = new HashMap<>();
        Matcher matcher = MARK.matcher(recorded);
        int end = 0;
        while (matcher.find()) {
            pattern.append(Pattern.quote(recorded.substring(end, matcher.start())));
            end = matcher.end();
            String value = bound.get(matcher.group(1));
            if (value == null) {
                unbound.put(unbound.size() + 1, matcher.group(1));
                pattern.append("(.+)");
            } else {
                pattern.append(Pattern.quote(value));
            }
        }
        pattern.append(Pattern.quote(recorded.substring(end)));
        Matcher match = Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(answer);
        if (!match.matches()) {
            return path + ": recorded \"" + recorded + "\" with " + bound + ", answered \"" + answer + "\"";
        }
        for (Map.Entry<Integer, String> entry : unbound.entrySet()) {
            String value = match.group(entry.getKey());
            String taken = takenBy(entry.getValue(), value);
            if (taken != null) {
                return path + ": <" + entry.getValue() + "> and <" + taken + "> are both " + value;
            }
            bound.put(entry.getValue(), value);
        }
        return null;
    }

    /** Marks of one kind with different numbers mean different values. */
    private @Nullable String takenBy(String mark, String value) {
        String kind = mark.substring(0, mark.indexOf(':') + 1);
        if (!kind.isEmpty()) {
            for (Map.Entry<String, String> entry : bound.entrySet()) {
                if (entry.getKey().startsWith(kind) && entry.getValue().equals(value)) {
                    return entry.getKey();
                }
            }
        }
        return null;
    }

    private static @Nullable JsonNode parsed(String text) {
        try {
            return JsonMapper.shared().readTree(text);
        } catch (JacksonException e) {
            return null;
        }
    }
}
