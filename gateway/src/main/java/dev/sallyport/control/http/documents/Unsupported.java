package dev.sallyport.control.http.documents;

import dev.sallyport.control.openapi.Findings;
import dev.sallyport.control.openapi.Place;
import dev.sallyport.control.openapi.SourceDocument;
import dev.sallyport.control.openapi.Verbs;
import java.util.List;

/**
 * What is legal in a document and has no effect in an HTTP API, most of which REST APIs have (http-api R17.3, R17.15; openapi
 * R15.1). The texts are inferred.
 */
final class Unsupported {

    private static final String PREFIX = "x-amazon-apigateway-";

    private static final List<String> OF_ROOT = List.of(
            PREFIX + "api-key-source",
            PREFIX + "binary-media-types",
            PREFIX + "documentation",
            PREFIX + "endpoint-access-mode",
            PREFIX + "gateway-responses",
            PREFIX + "minimum-compression-size",
            PREFIX + "policy",
            PREFIX + "request-validator",
            PREFIX + "request-validators",
            PREFIX + "security-policy");
    private static final List<String> OF_INTEGRATIONS = List.of(
            "cacheKeyParameters",
            "cacheNamespace",
            "contentHandling",
            "integrationTarget",
            "passthroughBehavior",
            "requestTemplates",
            "responseTransferMode",
            "responses");

    private final SourceDocument source;
    private final Findings findings;

    Unsupported(SourceDocument source, Findings findings) {
        this.source = source;
        this.findings = findings;
    }

    /** Adds the notices to the findings. */
    void report() {
        Place root = source.root();
        for (String member : OF_ROOT) {
            inform(root.at(member), "");
        }
        for (Place schema : source.schemas().members()) {
            findings.inform(schema, "Unsupported model '" + schema.name() + "'. Ignoring.");
        }
        for (Place integration :
                root.at("components").at(ImportedIntegrations.COMPONENTS).members()) {
            integration(integration, " of integration '" + integration.name() + "'");
        }
        for (Place item : root.at("paths").members()) {
            parameters(item, " of path '" + item.name() + "'");
            for (Place operation : item.node().isObject() ? item.members() : List.<Place>of()) {
                String where = " of method '" + operation.name() + "' on resource at path '" + item.name() + "'";
                if (Verbs.of(operation.name()) != null && operation.node().isObject()) {
                    operation(operation, where);
                } else if (operation.name().equals("trace")) {
                    inform(operation, where);
                }
            }
        }
    }

    private void inform(Place place, String where) {
        if (place.isPresent()) {
            findings.inform(place, "Unsupported property '" + place.name() + "'" + where + ". Ignoring.");
        }
    }

    private void operation(Place operation, String where) {
        inform(operation.at("requestBody"), where);
        inform(operation.at("callbacks"), where);
        inform(operation.at(PREFIX + "request-validator"), where);
        parameters(operation, where);
        for (Place response : operation.at("responses").members()) {
            inform(response.at("content"), " of response '" + response.name() + "'" + where);
            inform(response.at("headers"), " of response '" + response.name() + "'" + where);
        }
        integration(operation.at(ImportedIntegrations.EXTENSION), " of the integration" + where);
    }

    private void integration(Place integration, String where) {
        for (String member : OF_INTEGRATIONS) {
            inform(integration.at(member), where);
        }
        inform(integration.at("tlsConfig").at("insecureSkipVerification"), where);
    }

    /** Those of the path are in the route's key already. */
    private void parameters(Place place, String where) {
        for (Place given : place.at("parameters").items()) {
            Place parameter = source.resolved(given);
            if (parameter != null && !"path".equals(parameter.text("in"))) {
                findings.inform(
                        parameter,
                        "Unsupported parameter '" + parameter.text("name") + "' in '" + parameter.text("in") + "'"
                                + where + ". Ignoring.");
            }
        }
    }
}
