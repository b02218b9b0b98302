package dev.sallyport.control.rest;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.patch.PatchTables;
import dev.sallyport.model.Method;
import dev.sallyport.model.Method.MethodResponse;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigateway.PutMethodResponseRequest;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Method responses (rest-control-plane 7.4, 10.4): the statuses, headers and models that a method may answer. */
public final class MethodResponses {

    private final Store store;

    public MethodResponses(Store store) {
        this.store = store;
    }

    /** PutMethodResponse, which creates only (R10.33). */
    MethodResponse put(Call call, MethodKey key, String statusCode, PutMethodResponseRequest request) {
        Map<String, Boolean> parameters = null;
        if (request.responseParameters() != null) {
            parameters = new TreeMap<>(request.responseParameters());
            parameters.replaceAll((name, flag) -> Boolean.TRUE.equals(flag));
        }
        MethodResponse response = new MethodResponse(statusCode, parameters, request.responseModels());
        key.change(store, call, (tx, method) -> {
            if (method.methodResponses().containsKey(statusCode)) {
                throw ServiceException.conflict("Response already exists for this resource");
            }
            check(tx, call, key, response);
            return with(method, response);
        });
        return response;
    }

    MethodResponse get(Call call, MethodKey key, String statusCode) {
        return store.read(tx -> find(key.method(tx, call), statusCode));
    }

    /** UpdateMethodResponse (9.12). */
    MethodResponse update(Call call, MethodKey key, String statusCode, @Nullable List<PatchOperation> operations) {
        Method changed = key.change(store, call, (tx, method) -> {
            MethodResponse patched = PatchTables.METHOD_RESPONSE.apply(
                    find(method, statusCode),
                    operations,
                    Map.of("/responseModels/{type}", name -> Models.check(tx, call, key.apiId(), name)));
            check(tx, call, key, patched);
            return with(method, patched);
        });
        return find(changed, statusCode);
    }

    void delete(Call call, MethodKey key, String statusCode) {
        key.change(store, call, method -> {
            find(method, statusCode);
            SortedMap<String, MethodResponse> responses = new TreeMap<>(method.methodResponses());
            responses.remove(statusCode);
            return method.withMethodResponses(responses);
        });
    }

    private static void check(Store.Reader tx, Call call, MethodKey key, MethodResponse response) {
        if (response.responseParameters() != null) {
            response.responseParameters().keySet().forEach(MappingRules::checkMethodResponseParameter);
        }
        if (response.responseModels() != null) {
            response.responseModels().values().forEach(name -> Models.check(tx, call, key.apiId(), name));
        }
    }

    private static Method with(Method method, MethodResponse response) {
        SortedMap<String, MethodResponse> responses = new TreeMap<>(method.methodResponses());
        responses.put(response.statusCode(), response);
        return method.withMethodResponses(responses);
    }

    private static MethodResponse find(Method method, String statusCode) {
        return Lookups.orNotFound(method.methodResponses().get(statusCode), Lookups.NO_STATUS_CODE);
    }
}
