package dev.sallyport.control.http;

import static dev.sallyport.control.http.ControlClient.SCOPE;
import static dev.sallyport.control.http.ControlClient.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.store.Kind;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.CreateApiRequest;
import dev.sallyport.wire.apigatewayv2.CreateAuthorizerRequest;
import dev.sallyport.wire.apigatewayv2.CreateIntegrationRequest;
import dev.sallyport.wire.apigatewayv2.CreateRouteRequest;
import dev.sallyport.wire.apigatewayv2.CreateStageRequest;
import dev.sallyport.wire.apigatewayv2.DeleteApiRequest;
import dev.sallyport.wire.apigatewayv2.DeleteAuthorizerRequest;
import dev.sallyport.wire.apigatewayv2.DeleteIntegrationRequest;
import dev.sallyport.wire.apigatewayv2.GetIntegrationsRequest;
import dev.sallyport.wire.apigatewayv2.GetRoutesRequest;
import dev.sallyport.wire.apigatewayv2.Integration;
import dev.sallyport.wire.apigatewayv2.JWTConfiguration;
import dev.sallyport.wire.apigatewayv2.Route;
import dev.sallyport.wire.apigatewayv2.TlsConfigInput;
import dev.sallyport.wire.apigatewayv2.UpdateApiRequest;
import dev.sallyport.wire.apigatewayv2.UpdateIntegrationRequest;
import dev.sallyport.wire.apigatewayv2.UpdateRouteRequest;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What create, update and delete do to the parts of an HTTP API (http-api 21). */
class HttpApiUpdatesTest {

    private static final String FUNCTION = "arn:aws:lambda:us-east-1:111111111111:function:f";
    private static final String INVOCATION =
            "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/" + FUNCTION + "/invocations";

    private final ControlClient client = new ControlClient();

    private String quick(String target) {
        return given(client.send(
                        ApiGatewayV2.CREATE_API,
                        CreateApiRequest.builder()
                                .name("q")
                                .protocolType("HTTP")
                                .target(target)
                                .build())
                .apiId());
    }

    private Integration onlyIntegration(String api) {
        return given(client.send(
                                ApiGatewayV2.GET_INTEGRATIONS,
                                GetIntegrationsRequest.builder().apiId(api).build())
                        .items())
                .getFirst();
    }

    private Route onlyRoute(String api) {
        return given(client.send(
                                ApiGatewayV2.GET_ROUTES,
                                GetRoutesRequest.builder().apiId(api).build())
                        .items())
                .getFirst();
    }

    private String authorizer(String api) {
        return given(client.send(
                        ApiGatewayV2.CREATE_AUTHORIZER,
                        CreateAuthorizerRequest.builder()
                                .apiId(api)
                                .name("same")
                                .authorizerType("REQUEST")
                                .identitySource(List.of())
                                .authorizerUri(INVOCATION)
                                .authorizerPayloadFormatVersion("2.0")
                                .build())
                .authorizerId());
    }

    private CreateIntegrationRequest.Builder http(String api) {
        return CreateIntegrationRequest.builder()
                .apiId(api)
                .integrationType("HTTP_PROXY")
                .integrationMethod("GET")
                .integrationUri("https://example.com");
    }

    @Test
    @DisplayName("R21.4, R21.5: names need not be unique, and no update changes the protocol")
    void namesAreFree() {
        String one = client.httpApi();
        String other = client.httpApi();
        assertThat(one).isNotEqualTo(other);
        var updated = client.send(
                ApiGatewayV2.UPDATE_API,
                UpdateApiRequest.builder().apiId(one).name("n").build());
        assertThat(updated.protocolType()).isEqualTo("HTTP");
        assertThat(updated.name()).isEqualTo("n");
    }

    @Test
    @DisplayName("R21.6: a URL as target makes an HTTP integration of any method")
    void quickCreatesFromUrls() {
        Integration integration = onlyIntegration(quick("https://example.com/a"));
        assertThat(integration.integrationType()).isEqualTo("HTTP_PROXY");
        assertThat(integration.integrationMethod()).isEqualTo("ANY");
        assertThat(integration.payloadFormatVersion()).isEqualTo("1.0");
        assertThat(integration.timeoutInMillis()).isEqualTo(30_000);
        assertThat(integration.apiGatewayManaged()).isTrue();
    }

    @Test
    @DisplayName("R21.7: what quick create made is updated but not deleted, and by UpdateApi as well")
    void updatesManagedParts() {
        String api = quick(FUNCTION);
        Integration integration = onlyIntegration(api);
        assertThat(client.refused(
                                ApiGatewayV2.DELETE_INTEGRATION,
                                DeleteIntegrationRequest.builder()
                                        .apiId(api)
                                        .integrationId(integration.integrationId())
                                        .build())
                        .status())
                .isEqualTo(400);
        assertThat(client.send(
                                ApiGatewayV2.UPDATE_INTEGRATION,
                                UpdateIntegrationRequest.builder()
                                        .apiId(api)
                                        .integrationId(integration.integrationId())
                                        .timeoutInMillis(100)
                                        .build())
                        .timeoutInMillis())
                .isEqualTo(100);
        UpdateRouteRequest.Builder route = UpdateRouteRequest.builder()
                .apiId(api)
                .routeId(given(onlyRoute(api).routeId()));
        assertThat(client.refused(
                                ApiGatewayV2.UPDATE_ROUTE,
                                route.routeKey("GET /a").build())
                        .status())
                .isEqualTo(400);
        assertThat(client.send(
                                ApiGatewayV2.UPDATE_ROUTE,
                                route.routeKey(null).operationName("o").build())
                        .operationName())
                .isEqualTo("o");
        client.send(
                ApiGatewayV2.UPDATE_API,
                UpdateApiRequest.builder()
                        .apiId(api)
                        .target("https://example.com")
                        .routeKey("GET /b")
                        .build());
        assertThat(onlyIntegration(api).integrationUri()).isEqualTo("https://example.com");
        assertThat(onlyRoute(api).routeKey()).isEqualTo("GET /b");
        assertThat(client.refused(
                                ApiGatewayV2.UPDATE_API,
                                UpdateApiRequest.builder()
                                        .apiId(client.httpApi())
                                        .target(FUNCTION)
                                        .build())
                        .status())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("R21.10: with an API goes everything below it")
    void deletesAllBelow() {
        String api = quick(FUNCTION);
        String other = quick(FUNCTION);
        authorizer(api);
        client.send(
                ApiGatewayV2.CREATE_STAGE,
                CreateStageRequest.builder().apiId(api).stageName("s").build());
        client.send(
                ApiGatewayV2.DELETE_API, DeleteApiRequest.builder().apiId(api).build());
        for (Kind<?> kind : List.of(
                Kind.HTTP_API_ROUTE,
                Kind.HTTP_API_INTEGRATION,
                Kind.HTTP_API_AUTHORIZER,
                Kind.HTTP_API_STAGE,
                Kind.HTTP_API_DEPLOYMENT,
                Kind.HTTP_API_DOCUMENT)) {
            assertThat(client.store.<List<?>>read(tx -> tx.list(kind, SCOPE, api)))
                    .isEmpty();
        }
        assertThat(onlyRoute(other).routeKey()).isEqualTo("$default");
    }

    @Test
    @DisplayName("R21.18, R21.19, R21.20: another key; NONE forgets authorizer and scopes")
    void updatesRoutes() {
        String api = client.httpApi();
        String authorizer = authorizer(api);
        String id = given(client.send(
                        ApiGatewayV2.CREATE_ROUTE,
                        CreateRouteRequest.builder()
                                .apiId(api)
                                .routeKey("GET /a")
                                .authorizationType("CUSTOM")
                                .authorizerId(authorizer)
                                .build())
                .routeId());
        client.route(api, "GET /b");
        UpdateRouteRequest.Builder update =
                UpdateRouteRequest.builder().apiId(api).routeId(id);
        assertThat(client.refused(
                                ApiGatewayV2.UPDATE_ROUTE,
                                update.routeKey("GET /b").build())
                        .status())
                .isEqualTo(409);
        var renamed =
                client.send(ApiGatewayV2.UPDATE_ROUTE, update.routeKey("PUT /c").build());
        assertThat(renamed.routeKey()).isEqualTo("PUT /c");
        assertThat(renamed.authorizerId()).isEqualTo(authorizer);
        var open = client.send(
                ApiGatewayV2.UPDATE_ROUTE,
                update.routeKey(null).authorizationType("NONE").build());
        assertThat(open.authorizerId()).isNull();
        assertThat(open.authorizationScopes()).isNull();
        assertThat(open.routeKey()).isEqualTo("PUT /c");
    }

    @Test
    @DisplayName("R21.21 to R21.23: what an integration has when little is given")
    void fillsIntegrations() {
        String api = client.httpApi();
        var integration = client.send(
                ApiGatewayV2.CREATE_INTEGRATION,
                http(api).passthroughBehavior("NEVER").build());
        assertThat(integration.timeoutInMillis()).isEqualTo(30_000);
        assertThat(integration.connectionType()).isEqualTo("INTERNET");
        assertThat(integration.passthroughBehavior()).isNull();
        assertThat(integration.integrationResponseSelectionExpression()).isNull();
        assertThat(integration.templateSelectionExpression()).isNull();
        assertThat(client.refused(
                                ApiGatewayV2.CREATE_INTEGRATION,
                                http(api).connectionType("VPC_LINK").build())
                        .status())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("R21.25: format 2.0 is for functions")
    void refusesFormatsOfFunctions() {
        assertThat(client.refused(
                                ApiGatewayV2.CREATE_INTEGRATION,
                                http(client.httpApi())
                                        .payloadFormatVersion("2.0")
                                        .build())
                        .getMessage())
                .isEqualTo("PayloadFormatVersion 2.0 is only supported for Lambda integrations");
    }

    @Test
    @DisplayName("R21.29: an empty tlsConfig removes it")
    void removesTls() {
        String api = client.httpApi();
        String id = given(client.send(
                        ApiGatewayV2.CREATE_INTEGRATION,
                        http(api)
                                .connectionType("VPC_LINK")
                                .connectionId("link01")
                                .integrationUri("arn:aws:servicediscovery:us-east-1:111111111111:service/srv-a")
                                .tlsConfig(TlsConfigInput.builder()
                                        .serverNameToVerify("a.example")
                                        .build())
                                .build())
                .integrationId());
        UpdateIntegrationRequest.Builder update =
                UpdateIntegrationRequest.builder().apiId(api).integrationId(id);
        assertThat(given(client.send(
                                        ApiGatewayV2.UPDATE_INTEGRATION,
                                        update.timeoutInMillis(60).build())
                                .tlsConfig())
                        .serverNameToVerify())
                .isEqualTo("a.example");
        assertThat(client.send(
                                ApiGatewayV2.UPDATE_INTEGRATION,
                                update.tlsConfig(TlsConfigInput.builder().build())
                                        .build())
                        .tlsConfig())
                .isNull();
    }

    @Test
    @DisplayName("R21.30, R21.31, R21.33: authorizers have lists, no members that were not given, and any name")
    void writesAuthorizers() {
        String api = client.httpApi();
        assertThat(authorizer(api)).isNotEqualTo(authorizer(api));
        var authorizer = client.send(
                ApiGatewayV2.CREATE_AUTHORIZER,
                CreateAuthorizerRequest.builder()
                        .apiId(api)
                        .name("same")
                        .authorizerType("REQUEST")
                        .identitySource(List.of("$request.header.A", "$context.routeKey"))
                        .authorizerUri(INVOCATION)
                        .authorizerPayloadFormatVersion("1.0")
                        .build());
        assertThat(authorizer.identitySource()).containsExactly("$request.header.A", "$context.routeKey");
        assertThat(authorizer.enableSimpleResponses()).isNull();
        assertThat(authorizer.authorizerResultTtlInSeconds()).isNull();
        assertThat(authorizer.jwtConfiguration()).isNull();
    }

    @Test
    @DisplayName("R21.32: an authorizer that a route has stays")
    void keepsUsedAuthorizers() {
        String api = client.httpApi();
        String authorizer = authorizer(api);
        String route = given(client.send(
                        ApiGatewayV2.CREATE_ROUTE,
                        CreateRouteRequest.builder()
                                .apiId(api)
                                .routeKey("GET /a")
                                .authorizationType("CUSTOM")
                                .authorizerId(authorizer)
                                .build())
                .routeId());
        var used = client.refused(
                ApiGatewayV2.DELETE_AUTHORIZER,
                DeleteAuthorizerRequest.builder()
                        .apiId(api)
                        .authorizerId(authorizer)
                        .build());
        assertThat(used.status()).isEqualTo(409);
        assertThat(used.getMessage())
                .isEqualTo("Cannot delete Authorizer because it is referenced by the following Routes with Ids: ["
                        + route + "]");
    }

    @Test
    @DisplayName("R21.34: an empty jwtConfiguration does not make a JWT authorizer")
    void refusesEmptyJwt() {
        var refusal = client.refused(
                ApiGatewayV2.CREATE_AUTHORIZER,
                CreateAuthorizerRequest.builder()
                        .apiId(client.httpApi())
                        .name("j")
                        .authorizerType("JWT")
                        .identitySource(List.of("$request.header.A"))
                        .jwtConfiguration(JWTConfiguration.builder().build())
                        .build());
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.getMessage()).isEqualTo("Invalid issuer: Issuer can not be empty for JWT Authorizer.");
    }
}
