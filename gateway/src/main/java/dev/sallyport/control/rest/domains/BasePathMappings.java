package dev.sallyport.control.rest.domains;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.patch.DomainPatch;
import dev.sallyport.control.rest.Input;
import dev.sallyport.control.rest.Lookups;
import dev.sallyport.control.rest.Page;
import dev.sallyport.model.BasePathMapping;
import dev.sallyport.model.DomainName;
import dev.sallyport.model.Ids;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigateway.CreateBasePathMappingRequest;
import dev.sallyport.wire.apigateway.PatchOperation;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Base path mappings (R7.18, 10.11): which API a domain name serves below a base path. */
final class BasePathMappings {

    private static final String NOT_FOUND = "Invalid base path mapping identifier specified";
    private static final Pattern CHARACTERS = Pattern.compile("[a-zA-Z0-9$_.+!*'()-]+");

    private final Store store;
    private final Ids ids;

    BasePathMappings(Store store, Ids ids) {
        this.store = store;
        this.ids = ids;
    }

    BasePathMapping create(Call call, CreateBasePathMappingRequest request) {
        return store.write(tx -> {
            DomainName domain =
                    DomainNames.find(tx, call, Input.required(request.domainName()), request.domainNameId());
            BasePathMapping mapping = new BasePathMapping(
                    Objects.requireNonNullElse(Input.orNull(request.basePath()), BasePathMapping.NONE),
                    Input.required(request.restApiId()),
                    Input.orNull(request.stage()),
                    MappedApis.newId(tx, call.scope(), domain, ids));
            check(tx, call, domain, mapping);
            requireFree(tx, call, domain, mapping.basePath());
            MappedApis.requireMappings(domain);
            tx.put(Kind.BASE_PATH_MAPPING, call.scope(), domain.key(), mapping.basePath(), mapping);
            return mapping;
        });
    }

    /** R10.125 to R10.128, in this order. */
    private static void check(Store.Reader tx, Call call, DomainName domain, BasePathMapping mapping) {
        String basePath = mapping.basePath();
        if (basePath.contains("/")) {
            throw ServiceException.badRequest(
                    "API Gateway V1 doesn't support the slash character (/) in base path mappings."
                            + " To create a multi-level base path mapping, use API Gateway V2.");
        }
        if (!CHARACTERS.matcher(basePath).matches()) {
            throw ServiceException.badRequest(
                    "API Gateway base path mappings only support the characters a-zA-Z0-9$_.+!*'()-");
        }
        MappedApis.requireRestAlone(tx, call.scope(), domain, mapping.restApiId());
        if (mapping.stage() != null
                && tx.find(Kind.STAGE, call.scope(), mapping.restApiId(), mapping.stage()) == null) {
            throw ServiceException.badRequest("Invalid stage identifier specified");
        }
    }

    /** R10.123. */
    private static void requireFree(Store.Reader tx, Call call, DomainName domain, String basePath) {
        if (tx.find(Kind.BASE_PATH_MAPPING, call.scope(), domain.key(), basePath) != null) {
            throw ServiceException.conflict("Base path already exists for this domain name");
        }
    }

    BasePathMapping get(Call call, String domainName, @Nullable String domainNameId, String basePath) {
        return store.read(tx -> find(tx, call, DomainNames.find(tx, call, domainName, domainNameId), basePath));
    }

    private static BasePathMapping find(Store.Reader tx, Call call, DomainName domain, String basePath) {
        return Lookups.orNotFound(tx.find(Kind.BASE_PATH_MAPPING, call.scope(), domain.key(), basePath), NOT_FOUND);
    }

    Page<BasePathMapping> list(
            Call call,
            String domainName,
            @Nullable String domainNameId,
            @Nullable Integer limit,
            @Nullable String position) {
        List<BasePathMapping> all = store.read(tx -> tx.list(
                Kind.BASE_PATH_MAPPING,
                call.scope(),
                DomainNames.find(tx, call, domainName, domainNameId).key()));
        return Page.of(all, BasePathMapping::basePath, limit, position);
    }

    /** UpdateBasePathMapping (9.4). */
    BasePathMapping update(
            Call call,
            String domainName,
            @Nullable String domainNameId,
            String basePath,
            @Nullable List<PatchOperation> operations) {
        return store.write(tx -> {
            DomainName domain = DomainNames.find(tx, call, domainName, domainNameId);
            BasePathMapping current = find(tx, call, domain, basePath);
            BasePathMapping patched = DomainPatch.BASE_PATH_MAPPING.apply(current, operations);
            if (patched.equals(current)) {
                return current;
            }
            check(tx, call, domain, patched);
            if (!patched.basePath().equals(basePath)) {
                requireFree(tx, call, domain, patched.basePath());
                tx.delete(Kind.BASE_PATH_MAPPING, call.scope(), domain.key(), basePath);
            }
            tx.put(Kind.BASE_PATH_MAPPING, call.scope(), domain.key(), patched.basePath(), patched);
            return patched;
        });
    }

    void delete(Call call, String domainName, @Nullable String domainNameId, String basePath) {
        store.write(tx -> {
            DomainName domain = DomainNames.find(tx, call, domainName, domainNameId);
            find(tx, call, domain, basePath);
            return tx.delete(Kind.BASE_PATH_MAPPING, call.scope(), domain.key(), basePath);
        });
    }
}
