package dev.sallyport.control.rest.openapi;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.openapi.Findings;
import dev.sallyport.control.openapi.Place;
import dev.sallyport.control.rest.IntegrationRules;
import dev.sallyport.control.rest.MappingRules;
import dev.sallyport.model.Integration;
import dev.sallyport.model.Integration.IntegrationResponse;
import dev.sallyport.model.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The extension {@code x-amazon-apigateway-integration} as an integration with its responses (openapi 7.1, 7.2). */
final class ImportedIntegration {

    static final String EXTENSION = "x-amazon-apigateway-integration";

    private static final List<String> TYPES = List.of("HTTP", "HTTP_PROXY", "AWS", "AWS_PROXY", "MOCK");
    private static final List<String> CONTENT_HANDLING = List.of("CONVERT_TO_BINARY", "CONVERT_TO_TEXT");
    private static final Pattern STATUS_CODE = Pattern.compile("[1-5]\\d\\d");
    private static final int DEFAULT_TIMEOUT_MILLIS = 29_000;

    private final Place extension;
    private final String path;
    private final Consumer<Integration> links;
    private final Findings findings;

    /**
     * @param path of the resource, for messages
     * @param links refuses an integration whose VPC link does not exist
     */
    ImportedIntegration(Place extension, String path, Consumer<Integration> links, Findings findings) {
        this.links = links;
        this.extension = extension;
        this.path = path;
        this.findings = findings;
    }

    /** The method with its integration; what is refused becomes an error of the import. */
    Method integrated(Method method, String resourceId) {
        String where = " on '" + method.httpMethod() + "' for resource at path '" + path + "': ";
        Integration integration;
        try {
            integration = IntegrationRules.normalized(integration(method.httpMethod()), resourceId);
            IntegrationRules.check(integration, method);
            links.accept(integration);
        } catch (ServiceException e) {
            refused("Unable to put integration" + where, extension, e);
            return method;
        }
        SortedMap<String, IntegrationResponse> responses = new TreeMap<>();
        for (Place place : extension.at("responses").members()) {
            try {
                IntegrationResponse response = response(place, method);
                // AWS: one response for a status code, so of two patterns the later wins (R7.9)
                responses.put(response.statusCode(), response);
            } catch (ServiceException e) {
                refused("Unable to put integration response" + where, place, e);
            }
        }
        return method.withIntegration(integration.withIntegrationResponses(responses));
    }

    private void refused(String what, Place place, ServiceException refusal) {
        if (refusal.status() >= 500) {
            throw refusal;
        }
        findings.error(place, what + refusal.getMessage());
    }

    private Integration integration(String verb) {
        extension.members();
        String type = upper(extension.text("type"));
        if (type == null || !TYPES.contains(type)) {
            throw ServiceException.badRequest("Invalid integration type specified: " + extension.text("type")
                    + ". Valid options are " + String.join(",", TYPES));
        }
        Place tls = extension.at("tlsConfig");
        return new Integration(
                type,
                type.equals("MOCK") ? null : upper(extension.textOrNull("httpMethod")),
                extension.textOrNull("uri"),
                upper(extension.textOrNull("connectionType")),
                extension.textOrNull("connectionId"),
                extension.textOrNull("credentials"),
                requestParameters(verb),
                Objects.requireNonNullElse(
                        templates(extension.at("requestTemplates")), Map.<String, @Nullable String>of()),
                Objects.requireNonNullElse(upper(extension.textOrNull("passthroughBehavior")), "WHEN_NO_MATCH"),
                contentHandling(extension),
                Objects.requireNonNullElse(extension.integer("timeoutInMillis"), DEFAULT_TIMEOUT_MILLIS),
                Objects.requireNonNullElse(extension.text("cacheNamespace"), ""),
                extension.at("cacheKeyParameters").texts(),
                new TreeMap<>(),
                tls.isPresent() ? tls.flagOrNull("insecureSkipVerification") : null,
                upper(extension.textOrNull("responseTransferMode")),
                extension.textOrNull("integrationTarget"));
    }

    /** R7.5. */
    private Map<String, String> requestParameters(String verb) {
        Map<String, String> parameters = new TreeMap<>();
        for (Place each : extension.at("requestParameters").members()) {
            if (each.node().isString()) {
                parameters.put(each.name(), each.node().stringValue());
            } else {
                String got = each.node().isContainer()
                        ? each.node().toString()
                        : each.node().asString("null");
                findings.warn(
                        each,
                        "Invalid format for 'requestParameters'. Expected type string for property '" + each.name()
                                + "' of resource '" + path + "' and method '" + verb + "' but got '" + got + "'");
            }
        }
        return parameters;
    }

    /** A template that is given as JSON is stored as its text; an empty one is null, as PutIntegration has it. */
    private static @Nullable Map<String, @Nullable String> templates(Place place) {
        Map<String, @Nullable String> templates = new LinkedHashMap<>();
        for (Place each : place.members()) {
            String text = each.node().isContainer() ? each.node().toString() : each.text();
            templates.put(each.name(), text == null || text.isEmpty() ? null : text);
        }
        return templates.isEmpty() ? null : templates;
    }

    /** R7.8 to R7.11. */
    private IntegrationResponse response(Place place, Method method) {
        place.members();
        String statusCode = place.text("statusCode");
        if (statusCode == null || !STATUS_CODE.matcher(statusCode).matches()) {
            throw ServiceException.badRequest("Invalid status code specified: " + statusCode);
        }
        Map<String, String> parameters = new TreeMap<>();
        for (Place each : place.at("responseParameters").members()) {
            parameters.put(each.name(), Objects.requireNonNullElse(each.text(), ""));
        }
        Map<String, @Nullable String> templates = templates(place.at("responseTemplates"));
        IntegrationResponse response = new IntegrationResponse(
                statusCode,
                place.name().equals("default") ? null : place.name(),
                parameters.isEmpty() ? null : parameters,
                templates,
                contentHandling(place));
        if (templates != null) {
            MappingRules.checkContentTypes(templates.keySet());
        }
        MappingRules.checkResponseMappings(
                response.responseParameters(), method.methodResponses().get(statusCode));
        return response;
    }

    private static @Nullable String contentHandling(Place place) {
        String text = place.textOrNull("contentHandling");
        if (text != null && !CONTENT_HANDLING.contains(text)) {
            throw ServiceException.badRequest("Invalid content handling specified: " + text + ". Valid options are "
                    + String.join(",", CONTENT_HANDLING));
        }
        return text;
    }

    private static @Nullable String upper(@Nullable String text) {
        return text == null ? null : text.toUpperCase(Locale.ROOT);
    }
}
