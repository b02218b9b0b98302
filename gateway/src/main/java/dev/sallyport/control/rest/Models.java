package dev.sallyport.control.rest;

import dev.sallyport.control.ServiceException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The models that a method may name. Only the two that every new API has exist (R7.5). */
final class Models {

    private static final Set<String> DEFAULT_MODELS = Set.of("Empty", "Error");

    private Models() {}

    /** R10.28. */
    static void check(@Nullable String name) {
        if (name == null || !DEFAULT_MODELS.contains(name)) {
            throw ServiceException.badRequest("Invalid model identifier specified: " + name);
        }
    }
}
