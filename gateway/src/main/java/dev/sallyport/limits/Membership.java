package dev.sallyport.limits;

import dev.sallyport.model.Scope;
import dev.sallyport.model.UsagePlan;
import dev.sallyport.model.UsagePlan.ApiStage;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An API key in a usage plan: its buckets and its meter, which outlive every change of the plan. */
final class Membership {

    private final Limiter limiter;
    private final String name;
    private final QuotaMeter meter;
    private @Nullable Throttle ofKey;
    private Map<String, Map<String, Throttle>> ofMethods = Map.of();

    Membership(Limiter limiter, Scope owner, String planId, String keyId, QuotaMeter meter) {
        this.limiter = limiter;
        this.name = owner.account() + ":" + owner.region() + ":" + planId + ":" + keyId;
        this.meter = meter;
    }

    QuotaMeter meter() {
        return meter;
    }

    /** Takes over the plan's rates; buckets that stay keep what has been used of them. */
    void follow(UsagePlan plan) {
        ofKey = throttle(ofKey, name, Rate.ofPlan(plan.throttle()));
        Map<String, Map<String, Throttle>> next = new HashMap<>();
        for (ApiStage stage : plan.apiStages()) {
            Map<String, Throttle> before = ofMethods.getOrDefault(stage.key(), Map.of());
            Map<String, Throttle> byMethod = new HashMap<>();
            stage.throttle().forEach((written, throttle) -> {
                String method = MethodKey.of(written);
                Throttle made = throttle(before.get(method), name + ":" + stage.key() + method, Rate.ofPlan(throttle));
                if (made != null) {
                    byMethod.put(method, made);
                }
            });
            next.put(stage.key(), Map.copyOf(byMethod));
        }
        ofMethods = next;
    }

    private @Nullable Throttle throttle(@Nullable Throttle before, String itsName, @Nullable Rate rate) {
        if (rate == null) {
            return null;
        }
        if (before == null) {
            return limiter.throttle(itsName, rate);
        }
        before.rate(rate);
        return before;
    }

    /** Adds what the key may do on the plan's stages; of a stage that two plans cover the first counts (MRQ-4). */
    void addTo(Map<String, StageAccess> stages) {
        ofMethods.forEach((stage, byMethod) -> stages.putIfAbsent(stage, new StageAccess(ofKey, byMethod, meter)));
    }
}
