package dev.sallyport.control.rest;

import dev.sallyport.control.Call;
import dev.sallyport.model.Authorizer;
import dev.sallyport.model.DocumentationPart.Location;
import dev.sallyport.model.Method;
import dev.sallyport.model.Method.MethodResponse;
import dev.sallyport.model.Model;
import dev.sallyport.model.Resource;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything of an API that a documentation part may describe, each by its location (R6.14). */
final class DocumentedEntities {

    private static final Map<String, String> PARAMETER_TYPES =
            Map.of("path", "PATH_PARAMETER", "querystring", "QUERY_PARAMETER", "header", "REQUEST_HEADER");

    private final List<Location> found = new ArrayList<>();

    private DocumentedEntities() {}

    /** The API itself, its authorizers and models, then the resources in the order of their paths. */
    static List<Location> of(Store.Reader tx, Call call, String apiId) {
        DocumentedEntities entities = new DocumentedEntities();
        entities.add("API", null, null, null, null);
        for (Authorizer authorizer : tx.list(Kind.AUTHORIZER, call.scope(), apiId)) {
            entities.add("AUTHORIZER", null, null, null, authorizer.name());
        }
        for (Model model : tx.list(Kind.MODEL, call.scope(), apiId)) {
            entities.add("MODEL", null, null, null, model.name());
        }
        tx.list(Kind.RESOURCE, call.scope(), apiId).stream()
                .sorted(Comparator.comparing(Resource::path))
                .forEach(entities::resource);
        return List.copyOf(entities.found);
    }

    private void resource(Resource resource) {
        add("RESOURCE", resource.path(), null, null, null);
        resource.methods().values().forEach(method -> method(resource.path(), method));
    }

    private void method(String path, Method method) {
        String verb = method.httpMethod();
        add("METHOD", path, verb, null, null);
        for (String parameter : method.requestParameters().keySet()) {
            String[] parts = parameter.split("\\.", 4);
            String type = parts.length == 4 ? PARAMETER_TYPES.get(parts[2]) : null;
            if (type != null) {
                add(type, path, verb, null, parts[3]);
            }
        }
        if (!method.requestModels().isEmpty()) {
            add("REQUEST_BODY", path, verb, null, null);
        }
        method.methodResponses().values().forEach(response -> response(path, verb, response));
    }

    private void response(String path, String verb, MethodResponse response) {
        String code = response.statusCode();
        add("RESPONSE", path, verb, code, null);
        if (response.responseParameters() != null) {
            for (String parameter : response.responseParameters().keySet()) {
                String[] parts = parameter.split("\\.", 4);
                if (parts.length == 4) {
                    add("RESPONSE_HEADER", path, verb, code, parts[3]);
                }
            }
        }
        if (response.responseModels() != null && !response.responseModels().isEmpty()) {
            add("RESPONSE_BODY", path, verb, code, null);
        }
    }

    private void add(
            String type,
            @Nullable String path,
            @Nullable String method,
            @Nullable String statusCode,
            @Nullable String name) {
        found.add(new Location(type, path, method, statusCode, name));
    }
}
