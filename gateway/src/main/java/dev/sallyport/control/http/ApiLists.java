package dev.sallyport.control.http;

import dev.sallyport.control.Call;
import dev.sallyport.control.rest.Page;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.store.Store.Placed;
import dev.sallyport.wire.apigatewayv2.Api;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** GetApis (R21.11): the APIs of both protocols together, oldest first. */
final class ApiLists {

    private final Store store;

    ApiLists(Store store) {
        this.store = store;
    }

    Page<Api> list(Call call, @Nullable String maxResults, @Nullable String nextToken) {
        return store.read(tx -> HttpApiPages.read(
                (after, length) -> Stream.concat(
                                slice(tx, call, Kind.HTTP_API, HttpApiViews::api, after, length),
                                slice(tx, call, Kind.WEB_SOCKET_API, WebSocketViews::api, after, length))
                        .sorted(Comparator.comparingLong(Placed::place))
                        .limit(length)
                        .toList(),
                maxResults,
                nextToken));
    }

    private static <T> Stream<Placed<Api>> slice(
            Store.Reader tx, Call call, Kind<T> kind, BiFunction<Call, T, Api> view, @Nullable Long after, int length) {
        List<Placed<T>> slice = tx.slice(kind, call.scope(), "", Store.Order.OLDEST_FIRST, after, length);
        return slice.stream().map(each -> new Placed<>(each.place(), view.apply(call, each.entity())));
    }
}
