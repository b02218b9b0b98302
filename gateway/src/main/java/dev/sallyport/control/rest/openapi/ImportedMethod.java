package dev.sallyport.control.rest.openapi;

import dev.sallyport.control.openapi.BasePaths;
import dev.sallyport.control.openapi.Findings;
import dev.sallyport.control.openapi.Place;
import dev.sallyport.control.openapi.SourceDocument;
import dev.sallyport.control.rest.MappingRules;
import dev.sallyport.control.rest.MethodRules;
import dev.sallyport.model.Integration;
import dev.sallyport.model.Method;
import dev.sallyport.model.Method.MethodResponse;
import dev.sallyport.model.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An operation of a document as a method (openapi section 4). */
final class ImportedMethod {

    private static final Pattern STATUS_CODE = Pattern.compile("[1-5]\\d\\d");
    private static final String JSON_TYPE = "application/json";

    private final ImportedParts parts;
    private final Resource resource;
    private final Place pathItem;
    private final Place operation;
    private final String verb;

    ImportedMethod(ImportedParts parts, Resource resource, Place pathItem, Place operation, String verb) {
        this.parts = parts;
        this.resource = resource;
        this.pathItem = pathItem;
        this.operation = operation;
        this.verb = verb;
    }

    /**
     * The parts of the document that operations refer to.
     *
     * @param links refuses an integration whose VPC link does not exist
     */
    record ImportedParts(
            SourceDocument source,
            ImportedModels models,
            ImportedSecurity security,
            ImportedValidators validators,
            Consumer<Integration> links,
            Findings findings) {}

    /** The method with its responses and its integration; what is refused becomes an error of the import. */
    Method method() {
        ImportedSecurity.Guard guard = parts.security().guard(operation, verb + " " + resource.path());
        SortedMap<String, Boolean> parameters = new TreeMap<>();
        SortedMap<String, String> models = new TreeMap<>();
        templateParameters(parameters);
        for (Place parameter : parameters()) {
            read(parameter, parameters, models);
        }
        requestBody(models);
        Method method = new Method(
                verb,
                guard.authorizationType(),
                guard.authorizerId(),
                guard.scopes(),
                guard.apiKeyRequired(),
                parts.validators().of(operation),
                operation.textOrNull("operationId"),
                parameters,
                models,
                new TreeMap<>(),
                null);
        String what = "Unable to put method '" + verb + "' on resource at path '" + resource.path() + "'";
        parts.findings().attempt(operation, what, () -> MethodRules.checkParameters(method));
        Method responding = method.withMethodResponses(responses());
        Place integration = operation.at(ImportedIntegration.EXTENSION);
        return integration.isPresent()
                ? new ImportedIntegration(integration, resource.path(), parts.links(), parts.findings())
                        .integrated(responding, resource.id())
                : responding;
    }

    /** AWS: the variables of the path are parameters of the method, declared or not (recorded, against R4.6). */
    private void templateParameters(SortedMap<String, Boolean> parameters) {
        for (String part : BasePaths.parts(resource.path())) {
            if (part.startsWith("{")) {
                String name = part.substring(1, part.length() - 1);
                parameters.put("method.request.path." + (name.endsWith("+") ? chopped(name) : name), true);
            }
        }
    }

    private static String chopped(String greedy) {
        return greedy.substring(0, greedy.length() - 1);
    }

    /** Those of the path, and those of the operation, which win (R4.1). */
    private List<Place> parameters() {
        Map<String, Place> byKey = new LinkedHashMap<>();
        List<Place> all = new ArrayList<>(pathItem.at("parameters").items());
        all.addAll(operation.at("parameters").items());
        for (Place each : all) {
            Place parameter = parts.source().resolved(each);
            if (parameter == null) {
                parts.findings().warn(each, "Reference to parameter '" + each.text("$ref") + "' not found. Ignoring.");
            } else {
                byKey.put(parameter.text("in") + " " + parameter.text("name"), parameter);
            }
        }
        return List.copyOf(byKey.values());
    }

    /** R4.5 and the body of Swagger (R4.7). */
    private void read(Place parameter, SortedMap<String, Boolean> parameters, SortedMap<String, String> models) {
        String in = String.valueOf(parameter.text("in"));
        String name = String.valueOf(parameter.text("name"));
        switch (in) {
            case "path" -> parameters.put("method.request.path." + name, true);
            case "query" -> parameters.put("method.request.querystring." + name, parameter.flag("required"));
            case "header" -> parameters.put("method.request.header." + name, parameter.flag("required"));
            case "body" -> {
                String model = parts.models()
                        .name(
                                parameter.at("schema"),
                                "body of method '" + verb + " " + resource.path() + "'",
                                JSON_TYPE);
                if (model != null) {
                    mediaTypes("consumes").forEach(type -> models.put(type, model));
                }
            }
            default ->
                parts.findings()
                        .warn(
                                parameter,
                                "Unsupported parameter type '" + in + "' for parameter '" + name + "' of method '"
                                        + verb + " " + resource.path() + "'. Ignoring.");
        }
    }

    /** What Swagger's {@code consumes} or {@code produces} says, for the operation or for all. */
    private List<String> mediaTypes(String member) {
        Place own = operation.at(member);
        List<String> types = (own.isPresent() ? own : parts.source().root().at(member)).texts();
        return types.isEmpty() ? List.of(JSON_TYPE) : types;
    }

    /** The body of OpenAPI 3 (R4.7). */
    private void requestBody(SortedMap<String, String> models) {
        Place given = operation.at("requestBody");
        Place body = parts.source().resolved(given);
        if (body == null) {
            parts.findings().warn(given, "Reference to request body '" + given.text("$ref") + "' not found. Ignoring.");
            return;
        }
        for (Place content : body.at("content").members()) {
            String model = parts.models()
                    .name(
                            content.at("schema"),
                            "body of method '" + verb + " " + resource.path() + "'",
                            content.name());
            if (model != null) {
                models.put(content.name(), model);
            }
        }
    }

    /** R4.8. */
    private SortedMap<String, MethodResponse> responses() {
        SortedMap<String, MethodResponse> responses = new TreeMap<>();
        for (Place given : operation.at("responses").members()) {
            String status = given.name();
            if (status.equals("default") || status.startsWith("x-")) {
                continue;
            }
            Place place = response(given);
            if (place == null) {
                continue;
            }
            MethodResponse response = new MethodResponse(status, headers(place), responseModels(place, status));
            String what =
                    "Unable to put method response on '" + verb + "' for resource at path '" + resource.path() + "'";
            parts.findings().attempt(given, what, () -> {
                if (response.responseParameters() != null) {
                    response.responseParameters().keySet().forEach(MappingRules::checkMethodResponseParameter);
                }
                responses.put(status, response);
            });
        }
        return responses;
    }

    /** The response, or null when AWS ignores it (R2.6). */
    private @Nullable Place response(Place given) {
        if (!STATUS_CODE.matcher(given.name()).matches()) {
            parts.findings()
                    .warn(
                            given,
                            "Unsupported response code '" + given.name() + "' for method '" + verb + " "
                                    + resource.path() + "'. Ignoring.");
            return null;
        }
        String reference = given.node().isObject() ? given.text("$ref") : null;
        Place place = reference != null && reference.startsWith("#/responses/")
                ? null
                : parts.source().resolved(given);
        if (place == null) {
            parts.findings().warn(given, "Reference to response '" + reference + "' not found. Ignoring.");
        } else {
            place.members();
        }
        return place;
    }

    private static @Nullable Map<String, Boolean> headers(Place response) {
        Map<String, Boolean> headers = new TreeMap<>();
        response.at("headers")
                .members()
                .forEach(header -> headers.put("method.response.header." + header.name(), false));
        return headers.isEmpty() ? null : headers;
    }

    private @Nullable Map<String, String> responseModels(Place response, String status) {
        Map<String, String> models = new TreeMap<>();
        String what = status + " response to method '" + verb + " " + resource.path() + "'";
        if (parts.source().isSwagger()) {
            String model = parts.models().name(response.at("schema"), what, JSON_TYPE);
            if (model != null) {
                mediaTypes("produces").forEach(type -> models.put(type, model));
            }
        } else {
            for (Place content : response.at("content").members()) {
                String model = parts.models().name(content.at("schema"), what, content.name());
                if (model != null) {
                    models.put(content.name(), model);
                }
            }
        }
        return models.isEmpty() ? null : models;
    }
}
