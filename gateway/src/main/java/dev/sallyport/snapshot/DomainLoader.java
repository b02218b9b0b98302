package dev.sallyport.snapshot;

import dev.sallyport.http.ByteName;
import dev.sallyport.model.BasePathMapping;
import dev.sallyport.model.DomainName;
import dev.sallyport.model.RoutingRule;
import dev.sallyport.pipeline.ApiStages;
import dev.sallyport.pipeline.DomainAccess;
import dev.sallyport.pipeline.DomainDirectory;
import dev.sallyport.pipeline.DomainRoutes;
import dev.sallyport.pipeline.DomainRule;
import dev.sallyport.pipeline.DomainTarget;
import dev.sallyport.pipeline.PrivateDomain;
import dev.sallyport.pipeline.http.HttpApiDoor;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the table of custom domain names equal to what is stored. As with stages, a change is live when the call that made
 * it is answered, and requests in flight end on what they began with.
 */
public final class DomainLoader implements DomainDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(DomainLoader.class);

    /** By these the control plane is called; nobody may take it away from everybody by a name. */
    private static final Pattern RESERVED = Pattern.compile(
            "[^.]*|[0-9.]+|(?:.*\\.)?amazonaws\\.com(?:\\.cn)?|\\*\\.localhost\\.localstack\\.cloud|(?:.*\\.)?localhost");

    private static final Set<Kind<?>> FOLLOWED = Set.of(Kind.DOMAIN_NAME, Kind.BASE_PATH_MAPPING, Kind.ROUTING_RULE);

    /** The name in the ARN of an access association; that of its domain name is not there when it is deleted. */
    private static final Pattern ASSOCIATED = Pattern.compile(".*/domainname/([^/+]+)\\+[^/]*/vpcesource/.*");

    private final Store store;
    private volatile DomainTable table = DomainTable.EMPTY;
    private volatile PrivateDomains privates = PrivateDomains.NONE;

    public DomainLoader(Store store) {
        this.store = store;
    }

    /** Serves every stored domain name and follows changes from now on. */
    public void start() {
        store.subscribe(this::follow);
        Set<String> names = new LinkedHashSet<>();
        for (Store.Entry<DomainName> entry : store.read(reader -> reader.listAll(Kind.DOMAIN_NAME))) {
            names.add(entry.entity().domainName());
        }
        names.forEach(this::refresh);
    }

    private void follow(List<Store.Change> changes) {
        Set<String> names = new LinkedHashSet<>();
        for (Store.Change change : changes) {
            if (FOLLOWED.contains(change.kind())) {
                String key = change.kind().equals(Kind.DOMAIN_NAME) ? change.id() : change.parent();
                int plus = key.indexOf('+');
                names.add(plus < 0 ? key : key.substring(0, plus));
            } else if (change.kind().equals(Kind.DOMAIN_NAME_ACCESS_ASSOCIATION)) {
                Matcher association = ASSOCIATED.matcher(change.id());
                if (association.matches()) {
                    names.add(association.group(1));
                }
            }
        }
        names.forEach(this::refresh);
    }

    private synchronized void refresh(String name) {
        DomainRoutes routes = store.read(reader -> Optional.ofNullable(compiled(reader, name)))
                .orElse(null);
        table = table.with(name, routes);
        privates = privates.with(name, store.read(reader -> PrivateDomains.compiled(reader, name)));
    }

    /** A private domain name is reached through a VPC endpoint, never by its name alone (EDG-6). */
    private static @Nullable DomainRoutes compiled(Store.Reader reader, String name) {
        List<Store.Entry<DomainName>> all = reader.listAll(Kind.DOMAIN_NAME).stream()
                .filter(entry -> entry.entity().domainName().equals(name))
                .filter(entry -> entry.entity().domainNameId() == null)
                .toList();
        if (all.isEmpty()) {
            return null;
        }
        if (RESERVED.matcher(name).matches()) {
            LOG.warn("The custom domain name {} is not served: by names like this the gateway itself is called", name);
            return null;
        }
        Store.Entry<DomainName> first = all.getFirst();
        if (all.size() > 1) {
            // A request tells nothing but the name; on AWS its DNS record tells the Region.
            LOG.warn("The custom domain name {} exists in several Regions: that of {} serves", name, first.scope());
        }
        DomainName domain = first.entity();
        if (!domain.domainNameStatus().equals("AVAILABLE")) {
            LOG.warn("The custom domain name {} is not served: its status is {}", name, domain.domainNameStatus());
            return null;
        }
        return compiled(reader, first);
    }

    /** What a domain name serves, whether public or private. */
    static DomainRoutes compiled(Store.Reader reader, Store.Entry<DomainName> entry) {
        DomainName domain = entry.entity();
        DomainName.Settings settings = domain.settings();
        String mode = settings.routingMode();
        List<DomainRule> rules = mode.startsWith("ROUTING_RULE")
                ? reader.list(Kind.ROUTING_RULE, entry.scope(), domain.key()).stream()
                        .sorted(Comparator.comparingInt(RoutingRule::priority))
                        .map(DomainRule::new)
                        .toList()
                : List.of();
        Map<String, DomainTarget> targets = new HashMap<>();
        boolean isOfHttpApis = rules.isEmpty();
        if (!mode.equals("ROUTING_RULE_ONLY")) {
            for (BasePathMapping mapping : reader.list(Kind.BASE_PATH_MAPPING, entry.scope(), domain.key())) {
                String key = mapping.key();
                isOfHttpApis &= reader.find(Kind.HTTP_API, entry.scope(), "", mapping.restApiId()) != null;
                targets.put(
                        key,
                        new DomainTarget(
                                ByteName.of(mapping.restApiId()),
                                mapping.stage(),
                                key.length(),
                                mapping.basePath(),
                                null));
            }
        }
        return new DomainRoutes(
                domain.domainName(),
                new DomainAccess(
                        settings.securityPolicy(),
                        Objects.equals(settings.endpointAccessMode(), "STRICT"),
                        settings.truststoreUri() != null),
                rules,
                targets,
                isOfHttpApis && !targets.isEmpty() ? HttpApiDoor.NOWHERE : ApiStages.NONE);
    }

    @Override
    public @Nullable DomainRoutes find(byte[] bytes, int start, int end, ByteName probe) {
        return table.find(bytes, start, end, probe);
    }

    @Override
    public boolean hasPrivate() {
        return !privates.isEmpty();
    }

    @Override
    public boolean isPrivate(String host) {
        return privates.isPrivate(host);
    }

    @Override
    public @Nullable PrivateDomain findPrivate(String host, String vpcEndpointId) {
        return privates.find(host, vpcEndpointId);
    }

    @Override
    public boolean isEmpty() {
        return table.isEmpty();
    }
}
