package dev.sallyport.telemetry.requests;

/** A request. */
public record TestSample(
        int status, long latencyMillis, long integrationMillis, int cacheHits, int cacheMisses, boolean isLimited)
        implements RequestMeter.Sample {

    /** One that no backend was called for and no cache was asked for. */
    public static TestSample of(int status, long latencyMillis) {
        return new TestSample(status, latencyMillis, -1, 0, 0, false);
    }
}
