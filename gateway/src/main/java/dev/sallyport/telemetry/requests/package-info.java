/**
 * What requests to APIs are counted as: per event loop, without locks. Start at
 * {@link dev.sallyport.telemetry.requests.RequestMeters}. The data plane writes it; CloudWatch, Prometheus and OTLP read it.
 */
@NullMarked
package dev.sallyport.telemetry.requests;

import org.jspecify.annotations.NullMarked;
