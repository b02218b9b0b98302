package dev.sallyport.control.http;

import static dev.sallyport.control.http.HttpApiViews.orNull;

import dev.sallyport.control.Call;
import dev.sallyport.model.WebSocketApi;
import dev.sallyport.model.WebSocketIntegration;
import dev.sallyport.model.WebSocketModel;
import dev.sallyport.model.WebSocketRoute;
import dev.sallyport.wire.apigatewayv2.Api;
import dev.sallyport.wire.apigatewayv2.Integration;
import dev.sallyport.wire.apigatewayv2.IntegrationResponse;
import dev.sallyport.wire.apigatewayv2.Model;
import dev.sallyport.wire.apigatewayv2.ParameterConstraints;
import dev.sallyport.wire.apigatewayv2.Route;
import dev.sallyport.wire.apigatewayv2.RouteResponse;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Resources of WebSocket APIs as they are answered (websocket-api 22.1): what is unset is absent. */
final class WebSocketViews {

    private WebSocketViews() {}

    static Api api(Call call, WebSocketApi api) {
        return Api.builder()
                .apiEndpoint("wss://" + HttpApiViews.host(call, api.id())) // W2.2
                .apiId(api.id())
                .apiKeySelectionExpression(api.apiKeySelectionExpression())
                .createdDate(api.createdDate())
                .description(api.description())
                .disableExecuteApiEndpoint(api.disableExecuteApiEndpoint())
                .disableSchemaValidation(api.disableSchemaValidation())
                .ipAddressType(api.ipAddressType())
                .name(api.name())
                .protocolType("WEBSOCKET")
                .routeSelectionExpression(api.routeSelectionExpression())
                .tags(api.tags())
                .version(api.version())
                .build();
    }

    static Route route(WebSocketRoute route) {
        return Route.builder()
                .apiKeyRequired(route.apiKeyRequired())
                .authorizationType(route.authorizationType())
                .authorizerId(route.authorizerId())
                .modelSelectionExpression(route.modelSelectionExpression())
                .operationName(route.operationName())
                .requestModels(orNull(route.requestModels()))
                .requestParameters(constraints(route.requestParameters()))
                .routeId(route.id())
                .routeKey(route.routeKey())
                .routeResponseSelectionExpression(route.routeResponseSelectionExpression())
                .target(route.target())
                .build();
    }

    private static @Nullable Map<String, ParameterConstraints> constraints(Map<String, Boolean> required) {
        Map<String, ParameterConstraints> constraints = new TreeMap<>();
        required.forEach((key, value) -> constraints.put(
                key, ParameterConstraints.builder().required(value).build()));
        return orNull(constraints);
    }

    static RouteResponse routeResponse(WebSocketRoute.Response response) {
        return RouteResponse.builder()
                .modelSelectionExpression(response.modelSelectionExpression())
                .responseModels(orNull(response.models()))
                .responseParameters(constraints(response.parameters()))
                .routeResponseId(response.id())
                .routeResponseKey(response.key())
                .build();
    }

    static Integration integration(WebSocketIntegration integration) {
        return Integration.builder()
                .connectionId(integration.connectionId())
                .connectionType(integration.connectionType())
                .contentHandlingStrategy(integration.contentHandlingStrategy())
                .credentialsArn(integration.credentialsArn())
                .description(integration.description())
                .integrationId(integration.id())
                .integrationMethod(integration.method())
                .integrationResponseSelectionExpression(integration.responseSelectionExpression())
                .integrationType(integration.type())
                .integrationUri(integration.uri())
                .passthroughBehavior(integration.passthroughBehavior())
                .payloadFormatVersion("1.0") // W9.3
                .requestParameters(orNull(integration.requestParameters()))
                .requestTemplates(orNull(integration.requestTemplates()))
                .templateSelectionExpression(integration.templateSelectionExpression())
                .timeoutInMillis(integration.timeoutInMillis())
                .build();
    }

    static IntegrationResponse integrationResponse(WebSocketIntegration.Response response) {
        return IntegrationResponse.builder()
                .contentHandlingStrategy(response.contentHandlingStrategy())
                .integrationResponseId(response.id())
                .integrationResponseKey(response.key())
                .responseParameters(orNull(response.parameters()))
                .responseTemplates(orNull(response.templates()))
                .templateSelectionExpression(response.templateSelectionExpression())
                .build();
    }

    static Model model(WebSocketModel model) {
        return Model.builder()
                .contentType(model.contentType())
                .description(model.description())
                .modelId(model.id())
                .name(model.name())
                .schema(model.schema())
                .build();
    }
}
