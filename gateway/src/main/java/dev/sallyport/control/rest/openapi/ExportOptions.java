package dev.sallyport.control.rest.openapi;

import dev.sallyport.control.ServiceException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an export shows beyond the standard (openapi R12.3, 12.4).
 *
 * @param swagger whether it is Swagger 2.0, else OpenAPI 3.0
 * @param api what concerns the API as a whole: binary media types, policy, compression, source of API keys
 */
record ExportOptions(
        boolean swagger,
        boolean integrations,
        boolean authorizers,
        boolean validators,
        boolean gatewayResponses,
        boolean api,
        boolean documentation) {

    private static final List<String> KNOWN = List.of(
            "integrations", "apigateway", "authorizers", "documentation", "validators", "gatewayresponses", "postman");

    /** @throws ServiceException 400 for a type or an extension that does not exist */
    static ExportOptions of(String type, @Nullable Map<String, String> parameters) {
        if (!type.equals("swagger") && !type.equals("oas30")) {
            throw ServiceException.badRequest(
                    "Invalid export type specified: " + type + ". Valid options are oas30,swagger");
        }
        String text = parameters == null ? "" : parameters.getOrDefault("extensions", "");
        Set<String> wanted = new HashSet<>();
        Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .forEach(wanted::add);
        for (String each : wanted) {
            if (!KNOWN.contains(each)) {
                throw ServiceException.badRequest("Invalid export extension specified: " + each + ". Valid options are "
                        + String.join(",", KNOWN));
            }
        }
        boolean all = wanted.contains("apigateway");
        return new ExportOptions(
                type.equals("swagger"),
                all || wanted.contains("integrations"),
                all || wanted.contains("authorizers"),
                all || wanted.contains("validators"),
                all || wanted.contains("gatewayresponses"),
                all,
                wanted.contains("documentation"));
    }
}
