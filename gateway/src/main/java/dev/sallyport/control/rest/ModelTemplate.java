package dev.sallyport.control.rest;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The mapping template that GetModelTemplate makes of a model: a document of the model's form with sample values, in the
 * layout of AWS's published examples (API reference of GetModelTemplate, AWS CLI examples). Nested arrays are laid out
 * as AWS's one at the top (inferred).
 */
public final class ModelTemplate {

    private static final String PROLOGUE = "#set($inputRoot = $input.path('$'))\n";
    private static final String LOOP = """
            [
            ##TODO: Update this foreach loop to reference array from input json
            #foreach($elem in $inputRoot.TODO)
            """;
    private static final int MAX_CHARACTERS = 300 * 1024;
    private static final int MAX_LEVELS = 200;

    private final Function<String, @Nullable ObjectNode> schemas;
    private final Map<String, JsonNode> known = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private final StringBuilder text = new StringBuilder(PROLOGUE);
    private int level;

    private ModelTemplate(Function<String, @Nullable ObjectNode> schemas) {
        this.schemas = schemas;
    }

    /** A model's schema, which local references start from; the name is {@code ""} for the one that was asked for. */
    private record Root(String name, JsonNode schema) {}

    /**
     * The template of a schema.
     *
     * @param schema null when the model's schema is not JSON
     * @param schemas the schemas of the API's models by name
     */
    public static String of(@Nullable ObjectNode schema, Function<String, @Nullable ObjectNode> schemas) {
        ModelTemplate template = new ModelTemplate(schemas);
        if (schema == null) {
            template.text.append("{ }");
        } else {
            template.value(schema, new Root("", schema), 0);
        }
        return template.text.toString();
    }

    /** Writes a sample of a schema that a number of properties enclose; what is nested too deep is an empty object. */
    private void value(JsonNode schema, Root root, int depth) {
        if (level == MAX_LEVELS) {
            text.append("{ }");
            return;
        }
        level++;
        sample(schema, root, depth);
        level--;
    }

    private void sample(JsonNode schema, Root root, int depth) {
        JsonNode reference = schema.path("$ref");
        if (reference.isString()) {
            referred(reference.stringValue(), root, depth);
            return;
        }
        switch (type(schema)) {
            case "object" -> object(schema, root, depth);
            case "array" -> array(schema, root, depth);
            case "string" -> text.append("\"foo\"");
            case "number" -> text.append("3.1415");
            case "integer" -> text.append("42");
            case "boolean" -> text.append("true");
            default -> text.append("null");
        }
    }

    /** A schema that refers to itself, at whatever distance, ends in an empty object; so does a name of no schema. */
    private void referred(String reference, Root root, int depth) {
        String name = ModelReferences.modelName(reference);
        Root newRoot = name == null ? root : new Root(name, known.computeIfAbsent(name, this::model));
        JsonNode target = name == null ? local(reference, root.schema()) : newRoot.schema();
        String key = newRoot.name() + (name == null ? reference : "");
        if (!target.isObject() || text.length() > MAX_CHARACTERS || !open.add(key)) {
            text.append("{ }");
            return;
        }
        value(target, newRoot, depth);
        open.remove(key);
    }

    private JsonNode model(String name) {
        ObjectNode model = schemas.apply(name);
        return model == null ? MissingNode.getInstance() : model;
    }

    private static JsonNode local(String reference, JsonNode root) {
        try {
            return reference.startsWith("#")
                    ? root.at(JsonPointer.compile(reference.substring(1)))
                    : MissingNode.getInstance();
        } catch (IllegalArgumentException e) { // what follows the # is no pointer
            return MissingNode.getInstance();
        }
    }

    private void object(JsonNode schema, Root root, int depth) {
        JsonNode properties = schema.path("properties");
        if (properties.isEmpty()) {
            text.append("{ }");
            return;
        }
        text.append("{\n");
        int last = properties.size();
        for (String name : properties.propertyNames()) {
            JsonStringEncoder.getInstance()
                    .quoteAsString(name, indent(depth + 1).append('"'));
            text.append("\" : ");
            value(properties.path(name), root, depth + 1);
            text.append(--last == 0 ? "\n" : ",\n");
        }
        indent(depth).append('}');
    }

    private void array(JsonNode schema, Root root, int depth) {
        JsonNode items = schema.path("items");
        JsonNode item = items.isArray() ? items.path(0) : items;
        text.append(LOOP);
        indent(depth).append(' ');
        value(item, root, depth);
        text.append(" \n#if($foreach.hasNext),#end\n#end\n");
        indent(depth).append(']');
    }

    private StringBuilder indent(int depth) {
        return text.append("  ".repeat(depth));
    }

    /** The type that a schema says or means; of several types the first. */
    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        JsonNode first = type.isArray() ? type.path(0) : type;
        if (first.isString()) {
            return first.stringValue().toLowerCase(Locale.ROOT);
        }
        return schema.has("items") && !schema.has("properties") ? "array" : "object";
    }
}
