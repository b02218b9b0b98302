package dev.sallyport.pipeline;

import dev.sallyport.mapping.VariableText;
import dev.sallyport.model.Scope;

/**
 * The access log of a stage (LOG-20).
 *
 * @param owner account and Region of the log group
 * @param logGroup its name
 * @param logStream the only stream that the stage writes to
 * @param format of a line
 */
public record StageLog(Scope owner, String logGroup, String logStream, VariableText format) {}
