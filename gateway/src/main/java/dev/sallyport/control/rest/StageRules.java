package dev.sallyport.control.rest;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.Stage.CanarySettings;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules of a stage's name, variables, canary and references (rest-control-plane 10.7; STG-1 of the data plane). */
public final class StageRules {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,128}");
    private static final Pattern VARIABLE_NAME = Pattern.compile("[A-Za-z0-9_]{1,64}");
    private static final Pattern VARIABLE_VALUE = Pattern.compile("[A-Za-z0-9 \\-._:/?&=,]{0,512}");

    private StageRules() {}

    /** R10.60. */
    public static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw ServiceException.badRequest("Stage name only allows a-zA-Z0-9_");
        }
    }

    /** R10.61 and R10.62; the lengths are those of STG-1. */
    public static void checkVariables(@Nullable Map<String, String> variables) {
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

    /**
     * A canary as a request gives it (R12.1, R12.2): what it leaves out is taken from the canary that was there, or is
     * AWS's default.
     *
     * @throws ServiceException R12.11, and for variables R10.61 and R10.62
     */
    static CanarySettings canary(
            String deploymentId,
            @Nullable Double percentTraffic,
            @Nullable Boolean useStageCache,
            @Nullable Map<String, String> overrides,
            @Nullable CanarySettings before) {
        checkVariables(overrides);
        if (percentTraffic != null && !(percentTraffic >= 0 && percentTraffic <= 100)) {
            throw ServiceException.badRequest("Percent traffic must be between 0.0 and 100.0");
        }
        CanarySettings base = before == null ? new CanarySettings(deploymentId, 0.0, false, new TreeMap<>()) : before;
        return new CanarySettings(
                deploymentId,
                percentTraffic == null ? base.percentTraffic() : percentTraffic,
                useStageCache == null ? base.useStageCache() : useStageCache,
                overrides == null ? base.stageVariableOverrides() : new TreeMap<>(overrides));
    }

    /** R10.63. */
    static void checkDeployment(Store.Reader tx, Call call, String apiId, @Nullable String deploymentId) {
        if (deploymentId == null || tx.find(Kind.DEPLOYMENT, call.scope(), apiId, deploymentId) == null) {
            throw ServiceException.badRequest("Deployment id does not exist");
        }
    }

    /** R10.75; an empty version is none. */
    static void checkDocumentationVersion(Store.Reader tx, Call call, String apiId, @Nullable String version) {
        String given = Input.orNull(version);
        if (given != null && tx.find(Kind.DOCUMENTATION_VERSION, call.scope(), apiId, given) == null) {
            throw ServiceException.notFound("Invalid Documentation version specified");
        }
    }
}
