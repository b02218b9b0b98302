package dev.sallyport.pipeline;

import dev.sallyport.mapping.VariableText;
import dev.sallyport.model.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The access log of a stage (LOG-20).
 *
 * @param owner account and Region of the log group
 * @param logGroup its name
 * @param canaryLogGroup the log group that gets the same line when this is the log of a canary (CAN-6), otherwise null
 * @param logStream the only stream that the stage writes to
 * @param format of a line
 */
public record StageLog(
        Scope owner, String logGroup, @Nullable String canaryLogGroup, String logStream, VariableText format) {}
