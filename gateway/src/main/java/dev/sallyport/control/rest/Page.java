package dev.sallyport.control.rest;

import dev.sallyport.control.ServiceException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param position where the next page begins, opaque to clients; null on the last page (R6.3)
 */
public record Page<T>(List<T> items, @Nullable String position) {

    private static final int DEFAULT_LIMIT = 25;
    private static final int MAX_LIMIT = 500;

    /**
     * Cuts a page out of a whole list. The position holds the index and the id of the page's first item: paging goes on
     * at that item when others before it came or went, and at the index when it is gone itself.
     *
     * @param limit above 500 is taken as 500, zero and less as the default of 25 (R6.1, R6.2)
     */
    public static <T> Page<T> of(
            List<T> all, Function<T, String> id, @Nullable Integer limit, @Nullable String position) {
        int size = limit == null || limit <= 0 ? DEFAULT_LIMIT : Math.min(limit, MAX_LIMIT);
        int from = position == null || position.isEmpty() ? 0 : start(all, id, position);
        int to = Math.min(from + size, all.size());
        String next = to < all.size() ? encode(to, id.apply(all.get(to))) : null;
        return new Page<>(List.copyOf(all.subList(from, to)), next);
    }

    private static <T> int start(List<T> all, Function<T, String> id, String position) {
        String[] parts = decode(position).split(":", 2);
        if (parts.length != 2 || !parts[0].matches("[0-9]{1,9}")) {
            throw invalidPosition();
        }
        for (int i = 0; i < all.size(); i++) {
            if (id.apply(all.get(i)).equals(parts[1])) {
                return i;
            }
        }
        return Math.min(Integer.parseInt(parts[0]), all.size());
    }

    private static String encode(int index, String id) {
        byte[] text = (index + ":" + id).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    private static String decode(String position) {
        try {
            return new String(Base64.getUrlDecoder().decode(position), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalidPosition();
        }
    }

    private static ServiceException invalidPosition() {
        return ServiceException.badRequest("Invalid position parameter specified");
    }
}
