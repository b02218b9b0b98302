package dev.sallyport.mapping.template;

import org.jspecify.annotations.Nullable;

/** An expression. Immutable. */
interface Value {

    @Nullable
    Object value(Run run);

    /** Whether it counts as true: neither null nor {@code false}. An empty text is true, as in Velocity 1. */
    default boolean isTrue(Run run) {
        Object value = value(run);
        return value instanceof Boolean bool ? bool : value != null;
    }

    /** A value that stays. */
    record Constant(@Nullable Object constant) implements Value {
        @Override
        public @Nullable Object value(Run run) {
            return constant;
        }
    }
}
