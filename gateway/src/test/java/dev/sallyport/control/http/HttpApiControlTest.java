package dev.sallyport.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationHandler;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.Ids;
import dev.sallyport.model.Scope;
import dev.sallyport.store.InMemoryStore;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Structure;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.Cors;
import dev.sallyport.wire.apigatewayv2.CreateApiRequest;
import dev.sallyport.wire.apigatewayv2.CreateApiResponse;
import dev.sallyport.wire.apigatewayv2.CreateAuthorizerRequest;
import dev.sallyport.wire.apigatewayv2.CreateDeploymentRequest;
import dev.sallyport.wire.apigatewayv2.CreateIntegrationRequest;
import dev.sallyport.wire.apigatewayv2.CreateRouteRequest;
import dev.sallyport.wire.apigatewayv2.CreateStageRequest;
import dev.sallyport.wire.apigatewayv2.DeleteIntegrationRequest;
import dev.sallyport.wire.apigatewayv2.GetApiRequest;
import dev.sallyport.wire.apigatewayv2.GetDeploymentsRequest;
import dev.sallyport.wire.apigatewayv2.GetRoutesRequest;
import dev.sallyport.wire.apigatewayv2.GetStageRequest;
import dev.sallyport.wire.apigatewayv2.JWTConfiguration;
import dev.sallyport.wire.apigatewayv2.RouteSettings;
import dev.sallyport.wire.apigatewayv2.UpdateApiRequest;
import dev.sallyport.wire.apigatewayv2.UpdateIntegrationRequest;
import dev.sallyport.wire.apigatewayv2.UpdateRouteRequest;
import dev.sallyport.wire.apigatewayv2.UpdateStageRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The control plane of HTTP APIs on a store in memory (http-api 12, 13, 20 to 22). */
class HttpApiControlTest {

    private static final Scope SCOPE = new Scope("111111111111", "us-east-1");
    private static final String FUNCTION = "arn:aws:lambda:us-east-1:111111111111:function:f";

    private final InMemoryStore store = new InMemoryStore();
    private final OperationRegistry registry = new OperationRegistry();
    private Call call = new Call(SCOPE, "request", "http://localhost:8080");

    HttpApiControlTest() {
        HttpApiOperations.register(
                registry,
                store,
                new Ids(RandomGeneratorFactory.of("L64X128MixRandom").create(42)),
                () -> Instant.parse("2025-06-01T10:00:00.75Z"),
                issuer -> issuer.contains("good"));
    }

    private <I extends Structure, O extends Structure> O send(Operation<I, O> operation, I input) {
        OperationHandler<I, O> handler = registry.handler(operation);
        return Objects.requireNonNull(handler, operation.name()).handle(call, input);
    }

    private <I extends Structure, O extends Structure> ServiceException refused(Operation<I, O> operation, I input) {
        try {
            O answer = send(operation, input);
            throw new AssertionError(operation.name() + " was not refused but answered " + answer);
        } catch (ServiceException e) {
            return e;
        }
    }

    private static <T> T given(@Nullable T value) {
        return Objects.requireNonNull(value);
    }

    private static CreateApiRequest.Builder newApi() {
        return CreateApiRequest.builder().name("n").protocolType("HTTP");
    }

    private String api() {
        return given(send(ApiGatewayV2.CREATE_API, newApi().build()).apiId());
    }

    private String integration(String apiId) {
        return given(send(ApiGatewayV2.CREATE_INTEGRATION, newIntegration(apiId).build())
                .integrationId());
    }

    private static CreateIntegrationRequest.Builder newIntegration(String apiId) {
        return CreateIntegrationRequest.builder()
                .apiId(apiId)
                .integrationType("AWS_PROXY")
                .integrationUri(FUNCTION)
                .payloadFormatVersion("2.0");
    }

    private static CreateRouteRequest.Builder newRoute(String apiId, String key) {
        return CreateRouteRequest.builder().apiId(apiId).routeKey(key);
    }

    @Test
    @DisplayName("21.1, R20.3, R21.1 to R21.3: a minimal API")
    void minimalApi() {
        CreateApiResponse api = send(ApiGatewayV2.CREATE_API, newApi().build());
        assertThat(api)
                .isEqualTo(CreateApiResponse.builder()
                        .apiEndpoint("https://" + api.apiId() + ".execute-api.us-east-1.amazonaws.com")
                        .apiId(api.apiId())
                        .apiKeySelectionExpression("$request.header.x-api-key")
                        .createdDate(Instant.parse("2025-06-01T10:00:00Z"))
                        .disableExecuteApiEndpoint(false)
                        .ipAddressType("ipv4")
                        .name("n")
                        .protocolType("HTTP")
                        .routeSelectionExpression("$request.method $request.path")
                        .tags(Map.of())
                        .build());
        assertThat(api.apiId()).matches("[a-z0-9]{10}");
    }

    @Test
    @DisplayName("isolation: another account and another Region do not see an API")
    void isolatesAccountsAndRegions() {
        String id = api();
        for (Scope other : List.of(new Scope("222222222222", "us-east-1"), new Scope("111111111111", "eu-west-1"))) {
            call = new Call(other, "request", "http://localhost:8080");
            assertThat(refused(
                                    ApiGatewayV2.GET_API,
                                    GetApiRequest.builder().apiId(id).build())
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    @DisplayName("R2.2 to R2.5, R21.13, R21.14: route keys and targets")
    void checksRoutes() {
        String api = api();
        for (String key : List.of("bad", "FETCH /a", "GET a", "GET /a{b}", "GET /{a+}/b", "GET /{a}/{a}")) {
            assertThat(refused(ApiGatewayV2.CREATE_ROUTE, newRoute(api, key).build())
                            .getMessage())
                    .isEqualTo("The provided route key is not formatted properly for HTTP protocol. Format should be"
                            + " \"<HTTP METHOD> /<RESOURCE PATH>\" or \"$default\"");
        }
        send(ApiGatewayV2.CREATE_ROUTE, newRoute(api, "GET /a").build());
        ServiceException twice =
                refused(ApiGatewayV2.CREATE_ROUTE, newRoute(api, "GET /a").build());
        assertThat(twice.status()).isEqualTo(409);
        assertThat(twice.getMessage()).isEqualTo("Route with key GET /a already exists for this API");
        assertThat(refused(
                                ApiGatewayV2.CREATE_ROUTE,
                                newRoute(api, "GET /b")
                                        .target("integrations/nope")
                                        .build())
                        .status())
                .isEqualTo(404);
    }

    @Test
    @DisplayName("R21.15: JWT needs a JWT authorizer")
    void jwtNeedsItsAuthorizer() {
        assertThat(refused(
                                ApiGatewayV2.CREATE_ROUTE,
                                newRoute(api(), "GET /a")
                                        .authorizationType("JWT")
                                        .build())
                        .getMessage())
                .isEqualTo("Invalid authorizer ID specified. Setting the authorization type to JWT requires a valid JWT"
                        + " authorizer.");
    }

    @Test
    @DisplayName("R9.2, R9.3, R10.1: what an authorizer needs")
    void checksAuthorizers() {
        String api = api();
        CreateAuthorizerRequest.Builder jwt = CreateAuthorizerRequest.builder()
                .apiId(api)
                .name("a")
                .authorizerType("JWT")
                .identitySource(List.of("$request.header.Authorization"));
        String bad = "https://bad.example";
        assertThat(refused(
                                ApiGatewayV2.CREATE_AUTHORIZER,
                                jwt.jwtConfiguration(issuer(bad)).build())
                        .getMessage())
                .isEqualTo("Caught exception when connecting to " + bad
                        + "/.well-known/openid-configuration for issuer " + bad
                        + ". Please try again later. Error: Invalid issuer: " + bad
                        + ". Issuer must have a valid discovery endpoint ended with"
                        + " '/.well-known/openid-configuration'");
        assertThat(refused(
                                ApiGatewayV2.CREATE_AUTHORIZER,
                                jwt.jwtConfiguration(issuer("http://good.example"))
                                        .build())
                        .status())
                .isEqualTo(400);
        assertThat(send(
                                ApiGatewayV2.CREATE_AUTHORIZER,
                                jwt.jwtConfiguration(issuer("https://good.example"))
                                        .build())
                        .identitySource())
                .containsExactly("$request.header.Authorization");
        assertThat(refused(
                                ApiGatewayV2.CREATE_AUTHORIZER,
                                CreateAuthorizerRequest.builder()
                                        .apiId(api)
                                        .name("r")
                                        .authorizerType("REQUEST")
                                        .identitySource(List.of())
                                        .build())
                        .getMessage())
                .isEqualTo("AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer");
    }

    private static JWTConfiguration issuer(String url) {
        return JWTConfiguration.builder().issuer(url).audience(List.of("a")).build();
    }

    @Test
    @DisplayName("R21.24, R21.26, R21.27: integrations")
    void checksIntegrations() {
        String api = api();
        assertThat(refused(
                                ApiGatewayV2.CREATE_INTEGRATION,
                                newIntegration(api).integrationType("MOCK").build())
                        .getMessage())
                .isEqualTo(
                        "Currently, an API with a protocol type of HTTP may only be associated with proxy integrations"
                                + " (AWS_PROXY, HTTP_PROXY)");
        String id = integration(api);
        String route = given(send(
                        ApiGatewayV2.CREATE_ROUTE,
                        newRoute(api, "$default").target("integrations/" + id).build())
                .routeId());
        ServiceException used = refused(
                ApiGatewayV2.DELETE_INTEGRATION,
                DeleteIntegrationRequest.builder().apiId(api).integrationId(id).build());
        assertThat(used.status()).isEqualTo(409);
        assertThat(used.getMessage())
                .isEqualTo("Cannot delete Integration because it is referenced by the following Routes with Ids: ["
                        + route + "]");
        UpdateIntegrationRequest.Builder update =
                UpdateIntegrationRequest.builder().apiId(api).integrationId(id);
        send(
                ApiGatewayV2.UPDATE_INTEGRATION,
                update.requestParameters(Map.of("append:header.a", "1", "append:header.b", "2"))
                        .build());
        assertThat(send(
                                ApiGatewayV2.UPDATE_INTEGRATION,
                                update.requestParameters(Map.of("append:header.a", ""))
                                        .build())
                        .requestParameters())
                .containsExactly(Map.entry("append:header.b", "2"));
    }

    @Test
    @DisplayName("R7.4, R7.5: reserved headers and unknown keys in mappings")
    void checksMappings() {
        String api = api();
        for (String key : List.of("append:header.Authorization", "overwrite:header.x-amz-a", "append:path", "x")) {
            assertThat(refused(
                                    ApiGatewayV2.CREATE_INTEGRATION,
                                    newIntegration(api)
                                            .requestParameters(Map.of(key, "v"))
                                            .build())
                            .getMessage())
                    .startsWith("Invalid mapping expression specified: Validation Result: warnings : [], errors : [")
                    .endsWith("]");
        }
    }

    @Test
    @DisplayName("R8.15: credentials for any origin are refused")
    void checksCors() {
        Cors cors =
                Cors.builder().allowCredentials(true).allowOrigins(List.of("*")).build();
        assertThat(refused(
                                ApiGatewayV2.CREATE_API,
                                newApi().corsConfiguration(cors).build())
                        .getMessage())
                .isEqualTo("allow-credentials is not supported if 'allow-origin' is *");
    }

    @Test
    @DisplayName("R8.17: another configuration replaces the whole one; an empty one is none, as Terraform removes it")
    void replacesCors() {
        String id = given(send(
                        ApiGatewayV2.CREATE_API,
                        newApi().corsConfiguration(Cors.builder()
                                        .allowOrigins(List.of("*"))
                                        .maxAge(5)
                                        .build())
                                .build())
                .apiId());
        UpdateApiRequest.Builder update = UpdateApiRequest.builder().apiId(id);
        Cors other = Cors.builder().allowMethods(List.of("GET")).build();
        assertThat(send(ApiGatewayV2.UPDATE_API, update.corsConfiguration(other).build())
                        .corsConfiguration())
                .isEqualTo(other);
        assertThat(send(
                                ApiGatewayV2.UPDATE_API,
                                update.corsConfiguration(null).name("renamed").build())
                        .corsConfiguration())
                .isEqualTo(other);
        assertThat(send(
                                ApiGatewayV2.UPDATE_API,
                                update.corsConfiguration(Cors.builder().build()).build())
                        .corsConfiguration())
                .isNull();
    }

    @Test
    @DisplayName("R20.8: an empty text in an update of a route takes its target and its name away")
    void emptiesRoutes() {
        String api = api();
        String route = given(send(
                        ApiGatewayV2.CREATE_ROUTE,
                        newRoute(api, "GET /a")
                                .target("integrations/" + integration(api))
                                .operationName("a")
                                .build())
                .routeId());
        var emptied = send(
                ApiGatewayV2.UPDATE_ROUTE,
                UpdateRouteRequest.builder()
                        .apiId(api)
                        .routeId(route)
                        .target("")
                        .operationName("")
                        .build());
        assertThat(emptied.target()).isNull();
        assertThat(emptied.operationName()).isNull();
        assertThat(emptied.routeKey()).isEqualTo("GET /a");
    }

    @Test
    @DisplayName("R13.3, R13.4, R13.6: deployments by hand and by themselves")
    void deploys() {
        String api = api();
        assertThat(refused(
                                ApiGatewayV2.CREATE_DEPLOYMENT,
                                CreateDeploymentRequest.builder().apiId(api).build())
                        .getMessage())
                .isEqualTo("Unable to deploy API because no routes exist in this API");
        send(
                ApiGatewayV2.CREATE_STAGE,
                CreateStageRequest.builder()
                        .apiId(api)
                        .stageName("$default")
                        .autoDeploy(true)
                        .build());
        send(ApiGatewayV2.CREATE_ROUTE, newRoute(api, "GET /a").build());
        var stage = send(
                ApiGatewayV2.GET_STAGE,
                GetStageRequest.builder().apiId(api).stageName("$default").build());
        assertThat(stage.lastDeploymentStatusMessage())
                .isEqualTo("Successfully deployed stage with deployment ID '" + stage.deploymentId() + "'");
        assertThat(given(send(
                                        ApiGatewayV2.GET_DEPLOYMENTS,
                                        GetDeploymentsRequest.builder()
                                                .apiId(api)
                                                .build())
                                .items())
                        .getLast()
                        .description())
                .isEqualTo("Automatic deployment triggered by changes to the Api configuration");
        for (int i = 0; i < 60; i++) {
            send(ApiGatewayV2.CREATE_ROUTE, newRoute(api, "GET /b" + i).build());
        }
        assertThat(store.<Integer>read(
                        tx -> tx.list(Kind.HTTP_API_DOCUMENT, SCOPE, api).size()))
                .isLessThan(30);
    }

    @Test
    @DisplayName("R12.6, R12.7, R13.13, R13.14: settings of stages are merged")
    void mergesStages() {
        String api = api();
        send(ApiGatewayV2.CREATE_ROUTE, newRoute(api, "GET /a").build());
        send(
                ApiGatewayV2.CREATE_STAGE,
                CreateStageRequest.builder()
                        .apiId(api)
                        .stageName("s")
                        .stageVariables(Map.of("a", "1", "b", "2"))
                        .build());
        UpdateStageRequest.Builder update =
                UpdateStageRequest.builder().apiId(api).stageName("s");
        assertThat(send(
                                ApiGatewayV2.UPDATE_STAGE,
                                update.stageVariables(Map.of("a", "", "c", "3")).build())
                        .stageVariables())
                .containsOnly(Map.entry("b", "2"), Map.entry("c", "3"));
        RouteSettings settings = RouteSettings.builder().throttlingBurstLimit(1).build();
        ServiceException unknown = refused(
                ApiGatewayV2.UPDATE_STAGE,
                update.stageVariables(null)
                        .routeSettings(Map.of("GET /x", settings))
                        .build());
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.getMessage())
                .isEqualTo("Unable to find Route by key GET /x within the provided RouteSettings");
        assertThat(refused(
                                ApiGatewayV2.UPDATE_STAGE,
                                update.routeSettings(Map.of(
                                                "GET /a",
                                                RouteSettings.builder()
                                                        .loggingLevel("INFO")
                                                        .build()))
                                        .build())
                        .getMessage())
                .isEqualTo("Execution logs are not supported on protocolType HTTP");
    }

    @Test
    @DisplayName("R21.6: quick create makes integration, route and stage, all managed")
    void quickCreates() {
        String api = given(
                send(ApiGatewayV2.CREATE_API, newApi().target(FUNCTION).build()).apiId());
        var routes = given(send(
                        ApiGatewayV2.GET_ROUTES,
                        GetRoutesRequest.builder().apiId(api).build())
                .items());
        assertThat(routes).hasSize(1);
        assertThat(routes.getFirst().routeKey()).isEqualTo("$default");
        assertThat(routes.getFirst().apiGatewayManaged()).isTrue();
        var stage = send(
                ApiGatewayV2.GET_STAGE,
                GetStageRequest.builder().apiId(api).stageName("$default").build());
        assertThat(stage.apiGatewayManaged()).isTrue();
        assertThat(stage.autoDeploy()).isTrue();
        assertThat(stage.deploymentId()).isNotNull();
    }
}
