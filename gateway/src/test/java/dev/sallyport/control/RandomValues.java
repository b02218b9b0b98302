package dev.sallyport.control;

import dev.sallyport.wire.Member;
import dev.sallyport.wire.Shape;
import dev.sallyport.wire.Structure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Values of any shape, by chance. Nested structures have at least one member: not every protocol can say less. */
final class RandomValues {

    private static final String[] TEXTS = {
        "", "a", "x.y", " blank ", "a+b&c=d%20", "<tag attr=\"v\">&amp;</tag>", "ä€😀", "line\nline\ttab\r", "1", "true"
    };

    private final Random random;

    RandomValues(long seed) {
        this.random = new Random(seed);
    }

    <T extends Structure> T structure(Shape.Struct<T> shape) {
        return structure(shape, 0);
    }

    private <T extends Structure> T structure(Shape.Struct<T> shape, int depth) {
        List<Member> members = shape.members();
        @Nullable Object[] values = new @Nullable Object[members.size()];
        int always = members.isEmpty() ? 0 : random.nextInt(members.size());
        for (int i = 0; i < values.length; i++) {
            if (i == always || (depth < 5 && random.nextBoolean())) {
                values[i] = value(members.get(i).shape().get(), depth + 1);
            }
        }
        return shape.create().apply(values);
    }

    private Object value(Shape shape, int depth) {
        return switch (shape) {
            case Shape.Text text ->
                text.values().isEmpty()
                        ? TEXTS[random.nextInt(TEXTS.length)]
                        : text.values().get(random.nextInt(text.values().size()));
            case Shape.Int _ -> random.nextInt() >> random.nextInt(32);
            case Shape.LongInt _ -> random.nextLong() >> random.nextInt(64);
            case Shape.Decimal _ -> decimal();
            case Shape.Bool _ -> random.nextBoolean();
            case Shape.Timestamp _ ->
                Instant.ofEpochMilli(random.nextLong(4_000_000_000L) * (random.nextBoolean() ? 1000 : 1));
            case Shape.Blob _ -> bytes();
            case Shape.ListOf list -> list(list.element().get(), depth);
            case Shape.MapOf map -> map(map.value().get(), depth);
            case Shape.Struct<?> struct -> structure(struct, depth);
            case Shape.Document _ -> Map.of("a", List.of(1, true, "x"));
        };
    }

    private double decimal() {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextInt();
            case 1 -> Double.NaN;
            case 2 -> Double.POSITIVE_INFINITY;
            case 3 -> -0.0;
            default -> random.nextDouble() * Math.pow(10, random.nextInt(-30, 30));
        };
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return bytes;
    }

    private List<Object> list(Shape element, int depth) {
        List<Object> values = new ArrayList<>();
        for (int i = random.nextInt(13); i > 0; i--) {
            values.add(value(element, depth));
        }
        return values;
    }

    private Map<String, Object> map(Shape element, int depth) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            values.put(TEXTS[random.nextInt(TEXTS.length)], value(element, depth));
        }
        return values;
    }
}
