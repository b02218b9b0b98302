package dev.sallyport.control.rest;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A kind of things that have tags, found by the path of their ARN (R21.1, R21.2).
 *
 * @param path matches the whole path of the ARN, {@code /usageplans/([^/]+)}; its groups are the names that find the thing
 * @param accountInArn whether the ARN names the account, as those of private domains do; most leave the field empty
 */
public record Taggable(Pattern path, boolean accountInArn, Find find) {

    /** How a thing is found. */
    @FunctionalInterface
    public interface Find {

        /**
         * Finds a thing of the caller's scope.
         *
         * @param names the groups of the path
         * @throws ServiceException 404 with the text of the thing when it is unknown
         */
        Tagged find(Store.Reader tx, Call call, List<String> names);
    }

    /**
     * A thing that was found.
     *
     * @param replace stores the same thing with other tags, in the transaction that found it
     */
    public record Tagged(Map<String, String> tags, BiConsumer<Store.Writer, Map<String, String>> replace) {}

    /** Things whose ARN leaves the account out. */
    public static Taggable of(String path, Find find) {
        return new Taggable(Pattern.compile(path), false, find);
    }

    /**
     * Things without a parent that are stored under the name in their ARN, which leaves the account out.
     *
     * @param path with one group, the id
     * @param notFound the text of the 404
     */
    public static <T> Taggable of(
            String path,
            Kind<T> kind,
            String notFound,
            Function<T, Map<String, String>> tags,
            BiFunction<T, Map<String, String>, T> withTags) {
        return of(path, (tx, call, names) -> {
            String id = names.getFirst();
            T found = Lookups.orNotFound(tx.find(kind, call.scope(), "", id), notFound);
            return new Tagged(
                    tags.apply(found),
                    (writer, changed) -> writer.put(kind, call.scope(), "", id, withTags.apply(found, changed)));
        });
    }
}
