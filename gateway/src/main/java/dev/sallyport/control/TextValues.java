package dev.sallyport.control;

import dev.sallyport.wire.Shape;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Member values as text: how they stand in labels, queries and headers. */
final class TextValues {

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private TextValues() {}

    /**
     * Reads a value.
     *
     * @throws ServiceException 400 SerializationException when the text does not say a value of this type
     */
    static Object read(String text, Shape shape) {
        try {
            return switch (shape) {
                case Shape.Text _ -> text;
                case Shape.Int _ -> Integer.valueOf(text.strip());
                case Shape.LongInt _ -> Long.valueOf(text.strip());
                case Shape.Decimal _ -> Double.valueOf(text.strip());
                case Shape.Bool _ -> bool(text, shape);
                case Shape.Timestamp time -> timestamp(text, time);
                case Shape.Blob _ -> Base64.getDecoder().decode(text);
                case Shape.ListOf list -> {
                    Shape element = list.element().get();
                    yield Arrays.stream(text.split(","))
                            .map(part -> read(part.strip(), element))
                            .toList();
                }
                case Shape.MapOf _, Shape.Struct<?> _, Shape.Document _ -> throw Conversions.wrongText(shape);
            };
        } catch (IllegalArgumentException e) {
            throw Conversions.wrongText(shape);
        }
    }

    /** Writes a value, without line breaks, so that it can be a header. */
    static String write(Object value, Shape shape) {
        String text = switch (value) {
            case Instant instant -> time(instant, shape);
            case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
            case List<?> list -> list.stream().map(String::valueOf).collect(Collectors.joining(", "));
            default -> String.valueOf(value);
        };
        StringBuilder clean = new StringBuilder(text.length());
        text.chars().forEach(c -> clean.append((c < ' ' && c != '\t') || c == 0x7F ? ' ' : (char) c));
        return clean.toString();
    }

    /** Reads a point in time in its format. */
    static Instant timestamp(String text, Shape.Timestamp shape) {
        try {
            return switch (shape.format()) {
                case DATE_TIME -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
                case HTTP_DATE -> HTTP_DATE.parse(text, Instant::from);
                case EPOCH_SECONDS -> throw Conversions.wrongText(shape);
            };
        } catch (DateTimeException e) {
            throw Conversions.wrongText(shape);
        }
    }

    /** Writes a point in time as text. */
    static String time(Instant instant, Shape shape) {
        return shape instanceof Shape.Timestamp time && time.format() == Shape.TimestampFormat.HTTP_DATE
                ? HTTP_DATE.format(instant)
                : DateTimeFormatter.ISO_INSTANT.format(instant);
    }

    private static boolean bool(String text, Shape shape) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Conversions.wrongText(shape);
        };
    }
}
