package dev.sallyport.control;

import dev.sallyport.wire.Shape;
import tools.jackson.core.JsonToken;

/**
 * The texts of {@code SerializationException} for a JSON value of the wrong type, as AWS's server framework prints
 * them: text and numbers recorded for API Gateway (R1.16), the other pairs as the same framework prints them in other
 * services.
 */
final class Conversions {

    private Conversions() {}

    /** A value of the wrong JSON type. */
    static ServiceException wrongType(JsonToken found, Shape expected) {
        return serialization(
                switch (found) {
                    case START_ARRAY -> "Start of list found where not expected";
                    case START_OBJECT -> "Start of structure or map found where not expected.";
                    default -> scalar(found, expected);
                });
    }

    /** A text of a path, query or header that does not say a value of the wanted type. */
    static ServiceException wrongText(Shape expected) {
        return wrongType(JsonToken.VALUE_STRING, expected);
    }

    /** A number that the wanted type cannot hold. */
    static ServiceException outOfRange(Shape expected) {
        return wrongType(JsonToken.VALUE_NUMBER_INT, expected);
    }

    /** 400 SerializationException. */
    static ServiceException serialization(String message) {
        return new ServiceException(400, "SerializationException", message);
    }

    private static String scalar(JsonToken found, Shape expected) {
        return switch (expected) {
            case Shape.Text _ -> source(found) + " can not be converted to an String";
            case Shape.Bool _ -> source(found) + " can not be converted to an Boolean";
            case Shape.Int _ -> source(found) + " can not be converted to an Integer";
            case Shape.LongInt _ -> source(found) + " can not be converted to an Long";
            case Shape.Decimal _ -> source(found) + " can not be converted to an Double";
            case Shape.Timestamp _ -> source(found) + " can not be converted to milliseconds since epoch";
            case Shape.Blob _ -> source(found) + " can not be converted to a Blob";
            case Shape.ListOf _ -> "Expected list or null";
            case Shape.MapOf _ -> "Expected map or null";
            case Shape.Struct<?> _ -> "Expected null";
            case Shape.Document _ -> throw new IllegalArgumentException("a document takes every type");
        };
    }

    private static String source(JsonToken found) {
        return switch (found) {
            case VALUE_TRUE, VALUE_FALSE -> "class java.lang.Boolean";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                "class com.amazon.coral.value.json.numbers.TruncatingBigNumber";
            default -> "class java.lang.String";
        };
    }
}
