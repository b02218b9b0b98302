package dev.sallyport.control.rest;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.patch.PartPatch;
import dev.sallyport.model.Ids;
import dev.sallyport.model.RequestValidator;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigateway.CreateRequestValidatorRequest;
import dev.sallyport.wire.apigateway.PatchOperation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Request validators (rest-control-plane 7.7): whether a method's parameters and body are checked. */
public final class RequestValidators {

    private static final String UNKNOWN = "Invalid Request Validator identifier specified";

    private final Store store;
    private final Ids ids;

    public RequestValidators(Store store, Ids ids) {
        this.store = store;
        this.ids = ids;
    }

    /** R10.27: a method names only validators that its API has. */
    static void check(Store.Reader tx, Call call, String apiId, @Nullable String id) {
        if (id != null && !id.isEmpty() && tx.find(Kind.REQUEST_VALIDATOR, call.scope(), apiId, id) == null) {
            throw ServiceException.badRequest(UNKNOWN);
        }
    }

    RequestValidator create(Call call, CreateRequestValidatorRequest request) {
        String apiId = Input.required(request.restApiId());
        return store.write(tx -> {
            if (tx.find(Kind.REST_API, call.scope(), "", apiId) == null) {
                // AWS: an unknown API is a bad request here alone; pinned by
                // test_create_request_validator_invalid_api_id
                throw ServiceException.badRequest("Invalid REST API identifier specified");
            }
            String id = ids.next(
                    Ids.SHORT, candidate -> tx.find(Kind.REQUEST_VALIDATOR, call.scope(), apiId, candidate) != null);
            RequestValidator validator = new RequestValidator(
                    id,
                    Input.orNull(request.name()),
                    Boolean.TRUE.equals(request.validateRequestBody()),
                    Boolean.TRUE.equals(request.validateRequestParameters()));
            tx.put(Kind.REQUEST_VALIDATOR, call.scope(), apiId, id, validator);
            return validator;
        });
    }

    RequestValidator get(Call call, String apiId, String id) {
        return store.read(tx -> find(tx, call, apiId, id));
    }

    Page<RequestValidator> list(Call call, String apiId, @Nullable Integer limit, @Nullable String position) {
        List<RequestValidator> all = store.read(tx -> {
            Lookups.api(tx, call, apiId);
            return tx.list(Kind.REQUEST_VALIDATOR, call.scope(), apiId);
        });
        return Page.of(all, RequestValidator::id, limit, position);
    }

    /** UpdateRequestValidator (9.13). */
    RequestValidator update(Call call, String apiId, String id, @Nullable List<PatchOperation> operations) {
        return store.write(tx -> {
            RequestValidator current = find(tx, call, apiId, id);
            RequestValidator patched = PartPatch.REQUEST_VALIDATOR.apply(current, operations);
            tx.put(Kind.REQUEST_VALIDATOR, call.scope(), apiId, id, patched);
            return patched;
        });
    }

    /** DeleteRequestValidator, unless a method uses it (R10.93). */
    void delete(Call call, String apiId, String id) {
        store.write(tx -> {
            RequestValidator validator = find(tx, call, apiId, id);
            Uses.checkValidator(tx, call, apiId, id, validator.name());
            return tx.delete(Kind.REQUEST_VALIDATOR, call.scope(), apiId, id);
        });
    }

    /** AWS: an unknown API is an unknown validator (2.3). */
    private static RequestValidator find(Store.Reader tx, Call call, String apiId, String id) {
        return Lookups.orNotFound(tx.find(Kind.REQUEST_VALIDATOR, call.scope(), apiId, id), UNKNOWN);
    }
}
