package dev.sallyport.model;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A customised gateway response (rest-control-plane 7.9); what is not customised is stored nowhere.
 *
 * @param responseType one of AWS's 21 types
 * @param statusCode null for {@code DEFAULT_4XX} and {@code DEFAULT_5XX} while none is set
 * @param responseParameters {@code gatewayresponse.header.X} to a mapping
 * @param responseTemplates content type to template
 */
public record GatewayResponse(
        String responseType,
        @Nullable String statusCode,
        SortedMap<String, String> responseParameters,
        SortedMap<String, String> responseTemplates) {

    public GatewayResponse {
        responseParameters = Copies.of(responseParameters);
        responseTemplates = Copies.of(responseTemplates);
    }
}
