package dev.sallyport.control.rest.usage;

import dev.sallyport.control.rest.Page;
import dev.sallyport.model.KeyUsage;
import dev.sallyport.wire.apigateway.ApiKey;
import dev.sallyport.wire.apigateway.ApiKeyIds;
import dev.sallyport.wire.apigateway.ApiStage;
import dev.sallyport.wire.apigateway.QuotaSettings;
import dev.sallyport.wire.apigateway.ThrottleSettings;
import dev.sallyport.wire.apigateway.Usage;
import dev.sallyport.wire.apigateway.UsagePlan;
import dev.sallyport.wire.apigateway.UsagePlanKey;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Model records as AWS answers them (rest-control-plane 7.12; R1.18 for what is there although empty). */
final class UsageViews {

    private UsageViews() {}

    /** As CreateApiKey answers: with the value, {@code tags} only when there are some (R7.2). */
    static ApiKey created(dev.sallyport.model.ApiKey key) {
        return apiKey(key, key.value(), orAbsent(key.tags()));
    }

    /** As GetApiKeys answers. */
    static ApiKey listed(dev.sallyport.model.ApiKey key, @Nullable Boolean includeValues) {
        return apiKey(key, value(key, includeValues), orAbsent(key.tags()));
    }

    /** As GetApiKey and UpdateApiKey answer: {@code tags} always (R7.2). */
    static ApiKey one(dev.sallyport.model.ApiKey key, @Nullable Boolean includeValue) {
        return apiKey(key, value(key, includeValue), key.tags());
    }

    /** R6.7. */
    private static @Nullable String value(dev.sallyport.model.ApiKey key, @Nullable Boolean include) {
        return Boolean.TRUE.equals(include) ? key.value() : null;
    }

    private static ApiKey apiKey(
            dev.sallyport.model.ApiKey key, @Nullable String value, @Nullable Map<String, String> tags) {
        return ApiKey.builder()
                .id(key.id())
                .value(value)
                .name(key.name())
                .customerId(key.customerId())
                .description(key.description())
                .enabled(key.enabled())
                .createdDate(key.createdDate())
                .lastUpdatedDate(key.lastUpdatedDate())
                .stageKeys(key.stageKeys())
                .tags(tags)
                .build();
    }

    static ApiKeyIds imported(ApiKeyImport.Result result) {
        return ApiKeyIds.builder().ids(result.ids()).warnings(result.warnings()).build();
    }

    /** As CreateUsagePlan and GetUsagePlans answer: {@code tags} only when there are some (R7.2). */
    static UsagePlan usagePlan(dev.sallyport.model.UsagePlan plan) {
        return usagePlan(plan, orAbsent(plan.tags()));
    }

    /** As GetUsagePlan and UpdateUsagePlan answer: {@code tags} always (R7.2). */
    static UsagePlan usagePlanWithTags(dev.sallyport.model.UsagePlan plan) {
        return usagePlan(plan, plan.tags());
    }

    private static UsagePlan usagePlan(dev.sallyport.model.UsagePlan plan, @Nullable Map<String, String> tags) {
        var quota = plan.quota();
        return UsagePlan.builder()
                .id(plan.id())
                .name(plan.name())
                .description(plan.description())
                .apiStages(plan.apiStages().stream().map(UsageViews::apiStage).toList())
                .throttle(plan.throttle() == null ? null : throttle(plan.throttle()))
                .quota(
                        quota == null
                                ? null
                                : QuotaSettings.builder()
                                        .limit(quota.limit())
                                        .offset(quota.offset())
                                        .period(quota.period())
                                        .build())
                .productCode(plan.productCode())
                .tags(tags)
                .build();
    }

    private static ApiStage apiStage(dev.sallyport.model.UsagePlan.ApiStage stage) {
        Map<String, ThrottleSettings> throttles = new LinkedHashMap<>();
        stage.throttle().forEach((key, throttle) -> throttles.put(key, throttle(throttle)));
        return ApiStage.builder()
                .apiId(stage.apiId())
                .stage(stage.stage())
                .throttle(orAbsent(throttles))
                .build();
    }

    private static ThrottleSettings throttle(dev.sallyport.model.UsagePlan.Throttle throttle) {
        return ThrottleSettings.builder()
                .burstLimit(throttle.burstLimit())
                .rateLimit(throttle.rateLimit())
                .build();
    }

    static UsagePlanKey usagePlanKey(dev.sallyport.model.ApiKey key) {
        return UsagePlanKey.builder()
                .id(key.id())
                .type("API_KEY")
                .value(key.value())
                .name(key.name())
                .build();
    }

    /** One pair of used and remaining for each day (R15.6). */
    static Usage usage(Usages.Report report) {
        Page<KeyUsage> keys = report.keys();
        Map<String, List<List<Long>>> values = new LinkedHashMap<>();
        for (KeyUsage key : keys.items()) {
            List<List<Long>> days = new ArrayList<>();
            for (LocalDate day = report.from(); !day.isAfter(report.to()); day = day.plusDays(1)) {
                days.add(List.of(key.used(day), key.remaining(report.plan().quota(), day)));
            }
            values.put(key.keyId(), days);
        }
        return Usage.builder()
                .usagePlanId(report.plan().id())
                .startDate(report.from().toString())
                .endDate(report.to().toString())
                .items(values)
                .position(keys.position())
                .build();
    }

    private static <V> @Nullable Map<String, V> orAbsent(Map<String, V> map) {
        return map.isEmpty() ? null : map;
    }
}
