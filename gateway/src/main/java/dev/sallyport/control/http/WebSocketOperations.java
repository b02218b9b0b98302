package dev.sallyport.control.http;

import static dev.sallyport.control.rest.Input.required;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.model.Ids;
import dev.sallyport.store.Store;
import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Structure;
import dev.sallyport.wire.Unit;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.GetIntegrationResponsesResponse;
import dev.sallyport.wire.apigatewayv2.GetModelTemplateResponse;
import dev.sallyport.wire.apigatewayv2.GetModelsResponse;
import dev.sallyport.wire.apigatewayv2.GetRouteResponsesResponse;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/** The operations that WebSocket APIs alone have (websocket-api 22.3), each with what carries it out. */
final class WebSocketOperations {

    private final OperationRegistry registry;
    private final WebSocketModels models;
    private final WebSocketRoutes routes;
    private final WebSocketRouteResponses routeResponses;
    private final WebSocketIntegrationResponses integrationResponses;

    private WebSocketOperations(
            OperationRegistry registry, Store store, Ids ids, HttpApiDeployments deployments, WebSocketRoutes routes) {
        this.registry = registry;
        this.models = new WebSocketModels(store, ids, deployments);
        this.routes = routes;
        this.routeResponses = new WebSocketRouteResponses(store, ids, deployments);
        this.integrationResponses = new WebSocketIntegrationResponses(store, ids, deployments);
    }

    static void register(
            OperationRegistry registry, Store store, Ids ids, HttpApiDeployments deployments, WebSocketRoutes routes) {
        WebSocketOperations all = new WebSocketOperations(registry, store, ids, deployments, routes);
        all.registerModels();
        all.registerRouteResponses();
        all.registerIntegrationResponses();
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

    private void registerModels() {
        answers(
                ApiGatewayV2.CREATE_MODEL,
                (call, in) -> WebSocketViews.model(models.create(call, required(in.apiId()), in)));
        answers(
                ApiGatewayV2.GET_MODEL,
                (call, in) -> WebSocketViews.model(models.get(call, required(in.apiId()), required(in.modelId()))));
        answers(
                ApiGatewayV2.UPDATE_MODEL,
                (call, in) -> WebSocketViews.model(models.update(call, required(in.apiId()), in)));
        does(
                ApiGatewayV2.DELETE_MODEL,
                (call, in) -> models.delete(call, required(in.apiId()), required(in.modelId())));
        registry.on(
                ApiGatewayV2.GET_MODEL_TEMPLATE,
                (call, in) -> GetModelTemplateResponse.builder()
                        .value(models.template(call, required(in.apiId()), required(in.modelId())))
                        .build());
        registry.on(ApiGatewayV2.GET_MODELS, (call, in) -> {
            var page = models.list(call, required(in.apiId()), in.maxResults(), in.nextToken())
                    .map(WebSocketViews::model);
            return GetModelsResponse.builder()
                    .items(page.items())
                    .nextToken(page.position())
                    .build();
        });
    }

    private void registerRouteResponses() {
        answers(
                ApiGatewayV2.CREATE_ROUTE_RESPONSE,
                (call, in) -> WebSocketViews.routeResponse(
                        routeResponses.create(call, required(in.apiId()), required(in.routeId()), in)));
        answers(
                ApiGatewayV2.GET_ROUTE_RESPONSE,
                (call, in) -> WebSocketViews.routeResponse(routeResponses.get(
                        call, required(in.apiId()), required(in.routeId()), required(in.routeResponseId()))));
        answers(
                ApiGatewayV2.UPDATE_ROUTE_RESPONSE,
                (call, in) -> WebSocketViews.routeResponse(
                        routeResponses.update(call, required(in.apiId()), required(in.routeId()), in)));
        does(
                ApiGatewayV2.DELETE_ROUTE_RESPONSE,
                (call, in) -> routeResponses.delete(
                        call, required(in.apiId()), required(in.routeId()), required(in.routeResponseId())));
        does(
                ApiGatewayV2.DELETE_ROUTE_REQUEST_PARAMETER,
                (call, in) -> routes.deleteRequestParameter(
                        call, required(in.apiId()), required(in.routeId()), required(in.requestParameterKey())));
        registry.on(ApiGatewayV2.GET_ROUTE_RESPONSES, (call, in) -> {
            var page = routeResponses
                    .list(call, required(in.apiId()), required(in.routeId()), in.maxResults(), in.nextToken())
                    .map(WebSocketViews::routeResponse);
            return GetRouteResponsesResponse.builder()
                    .items(page.items())
                    .nextToken(page.position())
                    .build();
        });
    }

    private void registerIntegrationResponses() {
        answers(
                ApiGatewayV2.CREATE_INTEGRATION_RESPONSE,
                (call, in) -> WebSocketViews.integrationResponse(
                        integrationResponses.create(call, required(in.apiId()), required(in.integrationId()), in)));
        answers(
                ApiGatewayV2.GET_INTEGRATION_RESPONSE,
                (call, in) -> WebSocketViews.integrationResponse(integrationResponses.get(
                        call,
                        required(in.apiId()),
                        required(in.integrationId()),
                        required(in.integrationResponseId()))));
        answers(
                ApiGatewayV2.UPDATE_INTEGRATION_RESPONSE,
                (call, in) -> WebSocketViews.integrationResponse(
                        integrationResponses.update(call, required(in.apiId()), required(in.integrationId()), in)));
        does(
                ApiGatewayV2.DELETE_INTEGRATION_RESPONSE,
                (call, in) -> integrationResponses.delete(
                        call,
                        required(in.apiId()),
                        required(in.integrationId()),
                        required(in.integrationResponseId())));
        registry.on(ApiGatewayV2.GET_INTEGRATION_RESPONSES, (call, in) -> {
            var page = integrationResponses
                    .list(call, required(in.apiId()), required(in.integrationId()), in.maxResults(), in.nextToken())
                    .map(WebSocketViews::integrationResponse);
            return GetIntegrationResponsesResponse.builder()
                    .items(page.items())
                    .nextToken(page.position())
                    .build();
        });
    }
}
