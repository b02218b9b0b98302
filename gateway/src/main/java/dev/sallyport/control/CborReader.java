package dev.sallyport.control;

import dev.sallyport.wire.Member;
import dev.sallyport.wire.Shape;
import dev.sallyport.wire.Structure;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * Reads a CBOR body straight into member values by the shapes of a model (companion R2.11). Lengths may be definite or
 * not, numbers of any width. What two readers could read in two ways is refused: names twice, bytes behind the end,
 * broken UTF-8. Null is an absent member; unknown members are skipped.
 */
final class CborReader {

    private static final int MAX_DEPTH = JsonBodyReader.MAX_DEPTH;
    private static final int INDEFINITE = 31;
    private static final int BREAK = 0xFF;
    private static final int FALSE = 20;
    private static final int TRUE = 21;
    private static final int NULL = 22;
    private static final int UNDEFINED = 23;
    private static final long EPOCH = 1;

    private static final int POSITIVE = 0;
    private static final int NEGATIVE = 1;
    private static final int BYTES = 2;
    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;
    private static final int TAG = 6;

    /** The end of the year 9999. */
    private static final double MAX_SECONDS = 253_402_300_799.0;

    private final byte[] bytes;
    private int at;
    private int depth;
    private int major;
    private int info;

    private CborReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads the members of a map; an empty body has none.
     *
     * @param values receives the values in the order of the shape's members
     * @throws ServiceException 400 SerializationException when the body is not CBOR or a value has the wrong type
     */
    static void read(byte[] body, Shape.Struct<?> shape, @Nullable Object[] values) {
        if (body.length == 0) {
            return;
        }
        CborReader reader = new CborReader(body);
        reader.head();
        if (reader.major != MAP) {
            throw reader.wrongType(shape);
        }
        reader.members(shape.members(), values);
        if (reader.at != body.length) {
            throw malformed("there is something after its end");
        }
    }

    private @Nullable Object value(Shape shape) {
        head();
        if (isNull()) {
            return null;
        }
        return switch (shape) {
            case Shape.Text text when major == TEXT -> text();
            case Shape.Blob blob when major == BYTES -> string(BYTES);
            case Shape.Bool bool when major == 7 && (info == TRUE || info == FALSE) -> info == TRUE;
            case Shape.Int number when isInteger() -> intValue(number);
            case Shape.LongInt number when isInteger() -> integer(number);
            case Shape.Decimal number when isInteger() || isFloat() -> decimal(number);
            case Shape.Timestamp time when major == TAG -> timestamp(time);
            case Shape.ListOf list when major == ARRAY -> list(list.element().get());
            case Shape.MapOf map when major == MAP -> map(map.value().get());
            case Shape.Struct<?> struct when major == MAP -> structure(struct);
            default -> throw wrongType(shape);
        };
    }

    private <T extends Structure> T structure(Shape.Struct<T> struct) {
        @Nullable Object[] values = new @Nullable Object[struct.members().size()];
        members(struct.members(), values);
        return struct.create().apply(values);
    }

    private void members(List<Member> members, @Nullable Object[] values) {
        BitSet seen = new BitSet();
        each(name -> {
            int index = index(members, name);
            if (index < 0) {
                skip();
            } else {
                if (seen.get(index)) {
                    throw malformed("the member " + name + " stands twice");
                }
                seen.set(index);
                values[index] = value(members.get(index).shape().get());
            }
        });
    }

    private static int index(List<Member> members, String wireName) {
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).wireName().equals(wireName)) {
                return i;
            }
        }
        return -1;
    }

    private Map<String, @Nullable Object> map(Shape shape) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        each(name -> {
            if (values.containsKey(name)) {
                throw malformed("the key " + name + " stands twice");
            }
            values.put(name, value(shape));
        });
        return Collections.unmodifiableMap(values);
    }

    /** What is done with the value behind a name. */
    private interface Entry {
        void read(String name);
    }

    /** Reads the entries of the map whose head has been read. */
    private void each(Entry entry) {
        long entries = open();
        for (long i = 0; more(i, entries); i++) {
            head();
            if (major != TEXT) {
                throw malformed("a key is not a text");
            }
            entry.read(text());
        }
        depth--;
    }

    private List<@Nullable Object> list(Shape element) {
        List<@Nullable Object> values = new ArrayList<>();
        long elements = open();
        for (long i = 0; more(i, elements); i++) {
            values.add(value(element));
        }
        depth--;
        return Collections.unmodifiableList(values);
    }

    /** Enters the array or map whose head has been read; its length, or -1 when a break ends it. */
    private long open() {
        if (++depth > MAX_DEPTH) {
            throw malformed("it is nested more than " + MAX_DEPTH + " levels deep");
        }
        return info == INDEFINITE ? -1 : argument();
    }

    private boolean more(long read, long length) {
        if (length >= 0) {
            return read < length;
        }
        if (at < bytes.length && (bytes[at] & 0xFF) == BREAK) {
            at++;
            return false;
        }
        return true;
    }

    private Instant timestamp(Shape.Timestamp shape) {
        if (argument() != EPOCH) {
            throw wrongType(shape);
        }
        head();
        if (isInteger()) {
            long seconds = integer(shape);
            if (Math.abs((double) seconds) > MAX_SECONDS) {
                throw Conversions.outOfRange(shape);
            }
            return Instant.ofEpochSecond(seconds);
        }
        if (!isFloat()) {
            throw wrongType(shape);
        }
        double seconds = floating();
        if (!(Math.abs(seconds) <= MAX_SECONDS)) {
            throw Conversions.outOfRange(shape);
        }
        return Instant.ofEpochMilli(Math.round(seconds * 1000));
    }

    private int intValue(Shape shape) {
        long value = integer(shape);
        if (value != (int) value) {
            throw Conversions.outOfRange(shape);
        }
        return (int) value;
    }

    /** An integer; a negative one is stored as its complement. */
    private long integer(Shape shape) {
        boolean negative = major == NEGATIVE;
        long argument = rawArgument();
        if (argument < 0) {
            throw Conversions.outOfRange(shape);
        }
        return negative ? ~argument : argument;
    }

    private double decimal(Shape shape) {
        return isInteger() ? integer(shape) : floating();
    }

    private double floating() {
        return switch (info) {
            case 25 -> Float.float16ToFloat((short) bigEndian(2));
            case 26 -> Float.intBitsToFloat((int) bigEndian(4));
            default -> Double.longBitsToDouble(bigEndian(8));
        };
    }

    private String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(string(TEXT)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("a text is not UTF-8");
        }
    }

    /** The bytes of a byte or text string whose head has been read. */
    private byte[] string(int kind) {
        if (info != INDEFINITE) {
            return take(argument());
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        while (more(0, -1)) {
            head();
            if (major != kind || info == INDEFINITE) {
                throw malformed("a piece of a string is no string");
            }
            whole.writeBytes(take(argument()));
        }
        return whole.toByteArray();
    }

    private byte[] take(long length) {
        if (length > bytes.length - at) {
            throw malformed("it ends too early");
        }
        byte[] taken = new byte[(int) length];
        System.arraycopy(bytes, at, taken, 0, taken.length);
        at += taken.length;
        return taken;
    }

    /** Reads a value that nobody wants. */
    private void skip() {
        head();
        switch (major) {
            case POSITIVE, NEGATIVE -> rawArgument();
            case BYTES, TEXT -> string(major);
            case ARRAY, MAP -> {
                int perEntry = major == MAP ? 2 : 1;
                long entries = open();
                for (long i = 0; more(i, entries); i++) {
                    for (int part = 0; part < perEntry; part++) {
                        skip();
                    }
                }
                depth--;
            }
            case TAG -> {
                argument();
                if (++depth > MAX_DEPTH) {
                    throw malformed("it is nested more than " + MAX_DEPTH + " levels deep");
                }
                skip();
                depth--;
            }
            default -> {
                if (isFloat()) {
                    floating();
                } else if (info < FALSE || info > UNDEFINED) {
                    throw malformed("a simple value is unknown");
                }
            }
        }
    }

    private void head() {
        int initial = next();
        major = initial >>> 5;
        info = initial & 31;
        boolean lengthless = major == POSITIVE || major == NEGATIVE || major == TAG || major == 7;
        if ((info > 27 && info < INDEFINITE) || (info == INDEFINITE && lengthless)) {
            throw malformed("a head is not defined");
        }
    }

    /** The argument of the head as a length or tag. */
    private long argument() {
        long argument = rawArgument();
        if (argument < 0) {
            throw malformed("it ends too early");
        }
        return argument;
    }

    /** The argument of the head; negative when it needs the 64th bit. */
    private long rawArgument() {
        return switch (info) {
            case 24 -> bigEndian(1);
            case 25 -> bigEndian(2);
            case 26 -> bigEndian(4);
            case 27 -> bigEndian(8);
            default -> info;
        };
    }

    private long bigEndian(int length) {
        long number = 0;
        for (int i = 0; i < length; i++) {
            number = number << 8 | next();
        }
        return number;
    }

    private int next() {
        if (at == bytes.length) {
            throw malformed("it ends too early");
        }
        return bytes[at++] & 0xFF;
    }

    private boolean isNull() {
        return major == 7 && (info == NULL || info == UNDEFINED);
    }

    private boolean isInteger() {
        return major == POSITIVE || major == NEGATIVE;
    }

    private boolean isFloat() {
        return major == 7 && info >= 25 && info <= 27;
    }

    private ServiceException wrongType(Shape expected) {
        return Conversions.wrongType(
                switch (major) {
                    case POSITIVE, NEGATIVE -> JsonToken.VALUE_NUMBER_INT;
                    case ARRAY -> JsonToken.START_ARRAY;
                    case MAP -> JsonToken.START_OBJECT;
                    case 7 -> isFloat() ? JsonToken.VALUE_NUMBER_FLOAT : JsonToken.VALUE_TRUE;
                    default -> JsonToken.VALUE_STRING;
                },
                expected);
    }

    private static ServiceException malformed(String reason) {
        return Conversions.serialization("Could not parse request body into cbor: " + reason);
    }
}
