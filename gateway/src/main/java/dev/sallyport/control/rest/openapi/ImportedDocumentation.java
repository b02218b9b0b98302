package dev.sallyport.control.rest.openapi;

import dev.sallyport.control.openapi.BasePaths;
import dev.sallyport.control.openapi.Findings;
import dev.sallyport.control.openapi.Place;
import dev.sallyport.control.openapi.SourceDocument;
import dev.sallyport.control.openapi.Verbs;
import dev.sallyport.control.rest.DocumentationLocations;
import dev.sallyport.model.DocumentationPart;
import dev.sallyport.model.DocumentationPart.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The documentation of a document as parts, without ids (openapi section 9). */
final class ImportedDocumentation {

    static final String EXTENSION = "x-amazon-apigateway-documentation";

    private static final Set<String> WITHOUT_PATH = Set.of("API", "AUTHORIZER", "MODEL");

    private final SourceDocument source;
    private final Findings findings;
    private final String prefix;
    private final List<DocumentationPart> parts = new ArrayList<>();
    private PartTree tree = new PartTree(List.of());

    /** @param prefix the base path that stands above every path, as path parts */
    ImportedDocumentation(SourceDocument source, List<String> prefix, Findings findings) {
        this.source = source;
        this.findings = findings;
        this.prefix = prefix.isEmpty() ? "" : "/" + String.join("/", prefix);
    }

    /** The parts in the order of the document; their ids are {@code ""} (R9.1, R9.3). */
    List<DocumentationPart> read() {
        Place extension = source.root().at(EXTENSION);
        extension.members();
        for (Place place : extension.at("documentationParts").items()) {
            explicit(place);
        }
        tree = new PartTree(parts);
        info();
        schemas();
        securitySchemes();
        for (Place item : source.root().at("paths").members()) {
            if (!item.name().startsWith("x-")) {
                pathItem(item);
            }
        }
        return parts;
    }

    private void explicit(Place place) {
        Place location = place.at("location");
        location.members();
        place.at("properties").members();
        String type = String.valueOf(location.text("type"));
        String name = location.textOrNull("name");
        if (!DocumentationLocations.types().contains(type)) {
            findings.error(place, "Unable to create documentation part: Invalid location type specified: " + type);
            return;
        }
        // AWS: a part below the API gets the root as its path when it has none (R20.1)
        String path = WITHOUT_PATH.contains(type) ? null : Objects.requireNonNullElse(location.textOrNull("path"), "/");
        Location documented =
                new Location(type, path, location.textOrNull("method"), location.textOrNull("statusCode"), name);
        findings.attempt(place, "Unable to create documentation part", () -> {
            DocumentationLocations.check(documented);
            Place properties = place.at("properties");
            put(documented, properties.isPresent() ? properties.node().toString() : "{}");
        });
    }

    /** Of two parts of one location the later wins. */
    private void put(Location location, String properties) {
        parts.removeIf(part -> PartTree.same(part.location(), location));
        parts.add(new DocumentationPart("", location, properties));
    }

    /** Adds what a standard member says, unless a part of this location or a covering one says it (R9.1). */
    private void add(Location location, ObjectNode properties) {
        if (properties.isEmpty() || tree.has(location) || tree.tells(location, properties)) {
            return;
        }
        DocumentationPart part = new DocumentationPart("", location, properties.toString());
        parts.add(part);
        tree.add(part);
    }

    private void info() {
        Place info = source.root().at("info");
        if (info.textOrNull("description") != null) {
            ObjectNode properties = JsonNodeFactory.instance.objectNode();
            properties.set("info", some(info, "description", "version"));
            add(new Location("API", null, null, null, null), properties);
        }
    }

    private void schemas() {
        for (Place schema : source.schemas().members()) {
            add(new Location("MODEL", null, null, null, schema.name()), some(schema, "title", "description"));
        }
    }

    private void securitySchemes() {
        for (Place scheme : source.securitySchemes().members()) {
            if (scheme.at("x-amazon-apigateway-authorizer").isPresent()) {
                add(new Location("AUTHORIZER", null, null, null, scheme.name()), some(scheme, "description"));
            }
        }
    }

    private void pathItem(Place item) {
        List<String> own = BasePaths.parts(item.name());
        String path = own.isEmpty() ? (prefix.isEmpty() ? "/" : prefix) : prefix + "/" + String.join("/", own);
        add(new Location("RESOURCE", path, null, null, null), some(item, "summary", "description"));
        parameters(item.at("parameters"), path, null);
        for (Place operation : item.members()) {
            String verb = Verbs.of(operation.name());
            if (verb != null && operation.isPresent()) {
                operation(operation, path, verb);
            }
        }
    }

    private void operation(Place operation, String path, String verb) {
        add(
                new Location("METHOD", path, verb, null, null),
                some(operation, "summary", "description", "tags", "externalDocs", "deprecated"));
        parameters(operation.at("parameters"), path, verb);
        Place body = source.resolved(operation.at("requestBody"));
        if (body != null) {
            add(new Location("REQUEST_BODY", path, verb, null, null), some(body, "description"));
        }
        for (Place given : operation.at("responses").members()) {
            Place response = source.resolved(given);
            if (response != null && given.name().matches("[1-5]\\d\\d")) {
                response(response, path, verb, given.name());
            }
        }
    }

    private void response(Place response, String path, String verb, String status) {
        ObjectNode properties = some(response, "description");
        // What every export says of a response that nobody described documents nothing.
        if (!properties.path("description").asString("").equals(status + " response")) {
            add(new Location("RESPONSE", path, verb, status, null), properties);
        }
        for (Place header : response.at("headers").members()) {
            add(new Location("RESPONSE_HEADER", path, verb, status, header.name()), some(header, "description"));
        }
    }

    private void parameters(Place parameters, String path, @Nullable String verb) {
        for (Place given : parameters.items()) {
            Place parameter = source.resolved(given);
            if (parameter == null) {
                continue; // ImportedMethod warns
            }
            String in = Objects.requireNonNullElse(parameter.text("in"), "").toLowerCase(Locale.ROOT);
            String name = parameter.text("name");
            String type = switch (in) {
                case "path" -> "PATH_PARAMETER";
                case "query" -> "QUERY_PARAMETER";
                case "header" -> "REQUEST_HEADER";
                case "body" -> "REQUEST_BODY";
                default -> null;
            };
            if (type != null && name != null) {
                String partName = type.equals("REQUEST_BODY") ? null : name;
                add(new Location(type, path, verb, null, partName), some(parameter, "description"));
            }
        }
    }

    /** The members of these names that say something. */
    private static ObjectNode some(Place place, String... names) {
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        for (String name : names) {
            Place member = place.at(name);
            if (member.isPresent()
                    && !(member.node().isString() && member.node().stringValue().isEmpty())) {
                properties.set(name, member.node());
            }
        }
        return properties;
    }
}
