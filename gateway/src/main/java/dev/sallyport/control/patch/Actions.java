package dev.sallyport.control.patch;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.patch.PatchTable.Action;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What rows commonly do; the type of a value is the choice of the action. */
final class Actions {

    /** R2.3 of a parameter map. */
    static final String NO_PARAMETER = "Invalid parameter name specified";

    /** R2.3 of a map by content type. */
    static final String NO_CONTENT_TYPE = "Content-Type specified was not found";

    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,9}");

    private Actions() {}

    /** Text; absent and empty values clear the field, and so does remove. */
    static Action text(String field) {
        return (fields, change) -> fields.set(field, change.op() == Op.REMOVE ? null : change.valueOrNull());
    }

    /** Text that is kept when empty. */
    static Action verbatim(String field) {
        return (fields, change) -> fields.set(field, change.value());
    }

    /** Text that must not be empty. */
    static Action required(String field, String refusal) {
        return (fields, change) -> {
            if (change.valueOrNull() == null) {
                throw ServiceException.badRequest(refusal);
            }
            fields.set(field, change.value());
        };
    }

    /** Text with a default that absent and empty values bring back. */
    static Action defaulted(String field, String initial) {
        return (fields, change) -> fields.set(field, Objects.requireNonNullElse(change.valueOrNull(), initial));
    }

    /** One of some texts. */
    static Action oneOf(String field, List<String> values, String refusal) {
        return (fields, change) -> {
            if (change.value() == null || !values.contains(change.value())) {
                throw ServiceException.badRequest(refusal);
            }
            fields.set(field, change.value());
        };
    }

    /** One of some texts; absent and empty values clear the field. */
    static Action oneOfOrNone(String field, List<String> values, String refusal) {
        return (fields, change) -> {
            String value = change.valueOrNull();
            if (value != null && !values.contains(value)) {
                throw ServiceException.badRequest(refusal);
            }
            fields.set(field, value);
        };
    }

    static Action bool(String field) {
        return (fields, change) -> fields.set(field, change.truth());
    }

    /** A number. */
    static Action integer(String field, String refusal) {
        return (fields, change) -> fields.set(field, number(change.value(), refusal));
    }

    /** A number within bounds; absent and empty values clear the field. */
    static Action integerOrNone(String field, int min, int max, String refusal) {
        return (fields, change) -> {
            String value = change.valueOrNull();
            Integer number = value == null ? null : number(value, refusal);
            if (number != null && (number < min || number > max)) {
                throw ServiceException.badRequest(refusal);
            }
            fields.set(field, number);
        };
    }

    /** R8.10: what is no number is refused with the text of the range. */
    private static Integer number(@Nullable String value, String refusal) {
        if (value == null || !INTEGER.matcher(value).matches()) {
            throw ServiceException.badRequest(refusal);
        }
        return Integer.valueOf(value);
    }

    /** An entry of a map, addressed by its key. */
    static Action entry(String field, Function<Change, @Nullable Object> value, String missing) {
        return (fields, change) -> {
            Map<String, @Nullable Object> map = fields.map(field);
            if (change.op() != Op.ADD && !map.containsKey(change.name())) {
                throw ServiceException.notFound(missing);
            }
            if (change.op() == Op.REMOVE) {
                map.remove(change.name());
            } else {
                map.put(change.name(), value.apply(change));
            }
        };
    }

    /** An entry of a map that is absent when nothing is left in it. */
    static Action optionalEntry(String field, Function<Change, @Nullable Object> value, String missing) {
        Action entry = entry(field, value, missing);
        return (fields, change) -> {
            entry.apply(fields, change);
            if (fields.map(field).isEmpty()) {
                fields.set(field, null);
            }
        };
    }

    /** An element of a list without doubles; the path names it, and a replacement goes to the end (R8.7, R8.8). */
    static Action elementByPath(String field) {
        return (fields, change) -> {
            List<String> list = fields.list(field);
            if (change.op() != Op.ADD) {
                list.remove(change.name());
            }
            String added = change.op() == Op.REPLACE ? change.value() : change.name();
            if (change.op() != Op.REMOVE && added != null && !list.contains(added)) {
                list.add(added);
            }
        };
    }

    /** An element of a list without doubles; the value names it (R8.7). */
    static Action elementByValue(String field) {
        return (fields, change) -> {
            List<String> list = fields.list(field);
            String element = change.value();
            if (change.op() == Op.REMOVE) {
                list.removeIf(each -> each.equals(element));
            } else if (element != null && !list.contains(element)) {
                list.add(element);
            }
        };
    }
}
