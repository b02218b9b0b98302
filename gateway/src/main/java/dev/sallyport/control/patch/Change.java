package dev.sallyport.control.patch;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a patch that has found its row.
 *
 * @param path as sent
 * @param value always text, also for booleans and numbers (R8.2); null when absent
 * @param from of a copy
 * @param name what the row's {@code {placeholder}} stands for, unescaped (R8.5); {@code ""} when the row has none
 */
record Change(
        Op op,
        String path,
        @Nullable String value,
        @Nullable String from,
        String name) {

    /** The value, with {@code ""} taken for absent (R8.11, R1.17). */
    @Nullable
    String valueOrNull() {
        return value == null || value.isEmpty() ? null : value;
    }

    /** R8.9: everything that is not {@code true} is false, and never an error. */
    boolean truth() {
        return value != null && value.toLowerCase(Locale.ROOT).equals("true");
    }
}
