package dev.sallyport.mapping.json;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes trees as JSON without blanks, and values as templates print them (VTL-11, VTL-16, VTL-52). */
public final class JsonText {

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private static final Growth UNWATCHED = (length, depth) -> {};

    private JsonText() {}

    /** JSON text of a value: {@code {"a":[1,"x"]}}. What is no JSON value is written as the string it prints as. */
    public static String of(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        append(text, value);
        return text.toString();
    }

    /** A JSON string with its quotation marks; the bare word {@code null} for null. */
    public static String quoted(@Nullable String text) {
        return of(text);
    }

    /**
     * The same text of a value that may be huge, or hold itself.
     *
     * @param growth told of how long the text is, and how deep in maps and lists the writer is, with each map and list and
     *     each of their elements; what it throws ends the writing
     */
    public static String of(@Nullable Object value, Growth growth) {
        StringBuilder text = new StringBuilder(256);
        append(text, value, growth, 0);
        return text.toString();
    }

    /** Watches a text that is being written. */
    @FunctionalInterface
    public interface Growth {
        void reached(int length, int depth);
    }

    /** Appends {@link #of}. */
    public static void append(StringBuilder to, @Nullable Object value) {
        append(to, value, UNWATCHED, 0);
    }

    private static void append(StringBuilder to, @Nullable Object value, Growth growth, int depth) {
        switch (value) {
            case null -> to.append("null");
            case String text -> appendString(to, text);
            case Map<?, ?> map -> {
                char separator = '{';
                growth.reached(to.length(), depth);
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    to.append(separator);
                    appendString(to, String.valueOf(entry.getKey()));
                    to.append(':');
                    append(to, entry.getValue(), growth, depth + 1);
                    growth.reached(to.length(), depth);
                    separator = ',';
                }
                to.append(map.isEmpty() ? "{}" : "}");
            }
            case Collection<?> list -> appendList(to, list, growth, depth);
            case Integer number -> to.append(number.intValue());
            case Double number -> to.append(number.doubleValue());
            case Number number -> to.append(number);
            case Boolean bool -> to.append(bool.booleanValue());
            default -> appendString(to, value.toString());
        }
    }

    private static void appendList(StringBuilder to, Collection<?> list, Growth growth, int depth) {
        char separator = '[';
        growth.reached(to.length(), depth);
        for (Object element : list) {
            to.append(separator);
            append(to, element, growth, depth + 1);
            growth.reached(to.length(), depth);
            separator = ',';
        }
        to.append(list.isEmpty() ? "[]" : "]");
    }

    /** Appends what a template prints for a value: text as it is, lists as JSON, maps as {@code {k=v}} (VTL-52). */
    public static void print(StringBuilder to, @Nullable Object value) {
        switch (value) {
            case null -> to.append("null");
            case Map<?, ?> map -> {
                Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
                to.append('{');
                while (entries.hasNext()) {
                    Map.Entry<?, ?> entry = entries.next();
                    to.append(entry.getKey()).append('=');
                    print(to, entry.getValue());
                    if (entries.hasNext()) {
                        to.append(", ");
                    }
                }
                to.append('}');
            }
            case Collection<?> list -> appendList(to, list, UNWATCHED, 0);
            default -> to.append(value);
        }
    }

    private static void appendString(StringBuilder to, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                appendEscaped(to, text, i);
                return;
            }
        }
        to.append('"').append(text).append('"');
    }

    private static void appendEscaped(StringBuilder to, String text, int firstEscape) {
        to.append('"');
        int start = 0;
        for (int i = firstEscape; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\') {
                continue;
            }
            to.append(text, start, i).append('\\');
            start = i + 1;
            switch (c) {
                case '"', '\\' -> to.append(c);
                case '\b' -> to.append('b');
                case '\t' -> to.append('t');
                case '\n' -> to.append('n');
                case '\f' -> to.append('f');
                case '\r' -> to.append('r');
                default -> to.append("u00").append(HEX[c >> 4]).append(HEX[c & 15]);
            }
        }
        to.append(text, start, text.length()).append('"');
    }
}
