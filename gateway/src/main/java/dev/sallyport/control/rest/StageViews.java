package dev.sallyport.control.rest;

import dev.sallyport.wire.apigateway.AccessLogSettings;
import dev.sallyport.wire.apigateway.CanarySettings;
import dev.sallyport.wire.apigateway.MethodSetting;
import dev.sallyport.wire.apigateway.Stage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stages as AWS answers them (rest-control-plane 7.11). */
final class StageViews {

    private StageViews() {}

    /**
     * Method settings are always there, tags and variables only when there are some.
     *
     * @param cacheStatus of its cache cluster at this moment
     */
    static Stage stage(dev.sallyport.model.Stage stage, String cacheStatus) {
        var accessLog = stage.accessLogSettings();
        var canary = stage.canarySettings();
        Map<String, MethodSetting> methodSettings = new LinkedHashMap<>();
        stage.methodSettings().forEach((key, setting) -> methodSettings.put(key, methodSetting(setting)));
        return Stage.builder()
                .deploymentId(stage.deploymentId())
                .clientCertificateId(stage.clientCertificateId())
                .stageName(stage.stageName())
                .description(stage.description())
                .cacheClusterEnabled(stage.cacheClusterEnabled())
                .cacheClusterSize(stage.cacheClusterSize())
                .cacheClusterStatus(cacheStatus)
                .methodSettings(methodSettings)
                .variables(orAbsent(stage.variables()))
                .documentationVersion(stage.documentationVersion())
                .accessLogSettings(
                        accessLog == null
                                ? null
                                : AccessLogSettings.builder()
                                        .destinationArn(accessLog.destinationArn())
                                        .format(accessLog.format())
                                        .build())
                .canarySettings(canary == null ? null : canary(canary))
                .tracingEnabled(stage.tracingEnabled())
                .tags(orAbsent(stage.tags()))
                .createdDate(stage.createdDate())
                .lastUpdatedDate(stage.lastUpdatedDate())
                .build();
    }

    private static MethodSetting methodSetting(dev.sallyport.model.Stage.MethodSetting setting) {
        return MethodSetting.builder()
                .metricsEnabled(setting.metricsEnabled())
                .loggingLevel(setting.loggingLevel())
                .dataTraceEnabled(setting.dataTraceEnabled())
                .throttlingBurstLimit(setting.throttlingBurstLimit())
                .throttlingRateLimit(setting.throttlingRateLimit())
                .cachingEnabled(setting.cachingEnabled())
                .cacheTtlInSeconds(setting.cacheTtlInSeconds())
                .cacheDataEncrypted(setting.cacheDataEncrypted())
                .requireAuthorizationForCacheControl(setting.requireAuthorizationForCacheControl())
                .unauthorizedCacheControlHeaderStrategy(setting.unauthorizedCacheControlHeaderStrategy())
                .build();
    }

    private static CanarySettings canary(dev.sallyport.model.Stage.CanarySettings canary) {
        return CanarySettings.builder()
                .percentTraffic(canary.percentTraffic())
                .deploymentId(canary.deploymentId())
                .stageVariableOverrides(orAbsent(canary.stageVariableOverrides()))
                .useStageCache(canary.useStageCache())
                .build();
    }

    private static @Nullable Map<String, String> orAbsent(Map<String, String> map) {
        return map.isEmpty() ? null : map;
    }
}
