package dev.sallyport.pipeline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a request ends with a gateway response.
 *
 * @param type the gateway response type
 * @param status the status to answer; GWR-1: it may differ from the type's default
 * @param errorType the value of {@code x-amzn-ErrorType}
 * @param message the raw text, {@code $context.error.message}; null for JSON's null (GWR-3)
 * @param reason what the execution log says after "Execution failed due to", for people; null when there is nothing to
 *     add. Of validations, limits and functions' own errors it is the whole line
 * @param hint what would help, for the operator's log alone; null when nothing is known
 * @param validationError {@code $context.error.validationErrorString} (MRQ-24), or null
 */
public record Fault(
        GatewayResponseType type,
        int status,
        String errorType,
        @Nullable String message,
        @Nullable String reason,
        @Nullable String hint,
        @Nullable String validationError)
        implements Outcome {

    public Fault(
            GatewayResponseType type,
            int status,
            String errorType,
            @Nullable String message,
            @Nullable String reason,
            @Nullable String hint) {
        this(type, status, errorType, message, reason, hint, null);
    }

    public Fault(
            GatewayResponseType type, int status, String errorType, @Nullable String message, @Nullable String reason) {
        this(type, status, errorType, message, reason, null, null);
    }

    private static final String INTERNAL = "InternalServerErrorException";
    private static final String INTERNAL_MESSAGE = "Internal server error";
    private static final String UNABLE_TO_TRANSFORM = "configuration error: Unable to transform ";

    /** INV-12, INV-14, INV-53: no such stage, or the default endpoint is switched off. */
    public static final Fault FORBIDDEN = forbidden(null);

    /**
     * INV-12, INV-14, INV-53, EDG-3, EDG-4: what is asked for is not to be had in this way.
     *
     * @param hint why, for the operator, or null
     */
    static Fault forbidden(@Nullable String hint) {
        return new Fault(GatewayResponseType.FRONT_DOOR, 403, "ForbiddenException", "Forbidden", null, hint);
    }

    /** INV-37: no method at that path. */
    public static final Fault MISSING_AUTHENTICATION_TOKEN = new Fault(
            GatewayResponseType.MISSING_AUTHENTICATION_TOKEN,
            403,
            "MissingAuthenticationTokenException",
            "Missing Authentication Token",
            null);

    /** AUT-22, AUT-44, AUT-54: the client does not say who it is, or not so that its authorizer believes it. */
    public static final Fault UNAUTHORIZED =
            new Fault(GatewayResponseType.UNAUTHORIZED, 401, "UnauthorizedException", "Unauthorized", null);

    /** AUT-54: the client's token was good once. */
    public static final Fault EXPIRED_IDENTITY = new Fault(
            GatewayResponseType.UNAUTHORIZED, 401, "UnauthorizedException", "The incoming token has expired", null);

    /** INT-3: the integration did not answer in time. */
    public static final Fault INTEGRATION_TIMEOUT = new Fault(
            GatewayResponseType.INTEGRATION_TIMEOUT, 504, INTERNAL, "Endpoint request timed out", "a timeout error");

    /** INT-91: passthroughBehavior refuses the content type. */
    public static final Fault UNSUPPORTED_MEDIA_TYPE = new Fault(
            GatewayResponseType.UNSUPPORTED_MEDIA_TYPE, 415, "BadRequestException", "Unsupported Media Type", null);

    /** LIM-4: fixed plain text that no gateway response changes. */
    public static final Fault PAYLOAD_TOO_LARGE = new Fault(
            GatewayResponseType.REQUEST_TOO_LARGE,
            413,
            "RequestTooLargeException",
            "HTTP content length exceeded 10485760 bytes.",
            null);

    /** Whether an API key, a rate or a quota ended the request: what comes in masses and must cost little. */
    public boolean isOfLimit() {
        return type == GatewayResponseType.INVALID_API_KEY
                || type == GatewayResponseType.THROTTLED
                || type == GatewayResponseType.QUOTA_EXCEEDED;
    }

    /** MRQ-3: no key, or none that opens this stage. */
    public static final Fault INVALID_API_KEY =
            new Fault(GatewayResponseType.INVALID_API_KEY, 403, "ForbiddenException", "Forbidden", null);

    /** THR-1: a rate is exceeded. */
    public static final Fault THROTTLED = throttled(null);

    /**
     * THR-1: a rate is exceeded.
     *
     * @param line of the execution log (THR-11), or null
     */
    public static Fault throttled(@Nullable String line) {
        return new Fault(GatewayResponseType.THROTTLED, 429, "TooManyRequestsException", "Too Many Requests", line);
    }

    /**
     * THR-7: a quota is used up.
     *
     * @param line of the execution log (THR-11)
     */
    public static Fault quotaExceeded(String line) {
        return new Fault(GatewayResponseType.QUOTA_EXCEEDED, 429, "LimitExceededException", "Limit Exceeded", line);
    }

    /** MRQ-12: required parameters are missing or blank. */
    public static Fault missingParameters(List<String> names) {
        String message = "Missing required request parameters: [" + String.join(", ", names) + "]";
        return new Fault(
                GatewayResponseType.BAD_REQUEST_PARAMETERS,
                400,
                "BadRequestException",
                message,
                message); // (inferred): the execution log says the same
    }

    /**
     * MRQ-22, MRQ-25: the body does not fit its model.
     *
     * @param contentType whose model it is
     * @param errors what is wrong
     */
    public static Fault invalidBody(String contentType, List<String> errors) {
        String listed = "[" + String.join(", ", errors) + "]";
        return new Fault(
                GatewayResponseType.BAD_REQUEST_BODY,
                400,
                "BadRequestException",
                "Invalid request body",
                "Request body does not match model schema for content type " + contentType + ": " + listed,
                null,
                listed);
    }

    /** The line of the execution log (R22.10, LOG-4, MRQ-25), or null when there is none. */
    public @Nullable String logLine() {
        if (reason == null) {
            return null;
        }
        boolean isWhole = type == GatewayResponseType.BAD_REQUEST_BODY
                || type == GatewayResponseType.BAD_REQUEST_PARAMETERS
                || type == GatewayResponseType.THROTTLED
                || type == GatewayResponseType.QUOTA_EXCEEDED
                || reason.startsWith("Lambda "); // INT-54: a function's own error is told in its own words
        return isWhole ? reason : "Execution failed due to " + reason;
    }

    /** AUT-4: an authorizer knows the client and does not let it in. */
    public static Fault denied(String message) {
        return new Fault(GatewayResponseType.ACCESS_DENIED, 403, "AccessDeniedException", message, null);
    }

    /**
     * AUT-44: the authorizer cannot be asked, or its answer cannot be used; the client is told nothing (GWR-3).
     *
     * @param reason for the execution log
     * @param hint for the operator, or null
     */
    public static Fault authorizer(String reason, @Nullable String hint) {
        return new Fault(
                GatewayResponseType.AUTHORIZER_CONFIGURATION_ERROR,
                500,
                "AuthorizerConfigurationException",
                null,
                reason,
                hint);
    }

    /**
     * 500: the authorizer could be asked, and something that is neither its answer nor its settings kept it from
     * authenticating the client. (inferred) What that is: a user pool that answers with no keys, and a defect of ours.
     *
     * @param reason for the execution log
     * @param hint for the operator, or null
     */
    public static Fault authorizerFailure(String reason, @Nullable String hint) {
        return new Fault(GatewayResponseType.AUTHORIZER_FAILURE, 500, "AuthorizerFailureException", null, reason, hint);
    }

    /** 500: the API's configuration does not fit what happened. */
    public static Fault configuration(String reason) {
        return new Fault(
                GatewayResponseType.API_CONFIGURATION_ERROR,
                500,
                INTERNAL,
                INTERNAL_MESSAGE,
                "configuration error: " + reason);
    }

    /**
     * VTL-6: a mapping template failed, or it would have to run on bytes (BIN-5).
     *
     * @param what {@code request} or {@code response}
     * @param detail template, line and column, for the operator
     */
    public static Fault template(String what, String detail) {
        return new Fault(
                GatewayResponseType.DEFAULT_5XX, 500, INTERNAL, INTERNAL_MESSAGE, UNABLE_TO_TRANSFORM + what, detail);
    }

    /** Whether a mapping template failed; the hint then says where. */
    public boolean isOfTemplate() {
        return reason != null && reason.startsWith(UNABLE_TO_TRANSFORM);
    }

    /** MAP-4: a mapping wants a part of a request body that is no JSON. */
    public static Fault invalidJson() {
        return new Fault(
                GatewayResponseType.DEFAULT_4XX, 400, "BadRequestException", "Invalid JSON in request body", null);
    }

    /** MAP-4: a mapping wants a part of a response body that is no JSON. */
    public static Fault invalidResponseJson() {
        return new Fault(
                GatewayResponseType.DEFAULT_5XX,
                500,
                "InternalFailureException",
                INTERNAL_MESSAGE,
                "configuration error: Invalid JSON in response body"); // (inferred)
    }

    /** INT-55: the gateway may not call the function, or there is none. */
    public static Fault noPermission(String hint) {
        return new Fault(
                GatewayResponseType.API_CONFIGURATION_ERROR,
                500,
                INTERNAL,
                INTERNAL_MESSAGE,
                "configuration error: Invalid permissions on Lambda function",
                hint);
    }

    /** INT-63: API Gateway may not assume the integration's role, or there is none. */
    public static Fault roleRefused(String hint) {
        return new Fault(
                GatewayResponseType.API_CONFIGURATION_ERROR,
                500,
                INTERNAL,
                INTERNAL_MESSAGE,
                "configuration error: API Gateway does not have permission to assume the provided role",
                hint);
    }

    /** 502: the function's answer cannot be used (INT-50). */
    public static Fault malformedProxyResponse(String reason) {
        return new Fault(GatewayResponseType.DEFAULT_5XX, 502, INTERNAL, INTERNAL_MESSAGE, reason);
    }

    /**
     * INT-4: the endpoint could not be reached or broke the connection.
     *
     * @param detail what happened, for the operator
     */
    public static Fault network(String detail) {
        return new Fault(
                GatewayResponseType.INTEGRATION_FAILURE,
                504,
                INTERNAL,
                "Network error communicating with endpoint",
                "a network error communicating with endpoint", // (inferred)
                detail);
    }
}
