package dev.sallyport.control;

import dev.sallyport.wire.Member;
import dev.sallyport.wire.Shape;
import dev.sallyport.wire.Structure;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes structures as JSON by their shapes: absent members are left out, null values of maps and lists are written.
 */
final class JsonBodyWriter {

    private static final JsonFactory FACTORY = JsonFactory.builder().build();

    private final JsonGenerator json;
    private final Times times;

    private JsonBodyWriter(JsonGenerator json, Times times) {
        this.json = json;
        this.times = times;
    }

    /** How points in time are written. */
    enum Times {
        /** In the format that the model states. */
        AS_MODELLED,
        /** As modelled, but fractions of seconds are cut off, as API Gateway does (R1.6). */
        WHOLE_SECONDS,
        /** As seconds since 1970 whatever the model states for other protocols (companion R2.9). */
        EPOCH_SECONDS
    }

    /** A structure's members that travel in the body. */
    static byte[] structure(Structure structure, Times times) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            new JsonBodyWriter(json, times).write(structure);
        }
        return out.toByteArray();
    }

    /** Maps, lists, texts, numbers and booleans, in their own order. */
    static byte[] document(Object document) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            new JsonBodyWriter(json, Times.AS_MODELLED).scalar(document);
        }
        return out.toByteArray();
    }

    private void write(Structure structure) {
        List<Member> members = structure.shape().members();
        @Nullable Object[] values = structure.values();
        json.writeStartObject();
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            Member member = members.get(i);
            if (value != null && member.location() == Member.Location.BODY) {
                json.writeName(member.wireName());
                write(value, member.shape().get());
            }
        }
        json.writeEndObject();
    }

    private void write(@Nullable Object value, Shape shape) {
        switch (shape) {
            case Shape.ListOf list
            when value instanceof List<?> elements -> {
                Shape element = list.element().get();
                json.writeStartArray();
                elements.forEach(each -> write(each, element));
                json.writeEndArray();
            }
            case Shape.MapOf map
            when value instanceof Map<?, ?> entries -> {
                Shape entry = map.value().get();
                json.writeStartObject();
                entries.forEach((key, each) -> {
                    json.writeName(String.valueOf(key));
                    write(each, entry);
                });
                json.writeEndObject();
            }
            case Shape.Timestamp time when value instanceof Instant instant -> timestamp(instant, time);
            default -> scalar(value);
        }
    }

    /** A value whose Java type tells how it is written; this includes whole documents. */
    private void scalar(@Nullable Object value) {
        switch (value) {
            case null -> json.writeNull();
            case String text -> json.writeString(text);
            case Boolean bool -> json.writeBoolean(bool);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case BigInteger number -> json.writeNumber(number);
            case BigDecimal number -> json.writeNumber(number);
            case byte[] bytes -> json.writeBinary(bytes);
            case Structure structure -> write(structure);
            case List<?> list -> {
                json.writeStartArray();
                list.forEach(this::scalar);
                json.writeEndArray();
            }
            case Map<?, ?> map -> {
                json.writeStartObject();
                map.forEach((key, each) -> {
                    json.writeName(String.valueOf(key));
                    scalar(each);
                });
                json.writeEndObject();
            }
            default -> throw new IllegalArgumentException("no JSON form for " + value.getClass());
        }
    }

    private void timestamp(Instant instant, Shape.Timestamp shape) {
        if (shape.format() != Shape.TimestampFormat.EPOCH_SECONDS && times != Times.EPOCH_SECONDS) {
            json.writeString(TextValues.time(instant, shape));
            return;
        }
        int millis = instant.getNano() / 1_000_000;
        if (times == Times.WHOLE_SECONDS || millis == 0) {
            json.writeNumber(instant.getEpochSecond());
        } else {
            BigDecimal seconds = BigDecimal.valueOf(instant.getEpochSecond());
            json.writeNumber(seconds.add(BigDecimal.valueOf(millis, 3)).stripTrailingZeros());
        }
    }
}
