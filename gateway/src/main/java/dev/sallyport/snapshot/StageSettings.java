package dev.sallyport.snapshot;

import dev.sallyport.mapping.UriTemplate;
import dev.sallyport.model.Integration;
import dev.sallyport.model.Stage;
import dev.sallyport.model.Stage.MethodSetting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the settings of a stage demand of the data plane of this version: what closes the stage, what closes a method, and
 * what serves without its effect because it only observes.
 */
final class StageSettings {

    private static final int ACCOUNT_BURST_REQUESTS = 5000;
    private static final double ACCOUNT_RATE_PER_SECOND = 10000.0;

    private final Stage stage;
    private final boolean hasCertificate;
    private final Map<String, List<MethodSetting>> own = new HashMap<>();

    /** @param hasCertificate whether the certificate that the stage names is there to be shown */
    StageSettings(Stage stage, boolean hasCertificate) {
        this.stage = stage;
        this.hasCertificate = hasCertificate;
        stage.methodSettings()
                .forEach((key, setting) -> own.computeIfAbsent(place(key), place -> new ArrayList<>())
                        .add(setting));
    }

    /** What closes all methods of the stage. */
    List<String> closingAll() {
        var canary = stage.canarySettings();
        return canary == null || canary.percentTraffic() <= 0
                ? List.of()
                : List.of("canarySettings.percentTraffic " + canary.percentTraffic() + " of the stage");
    }

    /** What closes one method. */
    List<String> closing(StageMethod method) {
        List<String> found = new ArrayList<>();
        String verb = method.method().httpMethod();
        String place = method.resource().path() + "/" + verb;
        boolean isExact = own.containsKey(place);
        for (MethodSetting setting : own.getOrDefault(isExact ? place : "/" + Stage.ALL_METHODS, List.of())) {
            limit(found, "throttlingBurstLimit", setting.throttlingBurstLimit(), ACCOUNT_BURST_REQUESTS);
            limit(found, "throttlingRateLimit", setting.throttlingRateLimit(), ACCOUNT_RATE_PER_SECOND);
            // CCH-2, CCH-3: of the settings of all methods only GET takes the cache, and no time to live is no cache
            boolean caches = setting.cachingEnabled() && setting.cacheTtlInSeconds() > 0;
            boolean applies = (isExact || verb.equals("GET")) && !isStreamed(method);
            if (stage.cacheClusterEnabled() && caches && applies) {
                found.add("cachingEnabled of the stage's method settings");
            }
        }
        if (stage.clientCertificateId() != null && !hasCertificate && showsCertificate(method)) {
            found.add("clientCertificateId " + stage.clientCertificateId() + " of the stage");
        }
        return found;
    }

    private static void limit(List<String> found, String name, Number limit, double ofAccount) {
        if (limit.doubleValue() != -1 && limit.doubleValue() != ofAccount) {
            found.add(name + " " + limit + " of the stage's method settings");
        }
    }

    /** INT-115: what is streamed is never cached. */
    private static boolean isStreamed(StageMethod method) {
        Integration integration = method.method().integration();
        return integration != null && HttpCompiler.isStreamed(integration);
    }

    /** R19.3: to HTTP backends over TLS. */
    private static boolean showsCertificate(StageMethod method) {
        Integration integration = method.method().integration();
        if (integration == null || !integration.type().startsWith("HTTP") || integration.uri() == null) {
            return false;
        }
        String uri = UriTemplate.withStageVariables(integration.uri(), method.variables());
        return !uri.toLowerCase(Locale.ROOT).startsWith("http://");
    }

    /** What is set and has no effect: it observes, so that methods serve without it. */
    List<String> withoutEffect() {
        List<String> found = new ArrayList<>();
        if (StageLogs.isForElsewhere(stage)) {
            found.add("accessLogSettings whose destination is no log group");
        }
        if (stage.tracingEnabled()) {
            found.add("the X-Ray segments of tracingEnabled"); // ids and decisions are in the headers (STG-22)
        }
        when(found, "metricsEnabled", MethodSetting::metricsEnabled);
        return found;
    }

    /** The setting that counts for a method: its own alone, or else that of all methods (STG-11), or null. */
    @Nullable
    MethodSetting of(StageMethod method) {
        String place = method.resource().path() + "/" + method.method().httpMethod();
        List<MethodSetting> found = own.getOrDefault(place, own.getOrDefault("/" + Stage.ALL_METHODS, List.of()));
        return found.isEmpty() ? null : found.getLast();
    }

    private void when(List<String> found, String name, Predicate<MethodSetting> isOn) {
        if (stage.methodSettings().values().stream().anyMatch(isOn)) {
            found.add(name);
        }
    }

    /** Path and verb of a key as resources write them (R13.2): {@code test/GET} and {@code ~1test/GET} are both {@code /test/GET}. */
    private static String place(String key) {
        String plain = key.replace("~1", "/").replace("~0", "~");
        String place = plain.startsWith("/") ? plain : "/" + plain;
        // The root: its path ends with the slash that stands before the verb.
        return place.lastIndexOf('/') == 0 ? "/" + place : place;
    }
}
