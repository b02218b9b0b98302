package dev.sallyport.pipeline;

import dev.sallyport.model.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The execution log of a method (LOG-1, LOG-2).
 *
 * @param owner account and Region of the log group
 * @param logGroup its name
 * @param canaryLogGroup the log group that gets the same when the method is that of a canary (CAN-6), otherwise null
 * @param logStream the stream that the stage writes to
 * @param errorsOnly whether only failures are written: the level is {@code ERROR}, not {@code INFO}
 * @param dataTrace whether headers and bodies are written as well
 * @param needsKey whether the method asks for an API key
 */
public record MethodLog(
        Scope owner,
        String logGroup,
        @Nullable String canaryLogGroup,
        String logStream,
        boolean errorsOnly,
        boolean dataTrace,
        boolean needsKey) {}
