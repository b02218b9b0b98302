package dev.sallyport.wire;

import org.jspecify.annotations.Nullable;

/** What every generated record of a structure shape can say of itself. */
public interface Structure {

    /** The shape that describes this record's members. */
    Shape.Struct<?> shape();

    /** The member values in the order of {@code shape().members()}; null where a member is absent. */
    @Nullable
    Object[] values();
}
