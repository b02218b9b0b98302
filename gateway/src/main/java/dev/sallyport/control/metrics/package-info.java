/**
 * CloudWatch: metrics of {@code telemetry.metrics} by the operations of AWS. Start at
 * {@link dev.sallyport.control.metrics.MetricsOperations}.
 */
@NullMarked
package dev.sallyport.control.metrics;

import org.jspecify.annotations.NullMarked;
