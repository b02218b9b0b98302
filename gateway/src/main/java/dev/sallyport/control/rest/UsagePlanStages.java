package dev.sallyport.control.rest;

import dev.sallyport.model.Scope;
import dev.sallyport.model.UsagePlan;
import dev.sallyport.model.UsagePlan.ApiStage;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.List;

/** What the deletion of an API means for usage plans. */
public final class UsagePlanStages {

    private UsagePlanStages() {}

    /** Removes the stages of an API from every usage plan (R10.11). A deleted stage alone stays in them (R10.76). */
    public static void remove(Store.Writer tx, Scope scope, String apiId) {
        for (UsagePlan plan : tx.list(Kind.USAGE_PLAN, scope, "")) {
            List<ApiStage> left = plan.apiStages().stream()
                    .filter(stage -> !stage.apiId().equals(apiId))
                    .toList();
            if (left.size() < plan.apiStages().size()) {
                tx.put(Kind.USAGE_PLAN, scope, "", plan.id(), plan.withApiStages(left));
            }
        }
    }
}
