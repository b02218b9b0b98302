package dev.sallyport.model;

import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A stage: a name in the invoke URL that points at a deployment (rest-control-plane 7.11). Its settings act without a
 * deployment (R11.2).
 *
 * @param description null when never given
 * @param cacheClusterEnabled whether the stage has a cache, or will have one
 * @param cacheClusterSize in GB as AWS writes it, {@code 0.5}; null when never given and never enabled
 * @param documentationVersion null when none is associated
 * @param clientCertificateId what HTTP backends are shown; null for nothing
 * @param methodSettings by AWS's key: what stands between the first slash and the setting in the path of a patch (R13.1)
 * @param accessLogSettings null when there is no access log
 * @param canarySettings null when there is no canary
 * @param cacheCluster what was done last to the cache; null when nothing was
 */
public record Stage(
        String stageName,
        String deploymentId,
        @Nullable String description,
        boolean cacheClusterEnabled,
        @Nullable String cacheClusterSize,
        SortedMap<String, String> variables,
        @Nullable String documentationVersion,
        @Nullable String clientCertificateId,
        boolean tracingEnabled,
        SortedMap<String, MethodSetting> methodSettings,
        @Nullable AccessLogSettings accessLogSettings,
        @Nullable CanarySettings canarySettings,
        Map<String, String> tags,
        Instant createdDate,
        Instant lastUpdatedDate,
        @Nullable CacheCluster cacheCluster) {

    /** The key of the method settings of all methods that have none of their own (R13.8). */
    public static final String ALL_METHODS = "*/*";

    /** The size of a cache that is enabled without one. */
    public static final String DEFAULT_CACHE_CLUSTER_SIZE = "0.5";

    public Stage {
        variables = Copies.of(variables);
        methodSettings = Copies.of(methodSettings);
        tags = Copies.of(tags);
        if (cacheClusterEnabled && cacheClusterSize == null) {
            cacheClusterSize = DEFAULT_CACHE_CLUSTER_SIZE;
        }
    }

    /** A stage to whose cache nothing was done. */
    public Stage(
            String stageName,
            String deploymentId,
            @Nullable String description,
            boolean cacheClusterEnabled,
            @Nullable String cacheClusterSize,
            SortedMap<String, String> variables,
            @Nullable String documentationVersion,
            @Nullable String clientCertificateId,
            boolean tracingEnabled,
            SortedMap<String, MethodSetting> methodSettings,
            @Nullable AccessLogSettings accessLogSettings,
            @Nullable CanarySettings canarySettings,
            Map<String, String> tags,
            Instant createdDate,
            Instant lastUpdatedDate) {
        this(
                stageName,
                deploymentId,
                description,
                cacheClusterEnabled,
                cacheClusterSize,
                variables,
                documentationVersion,
                clientCertificateId,
                tracingEnabled,
                methodSettings,
                accessLogSettings,
                canarySettings,
                tags,
                createdDate,
                lastUpdatedDate,
                null);
    }

    /** A stage whose other settings are AWS's defaults. */
    public Stage(
            String stageName,
            String deploymentId,
            @Nullable String description,
            SortedMap<String, String> variables,
            Map<String, String> tags,
            Instant createdDate,
            Instant lastUpdatedDate) {
        this(
                stageName,
                deploymentId,
                description,
                false,
                null,
                variables,
                null,
                null,
                false,
                new TreeMap<>(),
                null,
                null,
                tags,
                createdDate,
                lastUpdatedDate);
    }

    /** The same stage with other tags; tagging is no update of the stage. */
    public Stage withTags(Map<String, String> newTags) {
        return copy(canarySettings, newTags, lastUpdatedDate);
    }

    /** The same stage with another canary, or with none. */
    public Stage withCanarySettings(@Nullable CanarySettings newSettings) {
        return copy(newSettings, tags, lastUpdatedDate);
    }

    /** The same stage with another deployment and other variables, and without a canary: what a canary makes of it. */
    public Stage as(String newDeploymentId, SortedMap<String, String> newVariables) {
        return new Stage(
                stageName,
                newDeploymentId,
                description,
                cacheClusterEnabled,
                cacheClusterSize,
                newVariables,
                documentationVersion,
                clientCertificateId,
                tracingEnabled,
                methodSettings,
                accessLogSettings,
                null,
                tags,
                createdDate,
                lastUpdatedDate,
                cacheCluster);
    }

    /** The same stage with the time of an update. */
    public Stage updatedAt(Instant time) {
        return copy(canarySettings, tags, time);
    }

    /** The same stage with the documentation that goes with it (R20.4). */
    public Stage withDocumentationVersion(String version, Instant time) {
        return copy(version, canarySettings, tags, time);
    }

    private Stage copy(@Nullable CanarySettings newCanary, Map<String, String> newTags, Instant newUpdate) {
        return copy(documentationVersion, newCanary, newTags, newUpdate);
    }

    private Stage copy(
            @Nullable String newDocumentationVersion,
            @Nullable CanarySettings newCanary,
            Map<String, String> newTags,
            Instant newUpdate) {
        return new Stage(
                stageName,
                deploymentId,
                description,
                cacheClusterEnabled,
                cacheClusterSize,
                variables,
                newDocumentationVersion,
                clientCertificateId,
                tracingEnabled,
                methodSettings,
                accessLogSettings,
                newCanary,
                newTags,
                createdDate,
                newUpdate,
                cacheCluster);
    }

    /** The same stage with something done to its cache. */
    public Stage withCacheCluster(@Nullable CacheCluster newCluster) {
        return new Stage(
                stageName,
                deploymentId,
                description,
                cacheClusterEnabled,
                cacheClusterSize,
                variables,
                documentationVersion,
                clientCertificateId,
                tracingEnabled,
                methodSettings,
                accessLogSettings,
                canarySettings,
                tags,
                createdDate,
                lastUpdatedDate,
                newCluster);
    }

    /**
     * What was done last to the cache of a stage (rest-control-plane 14).
     *
     * @param until when it is done with
     * @param flushes how often the cache has been flushed
     */
    public record CacheCluster(Underway underway, Instant until, int flushes) {

        /** What may be done to a cache. */
        public enum Underway {
            CREATE,
            DELETE,
            FLUSH
        }
    }

    /**
     * The settings of one method or of all. An entry is complete: nothing is inherited while it is there (R13.5, R13.8).
     *
     * @param loggingLevel {@code OFF}, {@code ERROR} or {@code INFO}; null until it is set, which is {@code OFF}
     * @param throttlingBurstLimit requests; -1 for no limit of its own (R13.9)
     * @param throttlingRateLimit requests a second; -1 for no limit of its own
     * @param cacheTtlInSeconds 0 to 3600; 0 caches nothing
     * @param unauthorizedCacheControlHeaderStrategy {@code FAIL_WITH_403}, {@code SUCCEED_WITH_RESPONSE_HEADER} or
     *     {@code SUCCEED_WITHOUT_RESPONSE_HEADER}
     */
    public record MethodSetting(
            boolean metricsEnabled,
            @Nullable String loggingLevel,
            boolean dataTraceEnabled,
            int throttlingBurstLimit,
            double throttlingRateLimit,
            boolean cachingEnabled,
            int cacheTtlInSeconds,
            boolean cacheDataEncrypted,
            boolean requireAuthorizationForCacheControl,
            String unauthorizedCacheControlHeaderStrategy) {

        /** What AWS fills an entry with before its first value (R13.4); the limits are those of an account. */
        public static final MethodSetting DEFAULT = new MethodSetting(
                false, null, false, 5000, 10000.0, false, 300, false, true, "SUCCEED_WITH_RESPONSE_HEADER");
    }

    /**
     * Where a stage logs its requests; both are never null together.
     *
     * @param destinationArn a log group or a Firehose stream; null when only the format was given
     * @param format null when only the destination was given
     */
    public record AccessLogSettings(
            @Nullable String destinationArn, @Nullable String format) {}

    /**
     * The canary of a stage (rest-control-plane 12).
     *
     * @param percentTraffic 0.0 to 100.0
     * @param useStageCache whether the canary shares the stage's cache
     * @param stageVariableOverrides laid over the stage's variables
     */
    public record CanarySettings(
            String deploymentId,
            double percentTraffic,
            boolean useStageCache,
            SortedMap<String, String> stageVariableOverrides) {

        public CanarySettings {
            stageVariableOverrides = Copies.of(stageVariableOverrides);
        }
    }
}
