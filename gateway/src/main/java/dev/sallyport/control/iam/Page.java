package dev.sallyport.control.iam;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list (companion R5.7). The marker says where the page before ended, so that what was deleted meanwhile
 * does no harm.
 *
 * @param marker where the next page starts; null on the last one
 */
record Page<T>(List<T> items, @Nullable String marker) {

    private static final int DEFAULT_ITEMS = 100;

    /**
     * The page behind a marker.
     *
     * @param key the order of the list; no two items have the same
     */
    static <T> Page<T> of(List<T> all, Function<T, String> key, @Nullable String marker, @Nullable Integer maxItems) {
        String after = marker == null ? "" : decoded(marker);
        int max = maxItems == null ? DEFAULT_ITEMS : maxItems;
        List<T> rest = all.stream()
                .filter(it -> key.apply(it).compareTo(after) > 0)
                .sorted(Comparator.comparing(key))
                .limit(max + 1L)
                .toList();
        if (rest.size() <= max) {
            return new Page<>(rest, null);
        }
        List<T> items = rest.subList(0, max);
        String last = key.apply(items.getLast());
        return new Page<>(
                items, Base64.getUrlEncoder().withoutPadding().encodeToString(last.getBytes(StandardCharsets.UTF_8)));
    }

    boolean truncated() {
        return marker != null;
    }

    private static String decoded(String marker) {
        try {
            return new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw IamErrors.validation("Invalid Marker.");
        }
    }
}
