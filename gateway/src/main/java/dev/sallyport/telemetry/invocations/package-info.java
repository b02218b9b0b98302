/** What invocations of functions are counted as. Start at {@link dev.sallyport.telemetry.invocations.InvocationMeters}. */
@NullMarked
package dev.sallyport.telemetry.invocations;

import org.jspecify.annotations.NullMarked;
