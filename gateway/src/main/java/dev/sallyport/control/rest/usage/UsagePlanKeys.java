package dev.sallyport.control.rest.usage;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.Page;
import dev.sallyport.model.ApiKey;
import dev.sallyport.model.UsagePlan;
import dev.sallyport.model.UsagePlanKey;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigateway.GetUsagePlanKeysRequest;
import java.util.Objects;

/** The API keys of usage plans (rest-control-plane 15); an answer shows the key itself. */
final class UsagePlanKeys {

    private static final String TYPE = "API_KEY";

    private final Store store;

    UsagePlanKeys(Store store) {
        this.store = store;
    }

    ApiKey create(Call call, String planId, String keyId, String keyType) {
        return store.write(tx -> {
            UsagePlan plan = UsageLookups.usagePlan(tx, call, planId);
            if (!keyType.equals(TYPE)) {
                throw ServiceException.badRequest("Invalid key type specified: " + keyType + ", must be API_KEY");
            }
            ApiKey key = UsageLookups.apiKey(tx, call, keyId);
            if (tx.find(Kind.USAGE_PLAN_KEY, call.scope(), planId, keyId) != null) {
                throw ServiceException.conflict(keyId + " is already subscribed to the usage plan"); // R10.115
            }
            subscribe(tx, call, plan, keyId);
            return key;
        });
    }

    /**
     * Adds a key to a plan.
     *
     * @throws ServiceException 409 when another plan of the key covers one of the plan's stages (R10.114)
     */
    static void subscribe(Store.Writer tx, Call call, UsagePlan plan, String keyId) {
        UsagePlanRules.checkNewKey(tx, call, plan, keyId);
        tx.put(Kind.USAGE_PLAN_KEY, call.scope(), plan.id(), keyId, new UsagePlanKey(keyId, TYPE));
    }

    ApiKey get(Call call, String planId, String keyId) {
        return store.read(tx -> UsageLookups.keyOfPlan(tx, call, planId, keyId));
    }

    /** GetUsagePlanKeys: the newest first (R6.5), perhaps with a prefix of the name; none of an unknown plan (R6.8). */
    Page<ApiKey> list(Call call, GetUsagePlanKeysRequest request) {
        String planId = Objects.requireNonNull(request.usagePlanId());
        String prefix = Objects.requireNonNullElse(request.nameQuery(), "");
        return store.read(tx -> Page.read(
                        (after, length) -> tx.slice(
                                Kind.USAGE_PLAN_KEY, call.scope(), planId, Store.Order.NEWEST_FIRST, after, length),
                        each -> prefix.isEmpty()
                                || ApiKeys.hasPrefix(UsageLookups.apiKey(tx, call, each.keyId()), prefix),
                        request.limit(),
                        request.position())
                .map(each -> UsageLookups.apiKey(tx, call, each.keyId())));
    }

    /** DeleteUsagePlanKey; what the key used under the plan is forgotten. */
    void delete(Call call, String planId, String keyId) {
        store.write(tx -> {
            UsageLookups.usagePlan(tx, call, planId);
            if (!tx.delete(Kind.USAGE_PLAN_KEY, call.scope(), planId, keyId)) {
                throw ServiceException.notFound(UsageLookups.NO_API_KEY);
            }
            return tx.delete(Kind.KEY_USAGE, call.scope(), planId, keyId);
        });
    }
}
