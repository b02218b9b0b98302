package dev.sallyport.control.rest;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.patch.PatchTables;
import dev.sallyport.model.Method;
import dev.sallyport.model.Resource;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigateway.PutMethodRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Methods (rest-control-plane 7.3, 10.3): what a client may send to a resource. */
public final class Methods {

    private final Store store;

    public Methods(Store store) {
        this.store = store;
    }

    /** PutMethod, which creates only (R10.24). */
    Method put(Call call, MethodKey key, PutMethodRequest request) {
        return store.write(tx -> {
            Resource resource = key.resource(tx, call);
            MethodRules.checkType(request.authorizationType());
            Method method = method(key.httpMethod(), request);
            MethodRules.checkAuthorizer(tx, call, key.apiId(), method.authorizationType(), method.authorizerId());
            MethodRules.checkVerb(key.httpMethod());
            if (resource.methods().containsKey(key.httpMethod())) {
                throw ServiceException.conflict("Method already exists for this resource");
            }
            MethodRules.checkParameters(method);
            RequestValidators.check(tx, call, key.apiId(), request.requestValidatorId());
            method.requestModels().values().forEach(name -> Models.check(tx, call, key.apiId(), name));
            key.put(tx, call, resource.withMethod(method));
            return method;
        });
    }

    private static Method method(String verb, PutMethodRequest request) {
        SortedMap<String, Boolean> parameters = new TreeMap<>();
        Objects.requireNonNullElse(request.requestParameters(), Map.<String, Boolean>of())
                .forEach((name, required) -> parameters.put(name, Boolean.TRUE.equals(required)));
        String type = Input.required(request.authorizationType());
        return new Method(
                verb,
                type,
                MethodRules.hasAuthorizer(type) ? Input.orNull(request.authorizerId()) : null,
                Objects.requireNonNullElse(request.authorizationScopes(), List.of()),
                Boolean.TRUE.equals(request.apiKeyRequired()),
                Input.orNull(request.requestValidatorId()),
                Input.orNull(request.operationName()),
                parameters,
                new TreeMap<>(Objects.requireNonNullElse(request.requestModels(), Map.<String, String>of())),
                new TreeMap<>(),
                null);
    }

    Method get(Call call, MethodKey key) {
        return store.read(tx -> key.method(tx, call));
    }

    /** UpdateMethod (9.11). */
    Method update(Call call, MethodKey key, @Nullable List<PatchOperation> operations) {
        return key.change(store, call, (tx, current) -> {
            String apiId = key.apiId();
            Method patched = PatchTables.METHOD.apply(
                    current,
                    operations,
                    Map.of(
                            "/authorizationType",
                            MethodRules::checkType,
                            "/requestValidatorId",
                            id -> RequestValidators.check(tx, call, apiId, id),
                            "/requestModels/{type}",
                            name -> Models.check(tx, call, apiId, name)));
            MethodRules.checkParameters(patched);
            MethodRules.checkAuthorizer(tx, call, apiId, patched.authorizationType(), patched.authorizerId());
            // AWS: an authorizer's id is dropped without an error while the type needs none (9.11)
            return MethodRules.hasAuthorizer(patched.authorizationType()) ? patched : patched.withoutAuthorizer();
        });
    }

    void delete(Call call, MethodKey key) {
        store.write(tx -> {
            Resource resource = key.resource(tx, call);
            Lookups.method(resource, key.httpMethod());
            key.put(tx, call, resource.withoutMethod(key.httpMethod()));
            return resource;
        });
    }
}
