package dev.sallyport.control.rest.usage;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.patch.UsagePatch;
import dev.sallyport.control.rest.CustomIds;
import dev.sallyport.control.rest.Input;
import dev.sallyport.control.rest.Page;
import dev.sallyport.control.rest.TagRules;
import dev.sallyport.model.Ids;
import dev.sallyport.model.UsagePlan;
import dev.sallyport.model.UsagePlan.ApiStage;
import dev.sallyport.model.UsagePlan.Quota;
import dev.sallyport.model.UsagePlan.Throttle;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigateway.CreateUsagePlanRequest;
import dev.sallyport.wire.apigateway.GetUsagePlansRequest;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigateway.QuotaSettings;
import dev.sallyport.wire.apigateway.ThrottleSettings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Usage plans (rest-control-plane 7.12, 10.10, 15). */
final class UsagePlans {

    private final Store store;
    private final Ids ids;

    UsagePlans(Store store, Ids ids) {
        this.store = store;
        this.ids = ids;
    }

    UsagePlan create(Call call, CreateUsagePlanRequest request) {
        Map<String, String> tags = Objects.requireNonNullElse(request.tags(), Map.<String, String>of());
        TagRules.check(tags);
        return store.write(tx -> {
            UsagePlan plan = new UsagePlan(
                    newId(tx, call, tags.get(CustomIds.TAG)),
                    Input.required(request.name()),
                    Input.orNull(request.description()),
                    Objects.requireNonNullElse(request.apiStages(), List.<dev.sallyport.wire.apigateway.ApiStage>of())
                            .stream()
                            .map(UsagePlans::stage)
                            .toList(),
                    request.throttle() == null ? null : throttle(request.throttle()),
                    request.quota() == null ? null : quota(request.quota()),
                    null,
                    tags);
            UsagePlanRules.check(plan);
            plan.apiStages()
                    .forEach(stage -> UsagePlanRules.checkStage(tx, call, stage.apiId(), stage.stage(), plan.id()));
            tx.put(Kind.USAGE_PLAN, call.scope(), "", plan.id(), plan);
            return plan;
        });
    }

    private String newId(Store.Reader tx, Call call, @Nullable String custom) {
        Predicate<String> taken = id -> tx.find(Kind.USAGE_PLAN, call.scope(), "", id) != null;
        return custom == null ? ids.next(Ids.SHORT, taken) : CustomIds.checked(custom, "A usage plan", taken);
    }

    private static ApiStage stage(dev.sallyport.wire.apigateway.ApiStage given) {
        String apiId = Input.orNull(given.apiId());
        String stage = Input.orNull(given.stage());
        if (apiId == null || stage == null) {
            throw ServiceException.badRequest("Invalid API Stage specified"); // R10.111
        }
        SortedMap<String, Throttle> throttles = new TreeMap<>();
        Objects.requireNonNullElse(given.throttle(), Map.<String, ThrottleSettings>of())
                .forEach((key, settings) -> throttles.put(key, throttle(settings)));
        return new ApiStage(apiId, stage, throttles);
    }

    private static Throttle throttle(ThrottleSettings given) {
        return new Throttle(given.burstLimit(), given.rateLimit());
    }

    private static Quota quota(QuotaSettings given) {
        return new Quota(
                Objects.requireNonNullElse(given.limit(), UsagePatch.NO_LIMIT),
                Objects.requireNonNullElse(given.offset(), 0),
                Objects.requireNonNullElse(given.period(), UsagePatch.NO_PERIOD));
    }

    UsagePlan get(Call call, String planId) {
        return store.read(tx -> UsageLookups.usagePlan(tx, call, planId));
    }

    /** GetUsagePlans, perhaps only those of one key (R6.8). */
    Page<UsagePlan> list(Call call, GetUsagePlansRequest request) {
        String keyId = Input.orNull(request.keyId());
        return store.read(tx -> Page.read(
                (after, length) -> tx.slice(Kind.USAGE_PLAN, call.scope(), "", Store.Order.OLDEST_FIRST, after, length),
                plan -> keyId == null || tx.find(Kind.USAGE_PLAN_KEY, call.scope(), plan.id(), keyId) != null,
                request.limit(),
                request.position()));
    }

    /** UpdateUsagePlan (9.17). */
    UsagePlan update(Call call, String planId, @Nullable List<PatchOperation> operations) {
        return store.write(tx -> {
            UsagePlan current = UsageLookups.usagePlan(tx, call, planId);
            if (operations == null || operations.isEmpty()) {
                return current;
            }
            UsagePlan patched = UsagePatch.USAGE_PLAN.apply(current, operations);
            UsagePlanRules.check(patched);
            patched.apiStages().stream()
                    .filter(stage -> !current.covers(stage.apiId(), stage.stage()))
                    .forEach(stage -> UsagePlanRules.checkStage(tx, call, stage.apiId(), stage.stage(), planId));
            UsagePlanRules.checkNewStages(tx, call, current, patched);
            tx.put(Kind.USAGE_PLAN, call.scope(), "", planId, patched);
            return patched;
        });
    }

    /** DeleteUsagePlan: a plan with stages stays (R10.113), keys are no obstacle. */
    void delete(Call call, String planId) {
        store.write(tx -> {
            UsagePlan plan = UsageLookups.usagePlan(tx, call, planId);
            if (!plan.apiStages().isEmpty()) {
                throw ServiceException.badRequest("Cannot delete Usage Plan " + planId
                        + " because there are API Stages associated with it, including "
                        + plan.apiStages().getFirst().key());
            }
            tx.deleteAll(Kind.USAGE_PLAN_KEY, call.scope(), planId);
            tx.deleteAll(Kind.KEY_USAGE, call.scope(), planId);
            return tx.delete(Kind.USAGE_PLAN, call.scope(), "", planId);
        });
    }
}
