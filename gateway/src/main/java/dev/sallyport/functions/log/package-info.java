/**
 * What functions print: the sink for log events and the one that keeps them as events of CloudWatch Logs. Start at
 * {@link dev.sallyport.functions.log.FunctionLog}. Depends on {@code model} and {@code telemetry.logs} alone.
 */
@NullMarked
package dev.sallyport.functions.log;

import org.jspecify.annotations.NullMarked;
