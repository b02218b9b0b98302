package dev.sallyport.control.rest.openapi;

import dev.sallyport.control.openapi.BasePaths;
import dev.sallyport.model.DocumentationPart;
import dev.sallyport.model.DocumentationPart.Location;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Documentation parts by what they document, with AWS's inheritance (rest-control-plane R20.1, R20.2). */
final class PartTree {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String ANY = "*";

    private record Part(Location location, ObjectNode properties) {}

    private final Map<String, List<Part>> byTypeAndName = new HashMap<>();

    PartTree(List<DocumentationPart> parts) {
        parts.forEach(this::add);
    }

    void add(DocumentationPart part) {
        byTypeAndName
                .computeIfAbsent(key(part.location()), key -> new ArrayList<>())
                .add(new Part(part.location(), properties(part.properties())));
    }

    /** The properties of a part; none when its text is no JSON object. */
    static ObjectNode properties(String text) {
        return JSON.readTree(text) instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }

    /** Whether a part has this very location. */
    boolean has(Location location) {
        return byTypeAndName.getOrDefault(key(location), List.of()).stream()
                .anyMatch(part -> same(part.location(), location));
    }

    /** What is documented of a location: its own part over those that cover it, the nearest first. */
    ObjectNode effective(Location location) {
        ObjectNode effective = JsonNodeFactory.instance.objectNode();
        byTypeAndName.getOrDefault(key(location), List.of()).stream()
                .filter(part -> covers(part.location(), location))
                .sorted(Comparator.comparingInt(part -> distance(part.location())))
                .forEach(part -> part.properties().forEachEntry((key, value) -> effective.set(key, value)));
        return effective;
    }

    /** Whether all of these properties are documented of the location already. */
    boolean tells(Location location, ObjectNode properties) {
        ObjectNode effective = effective(location);
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            if (!property.getValue().equals(effective.path(property.getKey()))) {
                return false;
            }
        }
        return true;
    }

    /** Equal with AWS's defaults filled in. */
    static boolean same(Location a, Location b) {
        return a.type().equals(b.type())
                && path(a).equals(path(b))
                && or(a.method(), ANY).equals(or(b.method(), ANY))
                && or(a.statusCode(), ANY).equals(or(b.statusCode(), ANY))
                && Objects.equals(a.name(), b.name());
    }

    private static boolean covers(Location parent, Location child) {
        String path = path(parent);
        boolean above =
                path.equals("/") || path(child).equals(path) || path(child).startsWith(path + "/");
        return above && matches(parent.method(), child.method()) && matches(parent.statusCode(), child.statusCode());
    }

    private static boolean matches(@Nullable String parent, @Nullable String child) {
        return or(parent, ANY).equals(ANY) || or(parent, ANY).equals(or(child, ANY));
    }

    /** Larger for what is nearer to a leaf: a longer path, then a verb, then a status code. */
    private static int distance(Location location) {
        int parts = BasePaths.parts(location.path()).size();
        return parts * 4
                + (or(location.method(), ANY).equals(ANY) ? 0 : 2)
                + (or(location.statusCode(), ANY).equals(ANY) ? 0 : 1);
    }

    private static String path(Location location) {
        return or(location.path(), "/");
    }

    private static String or(@Nullable String text, String absent) {
        return text == null ? absent : text;
    }

    private static String key(Location location) {
        return location.type() + " " + or(location.name(), "");
    }
}
