package dev.sallyport.control.logs;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list. The token is the key of the last item of the page before, so that a list that changes between two
 * pages neither repeats nor skips what stays.
 *
 * @param nextToken null on the last page
 */
record Paged<T>(List<T> items, @Nullable String nextToken) {

    /** What a page has at most, and when nothing is asked for. */
    static final int DEFAULT_LIMIT = 50;

    /**
     * Cuts a page.
     *
     * @param all in the order of their keys
     * @param order of keys
     */
    static <T> Paged<T> of(
            List<T> all,
            Function<T, String> key,
            Comparator<String> order,
            @Nullable String token,
            @Nullable Integer limit) {
        int size = limit == null ? DEFAULT_LIMIT : limit;
        String after = token == null ? null : decoded(token);
        List<T> rest = after == null
                ? all
                : all.stream()
                        .filter(it -> order.compare(key.apply(it), after) > 0)
                        .toList();
        if (rest.size() <= size) {
            return new Paged<>(rest, null);
        }
        List<T> page = rest.subList(0, size);
        return new Paged<>(page, token(key.apply(page.getLast())));
    }

    /** The token of the page that begins behind a key. */
    static String token(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    /** What {@link #token} was made of; 400 when the text cannot be such a token. */
    static String decoded(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException foreign) {
            throw LogsErrors.invalidToken();
        }
    }
}
