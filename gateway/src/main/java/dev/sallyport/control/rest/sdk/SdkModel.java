package dev.sallyport.control.rest.sdk;

import dev.sallyport.control.ServiceException;
import dev.sallyport.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A model of an API as a type of code.
 *
 * @param items the type of the items when the model is a list, else null
 * @param properties in the order of the schema; none of a list
 */
record SdkModel(String name, @Nullable Type items, List<Property> properties) {

    /** A property of an object. */
    record Property(String name, Type type) {}

    /** The type of a value. */
    sealed interface Type {}

    /** Values without parts, and objects that no model describes. */
    enum Simple implements Type {
        STRING,
        INTEGER,
        NUMBER,
        BOOLEAN,
        OBJECT
    }

    /** A list. */
    record ListOf(Type items) implements Type {}

    /** A value of another model. */
    record ModelOf(String model) implements Type {}

    /** The models that describe JSON, by name. */
    static SortedMap<String, SdkModel> all(List<Model> models) {
        SortedMap<String, SdkModel> all = new TreeMap<>();
        for (Model model : models) {
            if (model.contentType().contains("json") && model.schema() != null) {
                all.put(model.name(), of(model.name(), model.schema()));
            }
        }
        return all;
    }

    private static SdkModel of(String name, String schema) {
        JsonNode root;
        try {
            root = JsonMapper.shared().readTree(schema);
        } catch (JacksonException e) {
            throw ServiceException.badRequest("The schema of model " + name + " is not JSON");
        }
        refuse(name, root);
        if (text(root, "type").equals("array")) {
            return new SdkModel(name, type(root.get("items")), List.of());
        }
        List<Property> properties = new ArrayList<>();
        JsonNode declared = root.get("properties");
        if (declared != null) {
            declared.properties()
                    .forEach(property -> properties.add(new Property(property.getKey(), type(property.getValue()))));
        }
        return new SdkModel(name, null, properties);
    }

    /** R16.5. */
    private static void refuse(String name, JsonNode schema) {
        for (String keyword : List.of("oneOf", "anyOf", "allOf")) {
            if (schema.has(keyword)) {
                throw ServiceException.badRequest(
                        "The model " + name + " uses " + keyword + ", which no SDK can be generated of");
            }
        }
    }

    private static Type type(@Nullable JsonNode schema) {
        if (schema == null) {
            return Simple.OBJECT;
        }
        String reference = text(schema, "$ref");
        if (!reference.isEmpty()) {
            return new ModelOf(reference.substring(reference.lastIndexOf('/') + 1));
        }
        return switch (text(schema, "type")) {
            case "string" -> Simple.STRING;
            case "integer" -> Simple.INTEGER;
            case "number" -> Simple.NUMBER;
            case "boolean" -> Simple.BOOLEAN;
            case "array" -> new ListOf(type(schema.get("items")));
            default -> Simple.OBJECT;
        };
    }

    private static String text(JsonNode node, String member) {
        JsonNode value = node.get(member);
        return value != null && value.isString() ? value.stringValue() : "";
    }
}
