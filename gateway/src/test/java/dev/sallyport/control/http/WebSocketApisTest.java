package dev.sallyport.control.http;

import static dev.sallyport.control.http.ControlClient.SCOPE;
import static dev.sallyport.control.http.ControlClient.given;
import static dev.sallyport.control.http.ControlClient.newWebSocketApi;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.model.UsagePlan;
import dev.sallyport.model.UsagePlan.ApiStage;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.apigatewayv2.Api;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.Cors;
import dev.sallyport.wire.apigatewayv2.CreateApiRequest;
import dev.sallyport.wire.apigatewayv2.CreateApiResponse;
import dev.sallyport.wire.apigatewayv2.CreateModelRequest;
import dev.sallyport.wire.apigatewayv2.CreateStageRequest;
import dev.sallyport.wire.apigatewayv2.DeleteApiRequest;
import dev.sallyport.wire.apigatewayv2.DeleteCorsConfigurationRequest;
import dev.sallyport.wire.apigatewayv2.GetApiRequest;
import dev.sallyport.wire.apigatewayv2.GetApisRequest;
import dev.sallyport.wire.apigatewayv2.GetApisResponse;
import dev.sallyport.wire.apigatewayv2.GetTagsRequest;
import dev.sallyport.wire.apigatewayv2.TagResourceRequest;
import dev.sallyport.wire.apigatewayv2.UpdateApiRequest;
import dev.sallyport.wire.apigatewayv2.UpdateApiResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSocket APIs themselves (websocket-api 1, 2, 6, 22). */
class WebSocketApisTest {

    private final ControlClient client = new ControlClient();

    @Test
    @DisplayName("W22.1, W2.2: a minimal API")
    void minimalApi() {
        CreateApiResponse api =
                client.send(ApiGatewayV2.CREATE_API, newWebSocketApi().build());
        assertThat(api)
                .isEqualTo(CreateApiResponse.builder()
                        .apiEndpoint("wss://" + api.apiId() + ".execute-api.us-east-1.amazonaws.com")
                        .apiId(api.apiId())
                        .apiKeySelectionExpression("$request.header.x-api-key")
                        .createdDate(ControlClient.NOW)
                        .disableExecuteApiEndpoint(false)
                        .disableSchemaValidation(false)
                        .ipAddressType("ipv4")
                        .name("n")
                        .protocolType("WEBSOCKET")
                        .routeSelectionExpression("$request.body.action")
                        .tags(Map.of())
                        .build());
        assertThat(api.apiId()).matches("[a-z0-9]{10}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    @DisplayName("W7.16, W22.1: the route selection expression is required")
    void needsRouteSelection(String expression) {
        ServiceException refused = client.refused(
                ApiGatewayV2.CREATE_API,
                newWebSocketApi().routeSelectionExpression(expression).build());
        assertThat(refused.status()).isEqualTo(400);
        assertThat(client.refused(
                                ApiGatewayV2.CREATE_API,
                                newWebSocketApi().routeSelectionExpression(null).build())
                        .getMessage())
                .isEqualTo("RouteSelectionExpression is a required parameter for WEBSOCKET protocol Apis");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"'$request.body.action'", "${request.body.service}/${request.body.action}", "chat", "\\$default"
            })
    @DisplayName("W7.16, W22.2: any other expression is stored as it is")
    void keepsRouteSelection(String expression) {
        assertThat(client.send(
                                ApiGatewayV2.CREATE_API,
                                newWebSocketApi()
                                        .routeSelectionExpression(expression)
                                        .build())
                        .routeSelectionExpression())
                .isEqualTo(expression);
    }

    @Test
    @DisplayName("W6.2, W22.22: API keys come from a header or from the authorizer")
    void checksKeySelection() {
        for (String expression : List.of(
                "$request.header.x-api-key",
                "${request.header.x-api-key}",
                "$context.authorizer.usageIdentifierKey",
                "${context.authorizer.usageIdentifierKey}")) {
            assertThat(client.send(
                                    ApiGatewayV2.CREATE_API,
                                    newWebSocketApi()
                                            .apiKeySelectionExpression(expression)
                                            .build())
                            .apiKeySelectionExpression())
                    .isEqualTo(expression);
        }
        assertThat(client.refused(
                                ApiGatewayV2.CREATE_API,
                                newWebSocketApi()
                                        .apiKeySelectionExpression("$request.header.key")
                                        .build())
                        .status())
                .isEqualTo(400);
    }

    static Stream<CreateApiRequest> ofHttp() {
        return Stream.of(
                newWebSocketApi().target("https://example.com").build(),
                newWebSocketApi().routeKey("$default").build(),
                newWebSocketApi()
                        .credentialsArn("arn:aws:iam::111111111111:role/r")
                        .build(),
                newWebSocketApi().corsConfiguration(Cors.builder().build()).build());
    }

    @ParameterizedTest
    @MethodSource("ofHttp")
    @DisplayName("W22.3, R21.8: what HTTP APIs alone have is refused")
    void refusesWhatIsOfHttp(CreateApiRequest request) {
        ServiceException refused = client.refused(ApiGatewayV2.CREATE_API, request);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.getMessage()).endsWith(" cannot be set for WEBSOCKET protocol Apis.");
        assertThat(given(client.send(
                                ApiGatewayV2.GET_APIS, GetApisRequest.builder().build())
                        .items()))
                .isEmpty();
    }

    @Test
    @DisplayName("R20.8, R21.9, W1.6: an update changes what it is given; empty texts clear")
    void updates() {
        String id = given(client.send(
                        ApiGatewayV2.CREATE_API,
                        newWebSocketApi().description("d").version("1").build())
                .apiId());
        UpdateApiRequest.Builder update = UpdateApiRequest.builder().apiId(id);
        UpdateApiResponse changed = client.send(
                ApiGatewayV2.UPDATE_API,
                update.apiKeySelectionExpression("$context.authorizer.usageIdentifierKey")
                        .disableSchemaValidation(true)
                        .disableExecuteApiEndpoint(true)
                        .description("")
                        .routeSelectionExpression("$request.body.type")
                        .build());
        assertThat(changed.name()).isEqualTo("n");
        assertThat(changed.version()).isEqualTo("1");
        assertThat(changed.description()).isNull();
        assertThat(changed.disableSchemaValidation()).isTrue();
        assertThat(changed.disableExecuteApiEndpoint()).isTrue();
        assertThat(changed.routeSelectionExpression()).isEqualTo("$request.body.type");
        assertThat(client.send(
                                ApiGatewayV2.GET_API,
                                GetApiRequest.builder().apiId(id).build())
                        .apiKeySelectionExpression())
                .isEqualTo("$context.authorizer.usageIdentifierKey");
        assertThat(client.refused(
                                ApiGatewayV2.UPDATE_API,
                                UpdateApiRequest.builder()
                                        .apiId(id)
                                        .routeSelectionExpression("")
                                        .build())
                        .status())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("R21.11: both protocols are listed together, oldest first, in pages")
    void listsBothProtocols() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            ids.add(i % 3 == 0 ? client.httpApi() : client.webSocketApi());
        }
        List<String> seen = new ArrayList<>();
        String token = null;
        do {
            GetApisResponse page = client.send(ApiGatewayV2.GET_APIS, page("2", token));
            given(page.items()).stream().map(Api::apiId).forEach(id -> seen.add(given(id)));
            token = page.nextToken();
        } while (token != null);
        assertThat(seen).isEqualTo(ids);
        assertThat(client.refused(ApiGatewayV2.GET_APIS, page("2", "junk")).getMessage())
                .isEqualTo("Invalid NextToken");
        assertThat(client.refused(ApiGatewayV2.GET_APIS, page("two", null)).status())
                .isEqualTo(400);
    }

    private static GetApisRequest page(String maxResults, @Nullable String token) {
        return GetApisRequest.builder().maxResults(maxResults).nextToken(token).build();
    }

    @Test
    @DisplayName("W22.20, W22.21: what one protocol alone has is refused for the other")
    void refusesOperationsOfTheOther() {
        ServiceException cors = client.refused(
                ApiGatewayV2.DELETE_CORS_CONFIGURATION,
                DeleteCorsConfigurationRequest.builder()
                        .apiId(client.webSocketApi())
                        .build());
        assertThat(cors.status()).isEqualTo(400);
        assertThat(cors.getMessage()).isEqualTo("This operation is not supported on protocolType WEBSOCKET");
        ServiceException model = client.refused(
                ApiGatewayV2.CREATE_MODEL,
                CreateModelRequest.builder()
                        .apiId(client.httpApi())
                        .name("m")
                        .schema("{\"type\":\"object\"}")
                        .build());
        assertThat(model.status()).isEqualTo(400);
        assertThat(model.getMessage()).isEqualTo("This operation is not supported on protocolType HTTP");
    }

    @Test
    @DisplayName("W22.24, W6.3: an API goes with all that is below it, and from usage plans")
    void deletesEverything() {
        String id = client.webSocketApi();
        client.mock(id);
        client.route(id, "$default");
        client.send(
                ApiGatewayV2.CREATE_STAGE,
                CreateStageRequest.builder()
                        .apiId(id)
                        .stageName("s")
                        .autoDeploy(true)
                        .build());
        UsagePlan plan = new UsagePlan(
                "p", "p", null, List.of(new ApiStage(id, "s", new TreeMap<>())), null, null, null, Map.of());
        client.store.write(tx -> {
            tx.put(Kind.USAGE_PLAN, SCOPE, "", "p", plan);
            return plan;
        });
        client.send(
                ApiGatewayV2.DELETE_API, DeleteApiRequest.builder().apiId(id).build());
        client.store.read(tx -> {
            for (Kind<?> kind : List.of(
                    Kind.WEB_SOCKET_STAGE,
                    Kind.WEB_SOCKET_ROUTE,
                    Kind.WEB_SOCKET_INTEGRATION,
                    Kind.WEB_SOCKET_DOCUMENT,
                    Kind.HTTP_API_DEPLOYMENT)) {
                assertThat(tx.list(kind, SCOPE, id)).as(kind.name()).isEmpty();
            }
            assertThat(given(tx.find(Kind.USAGE_PLAN, SCOPE, "", "p")).apiStages())
                    .isEmpty();
            return id;
        });
        assertThat(client.refused(
                                ApiGatewayV2.GET_API,
                                GetApiRequest.builder().apiId(id).build())
                        .status())
                .isEqualTo(404);
    }

    @Test
    @DisplayName("R20.14, R20.15: tags of an API and of a stage")
    void tags() {
        String id = client.webSocketApi();
        client.send(
                ApiGatewayV2.CREATE_STAGE,
                CreateStageRequest.builder().apiId(id).stageName("s").build());
        for (String path : List.of("/apis/" + id, "/apis/" + id + "/stages/s")) {
            String arn = "arn:aws:apigateway:us-east-1::" + path;
            client.send(
                    ApiGatewayV2.TAG_RESOURCE,
                    TagResourceRequest.builder()
                            .resourceArn(arn)
                            .tags(Map.of("a", "1"))
                            .build());
            assertThat(client.send(
                                    ApiGatewayV2.GET_TAGS,
                                    GetTagsRequest.builder().resourceArn(arn).build())
                            .tags())
                    .containsOnly(Map.entry("a", "1"));
        }
        assertThat(client.send(
                                ApiGatewayV2.GET_API,
                                GetApiRequest.builder().apiId(id).build())
                        .tags())
                .containsOnly(Map.entry("a", "1"));
    }
}
