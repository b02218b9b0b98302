package dev.sallyport.control.http.documents;

import dev.sallyport.control.openapi.Findings;
import dev.sallyport.control.openapi.Place;
import dev.sallyport.control.openapi.SourceDocument;
import dev.sallyport.control.openapi.Verbs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a document is not as OpenAPI says although it can be used: warnings in the words of the parser that AWS evidently has
 * (http-api R17.4). Extensions are no concern of a parser.
 */
final class ParseIssues {

    private static final Set<String> ROOT =
            Set.of("openapi", "info", "servers", "paths", "components", "tags", "security", "externalDocs");
    private static final Set<String> INFO =
            Set.of("title", "description", "termsOfService", "contact", "license", "version");
    private static final Set<String> COMPONENTS = Set.of(
            "schemas",
            "responses",
            "parameters",
            "examples",
            "requestBodies",
            "headers",
            "securitySchemes",
            "links",
            "callbacks");
    private static final Set<String> PATH_ITEM = Set.of(
            "$ref",
            "summary",
            "description",
            "get",
            "put",
            "post",
            "delete",
            "options",
            "head",
            "patch",
            "trace",
            "servers",
            "parameters");
    private static final Set<String> OPERATION = Set.of(
            "tags",
            "summary",
            "description",
            "externalDocs",
            "operationId",
            "parameters",
            "requestBody",
            "responses",
            "callbacks",
            "deprecated",
            "security",
            "servers");
    private static final List<String> ONE_SCHEMA = List.of("items", "not", "additionalProperties");
    private static final List<String> SEVERAL_SCHEMAS = List.of("allOf", "anyOf", "oneOf");
    private static final Pattern VARIABLE = Pattern.compile("\\{([^/]+?)}");
    private static final int MAX_DEPTH = 50;

    private final SourceDocument source;
    private final Findings findings;
    private final Set<String> told = new HashSet<>();

    ParseIssues(SourceDocument source, Findings findings) {
        this.source = source;
        this.findings = findings;
    }

    /** Adds the warnings to the findings. */
    void find() {
        Place root = source.root();
        unexpected(root, ROOT, "");
        Place info = root.at("info");
        if (info.isPresent()) {
            unexpected(info, INFO, "info.");
            demand(info, "title", "info.");
            demand(info, "version", "info.");
        } else {
            missing(root, "info");
        }
        demand(root, "paths", "");
        for (Place item : root.at("paths").members()) {
            if (!item.name().startsWith("x-") && item.node().isObject()) {
                path(item);
            }
        }
        unexpected(root.at("components"), COMPONENTS, "components.");
        for (Place scheme : source.securitySchemes().members()) {
            if (!scheme.at("$ref").isPresent()) {
                demand(scheme, "type", "components.securitySchemes." + scheme.name() + ".");
            }
        }
        for (Place tag : root.at("tags").items()) {
            demand(tag, "name", "tags.");
        }
    }

    private void tell(Place place, String text) {
        String warning = "Parse issue: attribute " + text;
        if (told.add(warning)) {
            findings.warn(place, warning);
        }
    }

    private void missing(Place place, String attribute) {
        tell(place, attribute + " is missing");
    }

    private void demand(Place place, String member, String location) {
        if (!place.at(member).isPresent()) {
            missing(place, location + member);
        }
    }

    private void unexpected(Place place, Set<String> expected, String location) {
        for (Place member : place.members()) {
            if (!expected.contains(member.name()) && !member.name().startsWith("x-")) {
                tell(member, location + member.name() + " is unexpected");
            }
        }
    }

    private void path(Place item) {
        if (!item.name().startsWith("/")) {
            tell(item, "paths. Resource " + item.name() + " should start with /");
        }
        String location = "paths.'" + item.name() + "'";
        unexpected(item, PATH_ITEM, location + ".");
        List<Place> operations = new ArrayList<>();
        for (Place member : item.members()) {
            boolean isOperation = Verbs.of(member.name()) != null && PATH_ITEM.contains(member.name());
            if (isOperation && member.node().isObject()) {
                operations.add(member);
                operation(member, location + "(" + member.name() + ").");
            }
        }
        Matcher variables = VARIABLE.matcher(item.name());
        while (variables.find()) {
            String name = variables.group(1);
            boolean declared = declares(item, name) || operations.stream().allMatch(each -> declares(each, name));
            if (!declared) {
                tell(
                        item,
                        location + ". Declared path parameter " + name
                                + " needs to be defined as a path parameter in path or operation level");
            }
        }
    }

    private boolean declares(Place place, String name) {
        for (Place given : place.at("parameters").items()) {
            Place parameter = source.resolved(given);
            if (parameter != null && "path".equals(parameter.text("in")) && name.equals(parameter.text("name"))) {
                return true;
            }
        }
        return false;
    }

    private void operation(Place operation, String location) {
        unexpected(operation, OPERATION, location);
        demand(operation, "responses", location);
        contents(operation.at("requestBody"), location + "requestBody.content.schema.");
        for (Place response : operation.at("responses").members()) {
            if (response.node().isObject()
                    && !response.name().startsWith("x-")
                    && !response.at("$ref").isPresent()) {
                String each = location + "responses." + response.name() + ".";
                demand(response, "description", each);
                contents(response, each + "content.schema.");
            }
        }
    }

    private void contents(Place place, String location) {
        for (Place content : place.at("content").members()) {
            references(content.at("schema"), location, 0);
        }
    }

    /** AWS: the location of a reference is that of the outermost schema. */
    private void references(Place schema, String location, int depth) {
        if (!schema.node().isObject() || depth > MAX_DEPTH) {
            return;
        }
        Place reference = schema.at("$ref");
        if (reference.isPresent()) {
            String text = String.valueOf(reference.text());
            if (text.startsWith("#/components/") && source.resolved(schema) == null) {
                missing(schema, location + text);
            }
            return;
        }
        for (Place property : schema.at("properties").members()) {
            references(property, location, depth + 1);
        }
        for (String member : ONE_SCHEMA) {
            references(schema.at(member), location, depth + 1);
        }
        for (String member : SEVERAL_SCHEMAS) {
            for (Place each : schema.at(member).items()) {
                references(each, location, depth + 1);
            }
        }
    }
}
