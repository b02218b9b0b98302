package dev.sallyport.mapping.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table of what templates may ask of a value (VTL-55). What is not in it is null, as an unknown method is in Velocity;
 * {@code getClass} and its kind are simply not there (VTL-53).
 */
final class Methods {

    private Methods() {}

    /** {@code $value.name}. */
    static @Nullable Object property(@Nullable Object target, String name, Run run) {
        return switch (target) {
            case Script script -> script.property(name, run);
            case Map<?, ?> map -> map.get(name);
            case Map.Entry<?, ?> entry ->
                switch (name) {
                    case "key" -> entry.getKey();
                    case "value" -> entry.getValue();
                    default -> null;
                };
            case Collection<?> list -> name.equals("empty") ? list.isEmpty() : null;
            case String text -> name.equals("empty") ? text.isEmpty() : null;
            case null, default -> null;
        };
    }

    /** {@code $value[index]}; a negative index counts from the end. */
    static @Nullable Object index(@Nullable Object target, @Nullable Object index, Run run) {
        return switch (target) {
            case Map<?, ?> map -> Containers.isScalar(index) ? map.get(index) : null;
            case List<?> list -> index instanceof Number number ? list.get(position(list, number)) : null;
            case null, default -> null;
        };
    }

    private static int position(List<?> list, Number index) {
        int at = index.intValue();
        return at < 0 ? list.size() + at : at;
    }

    /** {@code #set($target.name = value)}; nothing happens to what is no map. */
    static void setProperty(@Nullable Object target, String name, @Nullable Object value) {
        if (target instanceof Map<?, ?> map) {
            writable(map).put(name, value);
        }
    }

    /** {@code #set($target[index] = value)}. */
    static void setIndex(@Nullable Object target, @Nullable Object index, @Nullable Object value, Run run) {
        if (target instanceof Map<?, ?> map) {
            put(map, index, value, run);
        } else if (target instanceof List<?> list && index instanceof Number number) {
            writable(list).set(position(list, number), value);
        }
    }

    /** Every map and list that a template sees holds what it likes: nobody else reads it by type. */
    @SuppressWarnings("unchecked")
    static Map<@Nullable Object, @Nullable Object> writable(Map<?, ?> map) {
        return (Map<@Nullable Object, @Nullable Object>) map;
    }

    /** As {@link #writable(Map)}. */
    @SuppressWarnings("unchecked")
    static List<@Nullable Object> writable(List<?> list) {
        return (List<@Nullable Object>) list;
    }

    private static @Nullable Object put(Map<?, ?> map, @Nullable Object key, @Nullable Object value, Run run) {
        run.elements(1);
        Object scalar = Containers.key(key, run);
        if (map instanceof Context.Node node) {
            return node.put(String.valueOf(scalar), value);
        }
        return writable(map).put(scalar, value);
    }

    /** {@code $value.name(arguments)}. */
    static @Nullable Object call(@Nullable Object target, String name, @Nullable Object[] arguments, Run run) {
        if (arguments.length == 0 && name.equals("toString")) {
            return target == null ? null : run.print(target);
        }
        return switch (target) {
            case Script script -> script.call(name, arguments, run);
            case String text -> TextMethods.call(text, name, arguments, run);
            case Map<?, ?> map -> ofMap(map, name, arguments, run);
            case List<?> list -> ListMethods.call(writable(list), name, arguments, run);
            case Number number -> NumberMethods.call(number, name, arguments, run);
            case Boolean bool -> ofBoolean(bool, name, arguments);
            case Map.Entry<?, ?> entry
            when arguments.length == 0 ->
                switch (name) {
                    case "getKey" -> entry.getKey();
                    case "getValue" -> entry.getValue();
                    default -> null;
                };
            case Iterator<?> iterator
            when arguments.length == 0 ->
                switch (name) {
                    case "hasNext" -> iterator.hasNext();
                    case "next" -> iterator.next();
                    default -> null;
                };
            case null, default -> null;
        };
    }

    private static @Nullable Object ofBoolean(Boolean bool, String name, @Nullable Object[] arguments) {
        return switch (name) {
            case "booleanValue" -> arguments.length == 0 ? bool : null;
            case "equals" -> arguments.length == 1 ? (Object) bool.equals(arguments[0]) : null;
            case "parseBoolean" ->
                arguments.length == 1 && arguments[0] instanceof String text
                        ? (Object) Boolean.parseBoolean(text)
                        : null;
            default -> null;
        };
    }

    private static @Nullable Object ofMap(Map<?, ?> map, String name, @Nullable Object[] arguments, Run run) {
        return switch (arguments.length) {
            case 0 ->
                switch (name) {
                    case "size" -> map.size();
                    case "isEmpty" -> map.isEmpty();
                    case "keySet" -> copy(map.keySet(), run);
                    case "values" -> copy(map.values(), run);
                    case "entrySet" -> copy(map.entrySet(), run);
                    case "clear" -> {
                        map.clear();
                        yield "";
                    }
                    default -> null;
                };
            case 1 -> ofMap(map, name, arguments[0], run);
            case 2 -> ofMap(map, name, arguments[0], arguments[1], run);
            default -> null;
        };
    }

    private static @Nullable Object ofMap(Map<?, ?> map, String name, @Nullable Object argument, Run run) {
        return switch (name) {
            case "get" -> map.get(Containers.key(argument, run));
            case "containsKey" -> map.containsKey(Containers.key(argument, run));
            case "containsValue" -> ListMethods.indexOf(map.values(), argument, run) >= 0;
            case "remove" -> writable(map).remove(Containers.key(argument, run));
            case "equals" -> Containers.equal(map, argument, run);
            case "putAll" -> {
                if (argument instanceof Map<?, ?> other) {
                    for (Map.Entry<?, ?> entry : List.copyOf(other.entrySet())) {
                        put(map, entry.getKey(), entry.getValue(), run);
                    }
                }
                yield "";
            }
            default -> null;
        };
    }

    private static @Nullable Object ofMap(
            Map<?, ?> map, String name, @Nullable Object key, @Nullable Object value, Run run) {
        return switch (name) {
            case "put" -> put(map, key, value, run);
            case "getOrDefault" -> {
                Object scalar = Containers.key(key, run);
                yield map.containsKey(scalar) ? map.get(scalar) : value;
            }
            case "putIfAbsent" -> {
                Object before = map.get(Containers.key(key, run));
                yield before == null ? put(map, key, value, run) : before;
            }
            default -> null;
        };
    }

    /** Views are copies here: a template may change a map that it walks through. */
    static List<@Nullable Object> copy(Collection<?> elements, Run run) {
        run.elements(elements.size());
        return new ArrayList<>(elements);
    }
}
