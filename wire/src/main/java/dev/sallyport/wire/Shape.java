package dev.sallyport.wire;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The type of a member, with the constraints that the service model states. Java types of values: {@link Text} String,
 * {@link Int} Integer, {@link LongInt} Long, {@link Decimal} Double, {@link Bool} Boolean, {@link Timestamp} Instant,
 * {@link Blob} byte[], {@link ListOf} List, {@link MapOf} Map with String keys, {@link Struct} the generated record,
 * {@link Document} whatever JSON holds (Map, List, String, Number, Boolean).
 */
public sealed interface Shape {

    /**
     * Text, perhaps limited.
     *
     * @param values the enum value set in the order in which AWS prints it; empty when any text is legal
     * @param pattern the regular expression that the whole text must match, or null
     */
    record Text(
            String name,
            List<String> values,
            @Nullable String pattern,
            @Nullable Integer minLength,
            @Nullable Integer maxLength)
            implements Shape {}

    /** A 32-bit number with inclusive bounds, null where the model sets none. */
    record Int(@Nullable Integer min, @Nullable Integer max) implements Shape {}

    /** A 64-bit number with inclusive bounds, null where the model sets none. */
    record LongInt(@Nullable Long min, @Nullable Long max) implements Shape {}

    /** A floating-point number. */
    record Decimal() implements Shape {}

    /** A boolean. */
    record Bool() implements Shape {}

    /** A point in time. */
    record Timestamp(TimestampFormat format) implements Shape {}

    /** Bytes: base64 text inside JSON, raw when the member is the payload. */
    record Blob() implements Shape {}

    /**
     * A list.
     *
     * @param element a supplier, because shapes may be recursive
     * @param minLength the least number of elements, or null
     * @param maxLength the greatest number of elements, or null
     */
    record ListOf(
            Supplier<Shape> element,
            @Nullable Integer minLength,
            @Nullable Integer maxLength) implements Shape {

        /** A list of any length. */
        public ListOf(Supplier<Shape> element) {
            this(element, null, null);
        }
    }

    /** A map with text keys. */
    record MapOf(Shape key, Supplier<Shape> value) implements Shape {}

    /** Free JSON. */
    record Document() implements Shape {}

    /**
     * A structure, its members in the order of the model's declaration.
     *
     * @param create makes the generated record of the member values, which stand in the order of {@code members}
     */
    record Struct<T extends Structure>(String name, List<Member> members, Function<@Nullable Object[], T> create)
            implements Shape {}

    /** How a timestamp is written. */
    enum TimestampFormat {
        /** A JSON number, seconds since 1970. */
        EPOCH_SECONDS,
        /** {@code 2024-05-01T12:00:00Z}. */
        DATE_TIME,
        /** {@code Wed, 01 May 2024 12:00:00 GMT}. */
        HTTP_DATE
    }
}
