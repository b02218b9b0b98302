package dev.sallyport.control.rest;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A walk through a JSON Schema of draft 4: what it refers to, the keywords that the draft does not have, and whether a
 * keyword has a value that it cannot have.
 */
final class SchemaSyntax {

    private static final Set<String> TYPES =
            Set.of("array", "boolean", "integer", "null", "number", "object", "string");

    private final Set<String> references = new LinkedHashSet<>();
    private final Set<String> unsupported = new LinkedHashSet<>();
    private boolean malformed;

    private SchemaSyntax() {}

    static SchemaSyntax of(ObjectNode schema) {
        SchemaSyntax syntax = new SchemaSyntax();
        syntax.schema(schema);
        return syntax;
    }

    /** The values of {@code $ref}, in their order. */
    Set<String> references() {
        return references;
    }

    /** Keywords that draft 4 does not have, in the order met. */
    Set<String> unsupported() {
        return unsupported;
    }

    boolean malformed() {
        return malformed;
    }

    private void schema(JsonNode node) {
        if (node.isObject()) {
            node.forEachEntry(this::keyword);
        } else {
            malformed = true;
        }
    }

    private void keyword(String name, JsonNode value) {
        switch (name) {
            case "$ref" -> reference(value);
            case "$schema", "id", "title", "description", "pattern", "format" -> demand(value.isString());
            case "default" -> {} // any value
            case "type" -> demand(isType(value));
            case "enum" -> demand(value.isArray() && !value.isEmpty());
            case "required" -> demand(isListOfTexts(value));
            case "properties", "patternProperties", "definitions" -> map(value);
            case "not" -> schema(value);
            case "items" -> items(value);
            case "additionalProperties", "additionalItems" -> schemaOrBoolean(value);
            case "allOf", "anyOf", "oneOf" -> list(value);
            case "dependencies" -> dependencies(value);
            case "maximum", "minimum" -> demand(value.isNumber());
            case "multipleOf" -> demand(value.isNumber() && value.doubleValue() > 0);
            case "exclusiveMaximum", "exclusiveMinimum", "uniqueItems" -> demand(value.isBoolean());
            case "maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties" ->
                demand(value.isIntegralNumber() && value.doubleValue() >= 0);
            default -> unsupported.add(name);
        }
    }

    private void reference(JsonNode value) {
        demand(value.isString());
        if (value.isString()) {
            references.add(value.stringValue());
        }
    }

    private void items(JsonNode value) {
        if (value.isArray()) {
            list(value);
        } else {
            schema(value);
        }
    }

    private void schemaOrBoolean(JsonNode value) {
        if (!value.isBoolean()) {
            schema(value);
        }
    }

    private void map(JsonNode value) {
        demand(value.isObject());
        value.forEachEntry((key, each) -> schema(each));
    }

    private void list(JsonNode value) {
        demand(value.isArray() && !value.isEmpty());
        value.values().forEach(this::schema);
    }

    private void dependencies(JsonNode value) {
        demand(value.isObject());
        value.forEachEntry((key, each) -> {
            if (each.isArray()) {
                demand(isListOfTexts(each));
            } else {
                schema(each);
            }
        });
    }

    private void demand(boolean legal) {
        if (!legal) {
            malformed = true;
        }
    }

    private static boolean isType(JsonNode value) {
        if (value.isString()) {
            return TYPES.contains(value.stringValue());
        }
        return isListOfTexts(value) && value.valueStream().allMatch(each -> TYPES.contains(each.stringValue()));
    }

    /** One text or more, none of them twice. */
    private static boolean isListOfTexts(JsonNode value) {
        if (!value.isArray() || value.isEmpty() || !value.valueStream().allMatch(JsonNode::isString)) {
            return false;
        }
        List<String> texts = value.valueStream().map(JsonNode::stringValue).toList();
        return new HashSet<>(texts).size() == texts.size();
    }
}
