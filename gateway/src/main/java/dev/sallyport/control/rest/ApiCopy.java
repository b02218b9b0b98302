package dev.sallyport.control.rest;

import dev.sallyport.model.Ids;
import dev.sallyport.model.Integration;
import dev.sallyport.model.Method;
import dev.sallyport.model.Resource;
import dev.sallyport.model.RestApi;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Copies what lies below an API to a new API, with new ids (R7.7). */
final class ApiCopy {

    private final Store.Writer tx;
    private final Scope scope;
    private final Ids ids;

    ApiCopy(Store.Writer tx, Scope scope, Ids ids) {
        this.tx = tx;
        this.scope = scope;
        this.ids = ids;
    }

    /** Copies the resources with their methods; the root gets the id that the target names. */
    void copyResources(RestApi source, RestApi target) {
        List<Resource> resources = tx.list(Kind.RESOURCE, scope, source.id());
        Map<String, String> newIds = new HashMap<>();
        newIds.put(source.rootResourceId(), target.rootResourceId());
        for (Resource resource : resources) {
            newIds.computeIfAbsent(resource.id(), id -> ids.next(Ids.SHORT, newIds::containsValue));
        }
        for (Resource resource : resources) {
            String id = Input.required(newIds.get(resource.id()));
            SortedMap<String, Method> methods = new TreeMap<>();
            resource.methods().forEach((verb, method) -> methods.put(verb, moved(method, resource.id(), id)));
            String parentId = resource.parentId() == null ? null : newIds.get(resource.parentId());
            Resource copy = new Resource(id, parentId, resource.pathPart(), resource.path(), methods);
            tx.put(Kind.RESOURCE, scope, target.id(), id, copy);
        }
    }

    /** A cache namespace that is the default, the resource's id, follows the resource. */
    private static Method moved(Method method, String oldId, String newId) {
        Integration integration = method.integration();
        return integration != null && integration.cacheNamespace().equals(oldId)
                ? method.withIntegration(integration.withCacheNamespace(newId))
                : method;
    }
}
