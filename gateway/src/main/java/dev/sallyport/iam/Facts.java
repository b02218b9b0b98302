package dev.sallyport.iam;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a request besides who makes it: the values of condition keys (AUT-70). */
@FunctionalInterface
public interface Facts {

    /** Nothing is known. */
    Facts NONE = key -> null;

    /**
     * The values of a key.
     *
     * @param key in lower case, for example {@code aws:sourceip}
     * @return null when the request has no such key
     */
    @Nullable
    List<String> values(String key);

    /**
     * Whether it is known what the values of a key are, and that there are none when there are none. A statement that asks
     * for another allows nothing and, when it denies, denies.
     */
    default boolean knows(String key) {
        return true;
    }
}
