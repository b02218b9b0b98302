package dev.sallyport.control.http.domains;

import static dev.sallyport.control.rest.Input.required;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.http.Likeness;
import dev.sallyport.control.rest.Taggable;
import dev.sallyport.control.rest.Tags;
import dev.sallyport.control.rest.domains.DomainNames;
import dev.sallyport.control.rest.domains.Truststores;
import dev.sallyport.model.DomainName;
import dev.sallyport.model.Ids;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Structure;
import dev.sallyport.wire.Unit;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.GetApiMappingsResponse;
import dev.sallyport.wire.apigatewayv2.GetDomainNamesResponse;
import dev.sallyport.wire.apigatewayv2.ListRoutingRulesResponse;
import java.time.InstantSource;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/** The operations of apigatewayv2 on custom domain names, API mappings and routing rules. */
public final class HttpDomainOperations {

    private final OperationRegistry registry;
    private final DomainConfigurations configurations;
    private final DomainNames domains;
    private final DomainApiMappings mappings;
    private final RoutingRules rules;

    private HttpDomainOperations(OperationRegistry registry, Store store, Ids ids, DomainNames domains) {
        this.registry = registry;
        this.domains = domains;
        this.configurations = new DomainConfigurations(store, domains);
        this.mappings = new DomainApiMappings(store, ids);
        this.rules = new RoutingRules(store, ids);
    }

    /**
     * Registers the operations.
     *
     * @param tags of apigatewayv2: they get to know domain names (R20.15)
     * @param truststores are read from there
     */
    public static void register(
            OperationRegistry registry, Store store, Ids ids, InstantSource clock, Tags tags, Truststores truststores) {
        HttpDomainOperations all =
                new HttpDomainOperations(registry, store, ids, new DomainNames(store, ids, clock, truststores));
        all.registerDomains();
        all.registerMappings();
        all.registerRules();
        tags.on(Taggable.of(
                "/domainnames/([^/+]+)",
                Kind.DOMAIN_NAME,
                DomainNames.NOT_FOUND,
                DomainName::tags,
                DomainName::withTags));
    }

    private <I extends Structure, O extends Structure> void answers(
            Operation<I, O> operation, BiFunction<Call, I, Structure> handler) {
        registry.on(operation, (call, in) -> Likeness.of(handler.apply(call, in), operation));
    }

    private <I extends Structure> void does(Operation<I, Unit> operation, BiConsumer<Call, I> handler) {
        registry.on(operation, (call, in) -> {
            handler.accept(call, in);
            return Unit.INSTANCE;
        });
    }

    private void registerDomains() {
        answers(
                ApiGatewayV2.CREATE_DOMAIN_NAME,
                (call, in) -> DomainNameViews.domainName(configurations.create(call, in), call.scope()));
        answers(
                ApiGatewayV2.GET_DOMAIN_NAME,
                (call, in) ->
                        DomainNameViews.domainName(configurations.get(call, required(in.domainName())), call.scope()));
        answers(
                ApiGatewayV2.UPDATE_DOMAIN_NAME,
                (call, in) -> DomainNameViews.domainName(configurations.update(call, in), call.scope()));
        does(ApiGatewayV2.DELETE_DOMAIN_NAME, (call, in) -> domains.delete(call, required(in.domainName()), null));
        registry.on(ApiGatewayV2.GET_DOMAIN_NAMES, (call, in) -> {
            var page = configurations
                    .list(call, in.maxResults(), in.nextToken())
                    .map(domain -> DomainNameViews.domainName(domain, call.scope()));
            return GetDomainNamesResponse.builder()
                    .items(page.items())
                    .nextToken(page.position())
                    .build();
        });
    }

    private void registerMappings() {
        answers(ApiGatewayV2.CREATE_API_MAPPING, (call, in) -> DomainNameViews.mapping(mappings.create(call, in)));
        answers(
                ApiGatewayV2.GET_API_MAPPING,
                (call, in) -> DomainNameViews.mapping(
                        mappings.get(call, required(in.domainName()), required(in.apiMappingId()))));
        answers(ApiGatewayV2.UPDATE_API_MAPPING, (call, in) -> DomainNameViews.mapping(mappings.update(call, in)));
        does(
                ApiGatewayV2.DELETE_API_MAPPING,
                (call, in) -> mappings.delete(call, required(in.domainName()), required(in.apiMappingId())));
        registry.on(ApiGatewayV2.GET_API_MAPPINGS, (call, in) -> {
            var page = mappings.list(call, required(in.domainName()), in.maxResults(), in.nextToken())
                    .map(DomainNameViews::mapping);
            return GetApiMappingsResponse.builder()
                    .items(page.items())
                    .nextToken(page.position())
                    .build();
        });
    }

    private void registerRules() {
        answers(
                ApiGatewayV2.CREATE_ROUTING_RULE,
                (call, in) -> DomainNameViews.rule(rules.create(call, in), call.scope()));
        answers(
                ApiGatewayV2.GET_ROUTING_RULE,
                (call, in) -> DomainNameViews.rule(
                        rules.get(call, required(in.domainName()), in.domainNameId(), required(in.routingRuleId())),
                        call.scope()));
        answers(ApiGatewayV2.PUT_ROUTING_RULE, (call, in) -> DomainNameViews.rule(rules.put(call, in), call.scope()));
        does(
                ApiGatewayV2.DELETE_ROUTING_RULE,
                (call, in) ->
                        rules.delete(call, required(in.domainName()), in.domainNameId(), required(in.routingRuleId())));
        registry.on(ApiGatewayV2.LIST_ROUTING_RULES, (call, in) -> {
            var page = rules.list(call, in).map(owned -> DomainNameViews.rule(owned, call.scope()));
            return ListRoutingRulesResponse.builder()
                    .routingRules(page.items())
                    .nextToken(page.position())
                    .build();
        });
    }
}
