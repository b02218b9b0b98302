package dev.sallyport.control.patch;

import static dev.sallyport.control.patch.Actions.notSupported;
import static dev.sallyport.control.patch.Actions.required;
import static dev.sallyport.control.patch.Actions.text;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.patch.PatchTable.Action;
import dev.sallyport.model.Stage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The table of a stage (rest-control-plane 9.15) and its dialect. Stage settings act at once, so a legal change of
 * something that the data plane cannot do yet is refused by name; illegal paths and values get AWS's own errors first.
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
    private static final Set<String> VERBS = Set.of("GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY");

    private static final String CANARY = "canarySettings of a stage";

    /** 9.15. */
    public static final PatchTable<Stage> TABLE = table();

    private StagePatch() {}

    private static PatchTable<Stage> table() {
        PatchTable.Builder<Stage> table = PatchTable.of(Stage.class, Dialect.METHOD_SETTING)
                .row("/deploymentId", "rc", StagePatch::deploymentId)
                .row("/description", "r", text("description"))
                .row("/documentationVersion", "r", StagePatch::documentationVersion)
                .row("/clientCertificateId", "r", StagePatch::clientCertificate)
                .row("/cacheClusterEnabled", "r", refusedWhenTrue("cacheClusterEnabled of a stage"))
                .row("/cacheClusterSize", "r", StagePatch::cacheClusterSize)
                .row("/tracingEnabled", "r", refusedWhenTrue("tracingEnabled of a stage"))
                .row("/variables/{name}", "ard", StagePatch::variable)
                .row("/variables", "c", (fields, change) -> {
                    throw copyRefusal(change.path(), change.from());
                })
                .row("/accessLogSettings/destinationArn", "ar", StagePatch::accessLogSetting)
                .row("/accessLogSettings/format", "ar", StagePatch::accessLogSetting)
                .row("/canarySettings/deploymentId", "r", notSupported(CANARY))
                .row("/canarySettings/percentTraffic", "r", StagePatch::canaryPercent)
                .row("/canarySettings/useStageCache", "r", notSupported(CANARY))
                .row("/canarySettings/stageVariableOverrides/{name}", "r", notSupported(CANARY));
        for (String setting : List.of(
                "metrics/enabled",
                "logging/dataTrace",
                "logging/loglevel",
                "throttling/burstLimit",
                "throttling/rateLimit",
                "caching/ttlInSeconds",
                "caching/enabled",
                "caching/dataEncrypted",
                "caching/requireAuthorizationForCacheControl",
                "caching/unauthorizedCacheControlHeaderStrategy")) {
            table.row("/{resourcePath}/{httpMethod}/" + setting, "r", methodSetting(setting));
        }
        return table.build();
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

    /** R12.7 and R12.8; without canaries every copy fails. */
    private static ServiceException copyRefusal(String path, @Nullable String from) {
        if (COPY_PATHS.contains(path) && from != null && COPY_SOURCES.contains(from)) {
            return ServiceException.badRequest("Promotion not available. Canary does not exist.");
        }
        return ServiceException.badRequest("Invalid copy operation with path: " + path + " and from " + from
                + ". Valid copy:path are " + COPY_PATHS + " and valid copy:from are " + COPY_SOURCES);
    }

    private static void deploymentId(Fields fields, Change change) {
        if (change.op() == Op.COPY) {
            throw copyRefusal(change.path(), change.from());
        }
        required("deploymentId", "Deployment id does not exist").apply(fields, change);
    }

    private static void documentationVersion(Fields fields, Change change) {
        if (change.valueOrNull() != null) {
            throw ServiceException.notFound("Invalid Documentation version specified"); // there are none yet
        }
    }

    private static void clientCertificate(Fields fields, Change change) {
        if (change.valueOrNull() != null) {
            throw ServiceException.badRequest("Invalid Client Certificate identifier specified"); // there are none yet
        }
    }

    private static void cacheClusterSize(Fields fields, Change change) {
        String size = change.valueOrNull();
        if (size == null || !CACHE_SIZES.contains(size)) {
            throw ServiceException.badRequest("Invalid cache cluster size specified");
        }
        throw ServiceException.notSupported("cacheClusterSize of a stage");
    }

    private static Action refusedWhenTrue(String what) {
        return (fields, change) -> {
            if (change.truth()) {
                throw ServiceException.notSupported(what);
            }
        };
    }

    private static void variable(Fields fields, Change change) {
        Map<String, @Nullable Object> variables = fields.map("variables");
        if (change.op() != Op.REMOVE) {
            variables.put(change.name(), change.value() == null ? "" : change.value());
        } else if (!variables.containsKey(change.name())) {
            throw nothingToRemove(change.path());
        } else {
            variables.remove(change.name());
        }
    }

    private static void accessLogSetting(Fields fields, Change change) {
        String value = change.valueOrNull();
        if (value == null) {
            throw ServiceException.badRequest("Access Log value must not be empty");
        }
        if (change.path().endsWith("/format")) {
            if (!value.contains("$context.requestId") && !value.contains("$context.extendedRequestId")) {
                throw ServiceException.badRequest(
                        "Access log format must include $context.requestId or $context.extendedRequestId"); // R10.72
            }
        } else if (!value.matches("arn:[^:]+:(logs:.*:log-group:.+|firehose:.*:deliverystream/amazon-apigateway-.+)")) {
            throw ServiceException.badRequest("Invalid ARN specified in the request"); // R10.73
        }
        throw ServiceException.notSupported("accessLogSettings of a stage");
    }

    private static void canaryPercent(Fields fields, Change change) {
        Double percent = decimal(change.value());
        if (percent == null || percent < 0 || percent > 100) {
            throw ServiceException.badRequest("Percent traffic must be between 0.0 and 100.0"); // R12.11
        }
        throw ServiceException.notSupported(CANARY);
    }

    private static Action methodSetting(String setting) {
        return (fields, change) -> {
            String method = change.path().substring(1, change.path().length() - setting.length() - 1);
            boolean all = method.equals("*/*");
            String resourcePath = method.substring(0, method.lastIndexOf('/'));
            if (!all && (resourcePath.equals("*") || !VERBS.contains(change.name()))) {
                throw unknownPath(change.op(), change.path(), null); // R13.8
            }
            checkMethodSetting(setting, change);
            throw ServiceException.notSupported("method setting " + setting + " of a stage");
        };
    }

    private static void checkMethodSetting(String setting, Change change) {
        String value = change.value() == null ? "" : change.value();
        boolean legal = switch (setting) {
            case "logging/loglevel" -> LOG_LEVELS.contains(value);
            case "throttling/burstLimit" -> value.matches("-?[0-9]{1,9}");
            case "throttling/rateLimit" -> decimal(value) != null;
            case "caching/ttlInSeconds" -> value.matches("[0-9]{1,4}") && Integer.parseInt(value) <= 3600;
            case "caching/unauthorizedCacheControlHeaderStrategy" -> CACHE_CONTROL_STRATEGIES.contains(value);
            default -> true;
        };
        if (!legal) {
            throw ServiceException.badRequest("Invalid value '" + value + "' for method setting " + setting);
        }
        boolean logging = setting.equals("logging/loglevel")
                ? !value.equals("OFF")
                : setting.equals("logging/dataTrace") && change.truth();
        if (logging) {
            // R10.71: no operation can set the role yet
            throw ServiceException.badRequest(
                    "CloudWatch Logs role ARN must be set in account settings to enable logging");
        }
    }

    private static @Nullable Double decimal(@Nullable String value) {
        return value != null && value.matches("-?[0-9]{1,9}([.][0-9]{1,9})?") ? Double.valueOf(value) : null;
    }
}
