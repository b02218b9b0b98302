package dev.sallyport.snapshot;

import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.HttpApiRoute;
import dev.sallyport.model.HttpApiStage;
import dev.sallyport.model.HttpApiStage.RouteSettings;
import dev.sallyport.model.Scope;
import dev.sallyport.model.Stage;
import dev.sallyport.model.Stage.MethodSetting;
import dev.sallyport.telemetry.requests.RequestMeter;
import dev.sallyport.telemetry.requests.RequestMeters;
import org.jspecify.annotations.Nullable;

/** Compiles who counts: the stage always, a method by itself when its settings say {@code metricsEnabled} (LOG-31). */
final class StageMeters {

    private StageMeters() {}

    /** Begins to compile a variant of a stage; null when nobody counts. */
    static RequestMeters.@Nullable OfStage begin(
            @Nullable RequestMeters meters, Scope owner, ApiDocument document, Stage stage, Variant variant) {
        return meters == null ? null : meters.begin(owner, document.apiId(), stage.stageName(), variant.isCanary());
    }

    /** Begins to compile a stage of an HTTP API; null when nobody counts. */
    static RequestMeters.@Nullable OfStage begin(
            @Nullable RequestMeters meters, Scope owner, String apiId, String stageName) {
        return meters == null ? null : meters.beginHttp(owner, apiId, stageName);
    }

    /** Who counts the requests of a route by themselves (http-api 15); null when the stage's meter is enough. */
    static @Nullable RequestMeter ofRoute(
            RequestMeters.@Nullable OfStage metered, HttpApiStage stage, HttpApiRoute route) {
        return metered == null || !isDetailed(stage, route.routeKey())
                ? null
                : metered.method(route.path(), route.verb());
    }

    /** Whether the routes of this key are counted by themselves. */
    static boolean isDetailed(HttpApiStage stage, String routeKey) {
        RouteSettings own = stage.routeSettings().get(routeKey);
        Boolean ownChoice = own == null ? null : own.detailedMetricsEnabled();
        Boolean detailed = ownChoice == null ? stage.defaultRouteSettings().detailedMetricsEnabled() : ownChoice;
        return Boolean.TRUE.equals(detailed);
    }

    /** Who counts the requests of a method by themselves; null when the stage's meter is enough. */
    static @Nullable RequestMeter ofMethod(
            RequestMeters.@Nullable OfStage metered, StageMethod method, @Nullable MethodSetting setting) {
        return metered == null || setting == null || !setting.metricsEnabled()
                ? null
                : metered.method(method.resource().path(), method.method().httpMethod());
    }

    /** Who counts the requests of the stage whose methods have been compiled; null for nobody. */
    static @Nullable RequestMeter ofStage(RequestMeters.@Nullable OfStage metered) {
        if (metered == null) {
            return null;
        }
        metered.end();
        return metered.stage();
    }
}
