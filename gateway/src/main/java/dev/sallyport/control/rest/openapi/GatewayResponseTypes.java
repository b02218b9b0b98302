package dev.sallyport.control.rest.openapi;

import java.util.Map;

/** The gateway response types and their built-in answers (rest-control-plane R7.11, R7.12). */
final class GatewayResponseTypes {

    /** What a type answers that has no template of its own. */
    static final Map<String, String> TEMPLATES =
            Map.of("application/json", "{\"message\":$context.error.messageString}");

    private static final Map<String, String> STATUS_CODES = Map.ofEntries(
            Map.entry("ACCESS_DENIED", "403"),
            Map.entry("API_CONFIGURATION_ERROR", "500"),
            Map.entry("AUTHORIZER_CONFIGURATION_ERROR", "500"),
            Map.entry("AUTHORIZER_FAILURE", "500"),
            Map.entry("BAD_REQUEST_BODY", "400"),
            Map.entry("BAD_REQUEST_PARAMETERS", "400"),
            Map.entry("DEFAULT_4XX", ""),
            Map.entry("DEFAULT_5XX", ""),
            Map.entry("EXPIRED_TOKEN", "403"),
            Map.entry("INTEGRATION_FAILURE", "504"),
            Map.entry("INTEGRATION_TIMEOUT", "504"),
            Map.entry("INVALID_API_KEY", "403"),
            Map.entry("INVALID_SIGNATURE", "403"),
            Map.entry("MISSING_AUTHENTICATION_TOKEN", "403"),
            Map.entry("QUOTA_EXCEEDED", "429"),
            Map.entry("REQUEST_TOO_LARGE", "413"),
            Map.entry("RESOURCE_NOT_FOUND", "404"),
            Map.entry("THROTTLED", "429"),
            Map.entry("UNAUTHORIZED", "401"),
            Map.entry("UNSUPPORTED_MEDIA_TYPE", "415"),
            Map.entry("WAF_FILTERED", "403"));

    private GatewayResponseTypes() {}

    static boolean isKnown(String type) {
        return STATUS_CODES.containsKey(type);
    }

    /** The status code of a type that gives none; {@code ""} for the two defaults. */
    static String statusCode(String type) {
        return STATUS_CODES.getOrDefault(type, "");
    }
}
