package dev.sallyport.validation;

import dev.sallyport.validation.SchemaCompiler.Typed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keywords about one value: its type, numbers and texts. */
final class ValueKeywords {

    /** Digits before the point above which a remainder is not computed. */
    private static final int MAX_DIGITS = 5_000;

    private static final Set<JsonType> TEXTS = EnumSet.of(JsonType.STRING);
    private static final Set<JsonType> NUMBERS = EnumSet.of(JsonType.INTEGER, JsonType.NUMBER);

    private ValueKeywords() {}

    static Typed any(String name, Reading reading) throws SchemaException {
        return new Typed(
                EnumSet.allOf(JsonType.class), name.equals("type") ? type(reading) : oneOfValues(reading.list("enum")));
    }

    private static Keyword type(Reading reading) throws SchemaException {
        EnumSet<JsonType> allowed = EnumSet.noneOf(JsonType.class);
        Object value = reading.value("type");
        for (Object name : value instanceof List<?> list ? list : List.of(reading.text("type"))) {
            JsonType type = name instanceof String text ? JsonType.named(text) : null;
            if (type == null) {
                throw reading.invalid("type");
            }
            allowed.add(type);
        }
        if (allowed.contains(JsonType.NUMBER)) {
            allowed.add(JsonType.INTEGER);
        }
        String listed = JsonValues.text(allowed.stream().map(JsonType::toString).toList());
        return (validation, instance) -> {
            JsonType type = JsonType.of(instance);
            if (!allowed.contains(type)) {
                validation.error(
                        "instance type (%s) does not match any allowed primitive type (allowed: %s)", type, listed);
            }
        };
    }

    private static Keyword oneOfValues(List<?> values) {
        Set<Object> texts = new HashSet<>();
        List<@Nullable Object> others = new ArrayList<>();
        values.forEach(value -> {
            if (value instanceof String) {
                texts.add(value);
            } else {
                others.add(value);
            }
        });
        String listed = JsonValues.text(values);
        return (validation, instance) -> {
            boolean found = instance instanceof String
                    ? texts.contains(instance)
                    : others.stream().anyMatch(value -> JsonValues.equal(value, instance));
            validation.steps(instance instanceof String ? 1 : others.size());
            if (!found) {
                validation.error(
                        "instance value (%s) not found in enum (possible values: %s)",
                        JsonValues.text(instance), listed);
            }
        };
    }

    static Typed number(String name, Reading reading) throws SchemaException {
        Number limit = reading.number(name);
        return new Typed(
                NUMBERS,
                switch (name) {
                    case "minimum" -> minimum(limit, reading.isTrue("exclusiveMinimum"));
                    case "maximum" -> maximum(limit, reading.isTrue("exclusiveMaximum"));
                    default -> {
                        if (JsonValues.compare(limit, 0) <= 0) {
                            throw reading.invalid(name);
                        }
                        yield multipleOf(limit);
                    }
                });
    }

    private static Keyword minimum(Number limit, boolean exclusive) {
        String listed = JsonValues.plain(limit);
        return (validation, instance) -> {
            int order = JsonValues.compare(number(instance), limit);
            if (order < 0) {
                validation.error(
                        "numeric instance is lower than the required minimum (minimum: %s, found: %s)",
                        listed, plain(instance));
            } else if (order == 0 && exclusive) {
                validation.error("numeric instance is not strictly greater than the required minimum %s", listed);
            }
        };
    }

    private static Keyword maximum(Number limit, boolean exclusive) {
        String listed = JsonValues.plain(limit);
        return (validation, instance) -> {
            int order = JsonValues.compare(number(instance), limit);
            if (order > 0) {
                validation.error(
                        "numeric instance is greater than the required maximum (maximum: %s, found: %s)",
                        listed, plain(instance));
            } else if (order == 0 && exclusive) {
                validation.error("numeric instance is not strictly lower than the required maximum %s", listed);
            }
        };
    }

    private static Keyword multipleOf(Number divisor) {
        return (validation, instance) -> {
            if (!isMultiple(number(instance), divisor)) {
                validation.error(
                        "remainder of division is not zero (%s / %s)", plain(instance), JsonValues.plain(divisor));
            }
        };
    }

    private static boolean isMultiple(Number number, Number divisor) {
        if (JsonValues.isLong(number) && JsonValues.isLong(divisor)) {
            return number.longValue() % divisor.longValue() == 0;
        }
        BigDecimal dividend = JsonValues.decimal(number);
        BigDecimal by = JsonValues.decimal(divisor);
        if (Math.abs((long) dividend.scale()) > MAX_DIGITS || Math.abs((long) by.scale()) > MAX_DIGITS) {
            throw new Validation.Exhausted();
        }
        return dividend.remainder(by).signum() == 0;
    }

    static Typed text(String name, Reading reading) throws SchemaException {
        int limit = reading.count(name);
        return new Typed(TEXTS, name.equals("minLength") ? minLength(limit) : maxLength(limit));
    }

    private static Keyword minLength(int limit) {
        return (validation, instance) -> {
            int length = length(validation, instance);
            if (length < limit) {
                validation.error(
                        "string \"%s\" is too short (length: %d, required minimum: %d)",
                        String.valueOf(instance), length, limit);
            }
        };
    }

    private static Keyword maxLength(int limit) {
        return (validation, instance) -> {
            int length = length(validation, instance);
            if (length > limit) {
                validation.error(
                        "string \"%s\" is too long (length: %d, maximum allowed: %d)",
                        String.valueOf(instance), length, limit);
            }
        };
    }

    private static int length(Validation validation, @Nullable Object instance) {
        String text = String.valueOf(instance);
        validation.steps(text.length() / 16);
        return text.codePointCount(0, text.length());
    }

    static Typed pattern(EcmaRegex regex) {
        return new Typed(TEXTS, (validation, instance) -> {
            String text = String.valueOf(instance);
            if (!regex.isFoundIn(text, validation)) {
                validation.error("ECMA 262 regex \"%s\" does not match input string \"%s\"", regex.source(), text);
            }
        });
    }

    static @Nullable Typed format(Reading reading) throws SchemaException {
        Keyword format = Formats.of(reading.text("format"));
        return format == null ? null : new Typed(TEXTS, format);
    }

    private static Number number(@Nullable Object instance) {
        return instance instanceof Number number ? number : 0;
    }

    private static String plain(@Nullable Object instance) {
        return JsonValues.plain(number(instance));
    }
}
