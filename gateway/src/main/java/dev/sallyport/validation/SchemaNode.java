package dev.sallyport.validation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A compiled schema: for each type the keywords that speak about it, and the schemas of members and elements. Filled by the
 * compiler, because schemas may contain themselves; never changed afterwards.
 */
final class SchemaNode {

    private static final Keyword[] NONE = {};

    private final Map<JsonType, Keyword[]> keywords = new EnumMap<>(JsonType.class);
    private final Map<String, SchemaNode> properties = new HashMap<>();
    private final List<PatternProperty> patternProperties = new ArrayList<>();
    private @Nullable SchemaNode additionalProperties;
    private @Nullable SchemaNode allItems;
    private List<SchemaNode> items = List.of();
    private @Nullable SchemaNode additionalItems;
    private boolean children;

    private record PatternProperty(EcmaRegex name, SchemaNode schema) {}

    void keywords(JsonType type, List<Keyword> compiled) {
        keywords.put(type, compiled.toArray(Keyword[]::new));
    }

    void property(String name, SchemaNode schema) {
        properties.put(name, schema);
        children = true;
    }

    void patternProperty(EcmaRegex name, SchemaNode schema) {
        patternProperties.add(new PatternProperty(name, schema));
        children = true;
    }

    void additionalProperties(SchemaNode schema) {
        additionalProperties = schema;
        children = true;
    }

    void allItems(SchemaNode schema) {
        allItems = schema;
        children = true;
    }

    void items(List<SchemaNode> schemas) {
        items = List.copyOf(schemas);
        children = true;
    }

    void additionalItems(SchemaNode schema) {
        additionalItems = schema;
        children = true;
    }

    Keyword[] keywords(JsonType type) {
        return keywords.getOrDefault(type, NONE);
    }

    /** Whether there is anything to say about members or elements. */
    boolean hasChildren() {
        return children;
    }

    /** Checks a member by all schemas that speak about its name; by that of additional members when none does. */
    void checkMember(Validation validation, String name, @Nullable Object value) {
        SchemaNode own = properties.get(name);
        boolean spokenFor = own != null;
        if (own != null) {
            validation.check(own, value);
        }
        for (PatternProperty pattern : patternProperties) {
            if (pattern.name().isFoundIn(name, validation)) {
                spokenFor = true;
                validation.check(pattern.schema(), value);
            }
        }
        if (!spokenFor && additionalProperties != null) {
            validation.check(additionalProperties, value);
        }
    }

    /** The schema of an element, or null. */
    @Nullable
    SchemaNode element(int index) {
        if (allItems != null) {
            return allItems;
        }
        return index < items.size() ? items.get(index) : additionalItems;
    }
}
