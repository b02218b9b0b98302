package dev.sallyport.control.rest.openapi;

import dev.sallyport.control.openapi.DocumentWriter;
import dev.sallyport.model.Integration;
import dev.sallyport.model.Integration.IntegrationResponse;
import java.util.Locale;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An integration as the extension {@code x-amazon-apigateway-integration}; defaults are left out (R12.16, R12.17). */
final class ExportedIntegration {

    private static final int DEFAULT_TIMEOUT_MILLIS = 29_000;

    private ExportedIntegration() {}

    static ObjectNode of(Integration integration, String resourceId) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("type", integration.type().toLowerCase(Locale.ROOT));
        DocumentWriter.put(node, "httpMethod", integration.httpMethod());
        DocumentWriter.put(node, "uri", integration.uri());
        DocumentWriter.put(node, "credentials", integration.credentials());
        if ("VPC_LINK".equals(integration.connectionType())) {
            node.put("connectionType", "VPC_LINK");
        }
        DocumentWriter.put(node, "connectionId", integration.connectionId());
        responses(node, integration);
        DocumentWriter.texts(node, "requestParameters", integration.requestParameters());
        DocumentWriter.texts(node, "requestTemplates", integration.requestTemplates());
        node.put("passthroughBehavior", integration.passthroughBehavior().toLowerCase(Locale.ROOT));
        DocumentWriter.put(node, "contentHandling", integration.contentHandling());
        if (integration.timeoutMillis() != DEFAULT_TIMEOUT_MILLIS) {
            node.put("timeoutInMillis", integration.timeoutMillis());
        }
        if (!integration.cacheNamespace().equals(resourceId)) {
            node.put("cacheNamespace", integration.cacheNamespace());
        }
        if (!integration.cacheKeyParameters().isEmpty()) {
            integration.cacheKeyParameters().forEach(node.putArray("cacheKeyParameters")::add);
        }
        if (integration.insecureSkipVerification() != null) {
            node.putObject("tlsConfig").put("insecureSkipVerification", integration.insecureSkipVerification());
        }
        DocumentWriter.put(node, "responseTransferMode", integration.responseTransferMode());
        DocumentWriter.put(node, "integrationTarget", integration.integrationTarget());
        return node;
    }

    private static void responses(ObjectNode node, Integration integration) {
        if (integration.integrationResponses().isEmpty()) {
            return;
        }
        ObjectNode responses = node.putObject("responses");
        for (IntegrationResponse response : integration.integrationResponses().values()) {
            String pattern = response.selectionPattern();
            ObjectNode each = responses.putObject(pattern == null || pattern.isEmpty() ? "default" : pattern);
            each.put("statusCode", response.statusCode());
            if (response.responseParameters() != null) {
                DocumentWriter.texts(each, "responseParameters", response.responseParameters());
            }
            if (response.responseTemplates() != null) {
                DocumentWriter.texts(each, "responseTemplates", response.responseTemplates());
            }
            DocumentWriter.put(each, "contentHandling", response.contentHandling());
        }
    }
}
