package dev.sallyport.config;

/**
 * The bounds of connections, bodies and backends, in one place; those of functions are in {@code FunctionLimits}. Where
 * AWS has a bound, its value is ours; the rule that it follows is named (LIM: "CORS, HTTP details, limits" of the REST
 * data plane; L: the goals for load and slow clients).
 *
 * @param headBytes request line and, apart from it, header lines, of any request; over it 414 or 431
 * @param apiHeaderBytes header lines of a request to an API, line ends included; over it 431 (LIM-5)
 * @param apiTargetBytes path and query of a request to an API; over it 414 (LIM-6, the Regional value)
 * @param privateHeaderBytes header lines of a request that comes by a VPC endpoint; over it 431 (LIM-5)
 * @param privateTargetBytes path and query of a request that comes by a VPC endpoint; over it 414 (LIM-6)
 * @param payloadBytes a request to an API, over it 413 (LIM-4); a backend's answer that has to be held whole (INT-10)
 * @param controlBodyBytes an AWS API request: Lambda's 50 MB of zipped code as Base64, with its JSON; over it 413
 * @param controlCalls AWS API requests that run at one time; over it 503
 * @param bufferedBodiesBytes all request bodies held whole at one time; over it 503 for the next one (L3, L9)
 * @param drainedBodyBytes how much of a request's unread body is read after an early answer to keep the connection; with
 *     more to come it is closed
 * @param connections client connections at one time; further ones are closed at once (L6)
 * @param connectionIdleSeconds a keep-alive connection without a request (LIM-1)
 * @param requestHeadSeconds from the first byte of a request head to its end (L2)
 * @param bodyMinimumBytesPerSecond a request body that comes slower is given up (L2)
 * @param bodyGraceSeconds how long a body may be slower at its beginning (L2)
 * @param responseStallSeconds how long a client may take nothing of a response before its connection is closed (L1)
 * @param backendConnections connections of one event loop to all backends together; over it 504
 * @param backendIdlePerTarget unused connections kept to one backend by one event loop
 * @param backendIdleSeconds an unused connection to a backend is kept this long
 * @param templateCharacters of a mapping template; a longer one fails (VTL-2)
 * @param templateOutputCharacters that a template may render, and of each text on the way there
 * @param templateLoopTurns of one #foreach (VTL-2)
 * @param templateDirectives that one rendering may execute
 * @param templateDepth of macros within each other
 * @param templateMillis that one rendering may take
 * @param cacheWaiters requests that wait for one call of a backend whose answer will be kept; further ones call it too
 * @param cacheWaitMillis how long they wait before they call it themselves
 */
public record Limits(
        int headBytes,
        int apiHeaderBytes,
        int apiTargetBytes,
        int privateHeaderBytes,
        int privateTargetBytes,
        int payloadBytes,
        int controlBodyBytes,
        int controlCalls,
        long bufferedBodiesBytes,
        int drainedBodyBytes,
        int connections,
        int connectionIdleSeconds,
        int requestHeadSeconds,
        int bodyMinimumBytesPerSecond,
        int bodyGraceSeconds,
        int responseStallSeconds,
        int backendConnections,
        int backendIdlePerTarget,
        int backendIdleSeconds,
        int templateCharacters,
        int templateOutputCharacters,
        int templateLoopTurns,
        int templateDirectives,
        int templateDepth,
        int templateMillis,
        int cacheWaiters,
        int cacheWaitMillis) {

    private static final int KIBIBYTE = 1_024;
    private static final int MEBIBYTE = 1_048_576;

    /** The bounds of AWS, and sensible ones where AWS tells none. */
    public static final Limits DEFAULTS = new Limits(
            32 * KIBIBYTE,
            10_240,
            10_240,
            8_000,
            8_192,
            10 * MEBIBYTE,
            70_167_211,
            256,
            256L * MEBIBYTE,
            64 * KIBIBYTE,
            20_000,
            310,
            10,
            500,
            5,
            60,
            4_096,
            256,
            20,
            300 * KIBIBYTE,
            10 * MEBIBYTE,
            1_000,
            100_000,
            20,
            250,
            1_000,
            10_000);
}
