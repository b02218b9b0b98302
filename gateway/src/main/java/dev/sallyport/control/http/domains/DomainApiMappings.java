package dev.sallyport.control.http.domains;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.http.HttpApiPages;
import dev.sallyport.control.rest.Input;
import dev.sallyport.control.rest.Page;
import dev.sallyport.control.rest.domains.DomainNames;
import dev.sallyport.control.rest.domains.MappedApis;
import dev.sallyport.control.rest.domains.MappedApis.Protocol;
import dev.sallyport.model.BasePathMapping;
import dev.sallyport.model.DomainName;
import dev.sallyport.model.Ids;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigatewayv2.CreateApiMappingRequest;
import dev.sallyport.wire.apigatewayv2.UpdateApiMappingRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** API mappings (http-api 16.2, websocket-api 20): the base path mappings of apigateway, with an id and keys of several levels. */
final class DomainApiMappings {

    private static final int MAX_KEY = 300;
    private static final int MAX_WITH_LEVELS = 200;
    private static final Pattern CHARACTERS = Pattern.compile("[a-zA-Z0-9$_.+!*'(),/-]*");

    private final Store store;
    private final Ids ids;

    DomainApiMappings(Store store, Ids ids) {
        this.store = store;
        this.ids = ids;
    }

    BasePathMapping create(Call call, CreateApiMappingRequest in) {
        String given = in.apiMappingKey();
        // AWS: blanks alone are no key, although they are no legal one either.
        String key = given == null || given.isBlank() ? "" : given;
        return store.write(tx -> {
            DomainName domain = managed(tx, call, Input.required(in.domainName()));
            BasePathMapping mapping = new BasePathMapping(
                    basePath(key),
                    Input.required(in.apiId()),
                    Input.required(in.stage()),
                    MappedApis.newId(tx, call.scope(), domain, ids));
            check(tx, call, mapping);
            MappedApis.requireAlike(tx, call.scope(), domain, mapping);
            requireFree(tx, call, domain, mapping);
            MappedApis.requireMappings(domain);
            tx.put(Kind.BASE_PATH_MAPPING, call.scope(), domain.key(), mapping.basePath(), mapping);
            return mapping;
        });
    }

    private static DomainName managed(Store.Reader tx, Call call, String name) {
        DomainName domain = DomainNames.find(tx, call, name, null);
        MappedApis.requireManaged(domain.settings());
        return domain;
    }

    private static String basePath(String key) {
        checkKey(key);
        return key.isEmpty() ? BasePathMapping.NONE : key;
    }

    /** R16.14, R16.15, in AWS's order. */
    private static void checkKey(String key) {
        refuse(key.endsWith("/"), "API mapping key should not end with a '/'.");
        refuse(
                key.startsWith("/") || key.contains("//"),
                "API mapping key should not start with a '/' or have consecutive '/'s.");
        refuse(
                !CHARACTERS.matcher(key).matches(),
                "An API mapping key may contain only letters, numbers and one of $-_.+!*'(), characters.");
        refuse(key.length() > MAX_KEY, "ApiMapping key length must be under " + MAX_KEY + " characters.");
    }

    /** R16.20, R16.21. */
    private static void check(Store.Reader tx, Call call, BasePathMapping mapping) {
        Protocol protocol = MappedApis.protocol(tx, call.scope(), mapping.restApiId());
        if (protocol == null) {
            throw ServiceException.notFound("Invalid API identifier specified");
        }
        refuse(
                protocol == Protocol.WEBSOCKET && mapping.hasLevels(),
                "API mapping keys of several levels are not supported for WebSocket APIs."); // W20.1, (inferred)
        Kind<?> stages = switch (protocol) {
            case REST -> Kind.STAGE;
            case HTTP -> Kind.HTTP_API_STAGE;
            case WEBSOCKET -> Kind.WEB_SOCKET_STAGE;
        };
        String stage = mapping.stage();
        refuse(
                stage == null || tx.find(stages, call.scope(), mapping.restApiId(), stage) == null,
                "Invalid stage identifier specified");
    }

    /** R16.19, R16.23. */
    private static void requireFree(Store.Reader tx, Call call, DomainName domain, BasePathMapping mapping) {
        if (tx.find(Kind.BASE_PATH_MAPPING, call.scope(), domain.key(), mapping.basePath()) != null) {
            throw ServiceException.conflict("ApiMapping key already exists for this domain name");
        }
        if (mapping.hasLevels()) {
            long others = tx.list(Kind.BASE_PATH_MAPPING, call.scope(), domain.key()).stream()
                    .filter(BasePathMapping::hasLevels)
                    .filter(other -> !other.apiMappingId().equals(mapping.apiMappingId()))
                    .count();
            if (others >= MAX_WITH_LEVELS) {
                throw new ServiceException(
                        429,
                        "TooManyRequestsException",
                        "Maximum number of API mappings with several levels for this domain name has been reached");
            }
        }
    }

    BasePathMapping get(Call call, String domainName, String id) {
        return store.read(tx -> find(tx, call, managed(tx, call, domainName), id));
    }

    private static BasePathMapping find(Store.Reader tx, Call call, DomainName domain, String id) {
        return tx.list(Kind.BASE_PATH_MAPPING, call.scope(), domain.key()).stream()
                .filter(mapping -> mapping.apiMappingId().equals(id))
                .findFirst()
                .orElseThrow(() -> ServiceException.notFound("Invalid ApiMapping identifier specified " + id));
    }

    Page<BasePathMapping> list(Call call, String domainName, @Nullable String maxResults, @Nullable String nextToken) {
        return store.read(tx -> HttpApiPages.read(
                tx,
                call,
                Kind.BASE_PATH_MAPPING,
                managed(tx, call, domainName).key(),
                mapping -> true,
                maxResults,
                nextToken));
    }

    /** UpdateApiMapping (R16.22): what is absent stays, and the id does anyway. */
    BasePathMapping update(Call call, UpdateApiMappingRequest in) {
        String key = in.apiMappingKey();
        refuse(
                key != null && key.isBlank() && !key.isEmpty(),
                "API mapping key should not start with a '/' or have consecutive '/'s."); // AWS: as it says of slashes
        return store.write(tx -> {
            DomainName domain = managed(tx, call, Input.required(in.domainName()));
            BasePathMapping current = find(tx, call, domain, Input.required(in.apiMappingId()));
            BasePathMapping changed = new BasePathMapping(
                    key == null ? current.basePath() : basePath(key),
                    Input.required(in.apiId()),
                    in.stage() == null ? current.stage() : in.stage(),
                    current.apiMappingId());
            check(tx, call, changed);
            MappedApis.requireAlike(tx, call.scope(), domain, changed);
            if (!changed.basePath().equals(current.basePath())) {
                requireFree(tx, call, domain, changed);
                tx.delete(Kind.BASE_PATH_MAPPING, call.scope(), domain.key(), current.basePath());
            }
            tx.put(Kind.BASE_PATH_MAPPING, call.scope(), domain.key(), changed.basePath(), changed);
            return changed;
        });
    }

    void delete(Call call, String domainName, String id) {
        store.write(tx -> {
            DomainName domain = managed(tx, call, domainName);
            BasePathMapping mapping = find(tx, call, domain, id);
            return tx.delete(Kind.BASE_PATH_MAPPING, call.scope(), domain.key(), mapping.basePath());
        });
    }

    private static void refuse(boolean wrong, String text) {
        if (wrong) {
            throw ServiceException.badRequest(text);
        }
    }
}
