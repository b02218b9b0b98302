package dev.sallyport.telemetry.metrics;

/**
 * How much is kept in memory.
 *
 * @param series metrics by unit; beyond this the one that was longest without data goes
 * @param buckets aggregates of spans of time, of all series together; beyond this they are put together earlier
 */
public record MetricBounds(int series, int buckets) {

    /** 10,000 series and 100,000 buckets, which are 10 to 40 MB. */
    public static final MetricBounds DEFAULT = new MetricBounds(10_000, 100_000);
}
