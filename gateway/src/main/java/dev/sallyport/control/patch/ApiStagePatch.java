package dev.sallyport.control.patch;

import dev.sallyport.control.ServiceException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The rows of a usage plan's table that change its stages (rest-control-plane 9.17). */
final class ApiStagePatch {

    private ApiStagePatch() {}

    /** Adds or removes a stage named by the value; adding one twice changes nothing. */
    static void stage(Fields fields, Change change) {
        String[] names = change.value() == null ? new String[0] : change.value().split(":", -1);
        if (names.length != 2 || names[0].isEmpty() || names[1].isEmpty()) {
            throw ServiceException.badRequest("Invalid API Stage specified"); // R10.111
        }
        Map<String, @Nullable Object> known = find(fields, names[0], names[1]);
        if (change.op() == Op.REMOVE) {
            stages(fields).remove(existing(fields, known, names[0], names[1]));
        } else if (known == null) {
            Map<String, @Nullable Object> added = new LinkedHashMap<>();
            added.put("apiId", names[0]);
            added.put("stage", names[1]);
            added.put("throttle", new LinkedHashMap<>());
            stages(fields).add(added);
        }
    }

    /** Removes all throttles of a stage, or replaces them by those of a JSON object. */
    static void throttles(Fields fields, Change change) {
        Map<String, @Nullable Object> stage = addressed(fields, change);
        String json = change.op() == Op.REMOVE ? null : change.valueOrNull();
        stage.put("throttle", json == null ? new LinkedHashMap<>() : parsed(json));
    }

    static void rate(Fields fields, Change change) {
        throttle(fields, change).put("rateLimit", UsagePatch.rate(change.value()));
    }

    static void burst(Fields fields, Change change) {
        throttle(fields, change).put("burstLimit", UsagePatch.burst(change.value()));
    }

    static void removeThrottle(Fields fields, Change change) {
        Map<String, @Nullable Object> throttles = throttlesOf(addressed(fields, change));
        String method = methodPath(change.path());
        String key = key(throttles, method);
        if (throttles.remove(key) == null) {
            throw ServiceException.notFound("Invalid API Stage throttle specified: " + key);
        }
    }

    /** The throttle of a method, made when it is absent. */
    @SuppressWarnings("unchecked") // a throttle is an object
    private static Map<String, @Nullable Object> throttle(Fields fields, Change change) {
        Map<String, @Nullable Object> throttles = throttlesOf(addressed(fields, change));
        String path = methodPath(change.path());
        String key = key(throttles, path.substring(0, path.lastIndexOf('/')));
        return (Map<String, @Nullable Object>)
                throttles.computeIfAbsent(key, absent -> new LinkedHashMap<String, @Nullable Object>());
    }

    /** What stands behind {@code /throttle/} in a path. */
    private static String methodPath(String path) {
        String behindStage = path.substring(path.indexOf('/', "/apiStages/".length()) + 1);
        return behindStage.substring("throttle/".length());
    }

    /**
     * The key of a throttle: {@code /path/METHOD}, {@code //METHOD} for the root (R15.12). Terraform sends the path with
     * its slashes as they are, others escape them. A key that the plan has is taken as it is.
     */
    private static String key(Map<String, @Nullable Object> throttles, String method) {
        if (throttles.containsKey(method)) {
            return method;
        }
        int slash = method.lastIndexOf('/');
        String path = PathPattern.unescape(method.substring(0, slash));
        String verb = method.substring(slash + 1);
        return (path.startsWith("/") ? path : "/" + path) + "/" + verb;
    }

    private static Map<String, @Nullable Object> parsed(String json) {
        JsonNode node;
        try {
            node = JsonMapper.shared().readTree(json);
        } catch (JacksonException e) {
            throw invalidThrottle(json);
        }
        if (!node.isObject()) {
            throw invalidThrottle(json);
        }
        Map<String, @Nullable Object> throttles = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> method : node.properties()) {
            if (!method.getValue().isObject()) {
                throw invalidThrottle(method.getKey());
            }
            throttles.put(method.getKey(), limits(method.getValue()));
        }
        return throttles;
    }

    private static Map<String, @Nullable Object> limits(JsonNode node) {
        Map<String, @Nullable Object> limits = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> limit : node.properties()) {
            JsonNode value = limit.getValue();
            limits.put(
                    limit.getKey(),
                    switch (limit.getKey()) {
                        case "rateLimit" ->
                            value.isNumber() ? (Object) value.doubleValue() : UsagePatch.rate(value.asString(null));
                        case "burstLimit" ->
                            value.canConvertToInt() && value.isIntegralNumber()
                                    ? (Object) value.intValue()
                                    : UsagePatch.burst(value.asString(null));
                        default -> throw invalidThrottle(limit.getKey());
                    });
        }
        return limits;
    }

    private static ServiceException invalidThrottle(String what) {
        return ServiceException.badRequest("Invalid API Stage throttle specified: " + what);
    }

    /** The stage that a path names. */
    private static Map<String, @Nullable Object> addressed(Fields fields, Change change) {
        String rest = change.path().substring("/apiStages/".length());
        String[] names =
                PathPattern.unescape(rest.substring(0, rest.indexOf('/'))).split(":", -1);
        if (names.length != 2) {
            throw ServiceException.badRequest("Invalid API Stage specified");
        }
        return existing(fields, find(fields, names[0], names[1]), names[0], names[1]);
    }

    private static Map<String, @Nullable Object> existing(
            Fields fields, @Nullable Map<String, @Nullable Object> found, String apiId, String stage) {
        if (found == null) {
            throw UsagePatch.unknownStage(apiId, stage, String.valueOf(fields.get("id")));
        }
        return found;
    }

    private static @Nullable Map<String, @Nullable Object> find(Fields fields, String apiId, String stage) {
        for (Map<String, @Nullable Object> each : stages(fields)) {
            if (apiId.equals(each.get("apiId")) && stage.equals(each.get("stage"))) {
                return each;
            }
        }
        return null;
    }

    @SuppressWarnings("unchecked") // the stages are a list of objects
    private static List<Map<String, @Nullable Object>> stages(Fields fields) {
        return (List<Map<String, @Nullable Object>>) (List<?>) fields.list("apiStages");
    }

    @SuppressWarnings("unchecked") // the throttles of a stage are an object, and never absent
    private static Map<String, @Nullable Object> throttlesOf(Map<String, @Nullable Object> stage) {
        return (Map<String, @Nullable Object>)
                stage.computeIfAbsent("throttle", absent -> new LinkedHashMap<String, @Nullable Object>());
    }
}
