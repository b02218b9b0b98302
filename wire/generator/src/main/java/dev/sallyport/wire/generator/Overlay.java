package dev.sallyport.wire.generator;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code wire/models/overlay.json} adds to the facts of one service. Paths are {@code Structure.member}, with
 * {@code .*} for the elements of a list or the values of a map and {@code .key} for the keys of a map;
 * {@code *.member} means that text member in every structure, where nothing more precise is said.
 */
final class Overlay {

    private final Map<String, String> widths = new HashMap<>();
    private final Map<String, List<String>> enums = new HashMap<>();
    private final Map<String, Constraint> constraints = new HashMap<>();
    private final Set<String> used = new HashSet<>();

    /** Limits: of the length of a text, of the size of a list, of the value of a number. */
    record Constraint(
            String name,
            @Nullable String pattern,
            @Nullable Long min,
            @Nullable Long max) {}

    static Overlay read(Path folder, String key) {
        JsonNode root =
                JsonMapper.shared().readTree(folder.resolve("overlay.json").toFile());
        return new Overlay(root.path(key));
    }

    private Overlay(JsonNode node) {
        for (String width : List.of("long", "double")) {
            Facts.texts(node.path(width)).forEach(path -> widths.put(path, width));
        }
        node.path("enums").properties().forEach(it -> enums.put(it.getKey(), Facts.texts(it.getValue())));
        for (Map.Entry<String, JsonNode> entry : node.path("constraints").properties()) {
            JsonNode facts = entry.getValue();
            Constraint constraint = new Constraint(
                    entry.getKey(), Facts.optional(facts, "pattern"), number(facts, "min"), number(facts, "max"));
            Facts.texts(facts.required("at")).forEach(path -> constraints.put(path, constraint));
        }
    }

    private static @Nullable Long number(JsonNode node, String field) {
        JsonNode value = node.get(field);
        return value == null ? null : Long.valueOf(value.asLong());
    }

    /** {@code int}, {@code long} or {@code double}. */
    String width(String path) {
        used.add(path);
        return widths.getOrDefault(path, "int");
    }

    /** The values in the order in which AWS prints them; empty when the service itself checks the text. */
    List<String> values(String enumName, List<String> extracted) {
        List<String> ordered = enums.get(enumName);
        if (ordered == null) {
            return extracted;
        }
        used.add(enumName);
        if (!ordered.isEmpty() && !(ordered.size() == extracted.size() && ordered.containsAll(extracted))) {
            throw new IllegalStateException("overlay.json, enum " + enumName + " has other values than the facts: "
                    + ordered + " instead of " + extracted);
        }
        return ordered;
    }

    @Nullable
    Constraint constraint(String path) {
        Constraint exact = constraints.get(path);
        if (exact != null) {
            used.add(path);
        }
        return exact;
    }

    /** Like {@link #constraint}, but also looks for a rule for all members of this name. */
    @Nullable
    Constraint textConstraint(String path) {
        Constraint exact = constraint(path);
        if (exact != null) {
            return exact;
        }
        return constraint("*." + path.substring(path.indexOf('.') + 1));
    }

    /** Called when everything has been generated: an entry that met nothing is a mistake or out of date. */
    void checkAllUsed(String key) {
        Set<String> unused = new HashSet<>(widths.keySet());
        unused.addAll(enums.keySet());
        unused.addAll(constraints.keySet());
        unused.removeAll(used);
        if (!unused.isEmpty()) {
            throw new IllegalStateException("overlay.json, " + key + ": nothing in the facts is named " + unused);
        }
    }
}
