package dev.sallyport.telemetry.logs;

/**
 * What is known of a stream that has events; all in milliseconds since the epoch.
 *
 * @param lastIngestionMillis when the newest event came
 */
public record StreamSummary(long firstMillis, long lastMillis, long lastIngestionMillis) {}
