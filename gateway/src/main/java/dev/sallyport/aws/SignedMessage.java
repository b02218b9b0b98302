package dev.sallyport.aws;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that says it is signed, as its client sent it.
 *
 * @param path raw, with whatever a custom domain or a prefix adds (AUT-18)
 * @param query raw, without its question mark, or null
 * @param headers the values of all lines, by name in lower case
 */
public record SignedMessage(
        String method, String path, @Nullable String query, Map<String, List<String>> headers) {

    /** The values of a header, in order. */
    List<String> all(String name) {
        return headers.getOrDefault(name, List.of());
    }
}
