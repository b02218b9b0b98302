package dev.sallyport.pipeline.http;

import dev.sallyport.mapping.HttpApiMapping;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.IntegrationRequest;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes headers, query and path on their way to the integration (http-api 7.1 to 7.3). Of a mapped header or query
 * parameter the integration request has all values, none for one that is removed; the path stands under {@link #PATH}.
 */
public final class MapRouteRequest implements Step {

    /** The name of the mapped path among the path parameters of the integration request. */
    public static final String PATH = "";

    private final List<Entry> entries;

    /** What is done. */
    private enum Action {
        APPEND,
        OVERWRITE,
        REMOVE
    }

    /** What it is done to. */
    private enum Target {
        HEADER,
        QUERY,
        PATH
    }

    private record Entry(
            Action action,
            Target target,
            String name,
            @Nullable HttpApiMapping value) {}

    private MapRouteRequest(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * Compiles mappings by key; null when there is none.
     *
     * @throws IllegalArgumentException when one is malformed
     */
    public static @Nullable MapRouteRequest compile(Map<String, String> parameters) {
        List<Entry> entries = new ArrayList<>();
        parameters.forEach((key, value) -> {
            Action action = key.startsWith("append:")
                    ? Action.APPEND
                    : key.startsWith("overwrite:") ? Action.OVERWRITE : Action.REMOVE;
            Target target = key.contains(":header.")
                    ? Target.HEADER
                    : key.contains(":querystring.") ? Target.QUERY : Target.PATH;
            entries.add(new Entry(
                    action,
                    target,
                    HttpApiMapping.name(key),
                    action == Action.REMOVE ? null : HttpApiMapping.compile(value, false)));
        });
        return entries.isEmpty() ? null : new MapRouteRequest(entries);
    }

    /** R7.2: every value is one of the request as it came. */
    @Override
    public Outcome run(Exchange exchange) {
        IntegrationRequest mapped = exchange.mapIntegrationRequest();
        for (Entry entry : entries) {
            String value = entry.value() == null
                    ? null
                    : entry.value().value(exchange, exchange.head().routedPath());
            if (value == null && entry.action() != Action.REMOVE) {
                continue; // R7.3
            }
            Fault fault = switch (entry.target()) {
                case HEADER -> header(exchange, mapped, entry, value);
                case QUERY -> query(exchange, mapped, entry, value);
                case PATH -> path(mapped, value);
            };
            if (fault != null) {
                return fault;
            }
        }
        return Outcome.CONTINUE;
    }

    private static @Nullable Fault header(
            Exchange exchange, IntegrationRequest mapped, Entry entry, @Nullable String value) {
        if (value == null) {
            mapped.headers().put(entry.name(), List.of());
            return null;
        }
        List<String> before = entry.action() == Action.OVERWRITE
                ? List.of()
                : mapped.headers().getOrDefault(entry.name(), exchange.requestHeaders(entry.name()));
        return mapped.mapHeader(entry.name(), with(before, value));
    }

    private static @Nullable Fault query(
            Exchange exchange, IntegrationRequest mapped, Entry entry, @Nullable String value) {
        List<String> before = entry.action() != Action.APPEND
                ? List.of()
                : mapped.query().getOrDefault(entry.name(), exchange.queryParameters(entry.name()));
        mapped.query().put(entry.name(), value == null ? List.of() : with(before, value));
        return null;
    }

    /** R7.6. */
    private static @Nullable Fault path(IntegrationRequest mapped, @Nullable String value) {
        if (value != null && value.startsWith("/")) {
            mapped.path().put(PATH, value);
        }
        return null;
    }

    private static List<String> with(List<String> before, String value) {
        List<String> all = new ArrayList<>(before);
        all.add(value);
        return all;
    }

    @Override
    public boolean forgetsExchange() {
        return true;
    }
}
