package dev.sallyport.control.rest;

import dev.sallyport.model.Authorizer;
import dev.sallyport.model.DocumentationPart;
import dev.sallyport.model.GatewayResponse;
import dev.sallyport.model.Ids;
import dev.sallyport.model.Integration;
import dev.sallyport.model.Method;
import dev.sallyport.model.Model;
import dev.sallyport.model.RequestValidator;
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
import java.util.function.Function;

/** Copies what lies below an API to a new API, with new ids (R7.7); stages and deployments stay. */
final class ApiCopy {

    private final Store.Writer tx;
    private final Scope scope;
    private final Ids ids;

    ApiCopy(Store.Writer tx, Scope scope, Ids ids) {
        this.tx = tx;
        this.scope = scope;
        this.ids = ids;
    }

    /** Copies everything; what refers to a thing of the source refers to its copy. */
    void copy(RestApi source, RestApi target) {
        copyModels(source.id(), target.id());
        Map<String, String> validators = copyValidators(source.id(), target.id());
        Map<String, String> authorizers = copyAuthorizers(source.id(), target.id());
        copyResources(source, target, authorizers, validators);
        for (GatewayResponse response : tx.list(Kind.GATEWAY_RESPONSE, scope, source.id())) {
            tx.put(Kind.GATEWAY_RESPONSE, scope, target.id(), response.responseType(), response);
        }
        List<DocumentationPart> parts = tx.list(Kind.DOCUMENTATION_PART, scope, source.id());
        Map<String, String> newIds = newIds(parts, DocumentationPart::id);
        for (DocumentationPart part : parts) {
            String id = renewed(newIds, part.id());
            DocumentationPart copy = new DocumentationPart(id, part.location(), part.properties());
            tx.put(Kind.DOCUMENTATION_PART, scope, target.id(), id, copy);
        }
    }

    private void copyModels(String source, String target) {
        List<Model> models = tx.list(Kind.MODEL, scope, source);
        Map<String, String> newIds = newIds(models, Model::id);
        for (Model model : models) {
            Model copy = new Model(
                    renewed(newIds, model.id()),
                    model.name(),
                    model.description(),
                    model.contentType(),
                    ModelReferences.moved(model.schema(), source, target));
            tx.put(Kind.MODEL, scope, target, model.name(), copy);
        }
    }

    private Map<String, String> copyValidators(String source, String target) {
        List<RequestValidator> validators = tx.list(Kind.REQUEST_VALIDATOR, scope, source);
        Map<String, String> newIds = newIds(validators, RequestValidator::id);
        for (RequestValidator validator : validators) {
            String id = renewed(newIds, validator.id());
            RequestValidator copy = new RequestValidator(
                    id, validator.name(), validator.validateRequestBody(), validator.validateRequestParameters());
            tx.put(Kind.REQUEST_VALIDATOR, scope, target, id, copy);
        }
        return newIds;
    }

    private Map<String, String> copyAuthorizers(String source, String target) {
        List<Authorizer> authorizers = tx.list(Kind.AUTHORIZER, scope, source);
        Map<String, String> newIds = newIds(authorizers, Authorizer::id);
        for (Authorizer authorizer : authorizers) {
            String id = renewed(newIds, authorizer.id());
            tx.put(Kind.AUTHORIZER, scope, target, id, AuthorizerRules.withId(authorizer, id));
        }
        return newIds;
    }

    /** Copies the resources with their methods; the root gets the id that the target names. */
    private void copyResources(
            RestApi source, RestApi target, Map<String, String> authorizers, Map<String, String> validators) {
        List<Resource> resources = tx.list(Kind.RESOURCE, scope, source.id());
        Map<String, String> newIds = newIds(resources, Resource::id);
        newIds.put(source.rootResourceId(), target.rootResourceId());
        for (Resource resource : resources) {
            String id = renewed(newIds, resource.id());
            SortedMap<String, Method> methods = new TreeMap<>();
            resource.methods().forEach((verb, method) -> {
                Method copy = method.withGuards(
                        method.authorizerId() == null ? null : authorizers.get(method.authorizerId()),
                        method.requestValidatorId() == null ? null : validators.get(method.requestValidatorId()));
                methods.put(verb, moved(copy, resource.id(), id));
            });
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

    private <T> Map<String, String> newIds(List<T> entities, Function<T, String> id) {
        Map<String, String> newIds = new HashMap<>();
        for (T entity : entities) {
            newIds.computeIfAbsent(id.apply(entity), old -> ids.next(Ids.SHORT, newIds::containsValue));
        }
        return newIds;
    }

    private static String renewed(Map<String, String> newIds, String id) {
        return Input.required(newIds.get(id));
    }
}
