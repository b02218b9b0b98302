package dev.sallyport.pipeline.step;

import dev.sallyport.http.Headers;
import dev.sallyport.limits.ApiKeyTable;
import dev.sallyport.limits.KnownKey;
import dev.sallyport.limits.Limiter;
import dev.sallyport.limits.Rate;
import dev.sallyport.limits.StageAccess;
import dev.sallyport.limits.Throttle;
import dev.sallyport.pipeline.Exchange;
import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.Guard;
import dev.sallyport.pipeline.MethodPlan;
import dev.sallyport.pipeline.Outcome;
import dev.sallyport.pipeline.StageSnapshot;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in whom an API key lets in (ORD-1 9, MRQ-1 to MRQ-6), and holds them to the rates and the quota of the key's usage
 * plan (ORD-1 10, THR-2 1 and 2, THR-7).
 *
 * <p>A request that is answered 429 takes no token anywhere: those that it has taken before, of its method and of the
 * account too, are given back. AWS asks the limits of the client before those of the method (ORD-4), so a client beyond
 * its own rate must not use up the method's for all others. What is refused with 401 or 403 keeps its tokens: somebody who
 * tries keys is slowed down.
 */
public final class CheckApiKey implements Guard {

    private static final Logger LOG = LoggerFactory.getLogger(CheckApiKey.class);
    private static final String HEADER = "x-api-key";

    private final ApiKeyTable keys;
    private final boolean fromAuthorizer;
    private final Place place;
    private final String stage;
    private final Limiter limiter;
    private final Throttle[] taken;
    private final boolean tells;
    private final Fault overQuota;
    private volatile Refusal refusal;

    /**
     * The method that is called.
     *
     * @param httpMethod the configured verb, or {@code ANY}
     * @param key by which usage plans name the method
     */
    public record Place(String apiId, String stageName, String resourceId, String httpMethod, String key) {}

    /** What a rate answers; kept because a client beyond its rate comes again and again. */
    private record Refusal(Rate rate, Fault fault) {}

    /**
     * @param fromAuthorizer whether the value is what an authorizer said and the header nothing (AUT-43)
     * @param taken the limits that an earlier step takes a token of
     * @param tells whether answers tell the client of its limits
     */
    public CheckApiKey(
            ApiKeyTable keys,
            boolean fromAuthorizer,
            Place place,
            Limiter limiter,
            List<Throttle> taken,
            boolean tells) {
        this.tells = tells;
        this.keys = keys;
        this.fromAuthorizer = fromAuthorizer;
        this.place = place;
        this.stage = place.apiId() + ":" + place.stageName();
        this.limiter = limiter;
        this.taken = taken.toArray(Throttle[]::new);
        this.overQuota = Fault.quotaExceeded("Key quota limit exceeded for " + where());
        this.refusal = refusal(new Rate(0, 0));
    }

    @Override
    public List<Admission> admits(StageSnapshot stage, MethodPlan method) {
        String source = fromAuthorizer ? "whose authorizer names" : "who has";
        return List.of(new Admission(Type.API_KEY, source + " an enabled API key of a usage plan of the stage"));
    }

    @Override
    public Outcome run(Exchange exchange) {
        KnownKey key = fromAuthorizer ? named(exchange) : sent(exchange.head().headers());
        StageAccess access = key == null ? null : key.on(stage);
        if (key == null || access == null) {
            return Fault.INVALID_API_KEY;
        }
        exchange.identity().apiKey(key);
        var trace = exchange.trace();
        if (trace != null) {
            trace.decided("API key", key.id());
        }
        try {
            Outcome outcome = charge(access, exchange.identity().epochMillis());
            if (tells) {
                RateLimitFields.tell(exchange.identity(), access, place.key(), limiter.nanoTime());
            }
            return outcome;
        } catch (RuntimeException failure) {
            // ORD-7: the key is good; that its use cannot be counted is no fault of the caller's.
            LOG.error("Usage Plan check failed due to an internal error", failure);
            return Outcome.CONTINUE;
        }
    }

    private @Nullable KnownKey named(Exchange exchange) {
        String value = exchange.identity().usageIdentifierKey();
        return value == null ? null : keys.find(value);
    }

    /** Two keys are none: whoever stands between might have looked at the other one. (inferred) */
    private @Nullable KnownKey sent(Headers headers) {
        int line = -1;
        for (int i = 0; i < headers.size(); i++) {
            if (headers.isNamed(i, HEADER)) {
                if (line >= 0) {
                    return null;
                }
                line = i;
            }
        }
        return line < 0 ? null : keys.find(headers.bytes(), headers.valueStart(line), headers.valueEnd(line));
    }

    private Outcome charge(StageAccess access, long epochMillis) {
        Throttle ofMethod = access.ofMethods().get(place.key());
        Throttle ofKey = access.ofKey();
        long now = ofMethod == null && ofKey == null ? 0 : limiter.nanoTime();
        if (ofMethod != null && !ofMethod.tryTake(now)) {
            return refused(ofMethod);
        }
        if (ofKey != null && !ofKey.tryTake(now)) {
            giveBack(ofMethod);
            return refused(ofKey);
        }
        if (!access.meter().tryTake(epochMillis)) {
            giveBack(ofMethod);
            giveBack(ofKey);
            giveBackEarlier();
            return overQuota;
        }
        return Outcome.CONTINUE;
    }

    private static void giveBack(@Nullable Throttle throttle) {
        if (throttle != null) {
            throttle.giveBack();
        }
    }

    private void giveBackEarlier() {
        for (Throttle throttle : taken) {
            throttle.giveBack();
        }
    }

    private Fault refused(Throttle throttle) {
        giveBackEarlier();
        Refusal known = refusal;
        Rate rate = throttle.rate();
        if (!known.rate().equals(rate)) {
            known = refusal(rate);
            refusal = known;
        }
        return known.fault();
    }

    /** THR-11. */
    private Refusal refusal(Rate rate) {
        String limit = String.format(Locale.ROOT, "%.2f", rate.perSecond());
        return new Refusal(
                rate,
                Fault.throttled("Key throttle limit exceeded for " + where() + ". Limit: " + limit + " Burst: "
                        + rate.burst()));
    }

    private String where() {
        return "RestApi " + place.apiId() + ", Stage " + place.stageName() + ", Resource " + place.resourceId()
                + ", HttpMethod " + place.httpMethod();
    }

    @Override
    public boolean forgetsExchange() {
        return true;
    }
}
