/**
 * What functions print: the sink for log events and its implementations in files and in memory. Start at
 * {@link dev.sallyport.functions.log.FunctionLog}. Depends on {@code model}, the JDK and slf4j alone.
 */
@NullMarked
package dev.sallyport.functions.log;

import org.jspecify.annotations.NullMarked;
