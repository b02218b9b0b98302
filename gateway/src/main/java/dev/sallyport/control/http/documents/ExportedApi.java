package dev.sallyport.control.http.documents;

import dev.sallyport.control.http.HttpApiDrafts;
import dev.sallyport.control.openapi.DocumentWriter;
import dev.sallyport.control.openapi.Verbs;
import dev.sallyport.model.HttpApi;
import dev.sallyport.model.HttpApiCors;
import dev.sallyport.model.HttpApiDocument;
import dev.sallyport.model.HttpApiIntegration;
import dev.sallyport.model.HttpApiRoute;
import dev.sallyport.model.HttpApiStage;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An HTTP API as a document, its members in the order and with the texts of AWS's own exports (http-api R17.17, R17.18). */
final class ExportedApi {

    /** AWS: an API without a version has the moment when it was made. */
    private static final DateTimeFormatter VERSION =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final List<String> VERBS =
            List.of("GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "ANY");
    private static final Pattern VARIABLE = Pattern.compile("\\{([^{}/]+)}");
    private static final String UNUSED = "unusedIntegration_";

    private final HttpApi api;
    private final HttpApiDocument document;
    private final String endpoint;
    private final @Nullable String stageName;
    private final boolean extensions;
    private final ExportedSchemes schemes;

    /**
     * @param api tells what deployments do not freeze: name, version, description and tags
     * @param stageName null for the draft
     * @param extensions whether it shows what OpenAPI does not know
     */
    ExportedApi(
            HttpApi api, HttpApiDocument document, String endpoint, @Nullable String stageName, boolean extensions) {
        this.api = api;
        this.document = document;
        this.endpoint = endpoint;
        this.stageName = stageName;
        this.extensions = extensions;
        this.schemes = new ExportedSchemes(document, extensions);
    }

    ObjectNode write() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("openapi", "3.0.1");
        ObjectNode info = root.putObject("info");
        info.put("title", api.name());
        DocumentWriter.put(info, "description", api.description());
        info.put("version", api.version() == null ? VERSION.format(api.createdDate()) : api.version());
        server(root.putArray("servers").addObject());
        if (extensions && !api.tags().isEmpty()) {
            ArrayNode tags = root.putArray("tags");
            new TreeMap<>(api.tags())
                    .forEach((name, value) -> tags.addObject().put("name", name).put(DraftReader.TAG_VALUE, value));
        }
        root.set("paths", paths());
        ObjectNode components = JsonNodeFactory.instance.objectNode();
        DocumentWriter.object(components, "securitySchemes", schemes.write());
        if (extensions) {
            DocumentWriter.object(components, ImportedIntegrations.COMPONENTS, unused());
        }
        DocumentWriter.object(root, "components", components);
        if (extensions) {
            if (document.cors() != null) {
                root.set(DraftReader.CORS, cors(document.cors()));
            }
            root.put(DraftReader.IMPORT_EXPORT_VERSION, DraftReader.ONLY_VERSION);
        }
        return root;
    }

    private void server(ObjectNode server) {
        boolean named = stageName != null && !stageName.equals(HttpApiStage.DEFAULT);
        server.put("url", endpoint + "/{basePath}");
        server.putObject("variables").putObject("basePath").put("default", named ? stageName : "");
        if (extensions && document.disableExecuteApiEndpoint()) {
            server.putObject("x-amazon-apigateway-endpoint-configuration").put("disableExecuteApiEndpoint", true);
        }
    }

    /** The paths, and in each the operations as a path item lists them. */
    private ObjectNode paths() {
        Map<String, Map<String, HttpApiRoute>> byPath = new TreeMap<>();
        for (HttpApiRoute route : document.routes()) {
            boolean isDefault = route.routeKey().equals(HttpApiRoute.DEFAULT);
            String path = isDefault ? ImportedRoutes.DEFAULT_PATH : route.path();
            Map<String, HttpApiRoute> verbs = byPath.computeIfAbsent(path, each -> new TreeMap<>());
            if (isDefault || !(verbs.containsKey(route.verb()) && path.equals(ImportedRoutes.DEFAULT_PATH))) {
                verbs.put(route.verb(), route);
            }
        }
        ObjectNode paths = JsonNodeFactory.instance.objectNode();
        byPath.forEach((path, routes) -> {
            ObjectNode item = paths.putObject(path);
            for (String verb : VERBS) {
                if (verb.equals("ANY")) {
                    parameters(item, path);
                }
                HttpApiRoute route = routes.get(verb);
                if (route != null) {
                    item.set(Verbs.member(verb), operation(route));
                }
            }
        });
        return paths;
    }

    /** AWS: a greedy variable is named with its plus. */
    private static void parameters(ObjectNode item, String path) {
        Matcher variables = VARIABLE.matcher(path);
        while (variables.find()) {
            String name = variables.group(1);
            ObjectNode parameter = item.withArray("parameters").addObject();
            parameter.put("name", name).put("in", "path");
            parameter.put("description", "Generated path parameter for " + name).put("required", true);
            parameter.putObject("schema").put("type", "string");
        }
    }

    private ObjectNode operation(HttpApiRoute route) {
        ObjectNode operation = JsonNodeFactory.instance.objectNode();
        DocumentWriter.put(operation, "operationId", route.operationName());
        operation
                .putObject("responses")
                .putObject("default")
                .put("description", "Default response for " + route.routeKey());
        schemes.require(operation, route);
        if (route.routeKey().equals(HttpApiRoute.DEFAULT)) {
            operation.put(ImportedRoutes.IS_DEFAULT, true);
        }
        HttpApiIntegration integration = document.integration(route.integrationId());
        if (extensions && integration != null) {
            operation.set(ImportedIntegrations.EXTENSION, integration(integration));
        }
        return operation;
    }

    /** AWS: integrations without a route stand among the components. */
    private ObjectNode unused() {
        Set<@Nullable String> used = new HashSet<>();
        document.routes().forEach(route -> used.add(route.integrationId()));
        ObjectNode unused = JsonNodeFactory.instance.objectNode();
        for (HttpApiIntegration integration : document.integrations()) {
            if (!used.contains(integration.id())) {
                unused.set(UNUSED + integration.id(), integration(integration));
            }
        }
        return unused;
    }

    private static ObjectNode integration(HttpApiIntegration integration) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        DocumentWriter.put(node, "integrationSubtype", integration.subtype());
        DocumentWriter.put(node, "credentials", integration.credentialsArn());
        DocumentWriter.texts(node, "requestParameters", integration.requestParameters());
        ObjectNode responses = JsonNodeFactory.instance.objectNode();
        integration
                .responseParameters()
                .forEach((status, mappings) -> DocumentWriter.texts(responses, status, mappings));
        DocumentWriter.object(node, "responseParameters", responses);
        node.put("payloadFormatVersion", integration.payloadFormatVersion());
        DocumentWriter.put(node, "connectionId", integration.connectionId());
        node.put("type", integration.type().toLowerCase(Locale.ROOT));
        DocumentWriter.put(node, "httpMethod", integration.subtype() == null ? integration.method() : null);
        DocumentWriter.put(node, "uri", integration.uri());
        node.put("connectionType", integration.connectionType());
        if (integration.timeoutInMillis() != HttpApiDrafts.TIMEOUT_MILLIS) {
            node.put("timeoutInMillis", integration.timeoutInMillis());
        }
        if (integration.tls()) {
            DocumentWriter.put(node.putObject("tlsConfig"), "serverNameToVerify", integration.serverNameToVerify());
        }
        return node;
    }

    /** AWS: what was never given is shown as what it means. */
    private static ObjectNode cors(HttpApiCors cors) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        texts(node, "allowMethods", cors.allowMethods());
        texts(node, "allowHeaders", cors.allowHeaders());
        texts(node, "exposeHeaders", cors.exposeHeaders());
        node.put("maxAge", cors.maxAge() == null ? 0 : cors.maxAge());
        node.put("allowCredentials", Boolean.TRUE.equals(cors.allowCredentials()));
        texts(node, "allowOrigins", cors.allowOrigins());
        return node;
    }

    private static void texts(ObjectNode node, String member, List<String> texts) {
        if (!texts.isEmpty()) {
            texts.forEach(node.putArray(member)::add);
        }
    }
}
