package dev.sallyport.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the integration is sent, filled by the mapping steps. */
public final class IntegrationRequest {

    static final IntegrationRequest EMPTY = new IntegrationRequest(Map.of(), Map.of(), Map.of());

    private final Map<String, List<String>> headers;
    private final Map<String, List<String>> query;
    private final Map<String, String> path;

    private IntegrationRequest(
            Map<String, List<String>> headers, Map<String, List<String>> query, Map<String, String> path) {
        this.headers = headers;
        this.query = query;
        this.path = path;
    }

    static IntegrationRequest toFill() {
        return new IntegrationRequest(new TreeMap<>(String.CASE_INSENSITIVE_ORDER), new TreeMap<>(), new TreeMap<>());
    }

    boolean isFillable() {
        return this != EMPTY;
    }

    /** Mapped headers by name. */
    public Map<String, List<String>> headers() {
        return headers;
    }

    /**
     * Maps a header, without the blanks around its values.
     *
     * @return the fault of a value that cannot stand in a header, otherwise null
     */
    public @Nullable Fault mapHeader(String name, List<String> values) {
        List<String> stripped = new ArrayList<>(values.size());
        for (String value : values) {
            stripped.add(value.strip());
            if (!HeaderRules.isSafeValue(value.strip())) {
                return Fault.configuration("the value for header " + name + " holds a line break");
            }
        }
        headers.put(name, stripped);
        return null;
    }

    /** Mapped query parameters by name. */
    public Map<String, List<String>> query() {
        return query;
    }

    /** Mapped path parameters by name. */
    public Map<String, String> path() {
        return path;
    }
}
