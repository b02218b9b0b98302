package dev.sallyport.control.http.documents;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.http.HttpApiDrafts;
import dev.sallyport.control.openapi.Findings;
import dev.sallyport.control.openapi.NamedIds;
import dev.sallyport.control.openapi.Place;
import dev.sallyport.control.openapi.SourceDocument;
import dev.sallyport.control.openapi.Verbs;
import dev.sallyport.model.HttpApiIntegration;
import dev.sallyport.model.HttpApiRoute;
import dev.sallyport.wire.apigatewayv2.CreateRouteRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The operations of a document as routes (http-api R17.6, R17.13). */
final class ImportedRoutes {

    static final String DEFAULT_PATH = "/" + HttpApiRoute.DEFAULT;
    static final String IS_DEFAULT = "isDefaultRoute";

    private final SourceDocument source;
    private final HttpApiDrafts drafts;
    private final ImportedSchemes schemes;
    private final ImportedIntegrations integrations;
    private final NamedIds ids;
    private final String prefix;
    private final Findings findings;
    private final Map<String, HttpApiRoute> routes = new LinkedHashMap<>();

    /**
     * @param ids by the keys of the routes
     * @param basePath the parts of the path that go before all others
     */
    ImportedRoutes(
            SourceDocument source,
            HttpApiDrafts drafts,
            ImportedSchemes schemes,
            ImportedIntegrations integrations,
            NamedIds ids,
            List<String> basePath,
            Findings findings) {
        this.source = source;
        this.drafts = drafts;
        this.schemes = schemes;
        this.integrations = integrations;
        this.ids = ids;
        this.prefix = basePath.isEmpty() ? "" : "/" + String.join("/", basePath);
        this.findings = findings;
    }

    /** The routes in the order of the document. */
    List<HttpApiRoute> all() {
        return List.copyOf(routes.values());
    }

    /** Reads the paths. */
    void read() {
        for (Place item : source.root().at("paths").members()) {
            if (item.name().startsWith("x-")) {
                continue;
            }
            Place resolved = source.resolved(item);
            if (resolved == null) {
                findings.warn(item, "Reference to path '" + item.text("$ref") + "' not found. Ignoring.");
                continue;
            }
            for (Place operation : resolved.members()) {
                String verb = Verbs.of(operation.name());
                if (verb != null && operation.isPresent()) {
                    operation.members();
                    read(item.name(), verb, operation);
                }
            }
        }
    }

    private void read(String path, String verb, Place operation) {
        boolean isDefault = verb.equals("ANY")
                && (path.equals(DEFAULT_PATH) || path.equals(HttpApiRoute.DEFAULT) || operation.flag(IS_DEFAULT));
        String key = isDefault ? HttpApiRoute.DEFAULT : verb + " " + prefixed(path);
        String what = "Unable to put method '" + verb + "' on resource at path '" + path + "': ";
        if (routes.containsKey(key)) {
            findings.error(operation, what + "Route with key " + key + " already exists for this API");
            return;
        }
        if (routes.size() >= HttpApiDrafts.MAX_ROUTES) {
            findings.error(operation, what + "Maximum number of routes for this API has been reached");
            return;
        }
        ImportedSchemes.Guard guard = schemes.guard(operation, verb, path);
        if (guard == null) {
            return;
        }
        CreateRouteRequest.Builder request = CreateRouteRequest.builder()
                .routeKey(key)
                .authorizationType(guard.authorizationType())
                .authorizerId(guard.authorizerId())
                .authorizationScopes(guard.scopes())
                .operationName(operation.textOrNull("operationId"));
        HttpApiRoute route;
        try {
            route = drafts.route(ids.of(key), request);
        } catch (ServiceException e) {
            findings.warn(operation, what + e.getMessage() + ". Ignoring.");
            return;
        }
        HttpApiIntegration integration =
                integrations.of(operation, "'" + verb + "' for resource at path '" + path + "'");
        routes.put(key, integration == null ? route : route.withTarget(HttpApiRoute.targetOf(integration.id())));
    }

    private String prefixed(String path) {
        return !prefix.isEmpty() && path.equals("/") ? prefix : prefix + path;
    }
}
