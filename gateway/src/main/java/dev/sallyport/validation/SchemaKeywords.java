package dev.sallyport.validation;

import dev.sallyport.validation.SchemaCompiler.Typed;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keywords that hold schemas for the instance itself. */
final class SchemaKeywords {

    private static final Set<JsonType> ALL = EnumSet.allOf(JsonType.class);

    private SchemaKeywords() {}

    static Typed combined(String name, List<SchemaNode> schemas) {
        return new Typed(
                ALL,
                switch (name) {
                    case "allOf" -> allOf(schemas);
                    case "anyOf" -> anyOf(schemas);
                    default -> oneOf(schemas);
                });
    }

    private static Keyword allOf(List<SchemaNode> schemas) {
        return (validation, instance) -> {
            int matched = matching(validation, schemas, instance);
            if (matched < schemas.size()) {
                validation.error(
                        "instance failed to match all required schemas (matched only %d out of %d)",
                        matched, schemas.size());
            }
        };
    }

    private static Keyword anyOf(List<SchemaNode> schemas) {
        return (validation, instance) -> {
            for (SchemaNode schema : schemas) {
                if (validation.fits(schema, instance)) {
                    return;
                }
            }
            validation.error("instance failed to match at least one required schema among %d", schemas.size());
        };
    }

    private static Keyword oneOf(List<SchemaNode> schemas) {
        return (validation, instance) -> {
            int matched = matching(validation, schemas, instance);
            if (matched != 1) {
                validation.error(
                        "instance failed to match exactly one schema (matched %d out of %d)", matched, schemas.size());
            }
        };
    }

    private static int matching(Validation validation, List<SchemaNode> schemas, @Nullable Object instance) {
        int matched = 0;
        for (SchemaNode schema : schemas) {
            if (validation.fits(schema, instance)) {
                matched++;
            }
        }
        return matched;
    }

    static Typed not(SchemaNode schema) {
        return new Typed(ALL, (validation, instance) -> {
            if (validation.fits(schema, instance)) {
                validation.error("instance matched a schema which it should not have");
            }
        });
    }

    /**
     * What the presence of a member demands.
     *
     * @param properties other members, sorted
     * @param schemas for the whole object, sorted
     */
    static Typed dependencies(Map<String, List<String>> properties, Map<String, SchemaNode> schemas) {
        return new Typed(EnumSet.of(JsonType.OBJECT), (validation, instance) -> {
            if (!(instance instanceof Map<?, ?> members)) {
                return;
            }
            properties.forEach((name, needed) -> {
                if (members.containsKey(name) && !members.keySet().containsAll(needed)) {
                    List<String> missing = needed.stream()
                            .filter(each -> !members.containsKey(each))
                            .toList();
                    validation.error(
                            "property \"%s\" of object has missing property dependencies (schema requires %s; missing:"
                                    + " %s)",
                            name, JsonValues.text(needed), JsonValues.text(missing));
                }
            });
            schemas.forEach((name, schema) -> {
                if (members.containsKey(name)) {
                    validation.check(schema, instance);
                }
            });
        });
    }
}
