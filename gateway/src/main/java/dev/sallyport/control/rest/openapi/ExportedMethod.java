package dev.sallyport.control.rest.openapi;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.openapi.DocumentWriter;
import dev.sallyport.model.DocumentationPart.Location;
import dev.sallyport.model.Integration;
import dev.sallyport.model.Method;
import dev.sallyport.model.Method.MethodResponse;
import dev.sallyport.model.Resource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A method as an operation (openapi 12.2, 12.3). */
final class ExportedMethod {

    private static final String JSON_TYPE = "application/json";
    private static final String ANY_TYPE = "$default";

    private final ExportOptions options;
    private final PartTree documentation;
    private final Resource resource;
    private final Method method;

    ExportedMethod(ExportOptions options, PartTree documentation, Resource resource, Method method) {
        this.options = options;
        this.documentation = documentation;
        this.resource = resource;
        this.method = method;
    }

    /** @param validator the name of the method's validator, or null */
    ObjectNode operation(ExportedSecurity security, @Nullable String validator) {
        checkModels();
        ObjectNode operation = JsonNodeFactory.instance.objectNode();
        document(
                operation,
                "METHOD",
                null,
                null,
                List.of("tags", "summary", "description", "externalDocs", "deprecated"));
        DocumentWriter.put(operation, "operationId", method.operationName());
        if (options.swagger()) {
            types(operation, "consumes", consumed());
            types(operation, "produces", produced());
        }
        ArrayNode parameters = parameters();
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
        if (!options.swagger() && !method.requestModels().isEmpty()) {
            ObjectNode body = operation.putObject("requestBody");
            document(body, "REQUEST_BODY", null, null, List.of("description"));
            content(body.putObject("content"), method.requestModels());
            body.put("required", true);
        }
        ObjectNode responses = operation.putObject("responses");
        method.methodResponses().forEach((status, response) -> responses.set(status, response(response)));
        ArrayNode requirements = security.requirements(method);
        if (!requirements.isEmpty()) {
            operation.set("security", requirements);
        }
        if (validator != null && options.validators()) {
            operation.put("x-amazon-apigateway-request-validator", validator);
        }
        Integration integration = method.integration();
        if (integration != null && options.integrations()) {
            operation.set(ImportedIntegration.EXTENSION, ExportedIntegration.of(integration, resource.id()));
        }
        return operation;
    }

    /** R12.9. */
    private void checkModels() {
        Set<String> types = method.requestModels().keySet();
        if (!types.isEmpty() && !types.contains(JSON_TYPE) && !types.contains(ANY_TYPE)) {
            throw ServiceException.badRequest(
                    "Only found non-JSON body models for " + method.httpMethod() + " " + resource.path());
        }
    }

    private static void types(ObjectNode operation, String member, Set<String> types) {
        if (!types.isEmpty()) {
            types.forEach(operation.putArray(member)::add);
        }
    }

    private Set<String> consumed() {
        Set<String> types = new TreeSet<>(method.requestModels().keySet());
        if (method.integration() != null) {
            types.addAll(method.integration().requestTemplates().keySet());
        }
        return types;
    }

    private Set<String> produced() {
        Set<String> types = new TreeSet<>();
        for (MethodResponse response : method.methodResponses().values()) {
            if (response.responseModels() != null) {
                types.addAll(response.responseModels().keySet());
            }
        }
        if (method.integration() != null) {
            method.integration().integrationResponses().values().forEach(response -> {
                if (response.responseTemplates() != null) {
                    types.addAll(response.responseTemplates().keySet());
                }
            });
        }
        return types;
    }

    /** R12.11 to R12.13. */
    private ArrayNode parameters() {
        ArrayNode parameters = JsonNodeFactory.instance.arrayNode();
        method.requestParameters().forEach((key, required) -> {
            String[] parts = key.split("\\.", 4);
            String in = parts[2].equals("querystring") ? "query" : parts[2];
            ObjectNode parameter = parameters.addObject().put("name", parts[3]).put("in", in);
            String type = switch (in) {
                case "path" -> "PATH_PARAMETER";
                case "query" -> "QUERY_PARAMETER";
                default -> "REQUEST_HEADER";
            };
            document(parameter, type, parts[3], null, List.of("description"));
            boolean must = required || in.equals("path");
            if (options.swagger()) {
                parameter.put("required", must).put("type", "string");
            } else {
                if (must) {
                    parameter.put("required", true);
                }
                parameter.putObject("schema").put("type", "string");
            }
        });
        if (options.swagger() && !method.requestModels().isEmpty()) {
            Map<String, String> models = method.requestModels();
            String model =
                    models.getOrDefault(JSON_TYPE, models.values().iterator().next());
            ObjectNode body = parameters.addObject().put("in", "body").put("name", model);
            document(body, "REQUEST_BODY", null, null, List.of("description"));
            body.put("required", true).set("schema", reference(model));
        }
        return parameters;
    }

    private ObjectNode response(MethodResponse response) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("description", response.statusCode() + " response");
        document(node, "RESPONSE", null, response.statusCode(), List.of("description"));
        Map<String, Boolean> headers = response.responseParameters();
        if (headers != null && !headers.isEmpty()) {
            ObjectNode each = node.putObject("headers");
            headers.keySet().forEach(key -> {
                String name = key.substring("method.response.header.".length());
                ObjectNode header = each.putObject(name);
                if (options.swagger()) {
                    header.put("type", "string");
                } else {
                    header.putObject("schema").put("type", "string");
                }
                document(header, "RESPONSE_HEADER", name, response.statusCode(), List.of("description"));
            });
        }
        Map<String, String> models = response.responseModels();
        if (!options.swagger()) {
            content(node.putObject("content"), models == null ? Map.of() : models);
        } else if (models != null && !models.isEmpty()) {
            node.set(
                    "schema",
                    reference(models.getOrDefault(
                            JSON_TYPE, models.values().iterator().next())));
        }
        return node;
    }

    private void content(ObjectNode content, Map<String, String> models) {
        models.forEach((type, model) -> content.putObject(type).set("schema", reference(model)));
    }

    private ObjectNode reference(String model) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("$ref", (options.swagger() ? "#/definitions/" : "#/components/schemas/") + model);
    }

    private void document(
            ObjectNode node, String type, @Nullable String name, @Nullable String status, List<String> members) {
        ObjectNode properties =
                documentation.effective(new Location(type, resource.path(), method.httpMethod(), status, name));
        for (String member : members) {
            JsonNode value = properties.path(member);
            if (!value.isMissingNode() && !value.isNull()) {
                node.set(member, value);
            }
        }
    }
}
