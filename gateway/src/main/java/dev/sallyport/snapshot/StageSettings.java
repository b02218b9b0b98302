package dev.sallyport.snapshot;

import dev.sallyport.limits.MethodKey;
import dev.sallyport.limits.Rate;
import dev.sallyport.mapping.UriTemplate;
import dev.sallyport.model.Integration;
import dev.sallyport.model.Stage;
import dev.sallyport.model.Stage.MethodSetting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the settings of a stage demand of the data plane of this version: what closes the stage, what closes a method, and
 * what serves without its effect because it only observes.
 */
final class StageSettings {

    private final Stage stage;
    private final boolean hasCertificate;
    private final Map<String, List<MethodSetting>> own = new HashMap<>();

    /** @param hasCertificate whether the certificate that the stage names is there to be shown */
    StageSettings(Stage stage, boolean hasCertificate) {
        this.stage = stage;
        this.hasCertificate = hasCertificate;
        stage.methodSettings()
                .forEach((key, setting) -> own.computeIfAbsent(MethodKey.of(key), method -> new ArrayList<>())
                        .add(setting));
    }

    /** What closes one method. */
    List<String> closing(StageMethod method) {
        List<String> found = new ArrayList<>();
        if (stage.clientCertificateId() != null && !hasCertificate && showsCertificate(method)) {
            found.add("clientCertificateId " + stage.clientCertificateId() + " of the stage");
        }
        return found;
    }

    /**
     * The setting by which a method's answers are kept; null when they are not. Of the settings of all methods only GET
     * takes the cache (CCH-2), and no time to live is no cache (CCH-3).
     */
    @Nullable
    MethodSetting caching(StageMethod method) {
        MethodSetting setting = of(method);
        String verb = method.method().httpMethod();
        boolean applies = verb.equals("GET")
                || own.containsKey(MethodKey.of(method.resource().path(), verb));
        return stage.cacheClusterEnabled()
                        && setting != null
                        && setting.cachingEnabled()
                        && setting.cacheTtlInSeconds() > 0
                        && applies
                        && !isStreamed(method)
                ? setting
                : null;
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
        return found;
    }

    /** The setting that counts for a method: its own alone, or else that of all methods (STG-11), or null. */
    @Nullable
    MethodSetting of(StageMethod method) {
        List<MethodSetting> found =
                of(MethodKey.of(method.resource().path(), method.method().httpMethod()));
        return found.isEmpty() ? null : found.getLast();
    }

    /** The settings that apply to a method (R13.8); of an entry that is written in several ways all. */
    private List<MethodSetting> of(String method) {
        return own.getOrDefault(method, own.getOrDefault("/" + Stage.ALL_METHODS, List.of()));
    }

    /** The rate of a method (THR-3), or null without one; the lowest when its entry is written in several ways. */
    @Nullable
    Rate throttle(StageMethod method) {
        Rate lowest = null;
        for (MethodSetting setting :
                of(MethodKey.of(method.resource().path(), method.method().httpMethod()))) {
            Rate rate = Rate.ofMethodSetting(setting.throttlingBurstLimit(), setting.throttlingRateLimit());
            if (rate != null && (lowest == null || rate.perSecond() < lowest.perSecond())) {
                lowest = rate;
            }
        }
        return lowest;
    }
}
