package dev.sallyport.control.patch;

import static dev.sallyport.control.patch.Actions.bool;
import static dev.sallyport.control.patch.Actions.required;
import static dev.sallyport.control.patch.Actions.text;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.patch.PatchTable.Action;
import dev.sallyport.model.Stage;
import dev.sallyport.model.Stage.MethodSetting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The table of a stage (rest-control-plane 9.15) and its dialect, with the promotion of a canary (12) and the settings of
 * methods (13). What a value refers to, a deployment, a documentation version, a certificate, the role for logs, is
 * checked by the caller, by the paths that this class names.
 */
public final class StagePatch {

    // AWS: the missing commas and blanks are AWS's; pinned by golden/patch/Stage.case
    private static final String PATHS =
            "[/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId, "
                    + "/accessLogSettings, /accessLogSettings/destinationArn, /accessLogSettings/format, "
                    + "/{resourcePath}/{httpMethod}/metrics/enabled, /{resourcePath}/{httpMethod}/logging/dataTrace, "
                    + "/{resourcePath}/{httpMethod}/logging/loglevel, "
                    + "/{resourcePath}/{httpMethod}/throttling/burstLimit/{resourcePath}/{httpMethod}/throttling/rateLimit/{resourcePath}/{httpMethod}/caching/ttlInSeconds, "
                    + "/{resourcePath}/{httpMethod}/caching/enabled, /{resourcePath}/{httpMethod}/caching/dataEncrypted, "
                    + "/{resourcePath}/{httpMethod}/caching/requireAuthorizationForCacheControl, "
                    + "/{resourcePath}/{httpMethod}/caching/unauthorizedCacheControlHeaderStrategy, "
                    + "/*/*/metrics/enabled, /*/*/logging/dataTrace, /*/*/logging/loglevel, /*/*/throttling/burstLimit "
                    + "/*/*/throttling/rateLimit /*/*/caching/ttlInSeconds, /*/*/caching/enabled, "
                    + "/*/*/caching/dataEncrypted, /*/*/caching/requireAuthorizationForCacheControl, "
                    + "/*/*/caching/unauthorizedCacheControlHeaderStrategy, /variables/{variable_name}, /tracingEnabled]";

    private static final String ACCESS_LOG_PATHS = "Invalid accessLogSettings path. Must be one of :"
            + " [/accessLogSettings/destinationArn, /accessLogSettings/format]";

    private static final List<String> COPY_PATHS = List.of("/deploymentId", "/variables");
    private static final List<String> COPY_SOURCES =
            List.of("/canarySettings/deploymentId", "/canarySettings/stageVariableOverrides");

    private static final Set<String> CACHE_SIZES = Set.of("0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237");
    private static final Set<String> LOG_LEVELS = Set.of("OFF", "ERROR", "INFO");
    private static final Set<String> CACHE_CONTROL_STRATEGIES =
            Set.of("FAIL_WITH_403", "SUCCEED_WITH_RESPONSE_HEADER", "SUCCEED_WITHOUT_RESPONSE_HEADER");
    private static final String NO_DEPLOYMENT = "Deployment id does not exist";
    private static final Set<String> VERBS = Set.of("GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY");

    private static final String METHOD = "/{resourcePath}/{httpMethod}";

    /** The row of the deployment. */
    public static final String DEPLOYMENT_ID = "/deploymentId";

    /** The row of the canary's deployment. */
    public static final String CANARY_DEPLOYMENT_ID = "/canarySettings/deploymentId";

    /** The row of the documentation version. */
    public static final String DOCUMENTATION_VERSION = "/documentationVersion";

    /** The row of the client certificate. */
    public static final String CLIENT_CERTIFICATE_ID = "/clientCertificateId";

    /** The row of a method's logging level. */
    public static final String LOGGING_LEVEL = METHOD + "/logging/loglevel";

    /** The row of a method's data trace. */
    public static final String DATA_TRACE = METHOD + "/logging/dataTrace";

    /** Settings of methods: the end of the path, and the member (R13.4). */
    private static final Map<String, String> METHOD_SETTINGS = methodSettings();

    /** 9.15. */
    public static final PatchTable<Stage> TABLE = table();

    private StagePatch() {}

    private static Map<String, String> methodSettings() {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("metrics/enabled", "metricsEnabled");
        members.put("logging/loglevel", "loggingLevel");
        members.put("logging/dataTrace", "dataTraceEnabled");
        members.put("throttling/burstLimit", "throttlingBurstLimit");
        members.put("throttling/rateLimit", "throttlingRateLimit");
        members.put("caching/ttlInSeconds", "cacheTtlInSeconds");
        members.put("caching/enabled", "cachingEnabled");
        members.put("caching/dataEncrypted", "cacheDataEncrypted");
        members.put("caching/requireAuthorizationForCacheControl", "requireAuthorizationForCacheControl");
        members.put("caching/unauthorizedCacheControlHeaderStrategy", "unauthorizedCacheControlHeaderStrategy");
        return members;
    }

    private static PatchTable<Stage> table() {
        PatchTable.Builder<Stage> table = PatchTable.of(Stage.class, Dialect.METHOD_SETTING)
                .row(DEPLOYMENT_ID, "rc", StagePatch::deploymentId)
                .row("/description", "r", text("description"))
                .row(DOCUMENTATION_VERSION, "r", text("documentationVersion"))
                .row(CLIENT_CERTIFICATE_ID, "r", text("clientCertificateId"))
                .row("/cacheClusterEnabled", "r", bool("cacheClusterEnabled"))
                .row("/cacheClusterSize", "r", StagePatch::cacheClusterSize)
                .row("/tracingEnabled", "r", bool("tracingEnabled"))
                .row("/variables/{name}", "ard", variable("variables"))
                .row("/variables", "c", StagePatch::promoteVariables)
                .row("/accessLogSettings/destinationArn", "ar", StagePatch::accessLogDestination)
                .row("/accessLogSettings/format", "ar", StagePatch::accessLogFormat)
                .row("/accessLogSettings", "d", whole("accessLogSettings"))
                .row(CANARY_DEPLOYMENT_ID, "r", canary(required("canarySettings.deploymentId", NO_DEPLOYMENT)))
                .row("/canarySettings/percentTraffic", "r", canary(StagePatch::canaryPercent))
                .row("/canarySettings/useStageCache", "r", canary(bool("canarySettings.useStageCache")))
                .row("/canarySettings/stageVariableOverrides/{name}", "rd", StagePatch::canaryVariable)
                .row("/canarySettings", "d", whole("canarySettings"));
        METHOD_SETTINGS.forEach((setting, member) -> table.row(METHOD + "/" + setting, "r", methodSetting(setting)));
        return table.row(METHOD, "d", StagePatch::removeMethodSettings).build();
    }

    static ServiceException unknownPath(Op op, String path, @Nullable String from) {
        if (op == Op.REMOVE) {
            return nothingToRemove(path);
        }
        if (path.equals("/accessLogSettings") || path.startsWith("/accessLogSettings/")) {
            return ServiceException.badRequest(ACCESS_LOG_PATHS); // R9.32
        }
        if (op == Op.COPY) {
            return copyRefusal(path, from);
        }
        if (op == Op.ADD && path.startsWith("/canarySettings")) {
            return unsupportedOp(op, path, from); // R12.4
        }
        return ServiceException.badRequest("Invalid method setting path: " + path + ". Must be one of: " + PATHS);
    }

    static ServiceException unsupportedOp(Op op, String path, @Nullable String from) {
        return switch (op) {
            case REMOVE -> nothingToRemove(path);
            case COPY -> copyRefusal(path, from);
            case ADD, MOVE, TEST, REPLACE ->
                ServiceException.badRequest("Invalid " + op.wire() + " operation with path: " + path);
        };
    }

    /** Dialect C; AWS: the blank at the end is AWS's, and Terraform looks for a part of the text (R8.14). */
    private static ServiceException nothingToRemove(String path) {
        String setting = path.startsWith("/") ? path.substring(1) : path;
        return ServiceException.badRequest(
                "Cannot remove method setting " + setting + " because there is no method setting for this method ");
    }

    /** R12.7. */
    private static ServiceException copyRefusal(String path, @Nullable String from) {
        return ServiceException.badRequest("Invalid copy operation with path: " + path + " and from " + from
                + ". Valid copy:path are " + COPY_PATHS + " and valid copy:from are " + COPY_SOURCES);
    }

    /** What a copy takes from the canary (R12.7, R12.8); that each source has one target is inferred. */
    private static @Nullable Object promoted(Fields fields, Change change, String source) {
        if (!source.equals(change.from())) {
            throw copyRefusal(change.path(), change.from());
        }
        if (fields.get("canarySettings") == null) {
            throw ServiceException.badRequest("Promotion not available. Canary does not exist.");
        }
        return fields.get(source.substring(1).replace('/', '.'));
    }

    private static void deploymentId(Fields fields, Change change) {
        if (change.op() == Op.COPY) {
            fields.set("deploymentId", promoted(fields, change, COPY_SOURCES.getFirst()));
        } else {
            required("deploymentId", NO_DEPLOYMENT).apply(fields, change);
        }
    }

    /** R12.9: the overrides are laid over the variables, and the canary keeps them. */
    private static void promoteVariables(Fields fields, Change change) {
        if (promoted(fields, change, COPY_SOURCES.getLast()) instanceof Map<?, ?> overrides) {
            overrides.forEach((name, value) -> fields.map("variables").put(String.valueOf(name), value));
        }
    }

    private static void cacheClusterSize(Fields fields, Change change) {
        String size = change.valueOrNull();
        if (size == null || !CACHE_SIZES.contains(size)) {
            throw ServiceException.badRequest("Invalid cache cluster size specified");
        }
        fields.set("cacheClusterSize", size);
    }

    private static Action variable(String field) {
        return (fields, change) -> {
            Map<String, @Nullable Object> variables = fields.map(field);
            if (change.op() != Op.REMOVE) {
                variables.put(change.name(), change.value() == null ? "" : change.value());
            } else if (!variables.containsKey(change.name())) {
                throw nothingToRemove(change.path());
            } else {
                variables.remove(change.name());
            }
        };
    }

    /** Removes a whole structure that is there. */
    private static Action whole(String field) {
        return (fields, change) -> {
            if (fields.get(field) == null) {
                throw nothingToRemove(change.path());
            }
            fields.set(field, null);
        };
    }

    private static String accessLogValue(Change change) {
        String value = change.valueOrNull();
        if (value == null) {
            throw ServiceException.badRequest("Access Log value must not be empty");
        }
        return value;
    }

    /** R10.73, R11.18. */
    private static void accessLogDestination(Fields fields, Change change) {
        String arn = accessLogValue(change);
        if (!arn.matches("arn:[^:]+:(logs:.*:log-group:.+|firehose:.*:deliverystream/amazon-apigateway-.+)")) {
            throw ServiceException.badRequest("Invalid ARN specified in the request");
        }
        fields.set("accessLogSettings.destinationArn", arn.endsWith(":*") ? arn.substring(0, arn.length() - 2) : arn);
    }

    /** R10.72. */
    private static void accessLogFormat(Fields fields, Change change) {
        String format = accessLogValue(change);
        if (!format.contains("$context.requestId") && !format.contains("$context.extendedRequestId")) {
            throw ServiceException.badRequest(
                    "Access log format must include $context.requestId or $context.extendedRequestId");
        }
        fields.set("accessLogSettings.format", format);
    }

    /** R12.3: the first value makes a canary of the stage's own deployment that takes no traffic. */
    private static Action canary(Action action) {
        return (fields, change) -> {
            if (fields.get("canarySettings") == null) {
                Map<String, @Nullable Object> canary = fields.map("canarySettings");
                canary.put("deploymentId", fields.get("deploymentId"));
                canary.put("percentTraffic", 0.0);
                canary.put("useStageCache", false);
                canary.put("stageVariableOverrides", new LinkedHashMap<>());
            }
            action.apply(fields, change);
        };
    }

    /** R12.11. */
    private static void canaryPercent(Fields fields, Change change) {
        Double percent = decimal(change.value());
        if (percent == null || percent < 0 || percent > 100) {
            throw ServiceException.badRequest("Percent traffic must be between 0.0 and 100.0");
        }
        fields.set("canarySettings.percentTraffic", percent);
    }

    private static void canaryVariable(Fields fields, Change change) {
        Action variable = variable("canarySettings.stageVariableOverrides");
        if (change.op() != Op.REMOVE) {
            canary(variable).apply(fields, change);
        } else if (fields.get("canarySettings") == null) {
            throw nothingToRemove(change.path());
        } else {
            variable.apply(fields, change);
        }
    }

    private static Action methodSetting(String setting) {
        String member = Objects.requireNonNull(METHOD_SETTINGS.get(setting));
        return (fields, change) -> {
            String key = change.path().substring(1, change.path().length() - setting.length() - 1);
            String resourcePath = key.substring(0, key.lastIndexOf('/'));
            if (!key.equals(Stage.ALL_METHODS) && (resourcePath.equals("*") || !VERBS.contains(change.name()))) {
                throw unknownPath(change.op(), change.path(), null); // R13.8
            }
            entry(fields, key).put(member, methodSettingValue(setting, change));
        };
    }

    /** R13.5, R13.6: an entry that is touched first is a copy, and no change of its model reaches it later. */
    @SuppressWarnings("unchecked") // the entries of methodSettings are records, and records are maps here
    private static Map<String, @Nullable Object> entry(Fields fields, String key) {
        Map<String, @Nullable Object> settings = fields.map("methodSettings");
        if (settings.get(key) instanceof Map<?, ?> entry) {
            return (Map<String, @Nullable Object>) entry;
        }
        Map<String, @Nullable Object> entry = settings.get(Stage.ALL_METHODS) instanceof Map<?, ?> all
                ? new LinkedHashMap<>((Map<String, @Nullable Object>) all)
                : Fields.of(MethodSetting.DEFAULT).all();
        settings.put(key, entry);
        return entry;
    }

    /** R13.7. */
    private static void removeMethodSettings(Fields fields, Change change) {
        Map<String, @Nullable Object> settings = fields.map("methodSettings");
        String key = change.path().substring(1);
        if (!settings.containsKey(key)) {
            throw nothingToRemove(change.path());
        }
        settings.remove(key);
    }

    private static Object methodSettingValue(String setting, Change change) {
        String value = change.value() == null ? "" : change.value();
        @Nullable Object read = switch (setting) {
            case "logging/loglevel" -> LOG_LEVELS.contains(value) ? value : null;
            case "throttling/burstLimit" -> {
                Double burst = value.contains(".") ? null : limit(value);
                yield burst == null ? null : (Object) burst.intValue();
            }
            case "throttling/rateLimit" -> limit(value);
            case "caching/ttlInSeconds" -> {
                boolean legal = value.matches("[0-9]{1,4}") && Integer.parseInt(value) <= 3600;
                yield legal ? (Object) Integer.valueOf(value) : null;
            }
            case "caching/unauthorizedCacheControlHeaderStrategy" ->
                CACHE_CONTROL_STRATEGIES.contains(value) ? value : null;
            default -> (Object) change.truth();
        };
        if (read == null) {
            throw ServiceException.badRequest("Invalid value '" + value + "' for method setting " + setting);
        }
        return read;
    }

    /** A limit of requests: none is below 0 but the -1 of "no limit of its own" (R13.9). */
    private static @Nullable Double limit(String value) {
        Double limit = decimal(value);
        return limit == null || (limit < 0 && limit != -1) ? null : limit;
    }

    private static @Nullable Double decimal(@Nullable String value) {
        return value != null && value.matches("-?[0-9]{1,9}([.][0-9]{1,20})?") ? Double.valueOf(value) : null;
    }
}
