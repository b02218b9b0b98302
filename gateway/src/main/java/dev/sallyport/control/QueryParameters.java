package dev.sallyport.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a query or of a form body, decoded, in the order of their first appearance. */
final class QueryParameters {

    private static final QueryParameters NONE = new QueryParameters(Map.of());

    private final Map<String, List<String>> values;

    private QueryParameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * Reads a raw query.
     *
     * @throws IllegalArgumentException for broken percent-encoding
     */
    static QueryParameters of(@Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            return NONE;
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : raw.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = PercentCoding.decode(equals < 0 ? pair : pair.substring(0, equals), true);
            String value = equals < 0 ? "" : PercentCoding.decode(pair.substring(equals + 1), true);
            values.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value);
        }
        return new QueryParameters(values);
    }

    /** As {@link #of}, but a query that cannot be read has no parameters: for looking at hints, not at input. */
    static QueryParameters ofLenient(@Nullable String raw) {
        try {
            return of(raw);
        } catch (IllegalArgumentException e) {
            return NONE;
        }
    }

    /** The first value of a parameter; the empty text when it stands without a value, null when absent. */
    @Nullable
    String first(String name) {
        List<String> all = values.get(name);
        return all == null ? null : all.getFirst();
    }

    /** All values of a parameter, empty when it is absent. */
    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** The names in the order of their first appearance. */
    Iterable<String> names() {
        return values.keySet();
    }
}
