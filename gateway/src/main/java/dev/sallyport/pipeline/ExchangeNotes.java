package dev.sallyport.pipeline;

import dev.sallyport.telemetry.requests.RequestMeter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What steps note of an exchange for {@code $context} (8.4), and what is counted of it. */
final class ExchangeNotes implements RequestMeter.Sample {

    /** How long the integration took: not yet, or never. */
    private static final long NONE = -1;

    private Map<String, String> notes = Map.of();
    private final CacheUse cache = new CacheUse();
    private long integrationBeganMillis;
    private @Nullable Authorization authorization;
    private long authorizerMillis;
    private long knownMillis;
    private long integrationMillis = NONE;
    private int status;
    private long latencyMillis;
    private boolean limited;
    private boolean integrationError;
    private long dataBytes;

    /** Begins with another exchange. */
    void begin(long nowMillis) {
        knownMillis = nowMillis;
        integrationMillis = NONE;
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

    /** The last time that the exchange was told, milliseconds since 1970. */
    long knownMillis() {
        return knownMillis;
    }

    /** Tells what time it is. */
    void known(long nowMillis) {
        knownMillis = nowMillis;
    }

    /** The call of the backend begins. */
    void integrationBegan(long nowMillis) {
        integrationBeganMillis = nowMillis;
    }

    /**
     * The call of the backend is over.
     *
     * @param noted whether an access log may tell of it
     */
    void integrationEnded(long nowMillis, boolean noted) {
        if (noted) {
            putElapsed("integration.latency", nowMillis);
            putElapsed("integrationLatency", nowMillis);
        }
        integrationMillis = Math.max(0, nowMillis - integrationBeganMillis);
        integrationBeganMillis = 0;
    }

    /** The exchange is over: completes what is counted of it. */
    RequestMeter.Sample ended(int newStatus, long newLatencyMillis, boolean wasLimited) {
        integrationError = false;
        status = newStatus;
        latencyMillis = Math.max(0, newLatencyMillis);
        limited = wasLimited;
        dataBytes = 0;
        return this;
    }

    /** Completes it with how many bytes the bodies of request and answer had, and whether its integration failed. */
    RequestMeter.Sample processed(long newDataBytes, boolean isErrorOfIntegration) {
        dataBytes = newDataBytes;
        integrationError = isErrorOfIntegration;
        return this;
    }

    @Override
    public boolean isIntegrationError() {
        return integrationError;
    }

    @Override
    public long dataBytes() {
        return dataBytes;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public long latencyMillis() {
        return latencyMillis;
    }

    @Override
    public long integrationMillis() {
        return integrationMillis;
    }

    @Override
    public int cacheHits() {
        return cache.result() == CacheUse.Result.HIT ? 1 : 0;
    }

    @Override
    public int cacheMisses() {
        return cache.result() == CacheUse.Result.MISS ? 1 : 0;
    }

    @Override
    public boolean isLimited() {
        return limited;
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
