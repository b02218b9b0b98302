/**
 * Log events: who may write them, how they are kept and how they are read. Start at
 * {@link dev.sallyport.telemetry.logs.LogEvents}. Both planes use it, so it knows neither; it depends on {@code model} and
 * {@code store} alone. Groups and streams are entities of the store, their events are files of its own.
 */
@NullMarked
package dev.sallyport.telemetry.logs;

import org.jspecify.annotations.NullMarked;
