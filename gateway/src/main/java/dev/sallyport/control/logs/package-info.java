/**
 * CloudWatch Logs: groups and streams in the store, events in {@code telemetry.logs}. Start at
 * {@link dev.sallyport.control.logs.LogsOperations}; {@code filter} has the patterns of FilterLogEvents.
 */
@NullMarked
package dev.sallyport.control.logs;

import org.jspecify.annotations.NullMarked;
