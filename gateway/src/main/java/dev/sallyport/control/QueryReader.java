package dev.sallyport.control;

import dev.sallyport.wire.Member;
import dev.sallyport.wire.Shape;
import dev.sallyport.wire.Structure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parameters of a query-protocol request straight into member values by the shapes of a model (companion R2.1):
 * scalars by name, {@code Name.member.1}, {@code Name.entry.1.key} and {@code .value}, structures with dots. Parameters
 * that the model does not know are skipped.
 */
final class QueryReader {

    /** Deeper names are refused; AWS's deepest input needs about ten levels. */
    private static final int MAX_DEPTH = 32;

    private QueryReader() {}

    /**
     * Reads the members of an input.
     *
     * @param values receives the values in the order of the shape's members
     * @throws ServiceException 400 MalformedInput when a parameter cannot be read as the model wants it
     */
    static void read(QueryParameters parameters, Shape.Struct<?> shape, @Nullable Object[] values) {
        Node root = new Node();
        for (String name : parameters.names()) {
            root.put(name, String.valueOf(parameters.first(name)));
        }
        try {
            members(root, shape, values);
        } catch (ServiceException e) {
            throw malformed(e.getMessage());
        }
    }

    static ServiceException malformed(String message) {
        return new ServiceException(400, "MalformedInput", message);
    }

    private static void members(Node node, Shape.Struct<?> shape, @Nullable Object[] values) {
        List<Member> members = shape.members();
        for (int i = 0; i < values.length; i++) {
            Member member = members.get(i);
            Node child = node.children.get(member.wireName());
            values[i] = child == null ? null : value(child, member.shape().get());
        }
    }

    private static @Nullable Object value(Node node, Shape shape) {
        return switch (shape) {
            case Shape.Struct<?> struct -> node.children.isEmpty() ? null : structure(node, struct);
            case Shape.ListOf list -> list(node, list);
            case Shape.MapOf map -> map(node, map);
            default -> {
                if (!node.children.isEmpty()) {
                    throw Conversions.serialization("Start of structure or map found where not expected.");
                }
                yield TextValues.read(String.valueOf(node.text), shape);
            }
        };
    }

    private static <T extends Structure> T structure(Node node, Shape.Struct<T> struct) {
        @Nullable Object[] values = new @Nullable Object[struct.members().size()];
        members(node, struct, values);
        return struct.create().apply(values);
    }

    /** A parameter without a value and without elements is an empty list: so SDKs write one. */
    private static @Nullable List<@Nullable Object> list(Node node, Shape.ListOf list) {
        Node elements = node.children.get("member");
        if (elements == null) {
            return empty(node) ? List.of() : null;
        }
        Shape element = list.element().get();
        List<@Nullable Object> values = new ArrayList<>();
        elements.numbered().values().forEach(each -> values.add(value(each, element)));
        return Collections.unmodifiableList(values);
    }

    private static @Nullable Map<String, @Nullable Object> map(Node node, Shape.MapOf map) {
        Node entries = node.children.get("entry");
        if (entries == null) {
            return empty(node) ? Map.of() : null;
        }
        Shape shape = map.value().get();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Node entry : entries.numbered().values()) {
            Node key = entry.children.get("key");
            if (key == null || key.text == null) {
                throw Conversions.serialization("Expected a key in every entry of a map");
            }
            Node value = entry.children.get("value");
            values.put(key.text, value == null ? null : value(value, shape));
        }
        return Collections.unmodifiableMap(values);
    }

    private static boolean empty(Node node) {
        return node.children.isEmpty() && node.text != null && node.text.isEmpty();
    }

    /** What stands at a name, and what stands below it. */
    private static final class Node {

        private final Map<String, Node> children = new HashMap<>();
        private @Nullable String text;

        void put(String name, String value) {
            Node node = this;
            int start = 0;
            for (int depth = 0; ; depth++) {
                if (depth == MAX_DEPTH) {
                    throw malformed("The name of a parameter has more than " + MAX_DEPTH + " parts");
                }
                int dot = name.indexOf('.', start);
                String part = dot < 0 ? name.substring(start) : name.substring(start, dot);
                node = node.children.computeIfAbsent(part, p -> new Node());
                if (dot < 0) {
                    node.text = value;
                    return;
                }
                start = dot + 1;
            }
        }

        /** The children in the order of their numbers; gaps are closed. */
        Map<Integer, Node> numbered() {
            Map<Integer, Node> numbered = new TreeMap<>();
            children.forEach((number, child) -> {
                if (!number.matches("[1-9]\\d{0,8}")) {
                    throw Conversions.serialization("Elements of a list are numbered from 1, not: " + number);
                }
                numbered.put(Integer.valueOf(number), child);
            });
            return numbered;
        }
    }
}
