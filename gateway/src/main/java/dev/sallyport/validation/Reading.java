package dev.sallyport.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The keywords of one schema, read with the types that draft 4 gives them.
 *
 * @param model whose schema this is, or holds this
 */
record Reading(Map<?, ?> schema, String model) {

    SchemaException invalid(String what) {
        return new SchemaException("in the schema of model " + model + " " + what + " is not valid");
    }

    @Nullable
    Object value(String keyword) {
        return schema.get(keyword);
    }

    String text(String keyword) throws SchemaException {
        if (value(keyword) instanceof String text) {
            return text;
        }
        throw invalid(keyword);
    }

    Number number(String keyword) throws SchemaException {
        if (value(keyword) instanceof Number number) {
            return number;
        }
        throw invalid(keyword);
    }

    boolean isTrue(String keyword) throws SchemaException {
        Object value = value(keyword);
        if (value == null || value instanceof Boolean) {
            return Boolean.TRUE.equals(value);
        }
        throw invalid(keyword);
    }

    /** A number of things; numbers beyond all sizes count as the largest. */
    int count(String keyword) throws SchemaException {
        Number number = number(keyword);
        if (!JsonValues.isInteger(number) || JsonValues.compare(number, 0) < 0) {
            throw invalid(keyword);
        }
        return JsonValues.compare(number, Integer.MAX_VALUE) > 0 ? Integer.MAX_VALUE : number.intValue();
    }

    List<?> list(String keyword) throws SchemaException {
        if (value(keyword) instanceof List<?> list && !list.isEmpty()) {
            return list;
        }
        throw invalid(keyword);
    }

    /** The members of a keyword that holds an object, sorted by name; empty when the keyword is absent. */
    SortedMap<String, Object> members(String keyword) throws SchemaException {
        SortedMap<String, Object> members = new TreeMap<>();
        Object value = value(keyword);
        if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> member : map.entrySet()) {
                Object schema = member.getValue();
                if (schema == null) {
                    throw invalid(keyword);
                }
                members.put((String) member.getKey(), schema);
            }
        } else if (schema.containsKey(keyword)) {
            throw invalid(keyword);
        }
        return members;
    }

    /** Texts in their natural order, without doubles. */
    List<String> sortedTexts(@Nullable Object value, String keyword) throws SchemaException {
        TreeSet<String> sorted = new TreeSet<>();
        if (value instanceof List<?> list) {
            for (Object each : list) {
                if (!(each instanceof String text)) {
                    throw invalid(keyword);
                }
                sorted.add(text);
            }
        }
        if (sorted.isEmpty()) {
            throw invalid(keyword);
        }
        return new ArrayList<>(sorted);
    }
}
