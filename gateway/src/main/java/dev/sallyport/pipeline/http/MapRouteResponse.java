package dev.sallyport.pipeline.http;

import dev.sallyport.http.Headers;
import dev.sallyport.mapping.HttpApiMapping;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.HeaderRules;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes headers and status of the integration's answer, as is said for its status (http-api 7.4). */
public final class MapRouteResponse implements Step {

    private final Map<Integer, List<Entry>> byStatus;

    /** @param value null removes the header */
    private record Entry(
            String name,
            boolean status,
            boolean append,
            @Nullable HttpApiMapping value) {}

    private MapRouteResponse(Map<Integer, List<Entry>> byStatus) {
        this.byStatus = Map.copyOf(byStatus);
    }

    /**
     * Compiles mappings by the status of the integration's answer and by key; null when there is none.
     *
     * @throws IllegalArgumentException when one is malformed
     */
    public static @Nullable MapRouteResponse compile(Map<String, ? extends Map<String, String>> parameters) {
        Map<Integer, List<Entry>> byStatus = new HashMap<>();
        parameters.forEach((status, mappings) -> {
            List<Entry> entries = new ArrayList<>();
            mappings.forEach((key, value) -> entries.add(new Entry(
                    HttpApiMapping.name(key),
                    key.equals("overwrite:statuscode"),
                    key.startsWith("append:"),
                    key.startsWith("remove:") ? null : HttpApiMapping.compile(value, true))));
            byStatus.put(Integer.valueOf(status), List.copyOf(entries));
        });
        return byStatus.isEmpty() ? null : new MapRouteResponse(byStatus);
    }

    /** R7.12: no ranges and no default. */
    @Override
    public Outcome run(Exchange exchange) {
        Headers headers = exchange.responseHeaders();
        for (Entry entry : byStatus.getOrDefault(exchange.integrationStatus(), List.of())) {
            if (entry.value() == null) {
                headers.remove(entry.name());
                continue;
            }
            String value = entry.value().value(exchange, exchange.head().routedPath());
            if (value == null) {
                continue;
            }
            if (entry.status()) {
                if (!value.matches("[2-5]\\d\\d")) {
                    return Fault.configuration("the mapped status " + value + " is none");
                }
                exchange.status(Integer.parseInt(value));
                continue;
            }
            String stripped = value.strip();
            if (!HeaderRules.isSafeValue(stripped)) {
                return Fault.configuration("the value for header " + entry.name() + " holds a line break");
            }
            if (!entry.append()) {
                headers.remove(entry.name());
            }
            headers.add(entry.name(), stripped);
        }
        return Outcome.CONTINUE;
    }

    @Override
    public boolean forgetsExchange() {
        return true;
    }
}
