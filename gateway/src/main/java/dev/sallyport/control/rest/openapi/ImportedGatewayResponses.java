package dev.sallyport.control.rest.openapi;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.MappingRules;
import dev.sallyport.model.GatewayResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The extension {@code x-amazon-apigateway-gateway-responses} (openapi R7.3, R7.4). */
final class ImportedGatewayResponses {

    private static final Pattern STATUS_CODE = Pattern.compile("[1-5]\\d\\d");
    private static final Pattern PARAMETER = Pattern.compile("gatewayresponse\\.header\\.\\S+");

    private ImportedGatewayResponses() {}

    /** The customised responses by type. */
    static Map<String, GatewayResponse> read(SourceDocument source, Findings findings) {
        Map<String, GatewayResponse> responses = new LinkedHashMap<>();
        for (Place place :
                source.root().at("x-amazon-apigateway-gateway-responses").members()) {
            String type = place.name();
            if (!GatewayResponseTypes.isKnown(type)) {
                findings.warn(place, "Unsupported gateway response type '" + type + "'. Ignoring.");
            } else {
                findings.attempt(
                        place,
                        "Unable to put gateway response '" + type + "'",
                        () -> responses.put(type, response(place, type)));
            }
        }
        return responses;
    }

    private static GatewayResponse response(Place place, String type) {
        place.members();
        String statusCode = statusCode(place, type);
        SortedMap<String, String> parameters = texts(place.at("responseParameters"));
        for (String key : parameters.keySet()) {
            if (!PARAMETER.matcher(key).matches()) {
                throw ServiceException.badRequest("Invalid mapping expression specified: Validation Result: warnings :"
                        + " [], errors : [Invalid mapping expression parameter specified: " + key + "]");
            }
        }
        Place given = place.at("responseTemplates");
        SortedMap<String, String> templates =
                given.isPresent() ? texts(given) : new TreeMap<>(GatewayResponseTypes.TEMPLATES);
        MappingRules.checkContentTypes(templates.keySet());
        return new GatewayResponse(type, statusCode, parameters, templates);
    }

    /** R7.12 of the control plane: what is missing is built in, except for the two defaults, which have none. */
    private static @Nullable String statusCode(Place place, String type) {
        String given = place.textOrNull("statusCode");
        if (given != null && !STATUS_CODE.matcher(given).matches()) {
            throw ServiceException.badRequest("Invalid status code specified: " + given);
        }
        String code = given == null ? GatewayResponseTypes.statusCode(type) : given;
        return code.isEmpty() ? null : code;
    }

    private static SortedMap<String, String> texts(Place place) {
        SortedMap<String, String> texts = new TreeMap<>();
        for (Place each : place.members()) {
            String text = each.node().isContainer() ? each.node().toString() : each.text();
            texts.put(each.name(), text == null ? "" : text);
        }
        return texts;
    }
}
