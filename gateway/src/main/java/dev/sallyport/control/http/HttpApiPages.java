package dev.sallyport.control.http;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.Page;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Pages of lists (R20.9): 25 items unless told otherwise, at most 500; both parameters are text. */
public final class HttpApiPages {

    private HttpApiPages() {}

    /**
     * Reads a page, oldest first.
     *
     * @param parent the id of the API; {@code ""} at the top
     */
    static <T> Page<T> read(
            Store.Reader tx,
            Call call,
            Kind<T> kind,
            String parent,
            @Nullable String maxResults,
            @Nullable String nextToken) {
        return read(tx, call, kind, parent, item -> true, maxResults, nextToken);
    }

    /**
     * Reads a page, oldest first.
     *
     * @param parent what the items are below; {@code ""} at the top
     * @param wanted what else than these items is left out
     */
    public static <T> Page<T> read(
            Store.Reader tx,
            Call call,
            Kind<T> kind,
            String parent,
            Predicate<T> wanted,
            @Nullable String maxResults,
            @Nullable String nextToken) {
        Integer limit = limit(maxResults);
        return readable(() -> Page.read(
                (after, length) -> tx.slice(kind, call.scope(), parent, Store.Order.OLDEST_FIRST, after, length),
                wanted,
                limit,
                nextToken));
    }

    /**
     * A page of a whole list.
     *
     * @param id tells the items apart
     */
    public static <T> Page<T> of(
            List<T> all, Function<T, String> id, @Nullable Integer maxResults, @Nullable String nextToken) {
        return readable(() -> Page.of(all, id, maxResults, nextToken));
    }

    private static <T> Page<T> readable(Supplier<Page<T>> page) {
        try {
            return page.get();
        } catch (ServiceException unreadable) {
            throw ServiceException.badRequest("Invalid NextToken"); // (inferred)
        }
    }

    /**
     * Reads a page of things of several kinds.
     *
     * @param slices in the order of the list
     */
    static <T> Page<T> read(Page.Slices<T> slices, @Nullable String maxResults, @Nullable String nextToken) {
        Integer limit = limit(maxResults);
        return readable(() -> Page.read(slices, item -> true, limit, nextToken));
    }

    /**
     * A page of a whole list.
     *
     * @param id tells the items apart
     */
    static <T> Page<T> cut(
            List<T> all, Function<T, String> id, @Nullable String maxResults, @Nullable String nextToken) {
        return of(all, id, limit(maxResults), nextToken);
    }

    private static @Nullable Integer limit(@Nullable String maxResults) {
        if (maxResults == null || maxResults.isEmpty()) {
            return null;
        }
        if (!maxResults.matches("[0-9]{1,9}")) {
            throw ServiceException.badRequest("Invalid MaxResults"); // (inferred)
        }
        return Integer.valueOf(maxResults);
    }
}
