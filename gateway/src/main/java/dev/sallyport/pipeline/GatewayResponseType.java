package dev.sallyport.pipeline;

/** AWS's gateway response types as far as faults of today use them, and two answers that come before any of them. */
public enum GatewayResponseType {
    /** No type of AWS's: errors before the API is known have fixed bodies (GWR-18). */
    FRONT_DOOR(false),
    /** No type of AWS's that can be customised: plain text (LIM-4). */
    PAYLOAD_TOO_LARGE(false),
    MISSING_AUTHENTICATION_TOKEN(false),
    UNSUPPORTED_MEDIA_TYPE(true),
    INTEGRATION_TIMEOUT(true),
    INTEGRATION_FAILURE(true),
    API_CONFIGURATION_ERROR(true),
    DEFAULT_4XX(true),
    DEFAULT_5XX(true);

    private final boolean executionPhase;

    GatewayResponseType(boolean executionPhase) {
        this.executionPhase = executionPhase;
    }

    /** Whether the body is rendered as in the execution phase: with a blank after the colon (GWR-2). */
    boolean executionPhase() {
        return executionPhase;
    }
}
