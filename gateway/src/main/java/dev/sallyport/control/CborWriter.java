package dev.sallyport.control;

import dev.sallyport.wire.Member;
import dev.sallyport.wire.Structure;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes CBOR as RFC 8949 and rpc-v2-cbor want it: everything of definite length, absent members left out, times as tag
 * 1 (companion R2.11).
 */
final class CborWriter {

    private static final int POSITIVE = 0;
    private static final int NEGATIVE = 1 << 5;
    private static final int BYTES = 2 << 5;
    private static final int TEXT = 3 << 5;
    private static final int ARRAY = 4 << 5;
    private static final int MAP = 5 << 5;
    private static final int TAG = 6 << 5;
    private static final int FALSE = 0xF4;
    private static final int TRUE = 0xF5;
    private static final int NULL = 0xF6;
    private static final int DOUBLE = 0xFB;
    private static final int EPOCH = 1;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);

    private CborWriter() {}

    /** A map of texts, in its order. */
    static byte[] map(Map<String, String> entries) {
        CborWriter writer = new CborWriter();
        writer.value(entries);
        return writer.out.toByteArray();
    }

    /** A structure as a map. */
    static byte[] structure(Structure structure) {
        CborWriter writer = new CborWriter();
        writer.value(structure);
        return writer.out.toByteArray();
    }

    private void value(@Nullable Object value) {
        switch (value) {
            case null -> out.write(NULL);
            case String text -> text(text);
            case Boolean bool -> out.write(bool ? TRUE : FALSE);
            case Integer number -> integer(number);
            case Long number -> integer(number);
            case Double number -> decimal(number);
            case Instant instant -> time(instant);
            case byte[] bytes -> {
                head(BYTES, bytes.length);
                out.writeBytes(bytes);
            }
            case Structure structure -> members(structure);
            case List<?> list -> {
                head(ARRAY, list.size());
                list.forEach(this::value);
            }
            case Map<?, ?> map -> {
                head(MAP, map.size());
                map.forEach((key, each) -> {
                    text(String.valueOf(key));
                    value(each);
                });
            }
            default -> throw new IllegalArgumentException("no CBOR form for " + value.getClass());
        }
    }

    private void members(Structure structure) {
        List<Member> members = structure.shape().members();
        @Nullable Object[] values = structure.values();
        int present = 0;
        for (Object value : values) {
            present += value == null ? 0 : 1;
        }
        head(MAP, present);
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                text(members.get(i).wireName());
                value(values[i]);
            }
        }
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        head(TEXT, bytes.length);
        out.writeBytes(bytes);
    }

    private void integer(long number) {
        head(number < 0 ? NEGATIVE : POSITIVE, number < 0 ? ~number : number);
    }

    private void decimal(double number) {
        out.write(DOUBLE);
        bigEndian(Double.doubleToLongBits(number), 8);
    }

    private void time(Instant instant) {
        head(TAG, EPOCH);
        int millis = instant.getNano() / 1_000_000;
        if (millis == 0) {
            integer(instant.getEpochSecond());
        } else {
            decimal(instant.toEpochMilli() / 1000.0);
        }
    }

    private void head(int major, long argument) {
        if (argument < 24) {
            out.write(major | (int) argument);
        } else if (argument < 1L << 8) {
            out.write(major | 24);
            bigEndian(argument, 1);
        } else if (argument < 1L << 16) {
            out.write(major | 25);
            bigEndian(argument, 2);
        } else if (argument < 1L << 32) {
            out.write(major | 26);
            bigEndian(argument, 4);
        } else {
            out.write(major | 27);
            bigEndian(argument, 8);
        }
    }

    private void bigEndian(long number, int bytes) {
        for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
            out.write((int) (number >>> shift));
        }
    }
}
