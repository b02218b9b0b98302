package dev.sallyport.control.rest;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * References from one model to another. Their canonical form is the URL of a model in its API:
 * {@code https://apigateway.amazonaws.com/restapis/{api}/models/{name}}. A reference within the schema begins with
 * {@code #}.
 */
final class ModelReferences {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern CANONICAL = Pattern.compile(
            "(https://apigateway(?:\\.[a-z0-9-]+)*\\.amazonaws\\.com(?:\\.cn)?/restapis/)([A-Za-z0-9]+)(/models/)([A-Za-z0-9]+)");

    private ModelReferences() {}

    /** The name of the model that a reference means, or null when it means a part of its own schema. */
    static @Nullable String modelName(String reference) {
        Matcher matcher = CANONICAL.matcher(reference);
        return matcher.matches() ? matcher.group(4) : null;
    }

    /** Whether a reference stays within its schema or names a model of this API. */
    static boolean isCanonical(String reference, String apiId) {
        Matcher matcher = CANONICAL.matcher(reference);
        return reference.startsWith("#")
                || (matcher.matches() && matcher.group(2).equals(apiId));
    }

    /** A schema whose references to models of one API name those of another; it stays to the letter without any. */
    static @Nullable String moved(@Nullable String schema, String fromApi, String toApi) {
        if (schema == null) {
            return null;
        }
        Matcher matcher = CANONICAL.matcher(schema.replace("\\/", "/"));
        StringBuilder moved = new StringBuilder();
        boolean found = false;
        while (matcher.find()) {
            found |= matcher.group(2).equals(fromApi);
            String api = matcher.group(2).equals(fromApi) ? toApi : matcher.group(2);
            matcher.appendReplacement(
                    moved, Matcher.quoteReplacement(matcher.group(1) + api + matcher.group(3) + matcher.group(4)));
        }
        return found ? matcher.appendTail(moved).toString() : schema;
    }

    /**
     * R6.13: the schema with every model that it refers to, directly or not, among its {@code definitions}. Models may
     * refer to each other in circles, so they are put there once and not at each place that names them.
     *
     * @param name of the model itself
     * @param schemas the schemas of the API's models by name, null for a name that no model has
     */
    static String flattened(String name, ObjectNode schema, Function<String, @Nullable ObjectNode> schemas) {
        return JSON.writeValueAsString(new Flattening(name, schema, schemas).run());
    }

    /** One call's state: the key in {@code definitions} of each model met, {@code ""} for the root. */
    private static final class Flattening {

        private final ObjectNode root;
        private final Function<String, @Nullable ObjectNode> schemas;
        private final Map<String, String> keys = new HashMap<>();
        private final Map<String, ObjectNode> adopted = new LinkedHashMap<>();
        private final Deque<String> unwritten = new ArrayDeque<>();

        Flattening(String name, ObjectNode root, Function<String, @Nullable ObjectNode> schemas) {
            this.root = root;
            this.schemas = schemas;
            keys.put(name, "");
        }

        ObjectNode run() {
            rewrite(root, "");
            while (!unwritten.isEmpty()) {
                String definition = unwritten.remove();
                rewrite(Objects.requireNonNull(adopted.get(definition)), "/definitions/" + definition);
            }
            if (!adopted.isEmpty()) {
                // not before, or a model would be rewritten as a definition that the root had
                ObjectNode definitions = root.get("definitions") instanceof ObjectNode existing
                        ? existing
                        : root.putObject("definitions");
                definitions.setAll(adopted);
            }
            return root;
        }

        /** @param base the JSON pointer of the schema that local references of this node start from */
        void rewrite(JsonNode node, String base) {
            if (node instanceof ObjectNode object) {
                JsonNode reference = object.path("$ref");
                if (reference.isString()) {
                    object.put("$ref", local(reference.stringValue(), base));
                }
                object.properties().forEach(entry -> rewrite(entry.getValue(), base));
            } else if (node instanceof ArrayNode array) {
                array.values().forEach(each -> rewrite(each, base));
            }
        }

        private String local(String reference, String base) {
            if (reference.startsWith("#")) {
                return "#" + base + reference.substring(1);
            }
            String name = modelName(reference);
            if (name == null) {
                return reference;
            }
            String key = keys.get(name);
            return key == null ? adopt(name, reference) : "#" + key;
        }

        /** Makes a model a definition, with a name that no definition of the root has. */
        private String adopt(String name, String reference) {
            ObjectNode model = schemas.apply(name);
            if (model == null) {
                return reference;
            }
            String free = name;
            while (root.path("definitions").has(free) || adopted.containsKey(free)) {
                free += "_";
            }
            String key = "/definitions/" + free;
            keys.put(name, key);
            adopted.put(free, model);
            unwritten.add(free);
            return "#" + key;
        }
    }
}
