package dev.sallyport.pipeline;

/** AWS's gateway response types with their default statuses, and an answer that comes before any of them (GWR-10). */
public enum GatewayResponseType {
    /** No type of AWS's: errors before the API is known have fixed bodies (GWR-18). */
    FRONT_DOOR(403, false),
    ACCESS_DENIED(403, false),
    API_CONFIGURATION_ERROR(500, true),
    AUTHORIZER_CONFIGURATION_ERROR(500, false),
    AUTHORIZER_FAILURE(500, false),
    BAD_REQUEST_BODY(400, true),
    BAD_REQUEST_PARAMETERS(400, true),
    DEFAULT_4XX(400, true),
    DEFAULT_5XX(500, true),
    EXPIRED_TOKEN(403, false),
    INTEGRATION_FAILURE(504, true),
    INTEGRATION_TIMEOUT(504, true),
    INVALID_API_KEY(403, false),
    INVALID_SIGNATURE(403, false),
    MISSING_AUTHENTICATION_TOKEN(403, false),
    QUOTA_EXCEEDED(429, false),
    /** Customising it is accepted and has no effect: plain text (LIM-4). */
    REQUEST_TOO_LARGE(413, false),
    RESOURCE_NOT_FOUND(404, false),
    THROTTLED(429, false),
    UNAUTHORIZED(401, false),
    UNSUPPORTED_MEDIA_TYPE(415, true),
    WAF_FILTERED(403, false);

    private final int defaultStatus;
    private final boolean executionPhase;

    GatewayResponseType(int defaultStatus, boolean executionPhase) {
        this.defaultStatus = defaultStatus;
        this.executionPhase = executionPhase;
    }

    /** The type that stands in for this one when it is not customised. */
    GatewayResponseType common() {
        return defaultStatus < 500 ? DEFAULT_4XX : DEFAULT_5XX;
    }

    /** Whether no customisation changes the answer. */
    boolean isFixed() {
        return this == FRONT_DOOR || this == REQUEST_TOO_LARGE;
    }

    /** Whether the method was being executed, beyond every guard: its body has a blank after the colon (GWR-2). */
    public boolean executionPhase() {
        return executionPhase;
    }
}
