package dev.sallyport.validation;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The primitive types of JSON Schema, in the order in which messages list them. */
enum JsonType {
    ARRAY,
    BOOLEAN,
    INTEGER,
    NULL,
    NUMBER,
    OBJECT,
    STRING;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The type of a parsed value; a number with a fraction or an exponent is no integer, whatever it amounts to. */
    static JsonType of(@Nullable Object value) {
        return switch (value) {
            case null -> NULL;
            case String string -> STRING;
            case Map<?, ?> map -> OBJECT;
            case List<?> list -> ARRAY;
            case Boolean bool -> BOOLEAN;
            case Number number -> JsonValues.isInteger(number) ? INTEGER : NUMBER;
            default -> throw new IllegalArgumentException("no JSON value: " + value.getClass());
        };
    }

    /** The type of a name in a schema, or null. */
    static @Nullable JsonType named(String name) {
        for (JsonType type : values()) {
            if (type.text.equals(name)) {
                return type;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return text;
    }
}
