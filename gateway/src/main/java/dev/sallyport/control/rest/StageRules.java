package dev.sallyport.control.rest;

import dev.sallyport.control.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules of a stage's name, variables and settings (rest-control-plane 10.7; STG-1 of the data plane). */
final class StageRules {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,128}");
    private static final Pattern VARIABLE_NAME = Pattern.compile("[A-Za-z0-9_]{1,64}");
    private static final Pattern VARIABLE_VALUE = Pattern.compile("[A-Za-z0-9 \\-._:/?&=,]{0,512}");

    private StageRules() {}

    /** R10.60. */
    static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw ServiceException.badRequest("Stage name only allows a-zA-Z0-9_");
        }
    }

    /** R10.61 and R10.62; the lengths are those of STG-1. */
    static void checkVariables(@Nullable Map<String, String> variables) {
        if (variables == null) {
            return;
        }
        variables.forEach((name, value) -> {
            if (!VARIABLE_NAME.matcher(name).matches()) {
                throw ServiceException.badRequest(
                        "Invalid stage variable name: " + name + ".  Please use names with only word characters.");
            }
            if (value == null || !VARIABLE_VALUE.matcher(value).matches()) {
                // AWS: the unbalanced quote is AWS's; pinned by StageVariablesTest
                throw ServiceException.badRequest("Invalid stage variable value: " + value
                        + ".  Please use values with alphanumeric characters and the symbols ' ', -', '.', '_', ':',"
                        + " '/', '?', '&', '=', and ','.");
            }
        });
    }

    /** What of the settings given with a new stage or deployment the data plane cannot do yet. */
    static List<String> unsupported(
            @Nullable Boolean cacheClusterEnabled,
            @Nullable String cacheClusterSize,
            @Nullable Boolean tracingEnabled,
            @Nullable Object canarySettings) {
        List<String> names = new ArrayList<>();
        if (Boolean.TRUE.equals(cacheClusterEnabled)) {
            names.add("cacheClusterEnabled of a stage");
        }
        if (cacheClusterSize != null) {
            names.add("cacheClusterSize of a stage");
        }
        if (Boolean.TRUE.equals(tracingEnabled)) {
            names.add("tracingEnabled of a stage");
        }
        if (canarySettings != null) {
            names.add("canarySettings of a stage");
        }
        return names;
    }

    /** Refuses with one error that names everything (fail closed). */
    static void refuse(List<String> unsupported) {
        if (unsupported.size() == 1) {
            throw ServiceException.notSupported(unsupported.getFirst());
        }
        if (!unsupported.isEmpty()) {
            throw new ServiceException(
                    501,
                    "NotImplementedException",
                    String.join(", ", unsupported) + " are not supported by this version of Sallyport");
        }
    }
}
