package dev.sallyport.control.rest.domains;

import dev.sallyport.control.ServiceException;
import dev.sallyport.model.BasePathMapping;
import dev.sallyport.model.DomainName;
import dev.sallyport.model.DomainName.Settings;
import dev.sallyport.model.Ids;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which kinds of APIs a domain name may serve, by which of the two services (http-api R16.10, R16.24; websocket-api 20). */
public final class MappedApis {

    private static final String NO_REST_API = "Invalid REST API identifier specified";
    private static final String MIXED =
            "Mixing of REST APIs and HTTP APIs on the same domain name can only be accomplished through API Gateway's"
                    + " V2 DomainName interface. Currently, WebSocket APIs can only be attached to a domain name with"
                    + " other WebSocket APIs. This must also occur through API Gateway's V2 DomainName interface.";
    private static final String ALONE =
            "Currently, WebSocket APIs can only be attached to a domain name with other WebSocket APIs.";
    private static final String NOT_REGIONAL =
            "Only REGIONAL domain names can be managed through the API Gateway V2 API. For EDGE domain names, please"
                    + " use the API Gateway V1 API. Also note that only REST APIs can be attached to EDGE domain names.";
    private static final String OLD_TLS =
            "Only REGIONAL domain names with a security policy of TLS 1.2 can be managed through the API Gateway V2"
                    + " API. For TLS 1.0 domain names, please use the API Gateway V1 API to upgrade your security policy"
                    + " to TLS 1.2. Currently, only REST APIs can be attached to a domain name with a security policy"
                    + " of TLS 1.0.";

    private MappedApis() {}

    /** The kinds of APIs. */
    public enum Protocol {
        REST,
        HTTP,
        WEBSOCKET;

        private boolean isOfSecondVersion() {
            return this != REST;
        }
    }

    /** The kind of an API; null when there is no such API. */
    public static @Nullable Protocol protocol(Store.Reader tx, Scope scope, String apiId) {
        if (tx.find(Kind.REST_API, scope, "", apiId) != null) {
            return Protocol.REST;
        }
        if (tx.find(Kind.WEB_SOCKET_API, scope, "", apiId) != null) {
            return Protocol.WEBSOCKET;
        }
        return tx.find(Kind.HTTP_API, scope, "", apiId) == null ? null : Protocol.HTTP;
    }

    /**
     * A domain name that serves WebSocket APIs serves nothing else (websocket-api W20.2). AWS: the sentence is a part of
     * what apigateway says.
     *
     * @throws ServiceException when another mapping of the domain name serves what this one cannot stand beside
     */
    public static void requireAlike(Store.Reader tx, Scope scope, DomainName domain, BasePathMapping mapping) {
        boolean webSocket = protocol(tx, scope, mapping.restApiId()) == Protocol.WEBSOCKET;
        boolean mixed = tx.list(Kind.BASE_PATH_MAPPING, scope, domain.key()).stream()
                .filter(other -> !other.apiMappingId().equals(mapping.apiMappingId()))
                .anyMatch(other -> webSocket != (protocol(tx, scope, other.restApiId()) == Protocol.WEBSOCKET));
        if (mixed) {
            throw ServiceException.badRequest(ALONE);
        }
    }

    /** The id of a new mapping. */
    public static String newId(Store.Reader tx, Scope scope, DomainName domain, Ids ids) {
        List<BasePathMapping> mappings = tx.list(Kind.BASE_PATH_MAPPING, scope, domain.key());
        return ids.next(
                Ids.SHORT,
                id -> mappings.stream()
                        .anyMatch(mapping -> mapping.apiMappingId().equals(id)));
    }

    /**
     * Apigateway maps REST APIs, to domain names of theirs.
     *
     * @throws ServiceException R10.127, or AWS's words for the other kinds
     */
    static void requireRestAlone(Store.Reader tx, Scope scope, DomainName domain, String apiId) {
        Protocol protocol = protocol(tx, scope, apiId);
        if (protocol == null) {
            throw ServiceException.badRequest(NO_REST_API);
        }
        if (protocol != Protocol.REST || servesOthers(tx, scope, domain)) {
            throw ServiceException.badRequest(MIXED);
        }
    }

    private static boolean servesOthers(Store.Reader tx, Scope scope, DomainName domain) {
        return tx.list(Kind.BASE_PATH_MAPPING, scope, domain.key()).stream()
                .anyMatch(mapping -> isOfSecondVersion(tx, scope, mapping));
    }

    private static boolean isOfSecondVersion(Store.Reader tx, Scope scope, BasePathMapping mapping) {
        Protocol protocol = protocol(tx, scope, mapping.restApiId());
        return protocol != null && protocol.isOfSecondVersion();
    }

    /**
     * AWS: a domain name with a routing mode of rules alone takes no further mapping (R16.24). The wording is inferred.
     *
     * @throws ServiceException 400
     */
    public static void requireMappings(DomainName domain) {
        if (domain.settings().routingMode().equals("ROUTING_RULE_ONLY")) {
            throw ServiceException.badRequest(
                    "API mappings cannot be created for a domain name with the routing mode ROUTING_RULE_ONLY");
        }
    }

    /**
     * What apigatewayv2 does with domain names it does with Regional ones of TLS 1.2 (R16.10).
     *
     * @throws ServiceException AWS's words for the others
     */
    public static void requireManaged(Settings settings) {
        if (settings.has("EDGE")) {
            throw ServiceException.badRequest(NOT_REGIONAL);
        }
        if (settings.securityPolicy().equals("TLS_1_0")) {
            throw ServiceException.badRequest(OLD_TLS);
        }
    }

    /** What a domain name serves keeps it what apigatewayv2 demands (R16.10, INV-51). */
    static void requireFit(Store.Reader tx, Scope scope, DomainName domain, Settings changed) {
        boolean demanding = tx.list(Kind.BASE_PATH_MAPPING, scope, domain.key()).stream()
                .anyMatch(mapping -> mapping.hasLevels() || isOfSecondVersion(tx, scope, mapping));
        if (demanding) {
            requireManaged(changed);
        }
    }
}
