package dev.sallyport.control.rest;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.Method;
import dev.sallyport.model.Method.MethodResponse;
import dev.sallyport.model.Model;
import dev.sallyport.model.Resource;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who uses a part of an API, which must not be deleted then (R10.86, R10.87, R10.93). */
final class Uses {

    private Uses() {}

    /** A method with the resource that it belongs to. */
    private record Place(Resource resource, Method method) {

        /** AWS: the path of the root ends with the slash that a slash follows; pinned by test_put_method_model. */
        String pathFirst() {
            return resource.path() + "/" + method.httpMethod();
        }

        String verbFirst() {
            return method.httpMethod() + "/" + resource.path();
        }
    }

    /** R10.86. */
    static void checkModel(Store.Reader tx, Call call, String apiId, String name) {
        String refusal = "Cannot delete model '" + name + "', is referenced in ";
        Place request = find(tx, call, apiId, method -> method.requestModels().containsValue(name));
        if (request != null) {
            throw ServiceException.conflict(refusal + "method request: " + request.pathFirst());
        }
        Place response = find(
                tx,
                call,
                apiId,
                method -> method.methodResponses().values().stream().anyMatch(each -> names(each, name)));
        if (response != null) {
            throw ServiceException.conflict(refusal + "method response: " + response.pathFirst());
        }
        for (Model other : tx.list(Kind.MODEL, call.scope(), apiId)) {
            if (!other.name().equals(name)
                    && ModelSchemas.referenced(other.schema()).contains(name)) {
                throw ServiceException.conflict(refusal + "model: " + other.name());
            }
        }
    }

    private static boolean names(MethodResponse response, String model) {
        return response.responseModels() != null && response.responseModels().containsValue(model);
    }

    /** R10.87. */
    static void checkAuthorizer(Store.Reader tx, Call call, String apiId, String id, String name) {
        Place place = find(tx, call, apiId, method -> id.equals(method.authorizerId()));
        if (place != null) {
            throw ServiceException.conflict(
                    "Cannot delete authorizer '" + name + "', is referenced in method: " + place.verbFirst());
        }
    }

    /** R10.93. */
    static void checkValidator(Store.Reader tx, Call call, String apiId, String id, @Nullable String name) {
        Place place = find(tx, call, apiId, method -> id.equals(method.requestValidatorId()));
        if (place != null) {
            throw ServiceException.conflict("Cannot delete validator '" + (name == null ? id : name)
                    + "', is referenced in method request: " + place.pathFirst());
        }
    }

    /** AWS: of several resources the newest is named; pinned by test_put_method_model. */
    private static @Nullable Place find(Store.Reader tx, Call call, String apiId, Predicate<Method> uses) {
        List<Resource> resources = tx.list(Kind.RESOURCE, call.scope(), apiId);
        for (Resource resource : resources.reversed()) {
            for (Method method : resource.methods().values()) {
                if (uses.test(method)) {
                    return new Place(resource, method);
                }
            }
        }
        return null;
    }
}
