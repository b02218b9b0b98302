package dev.sallyport.validation;

import dev.sallyport.mapping.json.JsonTree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Compiles schemas with all that they refer to: parts of themselves and other models of the API (MRQ-31). */
final class SchemaCompiler {

    private static final Pattern MODEL = Pattern.compile(
            "https://apigateway(?:\\.[a-z0-9-]+)*\\.amazonaws\\.com(?:\\.cn)?/restapis/[A-Za-z0-9]+/models/([A-Za-z0-9]+)(#.*)?");

    private final Map<String, String> texts;
    private final Map<String, Map<?, ?>> models = new HashMap<>();
    private final IdentityHashMap<Object, SchemaNode> nodes = new IdentityHashMap<>();
    private final Deque<Unfilled> unfilled = new ArrayDeque<>();

    /** A schema that has been named and not yet been read. */
    private record Unfilled(SchemaNode node, Map<?, ?> schema, String model) {}

    SchemaCompiler(Map<String, String> texts) {
        this.texts = texts;
    }

    SchemaNode compile(String model) throws SchemaException {
        SchemaNode root = node(model(model), model);
        while (!unfilled.isEmpty()) {
            Unfilled next = unfilled.remove();
            fill(next.node(), next.schema(), next.model());
        }
        return root;
    }

    private Map<?, ?> model(String name) throws SchemaException {
        Map<?, ?> known = models.get(name);
        if (known != null) {
            return known;
        }
        String text = texts.get(name);
        if (text == null) {
            throw new SchemaException("there is no model " + name);
        }
        if (JsonTree.parse(text) instanceof Map<?, ?> schema) {
            models.put(name, schema);
            return schema;
        }
        throw new SchemaException("the schema of model " + name + " is no JSON object");
    }

    /** The node of a schema, which may not be filled yet; a reference is the node of what it names. */
    private SchemaNode node(@Nullable Object schema, String model) throws SchemaException {
        Object named = schema;
        String home = model;
        Set<Object> met = new HashSet<>();
        while (named instanceof Map<?, ?> map && map.get("$ref") instanceof String reference) {
            if (!met.add(home + " " + reference)) {
                throw new SchemaException("the reference " + reference + " in model " + model + " leads to itself");
            }
            Matcher other = MODEL.matcher(reference);
            if (other.matches()) {
                home = other.group(1);
                String fragment = other.group(2);
                named = pointed(model(home), fragment == null ? "#" : fragment, home);
            } else if (reference.startsWith("#")) {
                named = pointed(model(home), reference, home);
            } else {
                throw new SchemaException(
                        "the reference " + reference + " in model " + home + " names no model of the API");
            }
        }
        if (!(named instanceof Map<?, ?> object)) {
            throw new SchemaException("a schema in model " + home + " is no object");
        }
        SchemaNode existing = nodes.get(object);
        if (existing != null) {
            return existing;
        }
        SchemaNode node = new SchemaNode();
        nodes.put(object, node);
        unfilled.add(new Unfilled(node, object, home));
        return node;
    }

    private static @Nullable Object pointed(Map<?, ?> root, String fragment, String model) throws SchemaException {
        Object at = root;
        String pointer = decoded(fragment.substring(1));
        if (!pointer.isEmpty()) {
            for (String escaped : pointer.substring(1).split("/", -1)) {
                String token = escaped.replace("~1", "/").replace("~0", "~");
                at = switch (at) {
                    case Map<?, ?> map -> map.get(token);
                    case List<?> list
                    when token.matches("\\d{1,6}") && Integer.parseInt(token) < list.size() ->
                        list.get(Integer.parseInt(token));
                    case null, default -> null;
                };
            }
        }
        if (at == null || !(pointer.isEmpty() || pointer.startsWith("/"))) {
            throw new SchemaException("the reference " + fragment + " in model " + model + " leads nowhere");
        }
        return at;
    }

    private static String decoded(String text) {
        return text.indexOf('%') < 0
                ? text
                : java.net.URLDecoder.decode(text.replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8);
    }

    private void fill(SchemaNode node, Map<?, ?> schema, String model) throws SchemaException {
        Reading reading = new Reading(schema, model);
        children(node, reading);
        Map<String, Typed> byName = new TreeMap<>();
        for (Object key : schema.keySet()) {
            String name = (String) key;
            Typed keyword = keyword(name, reading);
            if (keyword != null) {
                // AWS: the oracle looks at formats behind all other keywords
                byName.put(name.equals("format") ? "~" : name, keyword);
            }
        }
        Map<JsonType, List<Keyword>> byType = new EnumMap<>(JsonType.class);
        for (Typed keyword : byName.values()) {
            for (JsonType type : keyword.types()) {
                byType.computeIfAbsent(type, any -> new ArrayList<>()).add(keyword.keyword());
            }
        }
        byType.forEach(node::keywords);
    }

    private void children(SchemaNode node, Reading reading) throws SchemaException {
        for (Map.Entry<String, Object> property : reading.members("properties").entrySet()) {
            node.property(property.getKey(), node(property.getValue(), reading.model()));
        }
        for (Map.Entry<String, Object> property :
                reading.members("patternProperties").entrySet()) {
            node.patternProperty(regex(property.getKey(), reading), node(property.getValue(), reading.model()));
        }
        if (reading.value("additionalProperties") instanceof Map<?, ?> additional) {
            node.additionalProperties(node(additional, reading.model()));
        }
        Object items = reading.value("items");
        if (items instanceof List<?> list) {
            node.items(nodes(list, reading));
        } else if (items != null) {
            node.allItems(node(items, reading.model()));
        }
        if (reading.value("additionalItems") instanceof Map<?, ?> additional) {
            node.additionalItems(node(additional, reading.model()));
        }
    }

    private List<SchemaNode> nodes(List<?> schemas, Reading reading) throws SchemaException {
        List<SchemaNode> compiled = new ArrayList<>();
        for (Object schema : schemas) {
            compiled.add(node(schema, reading.model()));
        }
        return compiled;
    }

    private static EcmaRegex regex(String source, Reading reading) throws SchemaException {
        try {
            return EcmaRegex.compile(source);
        } catch (PatternSyntaxException | StackOverflowError invalid) {
            throw reading.invalid("the regular expression " + source);
        }
    }

    /** A keyword with the types that it speaks about. */
    record Typed(Set<JsonType> types, Keyword keyword) {}

    private @Nullable Typed keyword(String name, Reading reading) throws SchemaException {
        return switch (name) {
            case "type", "enum" -> ValueKeywords.any(name, reading);
            case "maximum", "minimum", "multipleOf" -> ValueKeywords.number(name, reading);
            case "maxLength", "minLength" -> ValueKeywords.text(name, reading);
            case "pattern" -> ValueKeywords.pattern(regex(reading.text("pattern"), reading));
            case "format" -> ValueKeywords.format(reading);
            case "maxItems", "minItems", "uniqueItems", "additionalItems" -> ContainerKeywords.array(name, reading);
            case "maxProperties", "minProperties", "required" -> ContainerKeywords.object(name, reading);
            case "additionalProperties" -> additionalProperties(reading);
            case "dependencies" -> dependencies(reading);
            case "allOf", "anyOf", "oneOf" -> SchemaKeywords.combined(name, nodes(reading.list(name), reading));
            case "not" -> SchemaKeywords.not(node(reading.value("not"), reading.model()));
            default -> null;
        };
    }

    private static @Nullable Typed additionalProperties(Reading reading) throws SchemaException {
        if (!Boolean.FALSE.equals(reading.value("additionalProperties"))) {
            return null;
        }
        List<EcmaRegex> patterns = new ArrayList<>();
        for (String source : reading.members("patternProperties").keySet()) {
            patterns.add(regex(source, reading));
        }
        return ContainerKeywords.noAdditionalProperties(
                reading.members("properties").keySet(), patterns);
    }

    private Typed dependencies(Reading reading) throws SchemaException {
        // a hash map, because the oracle takes the members of this keyword in the order of one
        Map<String, List<String>> properties = new HashMap<>();
        Map<String, SchemaNode> schemas = new TreeMap<>();
        for (Map.Entry<String, Object> dependency :
                reading.members("dependencies").entrySet()) {
            if (dependency.getValue() instanceof List<?>) {
                properties.put(dependency.getKey(), reading.sortedTexts(dependency.getValue(), "dependencies"));
            } else {
                schemas.put(dependency.getKey(), node(dependency.getValue(), reading.model()));
            }
        }
        return SchemaKeywords.dependencies(properties, schemas);
    }
}
