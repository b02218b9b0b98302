package dev.sallyport.mapping.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What maps and lists are asked as a whole. Templates can put a list into itself, or twice into another thirty times over,
 * so nothing walks through them that does not count its steps and its depth.
 */
final class Containers {

    private static final int MAX_DEPTH = 500;

    private Containers() {}

    /** Counts what a container prints, before it is printed. */
    static void measure(@Nullable Object value, Run run) {
        measure(value, run, 0);
    }

    private static void measure(@Nullable Object value, Run run, int depth) {
        checkDepth(depth);
        switch (value) {
            case null -> run.text(4);
            case String text -> run.text(text.length() + 2L);
            case Map<?, ?> map -> {
                run.text(2);
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    run.text(String.valueOf(entry.getKey()).length() + 3L);
                    measure(entry.getValue(), run, depth + 1);
                }
            }
            case Collection<?> list -> {
                run.text(2);
                for (Object element : list) {
                    measure(element, run, depth + 1);
                }
            }
            default -> run.text(8);
        }
    }

    /** Refuses what is nested too deeply, which what holds itself always is. */
    static void checkDepth(int depth) {
        if (depth > MAX_DEPTH) {
            throw new BoundException("maps and lists more than " + MAX_DEPTH + " deep");
        }
    }

    /** Whether two values are equal, as {@code equals} of maps, lists, texts and numbers says. */
    static boolean equal(@Nullable Object left, @Nullable Object right, Run run) {
        return equal(left, right, run, 0);
    }

    private static boolean equal(@Nullable Object left, @Nullable Object right, Run run, int depth) {
        run.work(1);
        if (left == null || right == null) {
            return left == null && right == null;
        }
        checkDepth(depth);
        if (left instanceof Map<?, ?> map && right instanceof Map<?, ?> other) {
            if (map.size() != other.size()) {
                return false;
            }
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                if (!other.containsKey(entry.getKey())
                        || !equal(entry.getValue(), other.get(entry.getKey()), run, depth + 1)) {
                    return false;
                }
            }
            return true;
        }
        if (left instanceof Collection<?> list && right instanceof Collection<?> other) {
            if (list.size() != other.size()) {
                return false;
            }
            Iterator<?> others = other.iterator();
            for (Object element : list) {
                if (!equal(element, others.next(), run, depth + 1)) {
                    return false;
                }
            }
            return true;
        }
        return isScalar(left) && left.equals(right);
    }

    /** Whether a value can be the key of a map: nothing that could hold itself. */
    static boolean isScalar(@Nullable Object value) {
        return value instanceof String
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Double
                || value instanceof Boolean
                || value instanceof BigInteger
                || value instanceof BigDecimal
                || value instanceof Float;
    }

    /** A key as maps have it; what is no scalar becomes what it prints. */
    static @Nullable Object key(@Nullable Object key, Run run) {
        return key == null || isScalar(key) ? key : run.print(key);
    }
}
