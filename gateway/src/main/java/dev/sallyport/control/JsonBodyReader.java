package dev.sallyport.control;

import dev.sallyport.wire.Member;
import dev.sallyport.wire.Shape;
import dev.sallyport.wire.Structure;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a JSON body straight into member values by the shapes of a model, without a tree. Unknown members are skipped,
 * null is an absent member, but the null values of maps are kept, because AWS means something by them.
 */
final class JsonBodyReader {

    /** Deeper documents are refused; AWS's deepest input needs about ten levels. */
    static final int MAX_DEPTH = 100;

    /** Longest text in characters: a function's zip of 50 MB in base64 fits (companion R3.13). */
    private static final int MAX_TEXT = 72_000_000;

    private static final int MAX_NUMBER = 1_000;
    private static final int MAX_NAME = 50_000;

    /** The end of the year 9999. */
    private static final double MAX_SECONDS = 253_402_300_799.0;

    /** Numbers that JSON has no form for travel as these texts. */
    private static final Map<String, Double> NOT_FINITE =
            Map.of("NaN", Double.NaN, "Infinity", Double.POSITIVE_INFINITY, "-Infinity", Double.NEGATIVE_INFINITY);

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_TEXT)
                    .maxNumberLength(MAX_NUMBER)
                    .maxNameLength(MAX_NAME)
                    .build())
            // Two members of one name could be read in two ways.
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private JsonBodyReader() {}

    /**
     * Reads the members of an object.
     *
     * @param shape its members in the body are taken, all others are unknown here
     * @param values receives the values in the order of the shape's members
     * @return false when the body is empty or null, so that there is no object at all
     * @throws ServiceException 400 SerializationException when the body is not JSON or a value has the wrong type
     */
    static boolean read(byte[] body, Shape.Struct<?> shape, @Nullable Object[] values) {
        requireUtf8(body);
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), body)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return false;
            }
            boolean present = first != JsonToken.VALUE_NULL;
            if (present) {
                if (first != JsonToken.START_OBJECT) {
                    throw Conversions.wrongType(first, shape);
                }
                members(parser, shape.members(), values);
            }
            if (parser.nextToken() != null) {
                throw malformed("there is something after its end");
            }
            return present;
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    /** The parser alone would guess at UTF-16 and take overlong forms, which others read differently. */
    private static void requireUtf8(byte[] body) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer scratch = CharBuffer.allocate(Math.min(body.length + 1, 8_192));
        ByteBuffer bytes = ByteBuffer.wrap(body);
        CoderResult result;
        do {
            scratch.clear();
            result = decoder.decode(bytes, scratch, true);
        } while (result.isOverflow());
        boolean wide = body.length > 1 && (body[0] == 0 || body[1] == 0);
        if (result.isError() || wide) {
            throw malformed("the text is not UTF-8");
        }
    }

    private static ServiceException malformed(String reason) {
        return Conversions.serialization("Could not parse request body into json: " + reason);
    }

    private static ServiceException malformed(JacksonException e) {
        var location = e.getLocation();
        String where = location == null || location.getLineNr() < 0
                ? ""
                : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
        return malformed(e.getOriginalMessage() + where);
    }

    private static void members(JsonParser parser, List<Member> members, @Nullable Object[] values) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            int index = index(members, parser.currentName());
            JsonToken token = parser.nextToken();
            if (index < 0) {
                parser.skipChildren();
            } else if (token != JsonToken.VALUE_NULL) {
                values[index] = value(parser, token, members.get(index).shape().get());
            }
        }
    }

    private static int index(List<Member> members, String wireName) {
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (member.location() == Member.Location.BODY && member.wireName().equals(wireName)) {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable Object value(JsonParser parser, JsonToken token, Shape shape) {
        return switch (shape) {
            case Shape.Text text when token == JsonToken.VALUE_STRING -> text(parser.getString());
            case Shape.Bool bool
            when token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE -> token == JsonToken.VALUE_TRUE;
            case Shape.Int number when token.isNumeric() -> intValue(parser, token, number);
            case Shape.LongInt number when token.isNumeric() -> longValue(parser, token, number);
            case Shape.Decimal number when token.isNumeric() -> parser.getDoubleValue();
            case Shape.Decimal number
            when token == JsonToken.VALUE_STRING && NOT_FINITE.containsKey(parser.getString()) ->
                NOT_FINITE.get(parser.getString());
            case Shape.Timestamp time
            when token.isNumeric() || token == JsonToken.VALUE_STRING -> timestamp(parser, token, time);
            case Shape.Blob blob when token == JsonToken.VALUE_STRING -> blob(parser);
            case Shape.ListOf list when token == JsonToken.START_ARRAY -> list(parser, list);
            case Shape.MapOf map when token == JsonToken.START_OBJECT -> map(parser, map);
            case Shape.Struct<?> struct when token == JsonToken.START_OBJECT -> structure(parser, struct);
            case Shape.Document document -> document(parser, token);
            default -> throw Conversions.wrongType(token, shape);
        };
    }

    private static <T extends Structure> T structure(JsonParser parser, Shape.Struct<T> struct) {
        @Nullable Object[] values = new @Nullable Object[struct.members().size()];
        members(parser, struct.members(), values);
        return struct.create().apply(values);
    }

    private static List<@Nullable Object> list(JsonParser parser, Shape.ListOf list) {
        Shape element = list.element().get();
        List<@Nullable Object> values = new ArrayList<>();
        JsonToken token;
        while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
            values.add(token == JsonToken.VALUE_NULL ? null : value(parser, token, element));
        }
        return Collections.unmodifiableList(values);
    }

    private static Map<String, @Nullable Object> map(JsonParser parser, Shape.MapOf map) {
        Shape shape = map.value().get();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = text(parser.currentName());
            JsonToken token = parser.nextToken();
            values.put(key, token == JsonToken.VALUE_NULL ? null : value(parser, token, shape));
        }
        return Collections.unmodifiableMap(values);
    }

    private static @Nullable Object document(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> values = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String key = text(parser.currentName());
                    values.put(key, document(parser, parser.nextToken()));
                }
                yield Collections.unmodifiableMap(values);
            }
            case START_ARRAY -> {
                List<@Nullable Object> values = new ArrayList<>();
                JsonToken next;
                while ((next = parser.nextToken()) != JsonToken.END_ARRAY) {
                    values.add(document(parser, next));
                }
                yield Collections.unmodifiableList(values);
            }
            case VALUE_STRING -> text(parser.getString());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT ->
                switch (parser.getNumberType()) {
                    case INT -> (Object) parser.getIntValue();
                    case LONG -> parser.getLongValue();
                    default -> parser.getBigIntegerValue();
                };
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            default -> null;
        };
    }

    /** Fractions are cut off, which is what AWS's number type is named after; what does not fit is refused. */
    private static int intValue(JsonParser parser, JsonToken token, Shape shape) {
        long value = longValue(parser, token, shape);
        if (value != (int) value) {
            throw Conversions.outOfRange(shape);
        }
        return (int) value;
    }

    private static long longValue(JsonParser parser, JsonToken token, Shape shape) {
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            double value = parser.getDoubleValue();
            if (!(Math.abs(value) < 0x1p63)) {
                throw Conversions.outOfRange(shape);
            }
            return (long) value;
        }
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw Conversions.outOfRange(shape);
        }
        return parser.getLongValue();
    }

    private static Instant timestamp(JsonParser parser, JsonToken token, Shape.Timestamp shape) {
        if (token == JsonToken.VALUE_STRING) {
            return TextValues.timestamp(parser.getString(), shape);
        }
        double seconds = parser.getDoubleValue();
        if (!(Math.abs(seconds) <= MAX_SECONDS)) {
            throw Conversions.outOfRange(shape);
        }
        return Instant.ofEpochMilli(Math.round(seconds * 1000));
    }

    private static byte[] blob(JsonParser parser) {
        try {
            return parser.getBinaryValue();
        } catch (JacksonException e) {
            // The value itself may be megabytes long or secret, so it is not repeated.
            throw Conversions.serialization(
                    "class java.lang.String can not be converted to a Blob: " + "Base64 text with padding is expected");
        }
    }

    /** Half of a surrogate pair cannot be stored or sent back as UTF-8. */
    private static String text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw malformed("a text holds half of a surrogate pair");
                }
                i++;
            }
        }
        return text;
    }
}
