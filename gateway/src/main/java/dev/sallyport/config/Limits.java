package dev.sallyport.config;

/**
 * Every bound that the gateway keeps, in one place. Where AWS has a bound, its value is ours; the rule that it follows
 * is named (LIM: "CORS, HTTP details, limits" of the REST data plane; L: the goals for load and slow clients).
 *
 * @param requestHeadBytes request line and header lines together, line ends included; over it 431 (LIM-5)
 * @param requestTargetBytes the path and query of a request line; over it 414 (LIM-6, the Regional value)
 * @param requestBodyBytes the payload of a request to an API; over it 413 (LIM-4)
 * @param responseBodyBytes a backend's payload that has to be held whole, for templates or Base64 (LIM-4)
 * @param controlBodyBytes the payload of an AWS API request: Lambda's 50 MB of zipped code as Base64, with its JSON
 * @param functionPayloadBytes a synchronous invocation's event, and its answer (Lambda's 6 MB)
 * @param bufferedBodiesBytes all bodies held whole at one time; over it 503 for the next one (L3, L9)
 * @param chunkExtensionBytes all chunk extensions of one request body
 * @param trailerBytes the trailer section of one request body
 * @param drainedBodyBytes how much of a request's unread body is read after an early answer to keep the connection; with
 *     more to come it is closed
 * @param connections client connections at one time; further ones are closed at once (L6)
 * @param connectionIdleSeconds a keep-alive connection without a request (LIM-1)
 * @param requestHeadSeconds from the first byte of a request head to its end (L2)
 * @param bodyMinimumBytesPerSecond a request body that comes slower is given up (L2)
 * @param bodyGraceSeconds how long a body may be slower at its beginning (L2)
 * @param responseStallSeconds how long a client may take nothing of a response before its connection is closed (L1)
 * @param integrationTimeoutMinMillis the shortest time-out an integration may have
 * @param integrationTimeoutMaxMillis the longest, and the default
 * @param backendConnectMillis to open a connection to a backend, within the integration's own time-out
 * @param backendHeadBytes status line and header lines of a backend's response
 * @param backendIdleSeconds an unused connection to a backend is kept this long
 * @param backendIdlePerTarget unused connections kept to one backend by one event loop
 */
public record Limits(
        int requestHeadBytes,
        int requestTargetBytes,
        int requestBodyBytes,
        int responseBodyBytes,
        int controlBodyBytes,
        int functionPayloadBytes,
        long bufferedBodiesBytes,
        int chunkExtensionBytes,
        int trailerBytes,
        int drainedBodyBytes,
        int connections,
        int connectionIdleSeconds,
        int requestHeadSeconds,
        int bodyMinimumBytesPerSecond,
        int bodyGraceSeconds,
        int responseStallSeconds,
        int integrationTimeoutMinMillis,
        int integrationTimeoutMaxMillis,
        int backendConnectMillis,
        int backendHeadBytes,
        int backendIdleSeconds,
        int backendIdlePerTarget) {

    private static final int MEBIBYTE = 1_048_576;

    /** The bounds of AWS, and sensible ones where AWS tells none. */
    public static final Limits DEFAULTS = new Limits(
            10_240,
            10_240,
            10 * MEBIBYTE,
            10 * MEBIBYTE,
            70_167_211,
            6_291_556,
            128L * MEBIBYTE,
            4_096,
            8_192,
            256 * 1_024,
            20_000,
            310,
            10,
            500,
            5,
            60,
            50,
            29_000,
            5_000,
            64 * 1_024,
            60,
            64);
}
