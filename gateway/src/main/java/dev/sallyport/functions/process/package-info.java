/**
 * Operating-system processes: starting one in a session of its own, ending it with all its descendants, draining its
 * output, watching its memory, and leaving none behind when the gateway dies. Start at
 * {@link dev.sallyport.functions.process.ProcessLauncher}. Knows nothing of Lambda; depends on the JDK and slf4j alone.
 */
@NullMarked
package dev.sallyport.functions.process;

import org.jspecify.annotations.NullMarked;
