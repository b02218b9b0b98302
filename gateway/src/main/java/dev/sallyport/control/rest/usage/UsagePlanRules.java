package dev.sallyport.control.rest.usage;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.patch.UsagePatch;
import dev.sallyport.model.UsagePlan;
import dev.sallyport.model.UsagePlan.ApiStage;
import dev.sallyport.model.UsagePlan.Quota;
import dev.sallyport.model.UsagePlan.Throttle;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules of usage plans (rest-control-plane 10.10). */
final class UsagePlanRules {

    private static final int MAX_THROTTLES_PER_STAGE = 20;
    private static final Pattern THROTTLE_KEY =
            Pattern.compile(".*/(GET|PUT|POST|DELETE|PATCH|OPTIONS|HEAD|ANY)", Pattern.DOTALL);

    private UsagePlanRules() {}

    /** What can be said of a plan alone. */
    static void check(UsagePlan plan) {
        if (plan.name().isEmpty()) {
            throw ServiceException.badRequest("Usage Plan name cannot be blank"); // R10.110
        }
        checkThrottle(plan.throttle());
        plan.apiStages().forEach(UsagePlanRules::checkThrottles);
        if (plan.quota() != null) {
            checkQuota(plan.quota());
        }
    }

    /** R10.117: a burst above the rate and zeros are legal. */
    private static void checkThrottle(@Nullable Throttle throttle) {
        if (throttle == null) {
            return;
        }
        if (throttle.burstLimit() != null && throttle.burstLimit() < 0) {
            throw ServiceException.badRequest(UsagePatch.BURST_REFUSAL);
        }
        if (throttle.rateLimit() != null && !(throttle.rateLimit() >= 0 && Double.isFinite(throttle.rateLimit()))) {
            throw ServiceException.badRequest(UsagePatch.RATE_REFUSAL);
        }
    }

    /** R10.118, and the form of the keys (R15.12). */
    private static void checkThrottles(ApiStage stage) {
        stage.throttle().forEach((key, throttle) -> {
            if (!THROTTLE_KEY.matcher(key).matches()) {
                throw ServiceException.badRequest("Invalid API Stage throttle specified: " + key);
            }
            checkThrottle(throttle);
        });
        if (stage.throttle().size() > MAX_THROTTLES_PER_STAGE) {
            throw new ServiceException(
                    429,
                    "LimitExceededException",
                    "Maximum number of method throttles of API stage " + stage.key() + " is "
                            + MAX_THROTTLES_PER_STAGE);
        }
    }

    /** R10.117. */
    private static void checkQuota(Quota quota) {
        if (quota.limit() < 0) {
            throw ServiceException.badRequest(UsagePatch.LIMIT_REFUSAL);
        }
        switch (quota.period()) {
            case "DAY" -> checkOffset(quota, 0, "must be zero in the DAY period");
            case "WEEK" -> checkOffset(quota, 6, "must be between zero and six inclusive in the WEEK period");
            case "MONTH" -> checkOffset(quota, 27, "must be between zero and 27 inclusive in the MONTH period");
            default -> throw ServiceException.badRequest(UsagePatch.PERIOD_REFUSAL);
        }
    }

    private static void checkOffset(Quota quota, int max, String refusal) {
        if (quota.offset() < 0 || quota.offset() > max) {
            throw ServiceException.badRequest("Usage Plan quota offset " + refusal);
        }
    }

    /** R10.112; a stage of a REST API or of a WebSocket API (websocket-api W6.3). */
    static void checkStage(Store.Reader tx, Call call, String apiId, String stage, String planId) {
        if (tx.find(Kind.STAGE, call.scope(), apiId, stage) == null
                && tx.find(Kind.WEB_SOCKET_STAGE, call.scope(), apiId, stage) == null) {
            throw UsagePatch.unknownStage(apiId, stage, planId);
        }
    }

    /** R10.114 for a key that comes to a plan: no other plan of the key covers a stage of this plan. */
    static void checkNewKey(Store.Reader tx, Call call, UsagePlan plan, String keyId) {
        for (UsagePlan other : tx.list(Kind.USAGE_PLAN, call.scope(), "")) {
            if (sharesStage(plan, other) && tx.find(Kind.USAGE_PLAN_KEY, call.scope(), other.id(), keyId) != null) {
                throw twoPlans(keyId, plan.id());
            }
        }
    }

    /** R10.114 for stages that come to a plan: none of its keys belongs to another plan that covers one of them. */
    static void checkNewStages(Store.Reader tx, Call call, UsagePlan current, UsagePlan changed) {
        List<ApiStage> added = changed.apiStages().stream()
                .filter(stage -> !current.covers(stage.apiId(), stage.stage()))
                .toList();
        if (added.isEmpty()) {
            return;
        }
        Set<String> keys = keys(tx, call, changed);
        for (UsagePlan other : tx.list(Kind.USAGE_PLAN, call.scope(), "")) {
            if (sharesStage(changed.withApiStages(added), other)) {
                Set<String> both = new HashSet<>(keys);
                both.retainAll(keys(tx, call, other));
                both.stream().sorted().findFirst().ifPresent(keyId -> {
                    throw twoPlans(keyId, changed.id());
                });
            }
        }
    }

    private static Set<String> keys(Store.Reader tx, Call call, UsagePlan plan) {
        return tx.list(Kind.USAGE_PLAN_KEY, call.scope(), plan.id()).stream()
                .map(key -> key.keyId())
                .collect(Collectors.toSet());
    }

    private static boolean sharesStage(UsagePlan plan, UsagePlan other) {
        return !plan.id().equals(other.id())
                && other.apiStages().stream().anyMatch(stage -> plan.covers(stage.apiId(), stage.stage()));
    }

    private static ServiceException twoPlans(String keyId, String planId) {
        return ServiceException.conflict(keyId + " cannot be added to plan " + planId
                + " because it is already subscribed to another plan covering the same API stage");
    }
}
