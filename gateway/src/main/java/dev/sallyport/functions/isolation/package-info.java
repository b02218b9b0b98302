/**
 * What a function's process may see, touch and use of the host: sandbox, control group, bounds of the process. Finds out
 * once what this host permits and says so. Start at {@link dev.sallyport.functions.isolation.Isolation}; with the
 * {@link dev.sallyport.functions.isolation.Cell} that it is asked for that is all others see. Knows processes and files,
 * nothing of Lambda; depends on {@code functions.process}, the JDK and slf4j alone.
 */
@NullMarked
package dev.sallyport.functions.isolation;

import org.jspecify.annotations.NullMarked;
