package dev.sallyport.control.http;

import static dev.sallyport.control.http.ControlClient.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.CreateAuthorizerRequest;
import dev.sallyport.wire.apigatewayv2.CreateAuthorizerResponse;
import dev.sallyport.wire.apigatewayv2.CreateModelRequest;
import dev.sallyport.wire.apigatewayv2.CreateRouteRequest;
import dev.sallyport.wire.apigatewayv2.CreateRouteResponseRequest;
import dev.sallyport.wire.apigatewayv2.CreateRouteResponseResponse;
import dev.sallyport.wire.apigatewayv2.CreateRouteResult;
import dev.sallyport.wire.apigatewayv2.DeleteAuthorizerRequest;
import dev.sallyport.wire.apigatewayv2.DeleteRouteRequestParameterRequest;
import dev.sallyport.wire.apigatewayv2.DeleteRouteResponseRequest;
import dev.sallyport.wire.apigatewayv2.GetRouteRequest;
import dev.sallyport.wire.apigatewayv2.GetRouteResponseRequest;
import dev.sallyport.wire.apigatewayv2.GetRouteResponsesRequest;
import dev.sallyport.wire.apigatewayv2.GetRoutesRequest;
import dev.sallyport.wire.apigatewayv2.GetRoutesResponse;
import dev.sallyport.wire.apigatewayv2.JWTConfiguration;
import dev.sallyport.wire.apigatewayv2.ParameterConstraints;
import dev.sallyport.wire.apigatewayv2.UpdateRouteRequest;
import dev.sallyport.wire.apigatewayv2.UpdateRouteResponseRequest;
import dev.sallyport.wire.apigatewayv2.UpdateRouteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes, route responses and authorizers of WebSocket APIs (websocket-api 1, 5, 9, 11, 22). */
class WebSocketRoutesTest {

    private static final String FUNCTION = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
            + "arn:aws:lambda:us-east-1:111111111111:function:f/invocations";

    private final ControlClient client = new ControlClient();
    private final String api = client.webSocketApi();

    private CreateRouteRequest.Builder newRoute(String key) {
        return CreateRouteRequest.builder().apiId(api).routeKey(key);
    }

    private UpdateRouteRequest.Builder update(String route) {
        return UpdateRouteRequest.builder().apiId(api).routeId(route);
    }

    private String create(CreateRouteRequest.Builder route) {
        return given(client.send(ApiGatewayV2.CREATE_ROUTE, route.build()).routeId());
    }

    private CreateAuthorizerRequest.Builder newAuthorizer() {
        return CreateAuthorizerRequest.builder()
                .apiId(api)
                .name("a")
                .authorizerType("REQUEST")
                .authorizerUri(FUNCTION)
                .identitySource(List.of("route.request.header.Auth", "route.request.querystring.Name"));
    }

    private String authorizer() {
        return given(client.send(ApiGatewayV2.CREATE_AUTHORIZER, newAuthorizer().build())
                .authorizerId());
    }

    private void model(String name) {
        client.send(
                ApiGatewayV2.CREATE_MODEL,
                CreateModelRequest.builder()
                        .apiId(api)
                        .name(name)
                        .schema("{\"type\":\"object\"}")
                        .build());
    }

    @Test
    @DisplayName("22.1: a minimal route")
    void minimalRoute() {
        CreateRouteResult route =
                client.send(ApiGatewayV2.CREATE_ROUTE, newRoute("$default").build());
        assertThat(route)
                .isEqualTo(CreateRouteResult.builder()
                        .apiKeyRequired(false)
                        .authorizationType("NONE")
                        .routeId(route.routeId())
                        .routeKey("$default")
                        .build());
        assertThat(route.routeId()).matches("[a-z0-9]{7}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$connect", "$disconnect", "$default", "chat", "chat/join", "GET /a", "a b", "ä", "\\$x"})
    @DisplayName("W1.1, W22.5: a key is any text")
    void takesAnyKey(String key) {
        client.route(api, key);
        ServiceException twice =
                client.refused(ApiGatewayV2.CREATE_ROUTE, newRoute(key).build());
        assertThat(twice.status()).isEqualTo(409);
        assertThat(twice.getMessage()).isEqualTo("Route with key " + key + " already exists for this API"); // W22.4
    }

    @ParameterizedTest
    @ValueSource(strings = {"$getauthorized", "$", "", "$Connect"})
    @DisplayName("W1.1: a leading dollar is reserved")
    void refusesReservedKeys(String key) {
        ServiceException refused =
                client.refused(ApiGatewayV2.CREATE_ROUTE, newRoute(key).build());
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.getMessage()).isEqualTo("The provided route key is not formatted properly");
    }

    @Test
    @DisplayName("W1.3: a target names an integration of the API")
    void checksTargets() {
        assertThat(client.refused(
                                ApiGatewayV2.CREATE_ROUTE,
                                newRoute("a").target("integrations/nope").build())
                        .status())
                .isEqualTo(404);
        assertThat(client.refused(
                                ApiGatewayV2.CREATE_ROUTE,
                                newRoute("a").target("nope").build())
                        .status())
                .isEqualTo(400);
        String target = "integrations/" + client.mock(api);
        String route = create(newRoute("a").target(target));
        assertThat(client.send(
                                ApiGatewayV2.UPDATE_ROUTE,
                                update(route).routeKey("b").build())
                        .target())
                .isEqualTo(target);
        assertThat(client.send(
                                ApiGatewayV2.UPDATE_ROUTE,
                                update(route).target("").build())
                        .target())
                .isNull();
    }

    @Test
    @DisplayName("W5.1 to W5.3: authorization is of $connect alone, and by IAM or a function")
    void checksAuthorization() {
        ServiceException jwt = client.refused(
                ApiGatewayV2.CREATE_ROUTE,
                newRoute("$connect").authorizationType("JWT").build());
        assertThat(jwt.status()).isEqualTo(400);
        assertThat(jwt.getMessage()).contains("JWT").endsWith("cannot be set for WEBSOCKET protocol Apis.");
        for (String key : List.of("$default", "$disconnect", "chat")) {
            assertThat(client.refused(
                                    ApiGatewayV2.CREATE_ROUTE,
                                    newRoute(key).authorizationType("AWS_IAM").build())
                            .status())
                    .isEqualTo(400);
        }
        assertThat(client.refused(
                                ApiGatewayV2.CREATE_ROUTE,
                                newRoute("$connect").authorizationType("CUSTOM").build())
                        .getMessage())
                .isEqualTo("Invalid authorizer ID specified. Setting the authorization type to CUSTOM requires a valid"
                        + " REQUEST authorizer.");
        assertThat(client.refused(
                                ApiGatewayV2.CREATE_ROUTE,
                                newRoute("$connect")
                                        .authorizationScopes(List.of("s"))
                                        .build())
                        .status())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("R21.18, W5.3: from a function to IAM and back to nothing, as Terraform does it")
    void changesAuthorization() {
        String authorizer = authorizer();
        String route = create(newRoute("$connect").authorizationType("CUSTOM").authorizerId(authorizer));
        ServiceException used = client.refused(
                ApiGatewayV2.DELETE_AUTHORIZER,
                DeleteAuthorizerRequest.builder()
                        .apiId(api)
                        .authorizerId(authorizer)
                        .build());
        assertThat(used.status()).isEqualTo(409);
        assertThat(used.getMessage())
                .isEqualTo("Cannot delete Authorizer because it is referenced by the following Routes with Ids: ["
                        + route + "]");
        UpdateRouteResult iam = client.send(
                ApiGatewayV2.UPDATE_ROUTE,
                update(route).authorizationType("AWS_IAM").authorizerId("").build());
        assertThat(iam.authorizationType()).isEqualTo("AWS_IAM");
        assertThat(iam.authorizerId()).isNull();
        client.send(
                ApiGatewayV2.DELETE_AUTHORIZER,
                DeleteAuthorizerRequest.builder()
                        .apiId(api)
                        .authorizerId(authorizer)
                        .build());
        assertThat(client.refused(
                                ApiGatewayV2.UPDATE_ROUTE,
                                update(route).routeKey("chat").build())
                        .status())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("W22.17, W5.4: an authorizer is answered without a format")
    void minimalAuthorizer() {
        CreateAuthorizerResponse authorizer =
                client.send(ApiGatewayV2.CREATE_AUTHORIZER, newAuthorizer().build());
        assertThat(authorizer)
                .isEqualTo(CreateAuthorizerResponse.builder()
                        .authorizerId(authorizer.authorizerId())
                        .authorizerType("REQUEST")
                        .authorizerUri(FUNCTION)
                        .identitySource(List.of("route.request.header.Auth", "route.request.querystring.Name"))
                        .name("a")
                        .build());
        assertThat(client.send(
                                ApiGatewayV2.CREATE_AUTHORIZER,
                                newAuthorizer().identitySource(List.of()).build())
                        .identitySource())
                .isEmpty();
    }

    @Test
    @DisplayName("W5.3 to W5.5: what authorizers of WebSocket APIs cannot have")
    void checksAuthorizers() {
        assertThat(client.refused(
                                ApiGatewayV2.CREATE_AUTHORIZER,
                                newAuthorizer().authorizerResultTtlInSeconds(0).build())
                        .getMessage())
                .isEqualTo("AuthorizerResultTtlInSeconds cannot be set for WEBSOCKET protocol Apis.");
        List<CreateAuthorizerRequest> bad = List.of(
                newAuthorizer().authorizerPayloadFormatVersion("1.0").build(),
                newAuthorizer().enableSimpleResponses(true).build(),
                newAuthorizer().authorizerType("JWT").build(),
                newAuthorizer()
                        .jwtConfiguration(
                                JWTConfiguration.builder().issuer("https://i").build())
                        .build(),
                newAuthorizer()
                        .authorizerUri("arn:aws:lambda:us-east-1:111111111111:function:f")
                        .build(),
                newAuthorizer().identitySource(List.of("$request.header.Auth")).build(),
                newAuthorizer()
                        .identitySource(List.of("method.request.header.Auth"))
                        .build(),
                newAuthorizer().identitySource(List.of("route.request.header.")).build());
        for (CreateAuthorizerRequest each : bad) {
            assertThat(client.refused(ApiGatewayV2.CREATE_AUTHORIZER, each).status())
                    .as(each.toString())
                    .isEqualTo(400);
        }
    }

    @Test
    @DisplayName("W9.12, W9.13, W22.12: parameters are declared, merged and removed one by one")
    void requestParameters() {
        Map<String, ParameterConstraints> header = Map.of(
                "route.request.header.authorization",
                ParameterConstraints.builder().required(true).build());
        String route = create(newRoute("$connect").requestParameters(header));
        Map<String, ParameterConstraints> merged = given(client.send(
                        ApiGatewayV2.UPDATE_ROUTE,
                        update(route)
                                .requestParameters(Map.of(
                                        "route.request.querystring.authToken",
                                        ParameterConstraints.builder().build()))
                                .build())
                .requestParameters());
        assertThat(merged)
                .containsExactly(
                        Map.entry(
                                "route.request.header.authorization",
                                ParameterConstraints.builder().required(true).build()),
                        Map.entry(
                                "route.request.querystring.authToken",
                                ParameterConstraints.builder().required(false).build()));
        DeleteRouteRequestParameterRequest.Builder delete = DeleteRouteRequestParameterRequest.builder()
                .apiId(api)
                .routeId(route)
                .requestParameterKey("route.request.header.authorization");
        client.send(ApiGatewayV2.DELETE_ROUTE_REQUEST_PARAMETER, delete.build());
        assertThat(client.refused(ApiGatewayV2.DELETE_ROUTE_REQUEST_PARAMETER, delete.build())
                        .status())
                .isEqualTo(404);
        assertThat(given(client.send(
                                ApiGatewayV2.GET_ROUTE,
                                GetRouteRequest.builder()
                                        .apiId(api)
                                        .routeId(route)
                                        .build())
                        .requestParameters()))
                .containsOnlyKeys("route.request.querystring.authToken");
        for (String key : List.of("method.request.header.a", "route.request.path.a", "route.request.header.", "x")) {
            assertThat(client.refused(
                                    ApiGatewayV2.UPDATE_ROUTE,
                                    update(route)
                                            .requestParameters(Map.of(
                                                    key,
                                                    ParameterConstraints.builder()
                                                            .build()))
                                            .build())
                            .getMessage())
                    .startsWith("Invalid mapping expression specified: Validation Result: warnings : [], errors : [");
        }
    }

    @Test
    @DisplayName("W13.1, W22.12: models by key, of this API, merged; an empty text removes")
    void requestModels() {
        model("one");
        model("two");
        String route = create(newRoute("$default")
                .modelSelectionExpression("$request.body.type")
                .requestModels(Map.of("a", "one", "$default", "two")));
        UpdateRouteResult updated = client.send(
                ApiGatewayV2.UPDATE_ROUTE,
                update(route).requestModels(Map.of("a", "", "b", "two")).build());
        assertThat(updated.requestModels()).containsOnly(Map.entry("$default", "two"), Map.entry("b", "two"));
        assertThat(updated.modelSelectionExpression()).isEqualTo("$request.body.type");
        ServiceException unknown = client.refused(
                ApiGatewayV2.UPDATE_ROUTE,
                update(route).requestModels(Map.of("a", "three")).build());
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.getMessage()).isEqualTo("Invalid model identifier specified: three");
    }

    @Test
    @DisplayName("W11.1: the one response selection expression; an empty text removes it")
    void responseSelection() {
        assertThat(client.refused(
                                ApiGatewayV2.CREATE_ROUTE,
                                newRoute("a")
                                        .routeResponseSelectionExpression("$request.body.x")
                                        .build())
                        .status())
                .isEqualTo(400);
        String route = create(
                newRoute("a").apiKeyRequired(true).operationName("GET").routeResponseSelectionExpression("$default"));
        UpdateRouteResult cleared = client.send(
                ApiGatewayV2.UPDATE_ROUTE,
                update(route)
                        .apiKeyRequired(false)
                        .operationName("")
                        .routeResponseSelectionExpression("")
                        .build());
        assertThat(cleared)
                .isEqualTo(UpdateRouteResult.builder()
                        .apiKeyRequired(false)
                        .authorizationType("NONE")
                        .routeId(route)
                        .routeKey("a")
                        .build());
    }

    @Test
    @DisplayName("W11.3, W22.8: route responses have one key, which they have once")
    void routeResponses() {
        model("m");
        String route = client.route(api, "a");
        CreateRouteResponseRequest.Builder request =
                CreateRouteResponseRequest.builder().apiId(api).routeId(route);
        assertThat(client.refused(
                                ApiGatewayV2.CREATE_ROUTE_RESPONSE,
                                request.routeResponseKey("other").build())
                        .status())
                .isEqualTo(400);
        CreateRouteResponseResponse response = client.send(
                ApiGatewayV2.CREATE_ROUTE_RESPONSE,
                request.routeResponseKey("$default").build());
        assertThat(response)
                .isEqualTo(CreateRouteResponseResponse.builder()
                        .routeResponseId(response.routeResponseId())
                        .routeResponseKey("$default")
                        .build());
        assertThat(client.refused(ApiGatewayV2.CREATE_ROUTE_RESPONSE, request.build())
                        .status())
                .isEqualTo(409);
        UpdateRouteResponseRequest.Builder update = UpdateRouteResponseRequest.builder()
                .apiId(api)
                .routeId(route)
                .routeResponseId(response.routeResponseId());
        assertThat(client.send(
                                ApiGatewayV2.UPDATE_ROUTE_RESPONSE,
                                update.modelSelectionExpression("action")
                                        .responseModels(Map.of("test", "m"))
                                        .build())
                        .responseModels())
                .containsOnly(Map.entry("test", "m"));
        assertThat(client.refused(
                                ApiGatewayV2.UPDATE_ROUTE_RESPONSE,
                                update.responseModels(Map.of("test", "nope")).build())
                        .status())
                .isEqualTo(400);
        assertThat(client.send(
                                ApiGatewayV2.GET_ROUTE_RESPONSE,
                                GetRouteResponseRequest.builder()
                                        .apiId(api)
                                        .routeId(route)
                                        .routeResponseId(response.routeResponseId())
                                        .build())
                        .modelSelectionExpression())
                .isEqualTo("action");
        client.send(ApiGatewayV2.UPDATE_ROUTE, update(route).operationName("o").build());
        assertThat(client.send(
                                ApiGatewayV2.GET_ROUTE_RESPONSES,
                                GetRouteResponsesRequest.builder()
                                        .apiId(api)
                                        .routeId(route)
                                        .build())
                        .items())
                .hasSize(1);
        DeleteRouteResponseRequest delete = DeleteRouteResponseRequest.builder()
                .apiId(api)
                .routeId(route)
                .routeResponseId(response.routeResponseId())
                .build();
        client.send(ApiGatewayV2.DELETE_ROUTE_RESPONSE, delete);
        assertThat(client.refused(ApiGatewayV2.DELETE_ROUTE_RESPONSE, delete).status())
                .isEqualTo(404);
    }

    @Test
    @DisplayName("R20.9: routes in pages")
    void pages() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            client.route(api, "r" + i);
            keys.add("r" + i);
        }
        GetRoutesRequest.Builder request = GetRoutesRequest.builder().apiId(api);
        GetRoutesResponse first = client.send(ApiGatewayV2.GET_ROUTES, request.build());
        assertThat(given(first.items())).hasSize(25);
        GetRoutesResponse second = client.send(
                ApiGatewayV2.GET_ROUTES, request.nextToken(first.nextToken()).build());
        assertThat(second.nextToken()).isNull();
        List<String> seen = new ArrayList<>();
        given(first.items()).forEach(route -> seen.add(given(route.routeKey())));
        given(second.items()).forEach(route -> seen.add(given(route.routeKey())));
        assertThat(seen).isEqualTo(keys);
    }
}
