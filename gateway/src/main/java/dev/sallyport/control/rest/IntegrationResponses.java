package dev.sallyport.control.rest;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.patch.PatchTables;
import dev.sallyport.model.Integration;
import dev.sallyport.model.Integration.IntegrationResponse;
import dev.sallyport.model.Method;
import dev.sallyport.model.Resource;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigateway.PutIntegrationResponseRequest;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Integration responses (rest-control-plane 7.4, 10.6): how a backend's answer becomes a method response. */
public final class IntegrationResponses {

    private final Store store;

    public IntegrationResponses(Store store) {
        this.store = store;
    }

    /** PutIntegrationResponse, which overwrites that of the same status code (R10.55). */
    IntegrationResponse put(Call call, MethodKey key, String statusCode, PutIntegrationResponseRequest request) {
        IntegrationResponse response = new IntegrationResponse(
                statusCode,
                request.selectionPattern(),
                request.responseParameters(),
                Integrations.templates(request.responseTemplates()),
                request.contentHandling());
        key.change(store, call, method -> with(method, response));
        return response;
    }

    IntegrationResponse get(Call call, MethodKey key, String statusCode) {
        return store.read(tx -> find(Lookups.integration(key.method(tx, call)), statusCode));
    }

    /** UpdateIntegrationResponse (9.10). */
    IntegrationResponse update(Call call, MethodKey key, String statusCode, @Nullable List<PatchOperation> operations) {
        Method changed = key.change(store, call, method -> {
            IntegrationResponse current = find(Lookups.integration(method), statusCode);
            return operations == null || operations.isEmpty()
                    ? method
                    : with(method, PatchTables.INTEGRATION_RESPONSE.apply(current, operations));
        });
        return find(Lookups.integration(changed), statusCode);
    }

    void delete(Call call, MethodKey key, String statusCode) {
        store.write(tx -> {
            Resource resource = key.resource(tx, call);
            Method method = resource.methods().get(key.httpMethod());
            if (method == null) {
                // AWS: deleting looks for the integration at once, where reading and writing look for the method
                throw ServiceException.notFound(Lookups.NO_INTEGRATION);
            }
            Integration integration = Lookups.integration(method);
            find(integration, statusCode);
            SortedMap<String, IntegrationResponse> responses = new TreeMap<>(integration.integrationResponses());
            responses.remove(statusCode);
            Method changed = method.withIntegration(integration.withIntegrationResponses(responses));
            key.put(tx, call, resource.withMethod(changed));
            return changed;
        });
    }

    /** The method with a response that was checked (R10.54 to R10.57). */
    private static Method with(Method method, IntegrationResponse response) {
        Integration integration = Lookups.integration(method);
        for (IntegrationResponse other : integration.integrationResponses().values()) {
            if (isDefault(other) && isDefault(response) && !other.statusCode().equals(response.statusCode())) {
                throw ServiceException.conflict("Integration response with selection pattern default already exists");
            }
        }
        if (response.responseTemplates() != null) {
            MappingRules.checkContentTypes(response.responseTemplates().keySet());
        }
        MappingRules.checkResponseMappings(
                response.responseParameters(), method.methodResponses().get(response.statusCode()));
        SortedMap<String, IntegrationResponse> responses = new TreeMap<>(integration.integrationResponses());
        responses.put(response.statusCode(), response);
        return method.withIntegration(integration.withIntegrationResponses(responses));
    }

    private static boolean isDefault(IntegrationResponse response) {
        return Input.orNull(response.selectionPattern()) == null;
    }

    private static IntegrationResponse find(Integration integration, String statusCode) {
        return Lookups.orNotFound(integration.integrationResponses().get(statusCode), Lookups.NO_STATUS_CODE);
    }
}
