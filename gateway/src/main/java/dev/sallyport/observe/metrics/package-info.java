/**
 * What the gateway measures, for Prometheus and OpenTelemetry. Start at
 * {@link dev.sallyport.observe.metrics.RequestFamilies}.
 */
@NullMarked
package dev.sallyport.observe.metrics;

import org.jspecify.annotations.NullMarked;
