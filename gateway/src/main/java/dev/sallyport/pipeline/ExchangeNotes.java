package dev.sallyport.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What steps note of an exchange for {@code $context} (8.4), and how long its integration took. */
final class ExchangeNotes {

    private Map<String, String> notes = Map.of();
    private long integrationBeganMillis;

    /** Begins with another exchange. */
    void begin() {
        notes = Map.of();
        integrationBeganMillis = 0;
    }

    void put(String variable, String value) {
        if (notes.isEmpty()) {
            notes = new LinkedHashMap<>();
        }
        notes.put(variable, value);
    }

    /** What was noted of a variable, or null. */
    @Nullable
    String value(String variable) {
        return notes.get(variable);
    }

    /** All that was noted, in the order in which it was. */
    Map<String, String> all() {
        return notes;
    }

    /** The call of the backend begins; its time is taken for an access log. */
    void integrationBegan(long nowMillis) {
        integrationBeganMillis = nowMillis;
    }

    /** The call of the backend is over. */
    void integrationEnded(long nowMillis) {
        putElapsed("integration.latency", nowMillis);
        putElapsed("integrationLatency", nowMillis);
        integrationBeganMillis = 0;
    }

    /** Notes how long the call of the backend has taken so far. */
    void putElapsed(String variable, long nowMillis) {
        put(variable, Long.toString(Math.max(0, nowMillis - integrationBeganMillis)));
    }

    /** Whether a call of the backend is under way that is timed. */
    boolean isIntegrationTimed() {
        return integrationBeganMillis != 0;
    }
}
