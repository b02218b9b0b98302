package dev.sallyport.control.lambda;

import dev.sallyport.wire.lambda.Environment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What the environment variables of a function may be (R3.14 and section 4.5 of companion-services). */
final class EnvironmentRules {

    private static final int BYTES = 4096;

    private static final JsonMapper JSON = JsonMapper.shared();

    /** AWS: these and no others; a function may well set {@code AWS_ENDPOINT_URL} or {@code AWS_LAMBDA_EXEC_WRAPPER}. */
    private static final Set<String> RESERVED = Set.of(
            "_HANDLER",
            "_X_AMZN_TRACE_ID",
            "AWS_ACCESS_KEY",
            "AWS_ACCESS_KEY_ID",
            "AWS_DEFAULT_REGION",
            "AWS_EXECUTION_ENV",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            "AWS_LAMBDA_FUNCTION_NAME",
            "AWS_LAMBDA_FUNCTION_VERSION",
            "AWS_LAMBDA_INITIALIZATION_TYPE",
            "AWS_LAMBDA_LOG_GROUP_NAME",
            "AWS_LAMBDA_LOG_STREAM_NAME",
            "AWS_LAMBDA_RUNTIME_API",
            "AWS_REGION",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "LAMBDA_RUNTIME_DIR",
            "LAMBDA_TASK_ROOT");

    private static final String REFUSED =
            "Lambda was unable to configure your environment variables because the environment variables you have "
                    + "provided ";

    private EnvironmentRules() {}

    /** The variables to store; null when the request has no environment, empty when it has an empty one. */
    static @Nullable Map<String, String> checked(@Nullable Environment environment) {
        if (environment == null) {
            return null;
        }
        Map<String, String> variables = environment.variables() == null ? Map.of() : environment.variables();
        List<String> reserved =
                variables.keySet().stream().filter(RESERVED::contains).toList();
        if (!reserved.isEmpty()) {
            throw LambdaErrors.invalidParameter(
                    REFUSED + "contains reserved keys that are currently not supported for modification. Reserved "
                            + "keys used in this request: " + String.join(", ", reserved));
        }
        variables.forEach(EnvironmentRules::requireUsable);
        String measured = JSON.writeValueAsString(variables);
        if (measured.getBytes(StandardCharsets.UTF_8).length > BYTES) {
            throw LambdaErrors.invalidParameter(REFUSED + "exceeded the 4KB limit. String measured: " + measured);
        }
        return variables;
    }

    /** An operating system's environment cannot hold a NUL; the names have passed the model's pattern. */
    private static void requireUsable(String name, @Nullable String value) {
        if (value == null || value.indexOf('\0') >= 0) {
            throw LambdaErrors.invalidParameter(REFUSED + "have no usable value for " + name);
        }
    }
}
