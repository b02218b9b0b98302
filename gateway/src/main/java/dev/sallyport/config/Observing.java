package dev.sallyport.config;

/**
 * What the operator wants to see of requests.
 *
 * @param accessLog the file that tells of every request to an API, {@code stdout}, or {@code ""} for none
 * @param accessLogFormat how its lines look
 * @param stageLogs the file that gets what stages log, {@code stdout}, or {@code ""} for none
 * @param explainedRequests how many of the last requests are kept in detail; 0 keeps none
 * @param openTelemetry where spans and metrics are sent to
 * @param spansPercent how many of a hundred requests whose clients do not trace have spans
 */
public record Observing(
        String accessLog,
        AccessLogFormat accessLogFormat,
        String stageLogs,
        int explainedRequests,
        OpenTelemetry openTelemetry,
        int spansPercent) {

    /** The most requests that are kept in detail. */
    public static final int MAX_EXPLAINED_REQUESTS = 1000;
}
