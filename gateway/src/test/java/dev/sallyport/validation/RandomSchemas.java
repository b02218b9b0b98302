package dev.sallyport.validation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Schemas and documents over a small vocabulary, so that they meet often. */
final class RandomSchemas {

    private static final String[] NAMES = {"a", "b", "c", "name", "x-y", "id", "tags", "a.b", "\u00e9", "Z"};
    private static final String[] TYPES = {"array", "boolean", "integer", "null", "number", "object", "string"};
    private static final String[] TEXTS = {
        "",
        "a",
        "ab",
        "abc",
        "2024-02-30T10:00:00Z",
        "2024-02-29T10:00:00.5+01:00",
        "x@y.org",
        "not mail",
        "1.2.3.4",
        "::1",
        "http://x/y",
        "a b",
        "\ud83d\ude00",
        "tab\there",
        "say \"hi\"",
        "back\\slash",
        "00",
        "Ab1",
        "-",
        "line\nend"
    };
    private static final String[] PATTERNS = {
        "^a", "b$", "^[a-z]+$", "\\d", "^$", "a|b", "[^a]", "^\\S*$", "x{2}", "(ab)+c?", "^.$", "\\bA", "[\\w.]+@"
    };
    private static final String[] FORMATS = {"date-time", "ipv4", "ipv6", "uri", "int32", "regex", "hostname"};
    private static final String[] NUMBERS = {
        "0", "1", "-1", "2", "3.5", "1.0", "1e3", "0.1", "100", "12345678901234567890"
    };

    private final RandomGenerator random;

    RandomSchemas(RandomGenerator random) {
        this.random = random;
    }

    String schema() {
        Map<String, Object> root = schemaOf(3);
        if (random.nextInt(4) == 0) {
            root.put("definitions", Map.of("d", schemaOf(2)));
            root.put("properties", Map.of(pick(NAMES), Map.of("$ref", "#/definitions/d"), "self", Map.of("$ref", "#")));
        }
        return text(root);
    }

    String document() {
        return text(value(3));
    }

    private String text(Object value) {
        return JsonValues.text(value);
    }

    private <T> T pick(T[] from) {
        return from[random.nextInt(from.length)];
    }

    private Map<String, Object> schemaOf(int depth) {
        Map<String, Object> schema = new LinkedHashMap<>();
        for (int i = random.nextInt(4) + (depth == 3 ? 1 : 0); i > 0; i--) {
            keyword(schema, random.nextInt(depth > 0 ? 20 : 13), depth);
        }
        return schema;
    }

    private void keyword(Map<String, Object> schema, int which, int depth) {
        switch (which) {
            case 0 -> schema.put("type", random.nextBoolean() ? pick(TYPES) : List.of("string", "number"));
            case 1 -> schema.put("enum", random.nextBoolean() ? List.of("a", 1) : List.of(value(1)));
            case 2 -> schema.put("minLength", random.nextInt(4));
            case 3 -> schema.put("maxLength", random.nextInt(4));
            case 4 -> schema.put("pattern", pick(PATTERNS));
            case 5 -> schema.put("format", pick(FORMATS));
            case 6 -> limit(schema, "minimum", "exclusiveMinimum");
            case 7 -> limit(schema, "maximum", "exclusiveMaximum");
            case 8 ->
                schema.put(
                        "multipleOf",
                        List.of(2, 3, new java.math.BigDecimal("0.1")).get(random.nextInt(3)));
            case 9 -> schema.put("required", List.of(pick(NAMES), "zz"));
            case 10 -> schema.put(random.nextBoolean() ? "minProperties" : "maxProperties", random.nextInt(4));
            case 11 -> schema.put(random.nextBoolean() ? "minItems" : "maxItems", random.nextInt(4));
            case 12 -> schema.put("uniqueItems", random.nextBoolean());
            case 13 -> schema.put("properties", members(depth));
            case 14 -> schema.put("items", random.nextBoolean() ? schemaOf(depth - 1) : schemas(depth));
            case 15 -> schema.put("additionalItems", random.nextBoolean() ? schemaOf(depth - 1) : random.nextBoolean());
            case 16 -> schema.put(pick(new String[] {"allOf", "anyOf", "oneOf"}), schemas(depth));
            case 17 -> schema.put("not", schemaOf(depth - 1));
            case 18 -> schema.put("dependencies", dependencies(depth));
            default -> {
                schema.put("additionalProperties", random.nextBoolean() ? schemaOf(depth - 1) : random.nextBoolean());
                schema.put("properties", members(depth));
                schema.put("patternProperties", Map.of(pick(PATTERNS), schemaOf(depth - 1)));
            }
        }
    }

    private void limit(Map<String, Object> schema, String limit, String exclusive) {
        schema.put(limit, new java.math.BigDecimal(pick(NUMBERS)));
        schema.put(exclusive, random.nextBoolean());
    }

    private Map<String, Object> members(int depth) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            members.put(pick(NAMES), schemaOf(depth - 1));
        }
        return members;
    }

    private Map<String, Object> dependencies(int depth) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            members.put(pick(NAMES), random.nextBoolean() ? schemaOf(depth - 1) : List.of(pick(NAMES), "q"));
        }
        return members;
    }

    private List<Object> schemas(int depth) {
        List<Object> schemas = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            schemas.add(schemaOf(depth - 1));
        }
        return schemas;
    }

    private Object value(int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 5)) {
            case 0 -> random.nextBoolean();
            case 1, 2 -> pick(TEXTS);
            case 3, 4 -> number();
            case 5 -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(depth - 1));
                }
                yield list;
            }
            default -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    map.put(pick(NAMES), value(depth - 1));
                }
                yield map;
            }
        };
    }

    private Object number() {
        String text = pick(NUMBERS);
        return text.matches("-?\\d+") ? (Object) new java.math.BigInteger(text) : new java.math.BigDecimal(text);
    }
}
