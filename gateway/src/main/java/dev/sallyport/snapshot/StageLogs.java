package dev.sallyport.snapshot;

import dev.sallyport.mapping.VariableText;
import dev.sallyport.model.HttpApiStage;
import dev.sallyport.model.HttpApiStage.RouteSettings;
import dev.sallyport.model.Scope;
import dev.sallyport.model.Stage;
import dev.sallyport.model.Stage.AccessLogSettings;
import dev.sallyport.model.Stage.MethodSetting;
import dev.sallyport.model.WebSocketRoute;
import dev.sallyport.pipeline.MethodLog;
import dev.sallyport.pipeline.Release;
import dev.sallyport.pipeline.StageLog;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compiles what stages log: their access logs and the execution logs of their methods. */
final class StageLogs {

    private static final Pattern LOG_GROUP =
            Pattern.compile("arn:[a-z-]+:logs:([a-z0-9-]+):(\\d{12}):log-group:([^:*]+)(?::\\*)?");

    private StageLogs() {}

    /** Whether the stage asks for an access log that this gateway does not write. */
    static boolean isForElsewhere(Stage stage) {
        var settings = stage.accessLogSettings();
        return settings != null
                && (settings.format() == null || !groupOf(settings).matches());
    }

    private static Matcher groupOf(AccessLogSettings settings) {
        return LOG_GROUP.matcher(String.valueOf(settings.destinationArn()));
    }

    /** The access log of a stage; null when it has none, or none that this gateway writes (Firehose). */
    static @Nullable StageLog of(String apiId, Stage stage, Variant variant) {
        StageLog log = of(apiId, stage.stageName(), stage.accessLogSettings());
        return log == null
                ? null
                : new StageLog(
                        log.owner(), log.logGroup(), canary(log.logGroup(), variant), log.logStream(), log.format());
    }

    /** The access log that settings ask for; null when they ask for none, or for none that this gateway writes. */
    static @Nullable StageLog of(String apiId, String stageName, @Nullable AccessLogSettings settings) {
        if (settings == null || settings.format() == null) {
            return null;
        }
        Matcher group = groupOf(settings);
        return group.matches()
                ? new StageLog(
                        new Scope(group.group(2), group.group(1)),
                        group.group(3),
                        null,
                        stream(apiId, stageName),
                        VariableText.compile(settings.format(), Map.of()))
                : null;
    }

    /** The execution log of a method whose setting asks for one (LOG-1, LOG-2), otherwise null. */
    static @Nullable MethodLog ofExecution(StageMethod method, @Nullable MethodSetting setting) {
        String level = setting == null ? null : setting.loggingLevel();
        if (setting == null || level == null || level.equals("OFF")) {
            return null;
        }
        String apiId = method.document().apiId();
        String group = "API-Gateway-Execution-Logs_" + apiId + "/" + method.stageName();
        return new MethodLog(
                method.owner(),
                group,
                canary(group, method.variant()),
                stream(apiId, method.stageName()),
                level.equals("ERROR"),
                setting.dataTraceEnabled(),
                method.method().apiKeyRequired());
    }

    /** The execution log of a route of a WebSocket API whose settings ask for one (websocket-api W18.5), otherwise null. */
    static @Nullable MethodLog ofRoute(Scope owner, String apiId, HttpApiStage stage, WebSocketRoute route) {
        RouteSettings own = stage.routeSettings().get(route.routeKey());
        RouteSettings all = stage.defaultRouteSettings();
        String ownLevel = own == null ? null : own.loggingLevel();
        String level = ownLevel == null ? all.loggingLevel() : ownLevel;
        Boolean ownTrace = own == null ? null : own.dataTraceEnabled();
        Boolean traced = ownTrace == null ? all.dataTraceEnabled() : ownTrace;
        return level == null || level.equals("OFF")
                ? null
                : new MethodLog(
                        owner,
                        "/aws/apigateway/" + apiId + "/" + stage.name(),
                        null,
                        stream(apiId, stage.name()),
                        level.equals("ERROR"),
                        Boolean.TRUE.equals(traced),
                        route.apiKeyRequired());
    }

    /** CAN-6: what a canary logs stands in the group of its stage and in one of its own, for execution and access logs. */
    private static @Nullable String canary(String group, Variant variant) {
        return variant.isCanary() ? group + Release.CANARY_SUFFIX : null;
    }

    /** LOG-1: streams have names of 32 hexadecimal digits. (inferred) Which ones is nobody's business. */
    private static String stream(String apiId, String stage) {
        try {
            byte[] name = (apiId + '/' + stage).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(name));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
