package dev.sallyport.limits;

import dev.sallyport.model.ApiKey;
import dev.sallyport.model.KeyUsage;
import dev.sallyport.model.Scope;
import dev.sallyport.model.UsagePlan;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.store.UsageCounts;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the directory of API keys equal to the store. Runs on the thread of the control-plane call, so that a key, a plan
 * or a limit counts when the call is answered (R11.2); no deployment is needed.
 */
public final class UsagePlanFollower {

    private static final Logger LOG = LoggerFactory.getLogger(UsagePlanFollower.class);

    private final Store store;
    private final Limiter limiter;
    private final ApiKeyDirectory directory;
    private final Map<Scope, Tenant> tenants = new HashMap<>();

    public UsagePlanFollower(Store store, Limiter limiter, ApiKeyDirectory directory) {
        this.store = store;
        this.limiter = limiter;
        this.directory = directory;
    }

    /** What one account has in a Region. */
    private static final class Tenant {
        final Map<String, KnownKey> known = new HashMap<>();
        final Map<String, ApiKey> keys = new HashMap<>();
        final Map<String, UsagePlan> plans = new HashMap<>();
        /** By key and plan. */
        final Map<String, TreeMap<String, Membership>> memberships = new HashMap<>();
        /** The keys of plans. */
        final Map<String, TreeSet<String>> members = new HashMap<>();
    }

    /** What a transaction has touched, until all of it is taken over. */
    private static final class Touched {
        final Map<Scope, TreeSet<String>> keys = new LinkedHashMap<>();
        final TreeSet<Scope> tables = new TreeSet<>(
                (one, other) -> (one.account() + one.region()).compareTo(other.account() + other.region()));

        void key(Scope scope, String keyId) {
            keys.computeIfAbsent(scope, any -> new TreeSet<>()).add(keyId);
        }
    }

    /** Reads all keys and plans and follows changes from now on. */
    public synchronized void start() {
        store.subscribe(this::follow);
        store.read(tx -> {
            Touched touched = new Touched();
            for (var key : tx.listAll(Kind.API_KEY)) {
                key(key.scope(), key.id(), key.entity(), touched);
            }
            for (var plan : tx.listAll(Kind.USAGE_PLAN)) {
                tenant(plan.scope()).plans.put(plan.id(), plan.entity());
            }
            Map<List<Object>, KeyUsage> usage = new HashMap<>();
            for (var used : tx.listAll(Kind.KEY_USAGE)) {
                usage.put(List.of(used.scope(), used.parent(), used.id()), used.entity());
            }
            for (var member : tx.listAll(Kind.USAGE_PLAN_KEY)) {
                KeyUsage stored = usage.get(List.of(member.scope(), member.parent(), member.id()));
                join(
                        member.scope(),
                        member.parent(),
                        member.id(),
                        stored == null ? KeyUsage.none(member.id()) : stored,
                        touched);
            }
            takeOver(touched);
            return touched;
        });
    }

    private synchronized void follow(List<Store.Change> changes) {
        Touched touched = new Touched();
        for (Store.Change change : changes) {
            Scope scope = change.scope();
            if (change.kind().equals(Kind.API_KEY)) {
                key(scope, change.id(), change.written(Kind.API_KEY), touched);
            } else if (change.kind().equals(Kind.USAGE_PLAN)) {
                plan(scope, change.id(), change.written(Kind.USAGE_PLAN), touched);
            } else if (change.kind().equals(Kind.USAGE_PLAN_KEY)) {
                if (change.deleted()) {
                    leave(scope, change.parent(), change.id(), touched);
                } else {
                    join(scope, change.parent(), change.id(), stored(scope, change.parent(), change.id()), touched);
                }
            } else if (change.kind().equals(Kind.KEY_USAGE)) {
                used(scope, change.parent(), change.written(Kind.KEY_USAGE));
            }
        }
        takeOver(touched);
    }

    private KeyUsage stored(Scope scope, String planId, String keyId) {
        return store.read(tx -> UsageCounts.of(tx, scope, planId, keyId));
    }

    private Tenant tenant(Scope scope) {
        return tenants.computeIfAbsent(scope, any -> new Tenant());
    }

    private void key(Scope scope, String keyId, @Nullable ApiKey key, Touched touched) {
        Tenant tenant = tenant(scope);
        ApiKey before = key == null ? tenant.keys.remove(keyId) : tenant.keys.put(keyId, key);
        if (key == null) {
            tenant.known.remove(keyId);
        } else if (before == null || !before.value().equals(key.value())) {
            tenant.known.put(
                    keyId, new KnownKey(keyId, key.value(), directory.of(scope).hashing()));
        }
        if (key == null || before == null || !before.value().equals(key.value())) {
            touched.tables.add(scope);
        }
        touched.key(scope, keyId);
    }

    private void plan(Scope scope, String planId, @Nullable UsagePlan plan, Touched touched) {
        Tenant tenant = tenant(scope);
        UsagePlan before = plan == null ? tenant.plans.remove(planId) : tenant.plans.put(planId, plan);
        for (String keyId : tenant.members.getOrDefault(planId, new TreeSet<>())) {
            Membership membership =
                    tenant.memberships.getOrDefault(keyId, new TreeMap<>()).get(planId);
            if (membership == null) {
                continue;
            }
            if (plan != null) {
                if (before != null && !Objects.equals(before.quota(), plan.quota())) {
                    membership.meter().quota(plan.quota(), stored(scope, planId, keyId));
                }
                membership.follow(plan);
            }
            touched.key(scope, keyId);
        }
    }

    private void join(Scope scope, String planId, String keyId, KeyUsage stored, Touched touched) {
        Tenant tenant = tenant(scope);
        UsagePlan plan = tenant.plans.get(planId);
        if (plan == null) {
            LOG.error("API key {} is in usage plan {}, which is not there: it opens nothing", keyId, planId);
            return;
        }
        tenant.members.computeIfAbsent(planId, any -> new TreeSet<>()).add(keyId);
        tenant.memberships.computeIfAbsent(keyId, any -> new TreeMap<>()).computeIfAbsent(planId, any -> {
            QuotaMeter meter = limiter.meter(scope, planId, plan.quota(), stored);
            Membership made = new Membership(limiter, scope, planId, keyId, meter);
            made.follow(plan);
            return made;
        });
        touched.key(scope, keyId);
    }

    private void leave(Scope scope, String planId, String keyId, Touched touched) {
        Tenant tenant = tenant(scope);
        remove(tenant.members, planId, keyId);
        Map<String, Membership> plans = tenant.memberships.get(keyId);
        if (plans != null) {
            plans.remove(planId);
            if (plans.isEmpty()) {
                tenant.memberships.remove(keyId);
            }
        }
        touched.key(scope, keyId);
    }

    private static void remove(Map<String, ? extends Set<String>> sets, String name, String element) {
        Set<String> set = sets.get(name);
        if (set != null && set.remove(element) && set.isEmpty()) {
            sets.remove(name);
        }
    }

    /** UpdateUsage; what is written behind requests changes nothing here, for it has been counted. */
    private void used(Scope scope, String planId, @Nullable KeyUsage usage) {
        if (usage != null && usage.grant() != null) {
            Membership membership = tenant(scope)
                    .memberships
                    .getOrDefault(usage.keyId(), new TreeMap<>())
                    .get(planId);
            if (membership != null) {
                membership.meter().grant(usage);
            }
        }
    }

    /** What keys may do first, and then the keys: a new one is never met without its plans. */
    private void takeOver(Touched touched) {
        touched.keys.forEach((scope, keyIds) -> {
            Tenant tenant = tenant(scope);
            for (String keyId : keyIds) {
                KnownKey known = tenant.known.get(keyId);
                ApiKey key = tenant.keys.get(keyId);
                if (known != null && key != null) {
                    Map<String, StageAccess> stages = new HashMap<>();
                    tenant.memberships
                            .getOrDefault(keyId, new TreeMap<>())
                            .values()
                            .forEach(membership -> membership.addTo(stages));
                    known.may(key.enabled(), Map.copyOf(stages));
                }
            }
        });
        touched.tables.forEach(
                scope -> directory.of(scope).keys(tenant(scope).known.values()));
    }
}
