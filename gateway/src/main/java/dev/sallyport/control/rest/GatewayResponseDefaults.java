package dev.sallyport.control.rest;

import dev.sallyport.model.GatewayResponse;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** AWS's 21 gateway responses as they are before anybody customises them (R7.10, R7.11). */
public final class GatewayResponseDefaults {

    static final String DEFAULT_4XX = "DEFAULT_4XX";
    static final String DEFAULT_5XX = "DEFAULT_5XX";

    private static final SortedMap<String, String> TEMPLATES = Collections.unmodifiableSortedMap(
            new TreeMap<>(Map.of("application/json", "{\"message\":$context.error.messageString}")));

    /** By type; the two defaults have no code of their own. */
    private static final SortedMap<String, String> STATUS_CODES = statusCodes();

    private GatewayResponseDefaults() {}

    private static SortedMap<String, String> statusCodes() {
        SortedMap<String, String> codes = new TreeMap<>();
        codes.put("ACCESS_DENIED", "403");
        codes.put("API_CONFIGURATION_ERROR", "500");
        codes.put("AUTHORIZER_CONFIGURATION_ERROR", "500");
        codes.put("AUTHORIZER_FAILURE", "500");
        codes.put("BAD_REQUEST_BODY", "400");
        codes.put("BAD_REQUEST_PARAMETERS", "400");
        codes.put(DEFAULT_4XX, "");
        codes.put(DEFAULT_5XX, "");
        codes.put("EXPIRED_TOKEN", "403");
        codes.put("INTEGRATION_FAILURE", "504");
        codes.put("INTEGRATION_TIMEOUT", "504");
        codes.put("INVALID_API_KEY", "403");
        codes.put("INVALID_SIGNATURE", "403");
        codes.put("MISSING_AUTHENTICATION_TOKEN", "403");
        codes.put("QUOTA_EXCEEDED", "429");
        codes.put("REQUEST_TOO_LARGE", "413");
        codes.put("RESOURCE_NOT_FOUND", "404");
        codes.put("THROTTLED", "429");
        codes.put("UNAUTHORIZED", "401");
        codes.put("UNSUPPORTED_MEDIA_TYPE", "415");
        codes.put("WAF_FILTERED", "403");
        return Collections.unmodifiableSortedMap(codes);
    }

    /** All types, in the order in which AWS lists them. */
    public static Iterable<String> types() {
        return STATUS_CODES.keySet();
    }

    /** A type as it is built in, whatever the API customises. */
    public static GatewayResponse builtIn(String type) {
        return new GatewayResponse(type, Input.orNull(STATUS_CODES.get(type)), new TreeMap<>(), TEMPLATES);
    }

    /**
     * A type that is not customised, as Get shows it: in the form of the API's default for its class, if that is
     * customised (R7.13).
     *
     * @param customised the API's customised responses by type, null for the others
     */
    static GatewayResponse shown(String type, Function<String, @Nullable GatewayResponse> customised) {
        GatewayResponse builtIn = builtIn(type);
        String code = builtIn.statusCode();
        GatewayResponse common =
                code == null ? null : customised.apply(code.startsWith("4") ? DEFAULT_4XX : DEFAULT_5XX);
        if (common == null) {
            return builtIn;
        }
        String commonCode = common.statusCode();
        return new GatewayResponse(
                type, commonCode == null ? code : commonCode, common.responseParameters(), common.responseTemplates());
    }
}
