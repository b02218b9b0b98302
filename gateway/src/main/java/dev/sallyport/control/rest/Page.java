package dev.sallyport.control.rest;

import dev.sallyport.control.ServiceException;
import dev.sallyport.store.Store;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param position where the next page begins, opaque to clients; null on the last page (R6.3)
 */
public record Page<T>(List<T> items, @Nullable String position) {

    private static final int DEFAULT_LIMIT = 25;
    private static final int MAX_LIMIT = 500;

    /** Begins the positions that hold a place. */
    private static final String PLACE = "@";

    /**
     * Cuts a page out of a whole list. The position holds the index and the id of the page's first item: paging goes on
     * at that item when others before it came or went, and at the index when it is gone itself.
     *
     * @param limit above 500 is taken as 500, zero and less as the default of 25 (R6.1, R6.2)
     */
    public static <T> Page<T> of(
            List<T> all, Function<T, String> id, @Nullable Integer limit, @Nullable String position) {
        int size = size(limit);
        int from = position == null || position.isEmpty() ? 0 : start(all, id, position);
        int to = Math.min(from + size, all.size());
        String next = to < all.size() ? encode(to + ":" + id.apply(all.get(to))) : null;
        return new Page<>(List.copyOf(all.subList(from, to)), next);
    }

    /** Where a page is read from: the entities behind a place, in the order of the list. */
    @FunctionalInterface
    public interface Slices<T> {

        /** @param after null begins with the first */
        List<Store.Placed<T>> read(@Nullable Long after, int limit);
    }

    /**
     * Reads a page of a list that may be long. The position holds the place of the page's last item: paging goes on
     * behind it, whatever comes or goes in between.
     *
     * @param wanted what else than these items is left out
     * @param limit above 500 is taken as 500, zero and less as the default of 25 (R6.1, R6.2)
     */
    public static <T> Page<T> read(
            Slices<T> slices, Predicate<T> wanted, @Nullable Integer limit, @Nullable String position) {
        int size = size(limit);
        Long after = position == null || position.isEmpty() ? null : place(position);
        List<T> items = new ArrayList<>();
        Long last = after;
        for (int length = size + 1; true; length = MAX_LIMIT) {
            List<Store.Placed<T>> slice = slices.read(after, length);
            for (Store.Placed<T> each : slice) {
                if (wanted.test(each.entity())) {
                    if (items.size() == size) {
                        return new Page<>(List.copyOf(items), encode(PLACE + last));
                    }
                    items.add(each.entity());
                    last = each.place();
                }
                after = each.place();
            }
            if (slice.size() < length) {
                return new Page<>(List.copyOf(items), null);
            }
        }
    }

    /** The same page with something else for each item. */
    public <R> Page<R> map(Function<T, R> mapping) {
        return new Page<>(items.stream().map(mapping).toList(), position);
    }

    private static int size(@Nullable Integer limit) {
        return limit == null || limit <= 0 ? DEFAULT_LIMIT : Math.min(limit, MAX_LIMIT);
    }

    private static Long place(String position) {
        String text = decode(position);
        if (!text.matches(PLACE + "[0-9]{1,18}")) {
            throw invalidPosition();
        }
        return Long.valueOf(text.substring(PLACE.length()));
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

    private static String encode(String position) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(position.getBytes(StandardCharsets.UTF_8));
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
