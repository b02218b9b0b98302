package dev.sallyport.validation;

import dev.sallyport.mapping.json.JsonText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Parsed JSON as plain values: maps, lists, strings, booleans, null and numbers. Two numbers are equal when their values
 * are, as the oracle has it: 1 and 1.0 are.
 */
final class JsonValues {

    private static final int MAX_PLAIN_SCALE = 400;

    private JsonValues() {}

    /** The value as JSON text without white space, numbers without exponents. */
    static String text(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        addText(text, value);
        return text.toString();
    }

    private static void addText(StringBuilder text, @Nullable Object value) {
        switch (value) {
            case String string -> text.append(JsonText.quoted(string));
            case Number number -> text.append(plain(number));
            case Collection<?> list -> {
                String separator = "[";
                for (Object each : list) {
                    addText(text.append(separator), each);
                    separator = ",";
                }
                text.append(list.isEmpty() ? "[]" : "]");
            }
            case Map<?, ?> map -> {
                String separator = "{";
                for (Map.Entry<?, ?> member : map.entrySet()) {
                    addText(text.append(separator), member.getKey());
                    addText(text.append(':'), member.getValue());
                    separator = ",";
                }
                text.append(map.isEmpty() ? "{}" : "}");
            }
            case null, default -> text.append(value);
        }
    }

    /** A number without exponent and trailing zeros, unless that would be a text out of all proportion. */
    static String plain(Number number) {
        if (isInteger(number)) {
            return number.toString();
        }
        BigDecimal decimal = decimal(number).stripTrailingZeros();
        return Math.abs((long) decimal.scale()) <= MAX_PLAIN_SCALE ? decimal.toPlainString() : decimal.toString();
    }

    static boolean isInteger(Number number) {
        return number instanceof Integer || number instanceof Long || number instanceof BigInteger;
    }

    static boolean isLong(Number number) {
        return number instanceof Integer || number instanceof Long;
    }

    static BigDecimal decimal(Number number) {
        return switch (number) {
            case BigDecimal decimal -> decimal;
            case BigInteger integer -> new BigDecimal(integer);
            case Integer integer -> BigDecimal.valueOf(integer);
            case Long integer -> BigDecimal.valueOf(integer);
            default -> BigDecimal.valueOf(number.doubleValue());
        };
    }

    static int compare(Number a, Number b) {
        return isLong(a) && isLong(b)
                ? Long.compare(a.longValue(), b.longValue())
                : decimal(a).compareTo(decimal(b));
    }

    static boolean equal(@Nullable Object a, @Nullable Object b) {
        return switch (a) {
            case null -> b == null;
            case Number number -> b instanceof Number other && compare(number, other) == 0;
            case List<?> list -> b instanceof List<?> other && equalLists(list, other);
            case Map<?, ?> map -> b instanceof Map<?, ?> other && equalMaps(map, other);
            default -> a.equals(b);
        };
    }

    private static boolean equalLists(List<?> a, List<?> b) {
        if (a.size() != b.size()) {
            return false;
        }
        Iterator<?> others = b.iterator();
        for (Object value : a) {
            if (!equal(value, others.next())) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalMaps(Map<?, ?> a, Map<?, ?> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (Map.Entry<?, ?> entry : a.entrySet()) {
            if (!b.containsKey(entry.getKey()) || !equal(entry.getValue(), b.get(entry.getKey()))) {
                return false;
            }
        }
        return true;
    }

    /**
     * A text that equal values share and others do not. Texts rather than hashes of the values: a map of texts stays fast
     * when a client makes their hashes collide.
     */
    static String key(@Nullable Object value) {
        StringBuilder key = new StringBuilder();
        addKey(key, value);
        return key.toString();
    }

    private static void addKey(StringBuilder key, @Nullable Object value) {
        switch (value) {
            case String string ->
                key.append('"').append(string.length()).append(':').append(string);
            case Number number -> key.append(decimal(number).stripTrailingZeros());
            case List<?> list -> {
                key.append('[');
                for (Object each : list) {
                    addKey(key, each);
                    key.append(',');
                }
                key.append(']');
            }
            case Map<?, ?> map -> {
                key.append('{');
                new TreeMap<Object, Object>(map).forEach((name, each) -> {
                    addKey(key, name);
                    addKey(key, each);
                });
                key.append('}');
            }
            case null, default -> key.append(value);
        }
    }
}
