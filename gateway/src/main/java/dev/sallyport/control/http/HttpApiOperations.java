package dev.sallyport.control.http;

import static dev.sallyport.control.rest.Input.required;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.rest.Page;
import dev.sallyport.control.rest.Taggable;
import dev.sallyport.control.rest.Taggable.Tagged;
import dev.sallyport.control.rest.Tags;
import dev.sallyport.model.HttpApi;
import dev.sallyport.model.HttpApiStage;
import dev.sallyport.model.HttpApiVpcLink;
import dev.sallyport.model.Ids;
import dev.sallyport.model.WebSocketApi;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Structure;
import dev.sallyport.wire.Unit;
import dev.sallyport.wire.apigatewayv2.Api;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.DeleteVpcLinkResponse;
import dev.sallyport.wire.apigatewayv2.GetApisResponse;
import dev.sallyport.wire.apigatewayv2.GetAuthorizersResponse;
import dev.sallyport.wire.apigatewayv2.GetDeploymentsResponse;
import dev.sallyport.wire.apigatewayv2.GetIntegrationsResponse;
import dev.sallyport.wire.apigatewayv2.GetRoutesResponse;
import dev.sallyport.wire.apigatewayv2.GetStagesResponse;
import dev.sallyport.wire.apigatewayv2.GetTagsResponse;
import dev.sallyport.wire.apigatewayv2.GetVpcLinksResponse;
import dev.sallyport.wire.apigatewayv2.Integration;
import dev.sallyport.wire.apigatewayv2.Route;
import dev.sallyport.wire.apigatewayv2.TagResourceResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The operations of HTTP APIs and WebSocket APIs, each with what carries it out. */
public final class HttpApiOperations {

    private final OperationRegistry registry;
    private final Store store;
    private final HttpApis apis;
    private final HttpApiRoutes routes;
    private final HttpApiIntegrations integrations;
    private final HttpApiAuthorizers authorizers;
    private final HttpApiDeployments deployments;
    private final HttpApiStages stages;
    private final HttpApiVpcLinks vpcLinks;
    private final Tags tags;
    private final WebSocketApis webSocketApis;
    private final WebSocketRoutes webSocketRoutes;
    private final WebSocketIntegrations webSocketIntegrations;

    private HttpApiOperations(
            OperationRegistry registry, Store store, Ids ids, InstantSource clock, IssuerCheck issuers) {
        this.registry = registry;
        this.store = store;
        this.deployments = new HttpApiDeployments(store, ids, clock);
        this.routes = new HttpApiRoutes(store, ids, deployments);
        this.integrations = new HttpApiIntegrations(store, ids, deployments);
        this.authorizers = new HttpApiAuthorizers(store, ids, deployments, issuers);
        this.stages = new HttpApiStages(store, clock, deployments);
        this.apis =
                new HttpApis(store, ids, clock, deployments, new QuickCreate(routes, integrations, deployments, clock));
        this.vpcLinks = new HttpApiVpcLinks(store, ids, clock);
        this.tags = tags(store);
        this.webSocketApis = new WebSocketApis(store, ids, clock, deployments);
        this.webSocketRoutes = new WebSocketRoutes(store, ids, deployments);
        this.webSocketIntegrations = new WebSocketIntegrations(store, ids, deployments);
    }

    /**
     * Registers the operations.
     *
     * @param issuers asks the issuers that JWT authorizers name
     * @return takes whatever else has tags that these operations read and write
     */
    public static Tags register(
            OperationRegistry registry, Store store, Ids ids, InstantSource clock, IssuerCheck issuers) {
        HttpApiOperations all = new HttpApiOperations(registry, store, ids, clock, issuers);
        all.registerApis();
        all.registerRoutes();
        all.registerIntegrations();
        all.registerAuthorizers();
        all.registerDeployments();
        all.registerStages();
        all.registerVpcLinks();
        all.registerTags();
        WebSocketOperations.register(registry, store, ids, all.deployments, all.webSocketRoutes);
        return all.tags;
    }

    /** R20.15. */
    private static Tags tags(Store store) {
        Taggable ofApis = Taggable.of("/apis/([^/]+)", (tx, call, names) -> taggedApi(tx, call, names.getFirst()));
        Taggable ofStages = Taggable.of("/apis/([^/]+)/stages/([^/]+)", (tx, call, names) -> {
            String apiId = names.getFirst();
            HttpApiStage stage = HttpApiLookups.stage(tx, call, apiId, names.get(1));
            Kind<HttpApiStage> kind = Protocol.of(tx, call, apiId).stages();
            return new Tagged(
                    stage.tags(),
                    (writer, changed) -> writer.put(kind, call.scope(), apiId, stage.name(), stage.withTags(changed)));
        });
        Taggable ofLinks = Taggable.of("/vpclinks/([^/]+)", (tx, call, names) -> {
            HttpApiVpcLink link = HttpApiLookups.vpcLink(tx, call, names.getFirst());
            return new Tagged(
                    link.tags(),
                    (writer, changed) ->
                            writer.put(Kind.HTTP_API_VPC_LINK, call.scope(), "", link.id(), link.withTags(changed)));
        });
        return new Tags(store, List.of(ofApis, ofStages, ofLinks));
    }

    private static Tagged taggedApi(Store.Reader tx, Call call, String id) {
        if (Protocol.of(tx, call, id) == Protocol.WEBSOCKET) {
            WebSocketApi api = WebSocketLookups.api(tx, call, id);
            return new Tagged(
                    api.tags(),
                    (writer, changed) -> writer.put(Kind.WEB_SOCKET_API, call.scope(), "", id, api.withTags(changed)));
        }
        HttpApi api = HttpApiLookups.api(tx, call, id);
        return new Tagged(
                api.tags(),
                (writer, changed) -> writer.put(Kind.HTTP_API, call.scope(), "", id, api.withTags(changed)));
    }

    /** An operation that answers a resource. */
    private <I extends Structure, O extends Structure> void answers(
            Operation<I, O> operation, BiFunction<Call, I, Structure> handler) {
        registry.on(operation, (call, in) -> Likeness.of(handler.apply(call, in), operation));
    }

    /** An operation that answers nothing (R20.11). */
    private <I extends Structure> void does(Operation<I, Unit> operation, BiConsumer<Call, I> handler) {
        registry.on(operation, (call, in) -> {
            handler.accept(call, in);
            return Unit.INSTANCE;
        });
    }

    /** Whether an API is one of the other protocol; whatever is no API is left to those of HTTP APIs to refuse. */
    private boolean isWebSocket(Call call, @Nullable String apiId) {
        return store.read(tx -> tx.find(Kind.WEB_SOCKET_API, call.scope(), "", required(apiId)) != null);
    }

    private void registerApis() {
        answers(
                ApiGatewayV2.CREATE_API,
                (call, in) -> required(in.protocolType()).equals("WEBSOCKET")
                        ? WebSocketViews.api(call, webSocketApis.create(call, in))
                        : HttpApiViews.api(call, apis.create(call, in)));
        answers(
                ApiGatewayV2.GET_API,
                (call, in) -> isWebSocket(call, in.apiId())
                        ? WebSocketViews.api(call, webSocketApis.get(call, required(in.apiId())))
                        : HttpApiViews.api(call, apis.get(call, required(in.apiId()))));
        answers(
                ApiGatewayV2.UPDATE_API,
                (call, in) -> isWebSocket(call, in.apiId())
                        ? WebSocketViews.api(call, webSocketApis.update(call, in))
                        : HttpApiViews.api(call, apis.update(call, in)));
        does(ApiGatewayV2.DELETE_API, (call, in) -> {
            if (isWebSocket(call, in.apiId())) {
                webSocketApis.delete(call, required(in.apiId()));
            } else {
                apis.delete(call, required(in.apiId()));
            }
        });
        does(ApiGatewayV2.DELETE_CORS_CONFIGURATION, (call, in) -> apis.deleteCors(call, required(in.apiId())));
        registry.on(ApiGatewayV2.GET_APIS, (call, in) -> {
            Page<Api> page = new ApiLists(store).list(call, in.maxResults(), in.nextToken());
            return GetApisResponse.builder()
                    .items(page.items())
                    .nextToken(page.position())
                    .build();
        });
    }

    private void registerRoutes() {
        answers(
                ApiGatewayV2.CREATE_ROUTE,
                (call, in) -> isWebSocket(call, in.apiId())
                        ? WebSocketViews.route(webSocketRoutes.create(call, required(in.apiId()), in))
                        : HttpApiViews.route(routes.create(call, required(in.apiId()), in)));
        answers(
                ApiGatewayV2.GET_ROUTE,
                (call, in) -> isWebSocket(call, in.apiId())
                        ? WebSocketViews.route(webSocketRoutes.get(call, required(in.apiId()), required(in.routeId())))
                        : HttpApiViews.route(routes.get(call, required(in.apiId()), required(in.routeId()))));
        answers(
                ApiGatewayV2.UPDATE_ROUTE,
                (call, in) -> isWebSocket(call, in.apiId())
                        ? WebSocketViews.route(webSocketRoutes.update(call, required(in.apiId()), in))
                        : HttpApiViews.route(routes.update(call, required(in.apiId()), in)));
        does(ApiGatewayV2.DELETE_ROUTE, (call, in) -> {
            if (isWebSocket(call, in.apiId())) {
                webSocketRoutes.delete(call, required(in.apiId()), required(in.routeId()));
            } else {
                routes.delete(call, required(in.apiId()), required(in.routeId()));
            }
        });
        registry.on(ApiGatewayV2.GET_ROUTES, (call, in) -> {
            String apiId = required(in.apiId());
            Page<Route> page = isWebSocket(call, apiId)
                    ? webSocketRoutes
                            .list(call, apiId, in.maxResults(), in.nextToken())
                            .map(WebSocketViews::route)
                    : routes.list(call, apiId, in.maxResults(), in.nextToken()).map(HttpApiViews::route);
            return GetRoutesResponse.builder()
                    .items(page.items())
                    .nextToken(page.position())
                    .build();
        });
    }

    private void registerIntegrations() {
        answers(
                ApiGatewayV2.CREATE_INTEGRATION,
                (call, in) -> isWebSocket(call, in.apiId())
                        ? WebSocketViews.integration(webSocketIntegrations.create(call, required(in.apiId()), in))
                        : HttpApiViews.integration(integrations.create(call, required(in.apiId()), in)));
        answers(
                ApiGatewayV2.GET_INTEGRATION,
                (call, in) -> isWebSocket(call, in.apiId())
                        ? WebSocketViews.integration(
                                webSocketIntegrations.get(call, required(in.apiId()), required(in.integrationId())))
                        : HttpApiViews.integration(
                                integrations.get(call, required(in.apiId()), required(in.integrationId()))));
        answers(
                ApiGatewayV2.UPDATE_INTEGRATION,
                (call, in) -> isWebSocket(call, in.apiId())
                        ? WebSocketViews.integration(webSocketIntegrations.update(call, required(in.apiId()), in))
                        : HttpApiViews.integration(integrations.update(call, required(in.apiId()), in)));
        does(ApiGatewayV2.DELETE_INTEGRATION, (call, in) -> {
            if (isWebSocket(call, in.apiId())) {
                webSocketIntegrations.delete(call, required(in.apiId()), required(in.integrationId()));
            } else {
                integrations.delete(call, required(in.apiId()), required(in.integrationId()));
            }
        });
        registry.on(ApiGatewayV2.GET_INTEGRATIONS, (call, in) -> {
            String apiId = required(in.apiId());
            Page<Integration> page = isWebSocket(call, apiId)
                    ? webSocketIntegrations
                            .list(call, apiId, in.maxResults(), in.nextToken())
                            .map(WebSocketViews::integration)
                    : integrations
                            .list(call, apiId, in.maxResults(), in.nextToken())
                            .map(HttpApiViews::integration);
            return GetIntegrationsResponse.builder()
                    .items(page.items())
                    .nextToken(page.position())
                    .build();
        });
    }

    private void registerAuthorizers() {
        answers(
                ApiGatewayV2.CREATE_AUTHORIZER,
                (call, in) -> HttpApiViews.authorizer(authorizers.create(call, required(in.apiId()), in)));
        answers(
                ApiGatewayV2.GET_AUTHORIZER,
                (call, in) -> HttpApiViews.authorizer(
                        authorizers.get(call, required(in.apiId()), required(in.authorizerId()))));
        answers(
                ApiGatewayV2.UPDATE_AUTHORIZER,
                (call, in) -> HttpApiViews.authorizer(authorizers.update(call, required(in.apiId()), in)));
        does(
                ApiGatewayV2.DELETE_AUTHORIZER,
                (call, in) -> authorizers.delete(call, required(in.apiId()), required(in.authorizerId())));
        registry.on(ApiGatewayV2.GET_AUTHORIZERS, (call, in) -> {
            var page = authorizers
                    .list(call, required(in.apiId()), in.maxResults(), in.nextToken())
                    .map(HttpApiViews::authorizer);
            return GetAuthorizersResponse.builder()
                    .items(page.items())
                    .nextToken(page.position())
                    .build();
        });
    }

    private void registerDeployments() {
        answers(
                ApiGatewayV2.CREATE_DEPLOYMENT,
                (call, in) -> HttpApiViews.deployment(deployments.create(call, required(in.apiId()), in)));
        answers(
                ApiGatewayV2.GET_DEPLOYMENT,
                (call, in) -> HttpApiViews.deployment(
                        deployments.get(call, required(in.apiId()), required(in.deploymentId()))));
        answers(
                ApiGatewayV2.UPDATE_DEPLOYMENT,
                (call, in) -> HttpApiViews.deployment(
                        deployments.update(call, required(in.apiId()), required(in.deploymentId()), in.description())));
        does(
                ApiGatewayV2.DELETE_DEPLOYMENT,
                (call, in) -> deployments.delete(call, required(in.apiId()), required(in.deploymentId())));
        registry.on(ApiGatewayV2.GET_DEPLOYMENTS, (call, in) -> {
            var page = deployments
                    .list(call, required(in.apiId()), in.maxResults(), in.nextToken())
                    .map(HttpApiViews::deployment);
            return GetDeploymentsResponse.builder()
                    .items(page.items())
                    .nextToken(page.position())
                    .build();
        });
    }

    private void registerStages() {
        answers(
                ApiGatewayV2.CREATE_STAGE,
                (call, in) -> HttpApiViews.stage(stages.create(call, required(in.apiId()), in)));
        answers(
                ApiGatewayV2.GET_STAGE,
                (call, in) -> HttpApiViews.stage(stages.get(call, required(in.apiId()), required(in.stageName()))));
        answers(
                ApiGatewayV2.UPDATE_STAGE,
                (call, in) -> HttpApiViews.stage(stages.update(call, required(in.apiId()), in)));
        does(
                ApiGatewayV2.DELETE_STAGE,
                (call, in) -> stages.delete(call, required(in.apiId()), required(in.stageName())));
        does(
                ApiGatewayV2.DELETE_ACCESS_LOG_SETTINGS,
                (call, in) -> stages.deleteAccessLog(call, required(in.apiId()), required(in.stageName())));
        does(
                ApiGatewayV2.DELETE_ROUTE_SETTINGS,
                (call, in) -> stages.deleteRouteSettings(
                        call, required(in.apiId()), required(in.stageName()), required(in.routeKey())));
        does(
                ApiGatewayV2.RESET_AUTHORIZERS_CACHE,
                (call, in) -> stages.resetAuthorizers(call, required(in.apiId()), required(in.stageName())));
        registry.on(ApiGatewayV2.GET_STAGES, (call, in) -> {
            var page = stages.list(call, required(in.apiId()), in.maxResults(), in.nextToken())
                    .map(HttpApiViews::stage);
            return GetStagesResponse.builder()
                    .items(page.items())
                    .nextToken(page.position())
                    .build();
        });
    }

    private void registerVpcLinks() {
        answers(ApiGatewayV2.CREATE_VPC_LINK, (call, in) -> HttpApiViews.vpcLink(vpcLinks.create(call, in), false));
        answers(
                ApiGatewayV2.GET_VPC_LINK,
                (call, in) -> HttpApiViews.vpcLink(vpcLinks.get(call, required(in.vpcLinkId())), true));
        answers(
                ApiGatewayV2.UPDATE_VPC_LINK,
                (call, in) -> HttpApiViews.vpcLink(vpcLinks.update(call, required(in.vpcLinkId()), in.name()), true));
        registry.on(ApiGatewayV2.DELETE_VPC_LINK, (call, in) -> {
            vpcLinks.delete(call, required(in.vpcLinkId()));
            return DeleteVpcLinkResponse.builder().build();
        });
        registry.on(ApiGatewayV2.GET_VPC_LINKS, (call, in) -> {
            var page =
                    vpcLinks.list(call, in.maxResults(), in.nextToken()).map(link -> HttpApiViews.vpcLink(link, true));
            return GetVpcLinksResponse.builder()
                    .items(page.items())
                    .nextToken(page.position())
                    .build();
        });
    }

    private void registerTags() {
        registry.on(ApiGatewayV2.TAG_RESOURCE, (call, in) -> {
            tags.tag(call, required(in.resourceArn()), required(in.tags()));
            return TagResourceResponse.builder().build();
        });
        does(
                ApiGatewayV2.UNTAG_RESOURCE,
                (call, in) -> tags.untag(call, required(in.resourceArn()), required(in.tagKeys())));
        registry.on(
                ApiGatewayV2.GET_TAGS,
                (call, in) -> GetTagsResponse.builder()
                        .tags(tags.get(call, required(in.resourceArn())))
                        .build());
    }
}
