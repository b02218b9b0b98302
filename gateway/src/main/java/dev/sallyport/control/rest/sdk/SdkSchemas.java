package dev.sallyport.control.rest.sdk;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.sdk.SdkModel.ListOf;
import dev.sallyport.control.rest.sdk.SdkModel.MapOf;
import dev.sallyport.control.rest.sdk.SdkModel.ModelOf;
import dev.sallyport.control.rest.sdk.SdkModel.Property;
import dev.sallyport.control.rest.sdk.SdkModel.Simple;
import dev.sallyport.model.Model;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the schemas of an API's models: R16.5 says which can be put into code. */
final class SdkSchemas {

    private static final String LOCAL = "#/definitions/";

    private final Map<String, JsonNode> given = new TreeMap<>();
    private final SortedMap<String, SdkModel> read = new TreeMap<>();
    private final Set<String> taken = new HashSet<>();

    /** The models that have a schema of their own: those of the API and the definitions within them. */
    private final Set<String> roots = new HashSet<>();

    SdkSchemas(List<Model> models) {
        for (Model model : models) {
            if (model.contentType().contains("json") && model.schema() != null) {
                given.put(model.name(), parse(model.name(), model.schema()));
            }
        }
        taken.addAll(given.keySet());
        roots.addAll(given.keySet());
    }

    private static JsonNode parse(String name, String schema) {
        JsonNode root;
        try {
            root = JsonMapper.shared().readTree(schema);
        } catch (JacksonException e) {
            throw ServiceException.badRequest("The schema of model " + name + " is not JSON");
        }
        for (String keyword : List.of("oneOf", "anyOf", "allOf")) {
            if (root.has(keyword)) {
                throw ServiceException.badRequest(
                        "The model " + name + " uses " + keyword + ", which no SDK can be generated of");
            }
        }
        return root;
    }

    /** @throws ServiceException 400 when a model cannot be put into code (R16.5) */
    SortedMap<String, SdkModel> read() {
        given.forEach((name, schema) -> read(name, schema, new Document(name, schema, new HashMap<>())));
        read.replaceAll((name, model) -> reaches(name, model.alias(), new HashSet<>())
                ? new SdkModel(name, model.alias() instanceof ModelOf ? Simple.OBJECT : open(model), List.of())
                : model);
        return read;
    }

    /**
     * A schema with the definitions that it brings along.
     *
     * @param definitions the names of their models, by their own
     */
    private record Document(String model, JsonNode root, Map<String, String> definitions) {}

    private void read(String name, JsonNode schema, Document document) {
        SdkModel.Type type = type(schema, name, document);
        // An object without a word about its properties is still a class when it is a model: AWS's Empty is one.
        boolean isClass = type == Simple.OBJECT || (type instanceof ModelOf(String model) && model.equals(name));
        if (!isClass) {
            read.put(name, new SdkModel(name, type, List.of()));
        } else if (!read.containsKey(name)) {
            read.put(name, new SdkModel(name, null, List.of()));
        }
    }

    /** @param place the name of the model that an object at this place becomes */
    private SdkModel.Type type(@Nullable JsonNode schema, String place, Document document) {
        if (schema == null) {
            return Simple.OBJECT;
        }
        String reference = text(schema, "$ref");
        if (!reference.isEmpty()) {
            return reference(reference, document);
        }
        return switch (kind(schema)) {
            case "string" -> Simple.STRING;
            case "integer" -> text(schema, "format").equals("int64") ? Simple.LONG : Simple.INTEGER;
            case "number" -> Simple.NUMBER;
            case "boolean" -> Simple.BOOLEAN;
            case "array" -> new ListOf(type(schema.get("items"), inner(place), document));
            default -> object(schema, place, document);
        };
    }

    /** The items of a model that is a list have no property's name. */
    private String inner(String place) {
        return roots.contains(place) ? place + "_inner" : place;
    }

    private SdkModel.Type object(JsonNode schema, String place, Document document) {
        JsonNode properties = schema.get("properties");
        if (properties != null && !properties.isEmpty()) {
            String name = roots.contains(place) && !read.containsKey(place) ? place : SdkNames.free(place, taken);
            define(name, schema, properties, document);
            return new ModelOf(name);
        }
        JsonNode values = schema.get("additionalProperties");
        return values != null && values.isObject() && !values.isEmpty()
                ? new MapOf(type(values, inner(place), document))
                : Simple.OBJECT;
    }

    private void define(String name, JsonNode schema, JsonNode declared, Document document) {
        read.put(name, new SdkModel(name, null, List.of()));
        Set<String> required = Set.copyOf(texts(schema.get("required")));
        List<Property> properties = new ArrayList<>();
        declared.properties().forEach(entry -> {
            String part = SdkNames.camel(entry.getKey());
            SdkModel.Type type = type(entry.getValue(), name + "_" + (part.isEmpty() ? "value" : part), document);
            List<String> values = type == Simple.STRING ? texts(entry.getValue().get("enum")) : List.of();
            properties.add(new Property(entry.getKey(), type, required.contains(entry.getKey()), values));
        });
        read.put(name, new SdkModel(name, null, properties));
    }

    private SdkModel.Type reference(String reference, Document document) {
        if (reference.equals("#")) {
            return new ModelOf(document.model());
        }
        String name = reference.substring(reference.lastIndexOf('/') + 1);
        JsonNode local = reference.startsWith(LOCAL) ? document.root().at("/definitions/" + name) : null;
        if (local == null || local.isMissingNode()) {
            return new ModelOf(name);
        }
        String known = document.definitions().get(name);
        if (known == null) {
            known = SdkNames.free(document.model() + "_" + SdkNames.camel(name), taken);
            document.definitions().put(name, known);
            roots.add(known);
            read(known, local, document);
        }
        return new ModelOf(known);
    }

    /** Whether a model that is no class comes back to itself without passing a class. */
    private boolean reaches(String name, SdkModel.@Nullable Type type, Set<String> seen) {
        if (type == null) {
            return false;
        }
        return switch (type) {
            case Simple simple -> false;
            case ListOf list -> reaches(name, list.items(), seen);
            case MapOf map -> reaches(name, map.values(), seen);
            case ModelOf(String model) -> {
                SdkModel next = read.get(model);
                yield next != null
                        && !next.isClass()
                        && (model.equals(name) || (seen.add(model) && reaches(name, next.alias(), seen)));
            }
        };
    }

    private static SdkModel.Type open(SdkModel model) {
        return model.alias() instanceof MapOf ? new MapOf(Simple.OBJECT) : new ListOf(Simple.OBJECT);
    }

    /** The type of a schema; of several, the first that is not null. */
    private static String kind(JsonNode schema) {
        JsonNode type = schema.get("type");
        if (type != null && type.isArray()) {
            return texts(type).stream()
                    .filter(each -> !each.equals("null"))
                    .findFirst()
                    .orElse("");
        }
        return text(schema, "type");
    }

    private static List<String> texts(@Nullable JsonNode list) {
        List<String> texts = new ArrayList<>();
        if (list != null) {
            list.values().stream()
                    .filter(JsonNode::isString)
                    .map(JsonNode::stringValue)
                    .forEach(texts::add);
        }
        return texts;
    }

    private static String text(JsonNode node, String member) {
        JsonNode value = node.get(member);
        return value != null && value.isString() ? value.stringValue() : "";
    }
}
