package dev.sallyport.limits;

import dev.sallyport.model.ApiKey;
import dev.sallyport.model.Scope;
import dev.sallyport.model.UsagePlan;
import dev.sallyport.model.UsagePlan.ApiStage;
import dev.sallyport.model.UsagePlan.Quota;
import dev.sallyport.model.UsagePlan.Throttle;
import dev.sallyport.model.UsagePlanKey;
import dev.sallyport.store.InMemoryStore;
import dev.sallyport.store.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Stores keys and plans as the control plane would; all in the scope that it was made for. */
public final class TestPlans {

    private final InMemoryStore store;
    private final Scope scope;

    public TestPlans(InMemoryStore store, Scope scope) {
        this.store = store;
        this.scope = scope;
    }

    public void key(String id, String value, boolean enabled) {
        ApiKey key =
                new ApiKey(id, value, null, null, null, enabled, List.of(), Map.of(), Instant.EPOCH, Instant.EPOCH);
        store.write(tx -> {
            tx.put(Kind.API_KEY, scope, "", id, key);
            return key;
        });
    }

    /** Creates or changes plan {@code p1}. */
    public void plan(@Nullable Throttle throttle, @Nullable Quota quota, ApiStage... stages) {
        plan("p1", throttle, quota, stages);
    }

    public void plan(String id, @Nullable Throttle throttle, @Nullable Quota quota, ApiStage... stages) {
        UsagePlan plan = new UsagePlan(id, "plan", null, List.of(stages), throttle, quota, null, Map.of());
        store.write(tx -> {
            tx.put(Kind.USAGE_PLAN, scope, "", id, plan);
            return plan;
        });
    }

    /** Adds a key to plan {@code p1}. */
    public void join(String keyId) {
        join("p1", keyId);
    }

    public void join(String planId, String keyId) {
        store.write(tx -> {
            tx.put(Kind.USAGE_PLAN_KEY, scope, planId, keyId, new UsagePlanKey(keyId, "API_KEY"));
            return keyId;
        });
    }

    public void leave(String keyId) {
        store.write(tx -> {
            tx.delete(Kind.USAGE_PLAN_KEY, scope, "p1", keyId);
            return tx.delete(Kind.KEY_USAGE, scope, "p1", keyId);
        });
    }

    public static ApiStage stage(String api, String name) {
        return stage(api, name, Map.of());
    }

    public static ApiStage stage(String api, String name, Map<String, Throttle> throttles) {
        return new ApiStage(api, name, new TreeMap<>(throttles));
    }
}
