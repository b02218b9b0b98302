package dev.sallyport.control.rest.usage;

import static dev.sallyport.control.rest.Input.required;

import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.rest.Taggable;
import dev.sallyport.control.rest.Tags;
import dev.sallyport.model.ApiKey;
import dev.sallyport.model.Ids;
import dev.sallyport.model.UsagePlan;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.Unit;
import dev.sallyport.wire.apigateway.ApiGateway;
import java.time.InstantSource;

/** The operations of API keys, usage plans and usage, each with the family that does it and the view that answers it. */
public final class UsageOperations {

    private final ApiKeys keys;
    private final ApiKeyImport keyImport;
    private final UsagePlans plans;
    private final UsagePlanKeys planKeys;
    private final Usages usages;

    private UsageOperations(Store store, Ids ids, InstantSource clock, Runnable writer) {
        this.keys = new ApiKeys(store, ids, clock);
        this.keyImport = new ApiKeyImport(store, keys);
        this.plans = new UsagePlans(store, ids);
        this.planKeys = new UsagePlanKeys(store);
        this.usages = new Usages(store, clock, writer);
    }

    /**
     * Registers the operations and what has tags.
     *
     * @param ids the source of ids and of the values of API keys
     * @param clock dates what is created and updated, in whole seconds, and says which day it is in UTC
     * @param usageWriter stores what was counted so far and is not stored yet
     */
    public static void register(
            OperationRegistry registry, Store store, Ids ids, InstantSource clock, Runnable usageWriter, Tags tags) {
        UsageOperations operations = new UsageOperations(store, ids, clock, usageWriter);
        operations.registerKeys(registry);
        operations.registerPlans(registry);
        operations.registerPlanKeys(registry);
        operations.registerUsage(registry);
        tags.on(Taggable.of("/apikeys/([^/]+)", Kind.API_KEY, UsageLookups.NO_API_KEY, ApiKey::tags, ApiKey::withTags))
                .on(Taggable.of(
                        "/usageplans/([^/]+)",
                        Kind.USAGE_PLAN,
                        UsageLookups.NO_USAGE_PLAN,
                        UsagePlan::tags,
                        UsagePlan::withTags));
    }

    private void registerKeys(OperationRegistry registry) {
        registry.on(ApiGateway.CREATE_API_KEY, (call, in) -> UsageViews.created(keys.create(call, in)))
                .on(
                        ApiGateway.GET_API_KEY,
                        (call, in) -> UsageViews.one(keys.get(call, required(in.apiKey())), in.includeValue()))
                .on(ApiGateway.GET_API_KEYS, (call, in) -> {
                    var page = keys.list(call, in).map(key -> UsageViews.listed(key, in.includeValues()));
                    return dev.sallyport.wire.apigateway.ApiKeys.builder()
                            .items(page.items())
                            .position(page.position())
                            .build();
                })
                .on(
                        ApiGateway.UPDATE_API_KEY,
                        (call, in) ->
                                UsageViews.one(keys.update(call, required(in.apiKey()), in.patchOperations()), false))
                .on(ApiGateway.DELETE_API_KEY, (call, in) -> {
                    keys.delete(call, required(in.apiKey()));
                    return Unit.INSTANCE;
                })
                .on(
                        ApiGateway.IMPORT_API_KEYS,
                        (call, in) -> UsageViews.imported(
                                keyImport.run(call, required(in.body()), Boolean.TRUE.equals(in.failOnWarnings()))));
    }

    private void registerPlans(OperationRegistry registry) {
        registry.on(ApiGateway.CREATE_USAGE_PLAN, (call, in) -> UsageViews.usagePlan(plans.create(call, in)))
                .on(
                        ApiGateway.GET_USAGE_PLAN,
                        (call, in) -> UsageViews.usagePlanWithTags(plans.get(call, required(in.usagePlanId()))))
                .on(ApiGateway.GET_USAGE_PLANS, (call, in) -> {
                    var page = plans.list(call, in).map(UsageViews::usagePlan);
                    return dev.sallyport.wire.apigateway.UsagePlans.builder()
                            .items(page.items())
                            .position(page.position())
                            .build();
                })
                .on(
                        ApiGateway.UPDATE_USAGE_PLAN,
                        (call, in) -> UsageViews.usagePlanWithTags(
                                plans.update(call, required(in.usagePlanId()), in.patchOperations())))
                .on(ApiGateway.DELETE_USAGE_PLAN, (call, in) -> {
                    plans.delete(call, required(in.usagePlanId()));
                    return Unit.INSTANCE;
                });
    }

    private void registerPlanKeys(OperationRegistry registry) {
        registry.on(
                        ApiGateway.CREATE_USAGE_PLAN_KEY,
                        (call, in) -> UsageViews.usagePlanKey(planKeys.create(
                                call, required(in.usagePlanId()), required(in.keyId()), required(in.keyType()))))
                .on(
                        ApiGateway.GET_USAGE_PLAN_KEY,
                        (call, in) -> UsageViews.usagePlanKey(
                                planKeys.get(call, required(in.usagePlanId()), required(in.keyId()))))
                .on(ApiGateway.GET_USAGE_PLAN_KEYS, (call, in) -> {
                    var page = planKeys.list(call, in).map(UsageViews::usagePlanKey);
                    return dev.sallyport.wire.apigateway.UsagePlanKeys.builder()
                            .items(page.items())
                            .position(page.position())
                            .build();
                })
                .on(ApiGateway.DELETE_USAGE_PLAN_KEY, (call, in) -> {
                    planKeys.delete(call, required(in.usagePlanId()), required(in.keyId()));
                    return Unit.INSTANCE;
                });
    }

    private void registerUsage(OperationRegistry registry) {
        registry.on(ApiGateway.GET_USAGE, (call, in) -> UsageViews.usage(usages.get(call, in)))
                .on(
                        ApiGateway.UPDATE_USAGE,
                        (call, in) -> UsageViews.usage(usages.update(
                                call, required(in.usagePlanId()), required(in.keyId()), in.patchOperations())));
    }
}
