package dev.sallyport.control.rest;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How members of requests are read. */
public final class Input {

    private Input() {}

    /** A member that the service model demands; its absence was refused before the operation was called. */
    public static <T> T required(@Nullable T member) {
        return Objects.requireNonNull(member, "a required member passed the model's validation as absent");
    }

    /** R1.17: an empty optional text counts as not given. */
    public static @Nullable String orNull(@Nullable String member) {
        return member == null || member.isEmpty() ? null : member;
    }
}
