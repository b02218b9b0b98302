package dev.sallyport.mapping.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A compiled JSON path in Jayway's dialect. Paths of names and indexes, which nearly all are, need no library; filters,
 * wildcards, slices, functions and deep scans are read by json-path, which is loaded with the first of them. Immutable.
 */
public abstract sealed class PathExpression permits PathExpression.Steps, LibraryPath {

    /** What {@link #read} gives when there is nothing at the path; never part of a tree. */
    public static final Object MISSING = new Object();

    PathExpression() {}

    /**
     * Compiles a path: {@code $.a.b[0]}, {@code $['a']}, {@code a.b} (the same as {@code $.a.b}).
     *
     * @throws IllegalArgumentException when the text is no JSON path; the message says why
     */
    public static PathExpression compile(String path) {
        String text = path.strip();
        if (text.isEmpty()) {
            throw new IllegalArgumentException("an empty JSON path");
        }
        String whole = text.charAt(0) == '$' || text.charAt(0) == '@' ? text : "$." + text;
        List<Object> steps = new StepReader(whole).read();
        return steps != null ? new Steps(steps.toArray()) : new LibraryPath(whole);
    }

    /**
     * The value at the path.
     *
     * @param tree as {@link JsonTree} makes it; {@link JsonTree#INVALID} has nothing anywhere
     * @param work told of each step of the evaluation; what it throws ends it
     * @return null for JSON's null, {@link #MISSING} when there is nothing at a definite path
     */
    public final @Nullable Object read(@Nullable Object tree, IntConsumer work) {
        return tree == JsonTree.INVALID ? MISSING : find(tree, work);
    }

    abstract @Nullable Object find(@Nullable Object tree, IntConsumer work);

    /** Names and indexes. */
    static final class Steps extends PathExpression {
        private final Object[] steps;

        Steps(Object[] steps) {
            this.steps = steps;
        }

        @Override
        @Nullable
        Object find(@Nullable Object tree, IntConsumer work) {
            Object at = tree;
            for (Object step : steps) {
                if (at instanceof Map<?, ?> map && step instanceof String name) {
                    at = map.get(name);
                    if (at == null && !map.containsKey(name)) {
                        return MISSING;
                    }
                } else if (at instanceof List<?> list && step instanceof Integer index) {
                    int i = index < 0 ? list.size() + index : index;
                    if (i < 0 || i >= list.size()) {
                        return MISSING;
                    }
                    at = list.get(i);
                } else {
                    return MISSING;
                }
            }
            return at;
        }
    }

    /** Reads a path as far as it is made of names and indexes. */
    private static final class StepReader {
        private final String path;
        private int at = 1;

        StepReader(String path) {
            this.path = path;
        }

        /** The steps; null when the path holds anything else. */
        @Nullable
        List<Object> read() {
            List<Object> steps = new ArrayList<>();
            while (at < path.length()) {
                Object step = path.charAt(at) == '.' ? name() : path.charAt(at) == '[' ? bracket() : null;
                if (step == null) {
                    return null;
                }
                steps.add(step);
            }
            return steps;
        }

        private @Nullable String name() {
            int start = ++at;
            while (at < path.length() && isNameCharacter(path.charAt(at))) {
                at++;
            }
            // A name before a parenthesis is a function.
            boolean ends = at == path.length() || path.charAt(at) == '.' || path.charAt(at) == '[';
            return at > start && ends ? path.substring(start, at) : null;
        }

        private static boolean isNameCharacter(char c) {
            return Character.isLetterOrDigit(c) || c == '_' || c == '-';
        }

        private @Nullable Object bracket() {
            int start = at + 1;
            char quote = start < path.length() ? path.charAt(start) : ' ';
            if (quote == '\'' || quote == '"') {
                int end = path.indexOf(quote, start + 1);
                if (end < 0 || !path.startsWith("]", end + 1) || path.lastIndexOf('\\', end) > start) {
                    return null;
                }
                at = end + 2;
                return path.substring(start + 1, end);
            }
            int end = path.indexOf(']', start);
            if (end < 0 || end == start || end - start > 9) {
                return null;
            }
            for (int i = start; i < end; i++) {
                boolean minus = i == start && path.charAt(i) == '-' && end - start > 1;
                if (!minus && (path.charAt(i) < '0' || path.charAt(i) > '9')) {
                    return null;
                }
            }
            at = end + 1;
            return Integer.valueOf(path.substring(start, end));
        }
    }
}
