package dev.sallyport.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What steps note of an exchange for {@code $context} (8.4), and how long its integration took. */
final class ExchangeNotes {

    private Map<String, String> notes = Map.of();
    private final CacheUse cache = new CacheUse();
    private long integrationBeganMillis;
    private @Nullable Authorization authorization;
    private long authorizerMillis;

    /** Begins with another exchange. */
    void begin() {
        notes = Map.of();
        integrationBeganMillis = 0;
        authorization = null;
        cache.begin();
    }

    /** What the response cache does. */
    CacheUse cache() {
        return cache;
    }

    /** Keeps what an authorizer said, and how long it took: -1 for one without a call. */
    void authorized(Authorization newAuthorization, long millis) {
        authorization = newAuthorization;
        authorizerMillis = millis;
    }

    @Nullable
    Authorization authorization() {
        return authorization;
    }

    void put(String variable, String value) {
        if (notes.isEmpty()) {
            notes = new LinkedHashMap<>();
        }
        notes.put(variable, value);
    }

    /** What was noted of a variable, or null. What an authorizer says cannot be hidden by what was measured. */
    @Nullable
    String value(String variable) {
        Authorization authorized = authorization;
        if (authorized != null && variable.startsWith("authorizer.")) {
            String said = authorized.variables().get(variable);
            if (said != null) {
                return said;
            }
            if (authorizerMillis >= 0 && variable.equals("authorizer.integrationLatency")) {
                return Long.toString(authorizerMillis);
            }
        }
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
