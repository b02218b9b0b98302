package dev.sallyport.control.rest.usage;

import dev.sallyport.control.Call;
import dev.sallyport.control.rest.Lookups;
import dev.sallyport.model.ApiKey;
import dev.sallyport.model.UsagePlan;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;

/** Finds what a request names, with AWS's error for each thing that is missing (rest-control-plane 2.3). */
final class UsageLookups {

    static final String NO_API_KEY = "Invalid API Key identifier specified";
    static final String NO_USAGE_PLAN = "Invalid Usage Plan ID specified";

    private UsageLookups() {}

    static ApiKey apiKey(Store.Reader tx, Call call, String keyId) {
        return Lookups.orNotFound(tx.find(Kind.API_KEY, call.scope(), "", keyId), NO_API_KEY);
    }

    static UsagePlan usagePlan(Store.Reader tx, Call call, String planId) {
        return Lookups.orNotFound(tx.find(Kind.USAGE_PLAN, call.scope(), "", planId), NO_USAGE_PLAN);
    }

    /** An API key that belongs to a usage plan. */
    static ApiKey keyOfPlan(Store.Reader tx, Call call, String planId, String keyId) {
        usagePlan(tx, call, planId);
        Lookups.orNotFound(tx.find(Kind.USAGE_PLAN_KEY, call.scope(), planId, keyId), NO_API_KEY);
        return apiKey(tx, call, keyId);
    }
}
