package dev.sallyport.functions;

import dev.sallyport.model.FunctionVersion;
import java.util.Map;

/**
 * Variables that the gateway adds to a function's process and that this package cannot know: the temporary credentials of
 * its role ({@code AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY}, {@code AWS_SESSION_TOKEN}) and
 * {@code AWS_ENDPOINT_URL} (R4.22). The user's own variables win over them.
 */
@FunctionalInterface
public interface EnvironmentVariables {

    /** Adds nothing. */
    EnvironmentVariables NONE = function -> Map.of();

    /** Called on a virtual thread for each start of a process; may block. */
    Map<String, String> of(FunctionVersion function);
}
