package dev.sallyport.control.rest.openapi;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.openapi.Findings;
import dev.sallyport.control.openapi.NamedIds;
import dev.sallyport.control.openapi.Place;
import dev.sallyport.control.openapi.SourceDocument;
import dev.sallyport.control.rest.Input;
import dev.sallyport.model.Model;
import dev.sallyport.store.EntityJson;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Schemas of a document as models (openapi section 5). */
final class ImportedModels {

    /** What a reference of a stored model starts with (R5.2); the API's id, {@code /models/} and the name follow. */
    static final String CANONICAL = "https://apigateway.amazonaws.com/restapis/";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]+");
    private static final List<String> LOCAL = List.of("#/definitions/", "#/components/schemas/");
    private static final int GENERATED_DIGITS = 6;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final SourceDocument source;
    private final String apiId;
    private final NamedIds ids;
    private final Findings findings;
    private final Map<String, Model> models = new LinkedHashMap<>();
    private final Set<String> names = new LinkedHashSet<>();

    ImportedModels(SourceDocument source, String apiId, NamedIds ids, Findings findings) {
        this.source = source;
        this.apiId = apiId;
        this.ids = ids;
        this.findings = findings;
    }

    /** The models by name, those that inline schemas became among them. */
    Map<String, Model> models() {
        return models;
    }

    /** Reads the named schemas (R5.1). */
    void read() {
        List<Place> schemas = source.schemas().members();
        for (Place schema : schemas) {
            if (NAME.matcher(schema.name()).matches()) {
                names.add(schema.name());
            } else {
                findings.warn(schema, "Model name must be alphanumeric: " + schema.name());
            }
        }
        for (Place schema : schemas) {
            if (names.contains(schema.name())) {
                findings.attempt(
                        schema, "Unable to create model for '" + schema.name() + "'", () -> add(schema.name(), schema));
            }
        }
    }

    private void add(String name, Place schema) {
        if (!schema.node().isObject()) {
            throw invalid("Invalid model schema specified");
        }
        if (schema.node().isEmpty()) {
            throw ServiceException.badRequest("Model schema must have at least 1 property or array items defined");
        }
        JsonNode description = schema.node().path("description");
        String text = JSON.writeValueAsString(canonical(schema.node()));
        models.put(
                name,
                new Model(
                        ids.of(name),
                        name,
                        description.isString() && !description.stringValue().isEmpty()
                                ? description.stringValue()
                                : null,
                        "application/json",
                        text));
    }

    /** R5.2; a property that is called {@code $ref} has a schema, not a text, and so is no reference. */
    private JsonNode canonical(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode copy = JsonNodeFactory.instance.objectNode();
                object.forEachEntry((key, value) -> copy.set(
                        key,
                        key.equals("$ref") && value.isString()
                                ? JsonNodeFactory.instance.stringNode(canonical(value.stringValue()))
                                : canonical(value)));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = JsonNodeFactory.instance.arrayNode();
                array.forEach(each -> copy.add(canonical(each)));
                yield copy;
            }
            default -> node;
        };
    }

    private String canonical(String reference) {
        String name = localName(reference);
        if (name != null && names.contains(name)) {
            return CANONICAL + apiId + "/models/" + name;
        }
        if (reference.startsWith(CANONICAL) || reference.equals("#")) {
            return reference;
        }
        throw invalid("Model reference must be in canonical form");
    }

    private static @Nullable String localName(String reference) {
        for (String prefix : LOCAL) {
            if (reference.startsWith(prefix)) {
                return Place.unescaped(reference.substring(prefix.length()));
            }
        }
        return null;
    }

    /**
     * The name of the model that a body has: the one its schema refers to, or a new one of a schema that stands inline
     * (R4.7, R4.8, R5.7); null when it has none.
     *
     * @param body whose schema it is, to complete {@code Unsupported model type 'StringSchema' in}
     * @param mediaType of the body
     */
    @Nullable
    String name(Place schema, String body, String mediaType) {
        if (schema.node().isNull()) {
            // (inferred) When AWS says this is not known; a schema that is written and null has no other reading.
            findings.error(schema, "Invalid model name specified: " + mediaType + "=null");
            return null;
        }
        if (!schema.isPresent()) {
            return null;
        }
        if (!schema.node().isObject()) {
            throw schema.expected("a schema");
        }
        String reference = schema.text("$ref");
        if (reference != null) {
            String name = localName(reference);
            if (name != null && models.containsKey(name)) {
                return name;
            }
            findings.warn(
                    schema, "Reference to model '" + (name == null ? reference : name) + "' not found. Ignoring.");
            return null;
        }
        if (schema.node().isEmpty()) {
            return null;
        }
        String primitive = primitive(schema.node().path("type").asString(""));
        if (primitive != null) {
            findings.warn(schema, "Unsupported model type '" + primitive + "' in " + body + ". Ignoring.");
            return null;
        }
        return generated(schema);
    }

    /** R5.7. The name comes from the schema, so that the same document always makes the same models (R2.10). */
    private @Nullable String generated(Place schema) {
        String digest = EntityJson.digest(schema.node().toString());
        for (int from = 0; from + GENERATED_DIGITS <= digest.length(); from++) {
            String name = "MODEL" + digest.substring(from, from + GENERATED_DIGITS);
            Model existing = models.get(name);
            if (existing == null) {
                findings.attempt(schema, "Unable to create model for '" + name + "'", () -> add(name, schema));
                return models.containsKey(name) ? name : null;
            }
            if (JSON.readTree(Input.required(existing.schema())).equals(canonical(schema.node()))) {
                return name;
            }
        }
        throw new IllegalStateException("no free name for the schema at " + schema.pointer());
    }

    private static @Nullable String primitive(String type) {
        return switch (type) {
            case "string" -> "StringSchema";
            case "integer" -> "IntegerSchema";
            case "number" -> "NumberSchema";
            case "boolean" -> "BooleanSchema";
            case "file" -> "FileSchema";
            default -> null;
        };
    }

    private static ServiceException invalid(String error) {
        return ServiceException.badRequest(
                "Invalid model specified: Validation Result: warnings : [], errors : [" + error + "]");
    }
}
