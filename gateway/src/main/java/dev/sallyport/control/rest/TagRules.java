package dev.sallyport.control.rest;

import dev.sallyport.control.ServiceException;
import java.util.Map;
import java.util.regex.Pattern;

/** What tags may be (R21.4). */
public final class TagRules {

    private static final int MAX_TAGS = 50;
    private static final int MAX_KEY = 128;
    private static final int MAX_VALUE = 256;
    private static final Pattern CHARACTERS = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

    private TagRules() {}

    /** @throws ServiceException naming the first tag that is not legal */
    public static void check(Map<String, String> tags) {
        if (tags.size() > MAX_TAGS) {
            throw ServiceException.badRequest(
                    "Too many tags: " + tags.size() + ", at most " + MAX_TAGS + " are allowed");
        }
        tags.forEach((key, value) -> {
            if (key.isEmpty()
                    || key.length() > MAX_KEY
                    || !CHARACTERS.matcher(key).matches()) {
                throw ServiceException.badRequest("Invalid tag key specified: " + key);
            }
            if (key.startsWith("aws:")) {
                throw ServiceException.badRequest("Tag keys starting with 'aws:' are reserved: " + key);
            }
            if (value == null
                    || value.length() > MAX_VALUE
                    || !CHARACTERS.matcher(value).matches()) {
                throw ServiceException.badRequest("Invalid tag value specified for key: " + key);
            }
        });
    }
}
