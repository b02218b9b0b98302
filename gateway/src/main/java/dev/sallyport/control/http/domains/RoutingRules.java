package dev.sallyport.control.http.domains;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.http.HttpApiPages;
import dev.sallyport.control.rest.Input;
import dev.sallyport.control.rest.Page;
import dev.sallyport.control.rest.domains.DomainNames;
import dev.sallyport.control.rest.domains.MappedApis;
import dev.sallyport.control.rest.domains.MappedApis.Protocol;
import dev.sallyport.model.DomainName;
import dev.sallyport.model.Ids;
import dev.sallyport.model.RestApi;
import dev.sallyport.model.RoutingRule;
import dev.sallyport.model.RoutingRule.InvokeApi;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.apigatewayv2.CreateRoutingRuleRequest;
import dev.sallyport.wire.apigatewayv2.ListRoutingRulesRequest;
import dev.sallyport.wire.apigatewayv2.PutRoutingRuleRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Routing rules (http-api 16.4). No source has the words of refusals: they are inferred. */
final class RoutingRules {

    private static final int MAX_RULES = 50;

    private final Store store;
    private final Ids ids;

    RoutingRules(Store store, Ids ids) {
        this.store = store;
        this.ids = ids;
    }

    /** A rule with the domain name it belongs to. */
    record Owned(DomainName domain, RoutingRule rule) {}

    Owned create(Call call, CreateRoutingRuleRequest in) {
        List<RoutingRule.Condition> conditions = RuleConditions.read(Input.required(in.conditions()));
        InvokeApi action = RuleConditions.action(Input.required(in.actions()));
        return store.write(tx -> {
            DomainName domain = DomainNames.find(tx, call, Input.required(in.domainName()), in.domainNameId());
            if (domain.settings().routingMode().equals(RoutingModes.MAPPINGS_ONLY)) { // R16.40
                throw ServiceException.badRequest(
                        "Routing rules cannot be created for a domain name with the routing mode API_MAPPING_ONLY");
            }
            List<RoutingRule> others = tx.list(Kind.ROUTING_RULE, call.scope(), domain.key());
            if (others.size() >= MAX_RULES) {
                throw new ServiceException(
                        429,
                        "TooManyRequestsException",
                        "Maximum number of routing rules for this domain name has been reached");
            }
            String id = ids.next(
                    Ids.SHORT,
                    each -> others.stream()
                            .anyMatch(rule -> rule.routingRuleId().equals(each)));
            RoutingRule rule = new RoutingRule(id, Input.required(in.priority()), conditions, action);
            return stored(tx, call, domain, others, rule);
        });
    }

    /** PutRoutingRule (R16.43): everything of a rule but its id. */
    Owned put(Call call, PutRoutingRuleRequest in) {
        List<RoutingRule.Condition> conditions = RuleConditions.read(Input.required(in.conditions()));
        InvokeApi action = RuleConditions.action(Input.required(in.actions()));
        return store.write(tx -> {
            DomainName domain = DomainNames.find(tx, call, Input.required(in.domainName()), in.domainNameId());
            String id =
                    find(tx, call, domain, Input.required(in.routingRuleId())).routingRuleId();
            List<RoutingRule> others = tx.list(Kind.ROUTING_RULE, call.scope(), domain.key()).stream()
                    .filter(rule -> !rule.routingRuleId().equals(id))
                    .toList();
            RoutingRule rule = new RoutingRule(id, Input.required(in.priority()), conditions, action);
            return stored(tx, call, domain, others, rule);
        });
    }

    /** R16.39, R16.41. */
    private static Owned stored(
            Store.Writer tx, Call call, DomainName domain, List<RoutingRule> others, RoutingRule rule) {
        checkTarget(tx, call, domain, rule.action());
        if (others.stream().anyMatch(other -> other.priority() == rule.priority())) {
            throw ServiceException.conflict(
                    "A routing rule with the priority " + rule.priority() + " already exists for this domain name");
        }
        tx.put(Kind.ROUTING_RULE, call.scope(), domain.key(), rule.routingRuleId(), rule);
        return new Owned(domain, rule);
    }

    private static void checkTarget(Store.Reader tx, Call call, DomainName domain, InvokeApi action) {
        Protocol protocol = MappedApis.protocol(tx, call.scope(), action.apiId());
        if (protocol == null) {
            throw ServiceException.notFound("Invalid API identifier specified");
        }
        if (protocol != Protocol.REST) {
            throw ServiceException.badRequest("Routing rules can invoke REST APIs only");
        }
        if (tx.find(Kind.STAGE, call.scope(), action.apiId(), action.stage()) == null) {
            throw ServiceException.badRequest("Invalid stage identifier specified");
        }
        RestApi api = Objects.requireNonNull(tx.find(Kind.REST_API, call.scope(), "", action.apiId()));
        boolean isPrivate = api.endpointConfiguration().types().contains("PRIVATE");
        if (isPrivate != domain.settings().has("PRIVATE")) {
            throw ServiceException.badRequest(
                    "A private domain name can only invoke private APIs, and a public one public APIs");
        }
    }

    Owned get(Call call, String domainName, @Nullable String domainNameId, String id) {
        return store.read(tx -> {
            DomainName domain = DomainNames.find(tx, call, domainName, domainNameId);
            return new Owned(domain, find(tx, call, domain, id));
        });
    }

    private static RoutingRule find(Store.Reader tx, Call call, DomainName domain, String id) {
        RoutingRule rule = tx.find(Kind.ROUTING_RULE, call.scope(), domain.key(), id);
        if (rule == null) {
            throw ServiceException.notFound("Invalid RoutingRule identifier specified " + id);
        }
        return rule;
    }

    /** In the order in which they are tried. */
    Page<Owned> list(Call call, ListRoutingRulesRequest in) {
        return store.read(tx -> {
            DomainName domain = DomainNames.find(tx, call, Input.required(in.domainName()), in.domainNameId());
            List<RoutingRule> rules = tx.list(Kind.ROUTING_RULE, call.scope(), domain.key()).stream()
                    .sorted(Comparator.comparingInt(RoutingRule::priority))
                    .toList();
            return HttpApiPages.of(rules, RoutingRule::routingRuleId, in.maxResults(), in.nextToken())
                    .map(rule -> new Owned(domain, rule));
        });
    }

    void delete(Call call, String domainName, @Nullable String domainNameId, String id) {
        store.write(tx -> {
            DomainName domain = DomainNames.find(tx, call, domainName, domainNameId);
            find(tx, call, domain, id);
            return tx.delete(Kind.ROUTING_RULE, call.scope(), domain.key(), id);
        });
    }
}
