package dev.sallyport.control.http.domains;

import static dev.sallyport.control.http.domains.DomainWorld.NAME;
import static dev.sallyport.control.http.domains.DomainWorld.given;
import static dev.sallyport.control.http.domains.DomainWorld.newMapping;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.CreateBasePathMappingRequest;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.CreateApiRequest;
import dev.sallyport.wire.apigatewayv2.CreateStageRequest;
import dev.sallyport.wire.apigatewayv2.DeleteApiMappingRequest;
import dev.sallyport.wire.apigatewayv2.DeleteApiRequest;
import dev.sallyport.wire.apigatewayv2.DeleteStageRequest;
import dev.sallyport.wire.apigatewayv2.UpdateApiMappingRequest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** API mappings of WebSocket APIs (websocket-api 20). */
class WebSocketMappingTest {

    private static final String ALONE =
            "Currently, WebSocket APIs can only be attached to a domain name with other WebSocket APIs.";

    private final DomainWorld world = new DomainWorld();

    private String webSocketApi() {
        String api = given(world.send(
                        ApiGatewayV2.CREATE_API,
                        CreateApiRequest.builder()
                                .name("n")
                                .protocolType("WEBSOCKET")
                                .routeSelectionExpression("$request.body.action")
                                .build())
                .apiId());
        world.send(
                ApiGatewayV2.CREATE_STAGE,
                CreateStageRequest.builder().apiId(api).stageName("test").build());
        return api;
    }

    private ServiceException refused(String api, String key) {
        ServiceException refused = world.refused(
                ApiGatewayV2.CREATE_API_MAPPING, newMapping(api, "test", key).build());
        assertThat(refused.status()).isEqualTo(400);
        return refused;
    }

    @Test
    @DisplayName("W20.1: keys of one level, or none")
    void keys() {
        world.domain();
        String api = webSocketApi();
        world.map(api, "test", "");
        world.map(api, "test", "chat.v1_(a)");
        refused(api, "chat/v1");
    }

    @Test
    @DisplayName("W20.2: a domain name serves WebSocket APIs or others, never both")
    void standsAlone() {
        world.domain();
        String http = world.httpApi("test");
        String webSocket = webSocketApi();
        String id = given(world.map(http, "test", "a").apiMappingId());
        assertThat(refused(webSocket, "b").getMessage()).isEqualTo(ALONE);
        assertThat(world.send(
                                ApiGatewayV2.UPDATE_API_MAPPING,
                                UpdateApiMappingRequest.builder()
                                        .domainName(NAME)
                                        .apiMappingId(id)
                                        .apiId(webSocket)
                                        .build())
                        .apiId())
                .isEqualTo(webSocket);
        assertThat(refused(http, "b").getMessage()).isEqualTo(ALONE);
        world.map(webSocketApi(), "test", "b");
        assertThat(world.refused(
                                ApiGatewayV2.UPDATE_API_MAPPING,
                                UpdateApiMappingRequest.builder()
                                        .domainName(NAME)
                                        .apiMappingId(id)
                                        .apiId(http)
                                        .build())
                        .getMessage())
                .isEqualTo(ALONE);
        assertThat(world.refused(
                                ApiGateway.CREATE_BASE_PATH_MAPPING,
                                CreateBasePathMappingRequest.builder()
                                        .domainName(NAME)
                                        .restApiId(webSocket)
                                        .build())
                        .getMessage())
                .startsWith("Mixing of REST APIs and HTTP APIs");
    }

    @Test
    @DisplayName("R13.10, R21.10: what is mapped stays")
    void holds() {
        world.domain();
        String api = webSocketApi();
        String id = given(world.map(api, "test", "a").apiMappingId());
        DeleteApiRequest delete = DeleteApiRequest.builder().apiId(api).build();
        assertThat(world.refused(ApiGatewayV2.DELETE_API, delete).status()).isEqualTo(400);
        assertThat(world.refused(
                                ApiGatewayV2.DELETE_STAGE,
                                DeleteStageRequest.builder()
                                        .apiId(api)
                                        .stageName("test")
                                        .build())
                        .status())
                .isEqualTo(400);
        world.send(
                ApiGatewayV2.DELETE_API_MAPPING,
                DeleteApiMappingRequest.builder()
                        .domainName(NAME)
                        .apiMappingId(id)
                        .build());
        world.send(ApiGatewayV2.DELETE_API, delete);
    }
}
