package dev.sallyport.mapping.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON into {@link LinkedHashMap}, {@link ArrayList}, {@link String}, {@link Integer}, {@link Long},
 * {@link BigInteger}, {@link Double}, {@link BigDecimal} (where a double would be infinite), {@link Boolean} and null.
 * Nesting is bounded by Jackson's constraints (500 levels).
 */
public final class JsonTree {

    /** What {@link #parse} gives for text that is no JSON document; never part of a tree. */
    public static final Object INVALID = new Object();

    private static final JsonFactory JSON = new JsonFactory();

    private JsonTree() {}

    /** The tree of a document, which may be null for {@code null}; {@link #INVALID} when the text is not one document. */
    public static @Nullable Object parse(String text) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            JsonToken first = json.nextToken();
            if (first == null) {
                return INVALID;
            }
            Object tree = value(json, first);
            return json.nextToken() == null ? tree : INVALID;
        } catch (JacksonException notJson) {
            return INVALID;
        }
    }

    private static @Nullable Object value(JsonParser json, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> array(json);
            case VALUE_STRING -> json.getString();
            case VALUE_NUMBER_INT -> json.getNumberValue();
            case VALUE_NUMBER_FLOAT -> decimal(json);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IllegalStateException("no value begins with " + token);
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser json) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            object.put(name, value(json, json.nextToken()));
        }
        return object;
    }

    private static List<@Nullable Object> array(JsonParser json) {
        List<@Nullable Object> array = new ArrayList<>();
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            array.add(value(json, token));
        }
        return array;
    }

    private static Number decimal(JsonParser json) {
        double number = json.getDoubleValue();
        return Double.isInfinite(number) ? (Number) json.getDecimalValue() : (Number) number;
    }
}
