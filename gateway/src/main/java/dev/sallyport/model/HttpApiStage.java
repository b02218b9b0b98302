package dev.sallyport.model;

import dev.sallyport.model.Stage.AccessLogSettings;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A stage of an HTTP API (http-api 13) or of a WebSocket API (websocket-api 18). Its settings are live; what it serves is
 * its deployment.
 *
 * @param name {@link #DEFAULT} or a segment of the path; of a WebSocket API always the latter
 * @param deploymentId null before the first deployment, when it answers 404 to everything
 * @param autoDeploy null when never given
 * @param defaultRouteSettings of all routes that have none of their own
 * @param routeSettings by route key
 * @param accessLogSettings null without an access log
 * @param clientCertificateId what a WebSocket API shows to HTTP backends, or null; null for HTTP APIs
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
        @Nullable String clientCertificateId,
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
     * @param loggingLevel of execution logs, {@code OFF}, {@code ERROR} or {@code INFO}; null for HTTP APIs
     * @param dataTraceEnabled whether execution logs have the payloads; null for HTTP APIs
     */
    public record RouteSettings(
            @Nullable Boolean detailedMetricsEnabled,
            @Nullable Integer throttlingBurstLimit,
            @Nullable Double throttlingRateLimit,
            @Nullable String loggingLevel,
            @Nullable Boolean dataTraceEnabled) {

        /** What a stage of an HTTP API has to begin with (R13.16). */
        public static final RouteSettings DEFAULT = new RouteSettings(false, null, null, null, null);

        /** What a stage of a WebSocket API has to begin with (W17.3). */
        public static final RouteSettings WEB_SOCKET = new RouteSettings(false, null, null, "OFF", false);
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
                clientCertificateId,
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
                clientCertificateId,
                message,
                tags,
                managed,
                createdDate,
                now);
    }
}
