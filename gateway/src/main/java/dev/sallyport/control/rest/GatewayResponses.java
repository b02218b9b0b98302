package dev.sallyport.control.rest;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.patch.PartPatch;
import dev.sallyport.model.GatewayResponse;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigateway.PutGatewayResponseRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Gateway responses (rest-control-plane 7.9): what the gateway itself answers, and how an API customises it. */
public final class GatewayResponses {

    private final Store store;

    public GatewayResponses(Store store) {
        this.store = store;
    }

    /**
     * A gateway response as it is answered.
     *
     * @param isDefault whether the API does not customise this type itself
     */
    record Shown(GatewayResponse response, boolean isDefault) {}

    /** PutGatewayResponse: replaces the whole customisation; the rest is what is built in (R7.12). */
    Shown put(Call call, PutGatewayResponseRequest request) {
        String apiId = Input.required(request.restApiId());
        String type = Input.required(request.responseType());
        GatewayResponse builtIn = GatewayResponseDefaults.builtIn(type);
        GatewayResponse response = new GatewayResponse(
                type,
                request.statusCode() == null ? builtIn.statusCode() : request.statusCode(),
                sorted(request.responseParameters(), builtIn.responseParameters(), "responseParameters"),
                sorted(request.responseTemplates(), builtIn.responseTemplates(), "responseTemplates"));
        return store.write(tx -> {
            Lookups.api(tx, call, apiId);
            check(response);
            tx.put(Kind.GATEWAY_RESPONSE, call.scope(), apiId, type, response);
            return new Shown(response, false);
        });
    }

    private static SortedMap<String, String> sorted(
            @Nullable Map<String, String> given, SortedMap<String, String> otherwise, String member) {
        if (given == null) {
            return otherwise;
        }
        SortedMap<String, String> sorted = new TreeMap<>();
        given.forEach((key, value) -> {
            if (Input.orNull(value) == null) {
                throw ServiceException.badRequest("Invalid null or empty value in " + member);
            }
            sorted.put(key, value);
        });
        return sorted;
    }

    /** R7.15. */
    private static void check(GatewayResponse response) {
        MappingRules.checkGatewayResponseParameters(response.responseParameters());
        MappingRules.checkContentTypes(response.responseTemplates().keySet());
    }

    Shown get(Call call, String apiId, String type) {
        return store.read(tx -> {
            Lookups.api(tx, call, apiId);
            return shown(tx, call, apiId, type);
        });
    }

    /** GetGatewayResponses: always all types (R6.4, R7.10). */
    List<Shown> list(Call call, String apiId) {
        return store.read(tx -> {
            Lookups.api(tx, call, apiId);
            List<Shown> all = new ArrayList<>();
            GatewayResponseDefaults.types().forEach(type -> all.add(shown(tx, call, apiId, type)));
            return List.copyOf(all);
        });
    }

    /** UpdateGatewayResponse (9.8); a type that is not customised starts from what is built in (R9.1). */
    Shown update(Call call, String apiId, String type, @Nullable List<PatchOperation> operations) {
        return store.write(tx -> {
            Lookups.api(tx, call, apiId);
            if (operations == null || operations.isEmpty()) {
                return shown(tx, call, apiId, type);
            }
            GatewayResponse current = customised(tx, call, apiId, type);
            GatewayResponse patched = PartPatch.GATEWAY_RESPONSE.apply(
                    current == null ? GatewayResponseDefaults.builtIn(type) : current, operations);
            check(patched);
            tx.put(Kind.GATEWAY_RESPONSE, call.scope(), apiId, type, patched);
            return new Shown(patched, false);
        });
    }

    /** DeleteGatewayResponse: the type is the default again (R7.14). */
    void delete(Call call, String apiId, String type) {
        store.write(tx -> {
            Lookups.api(tx, call, apiId);
            if (!tx.delete(Kind.GATEWAY_RESPONSE, call.scope(), apiId, type)) {
                throw ServiceException.notFound("Gateway response type not defined on api");
            }
            return type;
        });
    }

    private static Shown shown(Store.Reader tx, Call call, String apiId, String type) {
        GatewayResponse own = customised(tx, call, apiId, type);
        return own == null
                ? new Shown(GatewayResponseDefaults.shown(type, other -> customised(tx, call, apiId, other)), true)
                : new Shown(own, false);
    }

    private static @Nullable GatewayResponse customised(Store.Reader tx, Call call, String apiId, String type) {
        return tx.find(Kind.GATEWAY_RESPONSE, call.scope(), apiId, type);
    }
}
