package dev.sallyport.validation;

import dev.sallyport.validation.SchemaCompiler.Typed;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Keywords about the members of objects and the elements of arrays, not about what these are. */
final class ContainerKeywords {

    private static final Set<JsonType> ARRAYS = EnumSet.of(JsonType.ARRAY);
    private static final Set<JsonType> OBJECTS = EnumSet.of(JsonType.OBJECT);

    private ContainerKeywords() {}

    static @Nullable Typed array(String name, Reading reading) throws SchemaException {
        Keyword keyword = switch (name) {
            case "uniqueItems" -> reading.isTrue(name) ? ContainerKeywords::uniqueItems : null;
            case "additionalItems" -> additionalItems(reading);
            case "maxItems" -> maxItems(reading.count(name));
            default -> minItems(reading.count(name));
        };
        return keyword == null ? null : new Typed(ARRAYS, keyword);
    }

    private static Keyword maxItems(int limit) {
        return (validation, instance) -> {
            int size = list(instance).size();
            if (size > limit) {
                validation.error(
                        "array is too long: must have at most %d elements but instance has %d elements", limit, size);
            }
        };
    }

    private static Keyword minItems(int limit) {
        return (validation, instance) -> {
            int size = list(instance).size();
            if (size < limit) {
                validation.error(
                        "array is too short: must have at least %d elements but instance has %d elements", limit, size);
            }
        };
    }

    private static @Nullable Keyword additionalItems(Reading reading) {
        if (!Boolean.FALSE.equals(reading.value("additionalItems"))
                || !(reading.value("items") instanceof List<?> items)) {
            return null;
        }
        int allowed = items.size();
        return (validation, instance) -> {
            int size = list(instance).size();
            if (size > allowed) {
                validation.error("schema only allows %d elements in array but instance has %d elements", allowed, size);
            }
        };
    }

    private static void uniqueItems(Validation validation, @Nullable Object instance) {
        Set<String> met = new HashSet<>();
        for (Object element : list(instance)) {
            String key = JsonValues.key(element);
            validation.steps(key.length() / 16 + 4);
            if (!met.add(key)) {
                validation.error("array must not contain duplicate elements");
                return;
            }
        }
    }

    static Typed object(String name, Reading reading) throws SchemaException {
        return new Typed(
                OBJECTS,
                switch (name) {
                    case "required" -> required(reading.sortedTexts(reading.value(name), name));
                    case "maxProperties" -> maxProperties(reading.count(name));
                    default -> minProperties(reading.count(name));
                });
    }

    private static Keyword required(List<String> names) {
        return (validation, instance) -> {
            Map<?, ?> members = map(instance);
            validation.steps(names.size());
            if (!members.keySet().containsAll(names)) {
                List<String> missing = names.stream()
                        .filter(name -> !members.containsKey(name))
                        .toList();
                validation.error("object has missing required properties (%s)", JsonValues.text(missing));
            }
        };
    }

    private static Keyword maxProperties(int limit) {
        return (validation, instance) -> {
            int size = map(instance).size();
            if (size > limit) {
                validation.error(
                        "object has too many properties (found %d but schema requires at most %d)", size, limit);
            }
        };
    }

    private static Keyword minProperties(int limit) {
        return (validation, instance) -> {
            int size = map(instance).size();
            if (size < limit) {
                validation.error(
                        "object has too few properties (found %d but schema requires at least %d)", size, limit);
            }
        };
    }

    static Typed noAdditionalProperties(Set<String> properties, List<EcmaRegex> patterns) {
        Set<String> known = Set.copyOf(properties);
        return new Typed(OBJECTS, (validation, instance) -> {
            Set<String> unwanted = null;
            for (Object member : map(instance).keySet()) {
                String name = (String) member;
                validation.step();
                if (!known.contains(name) && patterns.stream().noneMatch(each -> each.isFoundIn(name, validation))) {
                    unwanted = unwanted == null ? new TreeSet<>() : unwanted;
                    unwanted.add(name);
                }
            }
            if (unwanted != null) {
                validation.error(
                        "object instance has properties which are not allowed by the schema: %s",
                        JsonValues.text(unwanted));
            }
        });
    }

    private static List<?> list(@Nullable Object instance) {
        return instance instanceof List<?> list ? list : List.of();
    }

    private static Map<?, ?> map(@Nullable Object instance) {
        return instance instanceof Map<?, ?> map ? map : Map.of();
    }
}
