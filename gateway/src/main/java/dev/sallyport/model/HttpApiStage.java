package dev.sallyport.model;

import dev.sallyport.model.Stage.AccessLogSettings;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A stage of an HTTP API (http-api 13). Its settings are live; what it serves is its deployment.
 *
 * @param name {@link #DEFAULT} or a segment of the path
 * @param deploymentId null before the first deployment, when it answers 404 to everything
 * @param autoDeploy null when never given
 * @param defaultRouteSettings of all routes that have none of their own
 * @param routeSettings by route key
 * @param accessLogSettings null without an access log
 * @param lastDeploymentStatusMessage what became of the last automatic deployment; null without one
 * @param managed whether quick create made it
 */
public record HttpApiStage(
        String name,
        @Nullable String deploymentId,
        @Nullable Boolean autoDeploy,
        @Nullable String description,
        RouteSettings defaultRouteSettings,
        SortedMap<String, RouteSettings> routeSettings,
        SortedMap<String, String> variables,
        @Nullable AccessLogSettings accessLogSettings,
        @Nullable String lastDeploymentStatusMessage,
        Map<String, String> tags,
        boolean managed,
        Instant createdDate,
        Instant lastUpdatedDate) {

    /** The name of the stage that takes what no other stage does. */
    public static final String DEFAULT = "$default";

    public HttpApiStage {
        routeSettings = Copies.of(routeSettings);
        variables = Copies.of(variables);
        tags = Copies.of(tags);
    }

    /**
     * Settings of routes; a member is null when never given.
     *
     * @param throttlingBurstLimit requests
     * @param throttlingRateLimit requests per second
     */
    public record RouteSettings(
            @Nullable Boolean detailedMetricsEnabled,
            @Nullable Integer throttlingBurstLimit,
            @Nullable Double throttlingRateLimit) {

        /** What a stage has to begin with (R13.16). */
        public static final RouteSettings DEFAULT = new RouteSettings(false, null, null);
    }

    /** Whether every change of the API is deployed to it. */
    public boolean deploysItself() {
        return Boolean.TRUE.equals(autoDeploy);
    }

    /** The same stage with other tags. */
    public HttpApiStage withTags(Map<String, String> newTags) {
        return new HttpApiStage(
                name,
                deploymentId,
                autoDeploy,
                description,
                defaultRouteSettings,
                routeSettings,
                variables,
                accessLogSettings,
                lastDeploymentStatusMessage,
                newTags,
                managed,
                createdDate,
                lastUpdatedDate);
    }

    /**
     * The same stage on a deployment.
     *
     * @param message what is said of an automatic deployment; null for one that was made by hand
     */
    public HttpApiStage deployed(@Nullable String newDeploymentId, @Nullable String message, Instant now) {
        return new HttpApiStage(
                name,
                newDeploymentId,
                autoDeploy,
                description,
                defaultRouteSettings,
                routeSettings,
                variables,
                accessLogSettings,
                message,
                tags,
                managed,
                createdDate,
                now);
    }
}
