package dev.sallyport.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The structure without members: the input or output of an operation whose model names none. */
public record Unit() implements Structure {

    /** The only value that is needed. */
    public static final Unit INSTANCE = new Unit();

    /** A structure without members. */
    public static final Shape.Struct<Unit> SHAPE = new Shape.Struct<>("Unit", List.of(), values -> INSTANCE);

    /** A supplier of the shape, for operations without input or output. */
    public static final Held HELD = new Held(SHAPE);

    @Override
    public Shape.Struct<Unit> shape() {
        return SHAPE;
    }

    @Override
    public @Nullable Object[] values() {
        return new @Nullable Object[0];
    }
}
