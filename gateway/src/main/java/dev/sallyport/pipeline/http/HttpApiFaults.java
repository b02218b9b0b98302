package dev.sallyport.pipeline.http;

import dev.sallyport.pipeline.Fault;
import dev.sallyport.pipeline.GatewayResponseType;
import java.nio.charset.StandardCharsets;

/** Every fault in the words of HTTP APIs (http-api 18). */
final class HttpApiFaults {

    /** R1.4, R2.6: no stage, or no route. */
    static final Fault NOT_FOUND =
            new Fault(GatewayResponseType.RESOURCE_NOT_FOUND, 404, "NotFoundException", "Not Found", null);

    private HttpApiFaults() {}

    /** What the client is told: the same for many reasons. */
    private record Said(int status, String message) {}

    private static final Said BAD_REQUEST = new Said(400, "Bad Request");
    private static final Said UNAUTHORIZED = new Said(401, "Unauthorized");
    private static final Said FORBIDDEN = new Said(403, "Forbidden");
    private static final Said TOO_LARGE = new Said(413, "Request Entity Too Large");
    private static final Said TOO_LONG = new Said(414, "Request URI Too Long");
    private static final Said TOO_LARGE_HEADERS = new Said(431, "Request Header Fields Too Large");
    private static final Said TOO_MANY = new Said(429, "Too Many Requests");
    private static final Said ERROR = new Said(500, "Internal Server Error");
    private static final Said UNAVAILABLE = new Said(503, "Service Unavailable");

    /** The same fault as the client is told of it; what logs say of it stays. */
    static Fault told(Fault fault) {
        Said said = said(fault);
        return fault.status() == said.status() && said.message().equals(fault.message())
                ? fault
                : new Fault(
                        fault.type(),
                        said.status(),
                        fault.errorType(),
                        said.message(),
                        fault.reason(),
                        fault.hint(),
                        fault.validationError());
    }

    private static Said said(Fault fault) {
        return switch (fault.type()) {
            case RESOURCE_NOT_FOUND -> new Said(404, "Not Found");
            case UNAUTHORIZED -> UNAUTHORIZED;
            case ACCESS_DENIED,
                    EXPIRED_TOKEN,
                    FRONT_DOOR,
                    INVALID_API_KEY,
                    INVALID_SIGNATURE,
                    MISSING_AUTHENTICATION_TOKEN,
                    WAF_FILTERED -> FORBIDDEN;
            case REQUEST_TOO_LARGE -> TOO_LARGE;
            case QUOTA_EXCEEDED, THROTTLED -> TOO_MANY;
            case INTEGRATION_FAILURE, INTEGRATION_TIMEOUT -> UNAVAILABLE;
            case BAD_REQUEST_BODY, BAD_REQUEST_PARAMETERS, UNSUPPORTED_MEDIA_TYPE -> BAD_REQUEST;
            case DEFAULT_4XX ->
                fault.status() == TOO_LONG.status()
                        ? TOO_LONG
                        : fault.status() == TOO_LARGE_HEADERS.status() ? TOO_LARGE_HEADERS : BAD_REQUEST;
            case API_CONFIGURATION_ERROR, AUTHORIZER_CONFIGURATION_ERROR, AUTHORIZER_FAILURE, DEFAULT_5XX ->
                fault.status() == UNAVAILABLE.status() ? UNAVAILABLE : ERROR;
        };
    }

    /** R1.14. */
    static byte[] body(Fault fault) {
        return ("{\"message\":\"" + fault.message() + "\"}").getBytes(StandardCharsets.UTF_8);
    }
}
