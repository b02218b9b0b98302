package dev.sallyport.control.rest.usage;

import dev.sallyport.control.ServiceException;
import org.jspecify.annotations.Nullable;

/** What the members of an API key may be (rest-control-plane 10.9). */
final class ApiKeyRules {

    private static final int MAX_NAME = 1024;
    private static final int MAX_DESCRIPTION = 125_000;
    private static final int MIN_VALUE = 20;
    private static final int MAX_VALUE = 128;

    private ApiKeyRules() {}

    /**
     * R10.100 to R10.103.
     *
     * @param value null when it is to be generated
     */
    static void check(@Nullable String name, @Nullable String value, @Nullable String description) {
        if (name != null && name.length() > MAX_NAME) {
            throw ServiceException.badRequest("Invalid API Key name, can be at most 1024 characters.");
        }
        if (value != null && value.length() < MIN_VALUE) {
            throw ServiceException.badRequest("API Key value should be at least 20 characters");
        }
        if (value != null && value.length() > MAX_VALUE) {
            throw ServiceException.badRequest("API Key value exceeds maximum size of 128 characters");
        }
        if (description != null && description.length() > MAX_DESCRIPTION) {
            throw ServiceException.badRequest("Invalid API Key description specified.");
        }
    }
}
