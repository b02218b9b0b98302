package dev.sallyport.control.rest;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.patch.PartPatch;
import dev.sallyport.model.Authorizer;
import dev.sallyport.model.Ids;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigateway.CreateAuthorizerRequest;
import dev.sallyport.wire.apigateway.PatchOperation;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Authorizers (rest-control-plane 7.6, 10.8): who decides whether a caller may call a method. */
public final class Authorizers {

    private final Store store;
    private final Ids ids;

    public Authorizers(Store store, Ids ids) {
        this.store = store;
        this.ids = ids;
    }

    /** CreateAuthorizer (R10.88 to R10.92). */
    Authorizer create(Call call, CreateAuthorizerRequest request) {
        String apiId = Input.required(request.restApiId());
        Authorizer given = AuthorizerRules.normalized(given(request));
        AuthorizerRules.checkUri(given); // R10.91: before the API is looked for
        return store.write(tx -> {
            if (tx.find(Kind.REST_API, call.scope(), "", apiId) == null) {
                // AWS: an unknown API is a conflict here alone; pinned by test_authorizer_crud_no_api
                throw ServiceException.conflict(
                        "Unable to complete operation due to concurrent modification. Please try again later.");
            }
            checkName(tx, call, apiId, given);
            AuthorizerRules.check(given);
            String id =
                    ids.next(Ids.SHORT, candidate -> tx.find(Kind.AUTHORIZER, call.scope(), apiId, candidate) != null);
            Authorizer authorizer = AuthorizerRules.withId(given, id);
            tx.put(Kind.AUTHORIZER, call.scope(), apiId, id, authorizer);
            return authorizer;
        });
    }

    private static Authorizer given(CreateAuthorizerRequest request) {
        return new Authorizer(
                "",
                Input.required(request.name()),
                Input.required(request.type()),
                Input.orNull(request.authType()),
                Objects.requireNonNullElse(request.providerARNs(), List.<String>of()).stream()
                        .distinct()
                        .toList(),
                Input.orNull(request.authorizerUri()),
                Input.orNull(request.authorizerCredentials()),
                Input.orNull(request.identitySource()),
                Input.orNull(request.identityValidationExpression()),
                request.authorizerResultTtlInSeconds());
    }

    /** R10.88. */
    private static void checkName(Store.Reader tx, Call call, String apiId, Authorizer authorizer) {
        boolean taken = tx.list(Kind.AUTHORIZER, call.scope(), apiId).stream()
                .anyMatch(other ->
                        other.name().equals(authorizer.name()) && !other.id().equals(authorizer.id()));
        if (taken) {
            throw ServiceException.conflict("Authorizer name must be unique. Authorizer " + authorizer.name()
                    + " already exists in this RestApi.");
        }
    }

    Authorizer get(Call call, String apiId, String id) {
        return store.read(tx -> find(tx, call, apiId, id));
    }

    Page<Authorizer> list(Call call, String apiId, @Nullable Integer limit, @Nullable String position) {
        List<Authorizer> all = store.read(tx -> {
            Lookups.api(tx, call, apiId);
            return tx.list(Kind.AUTHORIZER, call.scope(), apiId);
        });
        return Page.of(all, Authorizer::id, limit, position);
    }

    /** UpdateAuthorizer (9.3). */
    Authorizer update(Call call, String apiId, String id, @Nullable List<PatchOperation> operations) {
        return store.write(tx -> {
            Authorizer current = find(tx, call, apiId, id);
            Authorizer patched = AuthorizerRules.patched(PartPatch.AUTHORIZER.apply(current, operations));
            if (!patched.equals(current)) {
                checkName(tx, call, apiId, patched);
                AuthorizerRules.checkUri(patched);
                AuthorizerRules.check(patched);
                tx.put(Kind.AUTHORIZER, call.scope(), apiId, id, patched);
            }
            return patched;
        });
    }

    /** DeleteAuthorizer, unless a method uses it (R10.87). */
    void delete(Call call, String apiId, String id) {
        store.write(tx -> {
            Authorizer authorizer = find(tx, call, apiId, id);
            Uses.checkAuthorizer(tx, call, apiId, id, authorizer.name());
            return tx.delete(Kind.AUTHORIZER, call.scope(), apiId, id);
        });
    }

    private static Authorizer find(Store.Reader tx, Call call, String apiId, String id) {
        Lookups.api(tx, call, apiId);
        return Lookups.orNotFound(
                tx.find(Kind.AUTHORIZER, call.scope(), apiId, id), "Invalid Authorizer identifier specified");
    }
}
