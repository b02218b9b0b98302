package dev.sallyport.control.rest.openapi;

import dev.sallyport.control.openapi.DocumentWriter;
import dev.sallyport.control.openapi.Verbs;
import dev.sallyport.control.rest.Input;
import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.DocumentationPart;
import dev.sallyport.model.DocumentationPart.Location;
import dev.sallyport.model.DocumentationVersion;
import dev.sallyport.model.GatewayResponse;
import dev.sallyport.model.Model;
import dev.sallyport.model.RequestValidator;
import dev.sallyport.model.Resource;
import dev.sallyport.model.RestApi;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a stage serves as an OpenAPI document (openapi section 12). */
final class ApiExport {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final ExportOptions options;
    private final RestApi api;
    private final ApiDocument document;
    private final String stageName;
    private final String region;
    private final @Nullable DocumentationVersion documentation;
    private final PartTree parts;

    /**
     * @param api tells the name, the version and the description, which a deployment does not freeze
     * @param document what the stage's deployment froze (R12.6)
     * @param documentation what is merged in when the options ask for it, or null
     */
    ApiExport(
            ExportOptions options,
            RestApi api,
            ApiDocument document,
            String stageName,
            String region,
            @Nullable DocumentationVersion documentation) {
        this.options = options;
        this.api = api;
        this.document = document;
        this.stageName = stageName;
        this.region = region;
        this.documentation = documentation;
        this.parts = new PartTree(documentation == null ? List.of() : documentation.parts());
    }

    /** R12.5: the API's version, or the day it was made. */
    String version() {
        return api.version() == null
                ? api.createdDate().truncatedTo(ChronoUnit.SECONDS).toString()
                : api.version();
    }

    /** The document, its members in AWS's order (R12.8). */
    ObjectNode write() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put(options.swagger() ? "swagger" : "openapi", options.swagger() ? "2.0" : "3.0.1");
        root.set("info", info());
        server(root);
        ExportedSecurity security = new ExportedSecurity(options, document.authorizers(), parts);
        root.set("paths", paths(security));
        ObjectNode schemas = schemas();
        ObjectNode schemes = JsonNodeFactory.instance.objectNode();
        security.schemes().forEach(schemes::set);
        if (options.swagger()) {
            DocumentWriter.object(root, "securityDefinitions", schemes);
            DocumentWriter.object(root, "definitions", schemas);
        } else {
            ObjectNode components = root.putObject("components");
            DocumentWriter.object(components, "schemas", schemas);
            DocumentWriter.object(components, "securitySchemes", schemes);
        }
        extensions(root);
        return root;
    }

    private ObjectNode info() {
        ObjectNode info = JsonNodeFactory.instance.objectNode();
        info.put("title", api.name());
        JsonNode documented = parts.effective(new Location("API", null, null, null, null))
                .path("info")
                .path("description");
        if (api.description() != null) {
            info.put("description", api.description());
        } else if (documented.isString()) {
            info.set("description", documented);
        }
        info.put("version", version());
        return info;
    }

    /** R12.14. */
    private void server(ObjectNode root) {
        String host = document.apiId() + ".execute-api." + region + ".amazonaws.com";
        if (options.swagger()) {
            root.put("host", host).put("basePath", "/" + stageName);
            root.putArray("schemes").add("https");
        } else {
            ObjectNode server = root.putArray("servers").addObject().put("url", "https://" + host + "/{basePath}");
            server.putObject("variables").putObject("basePath").put("default", stageName);
        }
    }

    /** Resources without methods are shown only where nothing below them tells that they are there. */
    private ObjectNode paths(ExportedSecurity security) {
        Map<String, String> validators = new HashMap<>();
        for (RequestValidator validator : document.requestValidators()) {
            validators.put(validator.id(), validator.name());
        }
        ObjectNode paths = JsonNodeFactory.instance.objectNode();
        for (Resource resource : document.resources()) {
            boolean leaf = resource.parentId() != null
                    && document.resources().stream()
                            .noneMatch(each -> resource.id().equals(each.parentId()));
            if (resource.methods().isEmpty() && !leaf) {
                continue;
            }
            ObjectNode item = paths.putObject(resource.path());
            resource.methods().forEach((verb, method) -> {
                String validator =
                        method.requestValidatorId() == null ? null : validators.get(method.requestValidatorId());
                item.set(
                        Verbs.member(verb),
                        new ExportedMethod(options, parts, resource, method).operation(security, validator));
            });
        }
        return paths;
    }

    private ObjectNode schemas() {
        ObjectNode schemas = JsonNodeFactory.instance.objectNode();
        for (Model model : document.models()) {
            JsonNode schema = local(JSON.readTree(model.schema() == null ? "{}" : model.schema()));
            if (schema instanceof ObjectNode object) {
                JsonNode documented = parts.effective(new Location("MODEL", null, null, null, model.name()));
                for (String member : List.of("title", "description")) {
                    if (documented.has(member) && !object.has(member)) {
                        object.set(member, documented.path(member));
                    }
                }
            }
            schemas.set(model.name(), schema);
        }
        return schemas;
    }

    /** References to models of this API as references inside the document. */
    private JsonNode local(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode copy = JsonNodeFactory.instance.objectNode();
                object.forEachEntry((key, value) -> copy.set(
                        key,
                        key.equals("$ref") && value.isString()
                                ? JsonNodeFactory.instance.stringNode(local(value.stringValue()))
                                : local(value)));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = JsonNodeFactory.instance.arrayNode();
                array.forEach(each -> copy.add(local(each)));
                yield copy;
            }
            default -> node;
        };
    }

    private String local(String reference) {
        String models = ImportedModels.CANONICAL + document.apiId() + "/models/";
        return reference.startsWith(models)
                ? (options.swagger() ? "#/definitions/" : "#/components/schemas/")
                        + reference.substring(models.length())
                : reference;
    }

    private void extensions(ObjectNode root) {
        if (options.validators() && !document.requestValidators().isEmpty()) {
            ObjectNode validators = root.putObject("x-amazon-apigateway-request-validators");
            for (RequestValidator validator : document.requestValidators()) {
                if (validator.name() != null) {
                    validators
                            .putObject(validator.name())
                            .put("validateRequestParameters", validator.validateRequestParameters())
                            .put("validateRequestBody", validator.validateRequestBody());
                }
            }
        }
        if (options.gatewayResponses() && !document.gatewayResponses().isEmpty()) {
            ObjectNode responses = root.putObject("x-amazon-apigateway-gateway-responses");
            document.gatewayResponses().forEach(each -> responses.set(each.responseType(), gatewayResponse(each)));
        }
        if (options.api()) {
            api(root);
        }
        if (options.documentation() && documentation != null) {
            root.set(ImportedDocumentation.EXTENSION, documentation(documentation));
        }
    }

    private static ObjectNode gatewayResponse(GatewayResponse response) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        DocumentWriter.put(node, "statusCode", response.statusCode());
        DocumentWriter.texts(node, "responseParameters", response.responseParameters());
        ObjectNode templates = node.putObject("responseTemplates");
        response.responseTemplates().forEach(templates::put);
        return node;
    }

    /** R12.18; what is at its default is left out. */
    private void api(ObjectNode root) {
        if (document.apiKeySource().equals("AUTHORIZER")) {
            root.put("x-amazon-apigateway-api-key-source", "AUTHORIZER");
        }
        if (document.policy() != null) {
            root.set("x-amazon-apigateway-policy", JSON.readTree(document.policy()));
        }
        if (!document.binaryMediaTypes().isEmpty()) {
            ArrayNode types = root.putArray("x-amazon-apigateway-binary-media-types");
            document.binaryMediaTypes().forEach(types::add);
        }
        if (document.minimumCompressionSize() != null) {
            root.put("x-amazon-apigateway-minimum-compression-size", document.minimumCompressionSize());
        }
        DocumentWriter.put(root, ApiImport.SECURITY_POLICY, document.securityPolicy());
        DocumentWriter.put(root, ApiImport.ACCESS_MODE, document.endpointAccessMode());
    }

    private static ObjectNode documentation(DocumentationVersion version) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("version", version.version());
        node.put("createdDate", version.createdDate().toString());
        ArrayNode parts = node.putArray("documentationParts");
        for (DocumentationPart part : version.parts()) {
            ObjectNode each = parts.addObject();
            Location location = part.location();
            ObjectNode place = each.putObject("location");
            place.put("type", Input.required(location.type()));
            DocumentWriter.put(place, "path", location.path());
            DocumentWriter.put(place, "method", location.method());
            DocumentWriter.put(place, "statusCode", location.statusCode());
            DocumentWriter.put(place, "name", location.name());
            each.set("properties", PartTree.properties(part.properties()));
        }
        return node;
    }
}
