package dev.sallyport.control.lambda;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list (R3.5). The marker names the last item of the page before by its key, so that a list that changes
 * between two pages neither repeats nor skips what stays.
 *
 * @param nextMarker null on the last page
 */
record Paging<T>(List<T> items, @Nullable String nextMarker) {

    /** How many functions or versions AWS puts on a page at most, whatever {@code MaxItems} asks for. */
    static final int AT_MOST_FUNCTIONS = 50;

    /**
     * Cuts a page.
     *
     * @param all in ascending order of their keys
     * @param maxItems null for {@code atMost}
     */
    static <T> Paging<T> of(
            List<T> all, Function<T, String> key, @Nullable String marker, @Nullable Integer maxItems, int atMost) {
        int size = maxItems == null ? atMost : Math.clamp(maxItems, 1, atMost);
        String after = marker == null || marker.isEmpty() ? null : decoded(marker);
        List<T> rest = after == null
                ? all
                : all.stream().filter(it -> key.apply(it).compareTo(after) > 0).toList();
        if (rest.size() <= size) {
            return new Paging<>(rest, null);
        }
        List<T> page = rest.subList(0, size);
        byte[] lastKey = key.apply(page.getLast()).getBytes(StandardCharsets.UTF_8);
        return new Paging<>(page, Base64.getUrlEncoder().withoutPadding().encodeToString(lastKey));
    }

    private static String decoded(String marker) {
        try {
            return new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw LambdaErrors.invalidParameter("The marker is not one that this operation returned: " + marker);
        }
    }
}
