package dev.sallyport.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Header lines in their order, names in the case in which they came. Look-ups ignore case. Not safe for use by several
 * threads.
 */
public final class Headers {

    private final List<String> lines;

    public Headers() {
        this(16);
    }

    /** @param expected how many lines are likely */
    public Headers(int expected) {
        lines = new ArrayList<>(2 * expected);
    }

    /** How many header lines there are. */
    public int size() {
        return lines.size() / 2;
    }

    /** The name of line {@code i}. */
    public String name(int i) {
        return lines.get(2 * i);
    }

    /** The value of line {@code i}. */
    public String value(int i) {
        return lines.get(2 * i + 1);
    }

    /** Adds a line. */
    public Headers add(String name, String value) {
        lines.add(name);
        lines.add(value);
        return this;
    }

    /** Replaces all lines of that name by one. */
    public Headers set(String name, String value) {
        remove(name);
        return add(name, value);
    }

    /** Removes all lines of that name. */
    public void remove(String name) {
        for (int i = size() - 1; i >= 0; i--) {
            if (name(i).equalsIgnoreCase(name)) {
                lines.subList(2 * i, 2 * i + 2).clear();
            }
        }
    }

    /** The value of the first line of that name, or null. */
    public @Nullable String first(String name) {
        for (int i = 0; i < lines.size(); i += 2) {
            if (lines.get(i).equalsIgnoreCase(name)) {
                return lines.get(i + 1);
            }
        }
        return null;
    }

    /** The value of the last line of that name, or null; the exact case is preferred (INV-27). */
    public @Nullable String last(String name) {
        String folded = null;
        for (int i = lines.size() - 2; i >= 0; i -= 2) {
            String candidate = lines.get(i);
            if (candidate.equals(name)) {
                return lines.get(i + 1);
            }
            if (folded == null && candidate.equalsIgnoreCase(name)) {
                folded = lines.get(i + 1);
            }
        }
        return folded;
    }

    /** All values of that name, in order. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>(2);
        for (int i = 0; i < lines.size(); i += 2) {
            if (lines.get(i).equalsIgnoreCase(name)) {
                values.add(lines.get(i + 1));
            }
        }
        return values;
    }

    /** Whether there is a line of that name. */
    public boolean contains(String name) {
        return first(name) != null;
    }
}
