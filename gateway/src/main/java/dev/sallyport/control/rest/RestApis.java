package dev.sallyport.control.rest;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.patch.PatchTables;
import dev.sallyport.model.Ids;
import dev.sallyport.model.Resource;
import dev.sallyport.model.RestApi;
import dev.sallyport.model.RestApi.EndpointConfiguration;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigateway.CreateRestApiRequest;
import dev.sallyport.wire.apigateway.PatchOperation;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** REST APIs (rest-control-plane 7.1, 10.1): the drafts themselves, without their resources. */
public final class RestApis {

    private static final List<Kind<?>> BELOW = List.of(
            Kind.STAGE,
            Kind.DEPLOYMENT,
            Kind.API_DOCUMENT,
            Kind.RESOURCE,
            Kind.MODEL,
            Kind.REQUEST_VALIDATOR,
            Kind.AUTHORIZER,
            Kind.GATEWAY_RESPONSE,
            Kind.DOCUMENTATION_PART,
            Kind.DOCUMENTATION_VERSION);

    private final Store store;
    private final Ids ids;
    private final InstantSource clock;

    public RestApis(Store store, Ids ids, InstantSource clock) {
        this.store = store;
        this.ids = ids;
        this.clock = clock;
    }

    /** CreateRestApi: the API with its root resource and default models (R7.5), or a copy of another API (R7.7). */
    RestApi create(Call call, CreateRestApiRequest request) {
        checkTexts(request);
        EndpointConfiguration endpoint = endpoint(request.endpointConfiguration());
        Integer compression = request.minimumCompressionSize();
        if (compression != null && (compression < 0 || compression > 10485760)) {
            throw ServiceException.badRequest("Invalid minimum compression size, must be between 0 and 10485760");
        }
        Map<String, String> tags = Objects.requireNonNullElse(request.tags(), Map.of());
        TagRules.check(tags);
        return store.write(tx -> {
            RestApi source = request.cloneFrom() == null ? null : Lookups.api(tx, call, request.cloneFrom());
            String id = newId(tx, ids, tags.get(CustomIds.TAG));
            String policy = Input.orNull(request.policy());
            String rootId = ids.next(Ids.LONG, candidate -> false);
            List<String> binaryTypes = request.binaryMediaTypes() != null
                    ? request.binaryMediaTypes()
                    : source == null ? List.of() : source.binaryMediaTypes();
            RestApi api = new RestApi(
                    id,
                    Input.required(request.name()),
                    request.description(),
                    Input.orNull(request.version()),
                    binaryTypes.stream().distinct().toList(),
                    compression,
                    Objects.requireNonNullElse(request.apiKeySource(), "HEADER"),
                    endpoint,
                    policy == null ? null : ResourcePolicies.stored(policy, call.scope(), id),
                    tags,
                    Boolean.TRUE.equals(request.disableExecuteApiEndpoint()),
                    Input.orNull(request.securityPolicy()),
                    Input.orNull(request.endpointAccessMode()),
                    rootId,
                    clock.instant().truncatedTo(ChronoUnit.SECONDS));
            SecurityRules.check(api);
            tx.put(Kind.REST_API, call.scope(), "", id, api);
            if (source == null) {
                tx.put(Kind.RESOURCE, call.scope(), id, rootId, new Resource(rootId, null, null, "/", new TreeMap<>()));
                DefaultModels.create(ids).forEach(model -> tx.put(Kind.MODEL, call.scope(), id, model.name(), model));
            } else {
                new ApiCopy(tx, call.scope(), ids).copy(source, api);
            }
            return api;
        });
    }

    /** R10.2 and what can be refused without looking at anything else. */
    private static void checkTexts(CreateRestApiRequest request) {
        if (Input.required(request.name()).isEmpty()) {
            throw ServiceException.badRequest("API Name must be non-empty");
        }
        if (request.description() != null && request.description().isEmpty()) {
            throw ServiceException.badRequest("Description cannot be an empty string");
        }
    }

    /** R10.3 to R10.5, and the defaults. */
    private static EndpointConfiguration endpoint(dev.sallyport.wire.apigateway.@Nullable EndpointConfiguration given) {
        if (given == null) {
            return new EndpointConfiguration(List.of("EDGE"), "ipv4", List.of());
        }
        List<String> types = Objects.requireNonNullElse(given.types(), List.of("EDGE"));
        boolean isPrivate = types.contains("PRIVATE");
        EndpointConfiguration endpoint = new EndpointConfiguration(
                types,
                Objects.requireNonNullElse(given.ipAddressType(), isPrivate ? "dualstack" : "ipv4"),
                Objects.requireNonNullElse(given.vpcEndpointIds(), List.of()));
        checkEndpoint(endpoint);
        return endpoint;
    }

    private static void checkEndpoint(EndpointConfiguration endpoint) {
        if (endpoint.types().contains("PRIVATE") && endpoint.ipAddressType().equals("ipv4")) {
            throw ServiceException.badRequest("Only dualstack ipAddressType is supported for Private APIs.");
        }
        if (endpoint.types().isEmpty()) {
            throw ServiceException.badRequest("REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.");
        }
        if (endpoint.types().size() > 1) {
            throw ServiceException.badRequest("Cannot create an api with multiple Endpoint Types.");
        }
    }

    /** An id that no API of any account has: it is the API's host name, which knows no account. */
    public static String newId(Store.Reader tx, Ids ids, @Nullable String custom) {
        Predicate<String> taken = id ->
                tx.exists(Kind.REST_API, id) || tx.exists(Kind.HTTP_API, id) || tx.exists(Kind.WEB_SOCKET_API, id);
        return custom == null ? ids.next(Ids.LONG, taken) : CustomIds.checked(custom, "An API", taken);
    }

    RestApi get(Call call, String apiId) {
        return store.read(tx -> Lookups.api(tx, call, apiId));
    }

    Page<RestApi> list(Call call, @Nullable Integer limit, @Nullable String position) {
        return store.read(tx -> Page.read(
                (after, length) -> tx.slice(Kind.REST_API, call.scope(), "", Store.Order.OLDEST_FIRST, after, length),
                api -> true,
                limit,
                position));
    }

    /** UpdateRestApi (9.14). */
    RestApi update(Call call, String apiId, @Nullable List<PatchOperation> operations) {
        return store.write(tx -> {
            RestApi current = Lookups.api(tx, call, apiId);
            if (operations == null || operations.isEmpty()) {
                return current;
            }
            RestApi patched = PatchTables.REST_API.apply(current, operations);
            checkEndpoint(patched.endpointConfiguration());
            SecurityRules.check(patched);
            String policy = patched.policy();
            if (policy != null && !policy.equals(current.policy())) {
                patched = patched.withPolicy(ResourcePolicies.stored(policy, call.scope(), apiId));
            }
            tx.put(Kind.REST_API, call.scope(), "", apiId, patched);
            return patched;
        });
    }

    /** DeleteRestApi: the API and everything below it (R10.11). */
    void delete(Call call, String apiId) {
        store.write(tx -> {
            Lookups.api(tx, call, apiId);
            ApiMappings.refuseForApi(tx, call, apiId);
            for (Kind<?> kind : BELOW) {
                tx.deleteAll(kind, call.scope(), apiId);
            }
            UsagePlanStages.remove(tx, call.scope(), apiId);
            return tx.delete(Kind.REST_API, call.scope(), "", apiId);
        });
    }
}
