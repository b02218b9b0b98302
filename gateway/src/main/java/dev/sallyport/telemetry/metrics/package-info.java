/**
 * Metrics: numbers by name and dimensions, aggregated in time. Start at {@link dev.sallyport.telemetry.metrics.MetricStore}.
 * Both planes use it, so it knows neither; it depends on {@code model} alone.
 */
@NullMarked
package dev.sallyport.telemetry.metrics;

import org.jspecify.annotations.NullMarked;
