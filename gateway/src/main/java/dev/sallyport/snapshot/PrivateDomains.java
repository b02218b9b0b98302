package dev.sallyport.snapshot;

import dev.sallyport.iam.Policy;
import dev.sallyport.iam.PolicyException;
import dev.sallyport.model.DomainName;
import dev.sallyport.model.DomainNameAccessAssociation;
import dev.sallyport.model.Scope;
import dev.sallyport.pipeline.DomainRoutes;
import dev.sallyport.pipeline.PrivateDomain;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The private custom domain names at one moment (EDG-6). The same name may exist several times; which of them a host means
 * is said by the VPC endpoint that a request comes by.
 */
final class PrivateDomains {

    static final PrivateDomains NONE = new PrivateDomains(Map.of());

    private static final Logger LOG = LoggerFactory.getLogger(PrivateDomains.class);

    /** Everything of the domain name that the policy belongs to, as AWS's examples write it. */
    private static final String EVERYTHING = "execute-api:/*";

    /** By name, then by VPC endpoint. */
    private final Map<String, Map<String, PrivateDomain>> byName;

    private PrivateDomains(Map<String, Map<String, PrivateDomain>> byName) {
        this.byName = byName;
    }

    /** These with other ones of a name, or none. */
    PrivateDomains with(String name, List<PrivateDomain> domains) {
        Map<String, Map<String, PrivateDomain>> changed = new HashMap<>(byName);
        if (domains.isEmpty()) {
            changed.remove(name);
        } else {
            changed.put(name, byEndpoint(domains));
        }
        return new PrivateDomains(Map.copyOf(changed));
    }

    /** An endpoint that is associated with several of one name leads to none of them. */
    private static Map<String, PrivateDomain> byEndpoint(List<PrivateDomain> domains) {
        Map<String, PrivateDomain> found = new HashMap<>();
        Set<String> several = new HashSet<>();
        for (PrivateDomain each : domains) {
            for (String endpoint : each.vpcEndpointIds()) {
                PrivateDomain other = found.put(endpoint, each);
                if (other != null) {
                    several.add(endpoint);
                    LOG.warn(
                            "VPC endpoint {} is associated with {} and with {}: by it neither is served",
                            endpoint,
                            other.key(),
                            each.key());
                }
            }
        }
        found.keySet().removeAll(several);
        return Map.copyOf(found);
    }

    boolean isEmpty() {
        return byName.isEmpty();
    }

    boolean isPrivate(String host) {
        return byName.containsKey(host.toLowerCase(Locale.ROOT));
    }

    /** The one of a name that is associated with an endpoint; null for none and for several. */
    @Nullable
    PrivateDomain find(String host, String vpcEndpointId) {
        return byName.getOrDefault(host.toLowerCase(Locale.ROOT), Map.of()).get(vpcEndpointId);
    }

    /** The private ones of a name that can be served. */
    static List<PrivateDomain> compiled(Store.Reader reader, String name) {
        List<PrivateDomain> all = new ArrayList<>();
        for (Store.Entry<DomainName> entry : reader.listAll(Kind.DOMAIN_NAME)) {
            DomainName domain = entry.entity();
            if (domain.domainName().equals(name) && domain.domainNameId() != null) {
                DomainRoutes routes = DomainLoader.compiled(reader, entry);
                String obstacle = obstacle(domain, routes);
                if (obstacle == null) {
                    all.add(compiled(reader, entry.scope(), domain, routes));
                } else {
                    LOG.warn("The private custom domain name {} is not served: {}", domain.key(), obstacle);
                }
            }
        }
        return all;
    }

    private static @Nullable String obstacle(DomainName domain, DomainRoutes routes) {
        if (!domain.domainNameStatus().equals("AVAILABLE")) {
            return "its status is " + domain.domainNameStatus();
        }
        return routes.access().allowsPlain() ? null : "it demands TLS, which VPC endpoints here do not speak";
    }

    private static PrivateDomain compiled(Store.Reader reader, Scope owner, DomainName domain, DomainRoutes routes) {
        String arn = domain.arn(owner);
        Set<String> endpoints = reader.listAll(Kind.DOMAIN_NAME_ACCESS_ASSOCIATION).stream()
                .map(Store.Entry::entity)
                .filter(association -> association.domainNameArn().equals(arn))
                .map(DomainNameAccessAssociation::accessAssociationSource)
                .collect(Collectors.toUnmodifiableSet());
        PrivateDomain silent = new PrivateDomain(owner, domain.key(), Policy.NOTHING, endpoints, routes);
        String policy = domain.settings().policy();
        if (policy == null) {
            return silent;
        }
        try {
            return new PrivateDomain(
                    owner,
                    domain.key(),
                    Policy.compile(expanded(policy, silent.arn()), Policy.Use.RESOURCE),
                    endpoints,
                    routes);
        } catch (PolicyException unreadable) {
            LOG.warn(
                    "The private custom domain name {} lets nobody in: its policy cannot be enforced ({})",
                    domain.key(),
                    unreadable.getMessage());
            return silent;
        }
    }

    /** The policy with the ARN of its domain name where it says "everything of it". */
    private static String expanded(String policy, String arn) throws PolicyException {
        JsonNode document = JsonMapper.shared().readTree(policy);
        JsonNode statements = document.path("Statement");
        for (JsonNode statement : statements.isArray() ? statements : List.of(statements)) {
            if (statement instanceof ObjectNode object) {
                for (String key : List.of("Resource", "NotResource")) {
                    expand(object, key, arn);
                }
            }
        }
        return JsonMapper.shared().writeValueAsString(document);
    }

    private static void expand(ObjectNode statement, String key, String arn) throws PolicyException {
        JsonNode resources = statement.get(key);
        if (resources instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, expanded(array.get(i), arn));
            }
        } else if (resources != null) {
            statement.set(key, expanded(resources, arn));
        }
    }

    private static JsonNode expanded(JsonNode resource, String arn) throws PolicyException {
        String text = resource.isString() ? resource.asString() : "";
        if (text.equals(EVERYTHING)) {
            return StringNode.valueOf(arn);
        }
        if (text.startsWith("execute-api:/")) {
            throw new PolicyException(text + " is no resource of a domain name");
        }
        return resource;
    }
}
