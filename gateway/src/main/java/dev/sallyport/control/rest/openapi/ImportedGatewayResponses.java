package dev.sallyport.control.rest.openapi;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.openapi.Findings;
import dev.sallyport.control.openapi.Place;
import dev.sallyport.control.openapi.SourceDocument;
import dev.sallyport.control.rest.GatewayResponseDefaults;
import dev.sallyport.control.rest.MappingRules;
import dev.sallyport.model.GatewayResponse;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The extension {@code x-amazon-apigateway-gateway-responses} (openapi R7.3, R7.4). */
final class ImportedGatewayResponses {

    private static final Pattern STATUS_CODE = Pattern.compile("[1-5]\\d\\d");

    private ImportedGatewayResponses() {}

    /** The customised responses by type. */
    static Map<String, GatewayResponse> read(SourceDocument source, Findings findings) {
        Map<String, GatewayResponse> responses = new LinkedHashMap<>();
        Set<String> types = new HashSet<>();
        GatewayResponseDefaults.types().forEach(types::add);
        for (Place place :
                source.root().at("x-amazon-apigateway-gateway-responses").members()) {
            String type = place.name();
            if (!types.contains(type)) {
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

    /** What is missing is built in (R7.12 of the control plane). */
    private static GatewayResponse response(Place place, String type) {
        place.members();
        GatewayResponse builtIn = GatewayResponseDefaults.builtIn(type);
        String statusCode = place.textOrNull("statusCode");
        if (statusCode != null && !STATUS_CODE.matcher(statusCode).matches()) {
            throw ServiceException.badRequest("Invalid status code specified: " + statusCode);
        }
        Place templates = place.at("responseTemplates");
        GatewayResponse response = new GatewayResponse(
                type,
                statusCode == null ? builtIn.statusCode() : statusCode,
                texts(place.at("responseParameters")),
                templates.isPresent() ? texts(templates) : builtIn.responseTemplates());
        MappingRules.checkGatewayResponseParameters(response.responseParameters());
        MappingRules.checkContentTypes(response.responseTemplates().keySet());
        return response;
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
