package dev.sallyport.control.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sallyport.control.Call;
import dev.sallyport.control.OperationRegistry;
import dev.sallyport.control.ServiceException;
import dev.sallyport.model.Ids;
import dev.sallyport.model.Scope;
import dev.sallyport.store.InMemoryStore;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Structure;
import dev.sallyport.wire.apigatewayv2.AccessLogSettings;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.Cors;
import dev.sallyport.wire.apigatewayv2.CreateApiRequest;
import dev.sallyport.wire.apigatewayv2.CreateAuthorizerRequest;
import dev.sallyport.wire.apigatewayv2.CreateIntegrationRequest;
import dev.sallyport.wire.apigatewayv2.CreateIntegrationResult;
import dev.sallyport.wire.apigatewayv2.CreateRouteRequest;
import dev.sallyport.wire.apigatewayv2.CreateStageRequest;
import dev.sallyport.wire.apigatewayv2.CreateVpcLinkRequest;
import dev.sallyport.wire.apigatewayv2.CreateVpcLinkResponse;
import dev.sallyport.wire.apigatewayv2.DeleteCorsConfigurationRequest;
import dev.sallyport.wire.apigatewayv2.DeleteVpcLinkRequest;
import dev.sallyport.wire.apigatewayv2.GetApiRequest;
import dev.sallyport.wire.apigatewayv2.GetVpcLinkRequest;
import dev.sallyport.wire.apigatewayv2.ResetAuthorizersCacheRequest;
import dev.sallyport.wire.apigatewayv2.UpdateApiRequest;
import dev.sallyport.wire.apigatewayv2.UpdateIntegrationRequest;
import dev.sallyport.wire.apigatewayv2.UpdateVpcLinkRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What integrations, CORS, authorizers, links and access logs of HTTP APIs may be (http-api 3, 5, 7, 8, 10, 11, 14). */
class HttpApiRulesTest {

    private static final Call CALL =
            new Call(new Scope("111111111111", "us-east-1"), "request", "http://localhost:8080");
    private static final String FUNCTION = "arn:aws:lambda:us-east-1:111111111111:function:f";
    private static final String INVOCATION =
            "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/" + FUNCTION + "/invocations";

    private final InMemoryStore store = new InMemoryStore();
    private final OperationRegistry registry = new OperationRegistry();
    private String api;

    HttpApiRulesTest() {
        HttpApiOperations.register(
                registry,
                store,
                new Ids(RandomGeneratorFactory.of("L64X128MixRandom").create(42)),
                () -> Instant.EPOCH,
                issuer -> true);
    }

    @BeforeEach
    void createApi() {
        api = given(send(
                        ApiGatewayV2.CREATE_API,
                        CreateApiRequest.builder()
                                .name("n")
                                .protocolType("HTTP")
                                .build())
                .apiId());
    }

    private static String given(@Nullable String value) {
        return Objects.requireNonNull(value);
    }

    private <I extends Structure, O extends Structure> O send(Operation<I, O> operation, I input) {
        return Objects.requireNonNull(registry.handler(operation)).handle(CALL, input);
    }

    private <I extends Structure> ServiceException refused(Operation<I, ?> operation, I input) {
        ServiceException refused = catchThrowableOfType(ServiceException.class, () -> send(operation, input));
        assertThat(refused).as("the refusal of " + operation.name()).isNotNull();
        return refused;
    }

    private CreateIntegrationResult integration(String type, String uri) {
        return send(ApiGatewayV2.CREATE_INTEGRATION, newIntegration(type, uri).build());
    }

    private CreateIntegrationRequest.Builder newIntegration(String type, String uri) {
        return CreateIntegrationRequest.builder()
                .apiId(api)
                .integrationType(type)
                .integrationUri(uri);
    }

    @Test
    @DisplayName("R3.1 to R3.3: functions by both forms of their ARN, POST and format 1.0 unless said otherwise")
    void functions() {
        for (String uri : List.of(FUNCTION, FUNCTION + ":live", INVOCATION, FUNCTION + ":${stageVariables.alias}")) {
            CreateIntegrationResult made = integration("AWS_PROXY", uri);
            assertThat(made.integrationUri()).isEqualTo(uri);
            assertThat(made.integrationMethod()).isEqualTo("POST");
            assertThat(made.payloadFormatVersion()).isEqualTo("1.0");
        }
        for (String uri : List.of("https://h", "arn:aws:sqs:us-east-1:111111111111:q")) {
            assertThat(refused(
                                    ApiGatewayV2.CREATE_INTEGRATION,
                                    newIntegration("AWS_PROXY", uri).build())
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    @DisplayName("R5.8 to R5.10, R5.12, R5.13: the life of a VPC link")
    void links() {
        CreateVpcLinkResponse made = send(
                ApiGatewayV2.CREATE_VPC_LINK,
                CreateVpcLinkRequest.builder()
                        .name("n")
                        .subnetIds(List.of("subnet-1"))
                        .build());
        assertThat(made.vpcLinkStatus()).isEqualTo("PENDING");
        assertThat(made.vpcLinkStatusMessage()).isEqualTo("VPC link is provisioning ENIs");
        assertThat(made.vpcLinkVersion()).isEqualTo("V2");
        assertThat(made.securityGroupIds()).isEmpty();
        String id = given(made.vpcLinkId());
        GetVpcLinkRequest get = GetVpcLinkRequest.builder().vpcLinkId(id).build();
        var ready = send(ApiGatewayV2.GET_VPC_LINK, get);
        assertThat(ready.vpcLinkStatus()).isEqualTo("AVAILABLE");
        assertThat(ready.vpcLinkStatusMessage()).isEqualTo("VPC link is ready to route traffic");
        var renamed = send(
                ApiGatewayV2.UPDATE_VPC_LINK,
                UpdateVpcLinkRequest.builder().vpcLinkId(id).name("m").build());
        assertThat(renamed.name()).isEqualTo("m");
        assertThat(renamed.subnetIds()).containsExactly("subnet-1");
        send(
                ApiGatewayV2.DELETE_VPC_LINK,
                DeleteVpcLinkRequest.builder().vpcLinkId(id).build());
        assertThat(refused(ApiGatewayV2.GET_VPC_LINK, get).status()).isEqualTo(404);
        assertThat(refused(
                                ApiGatewayV2.CREATE_VPC_LINK,
                                CreateVpcLinkRequest.builder()
                                        .name("n")
                                        .subnetIds(List.of())
                                        .build())
                        .status())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("R7.9, R7.15, R21.27: mappings of answers are merged by status; keys are kept as they are written")
    void mappings() {
        Map<String, Map<String, String>> first =
                Map.of("200", Map.of("append:header.X-Own", "1"), "404", Map.of("overwrite:statuscode", "410"));
        CreateIntegrationResult made = send(
                ApiGatewayV2.CREATE_INTEGRATION,
                newIntegration("AWS_PROXY", FUNCTION).responseParameters(first).build());
        assertThat(made.responseParameters()).isEqualTo(first);
        UpdateIntegrationRequest.Builder update =
                UpdateIntegrationRequest.builder().apiId(api).integrationId(made.integrationId());
        assertThat(send(
                                ApiGatewayV2.UPDATE_INTEGRATION,
                                update.responseParameters(
                                                Map.of("404", Map.of(), "500", Map.of("remove:header.a", "''")))
                                        .build())
                        .responseParameters())
                .isEqualTo(Map.of("200", Map.of("append:header.X-Own", "1"), "500", Map.of("remove:header.a", "''")));
        assertThat(refused(
                                ApiGatewayV2.UPDATE_INTEGRATION,
                                update.responseParameters(Map.of("200", Map.of("append:overwrite.a", "1")))
                                        .build())
                        .getMessage())
                .startsWith("Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid"
                        + " Response Actioned Parameter");
        for (String status : List.of("199", "600", "2XX", "default")) {
            assertThat(refused(
                                    ApiGatewayV2.UPDATE_INTEGRATION,
                                    update.responseParameters(Map.of(status, Map.of("append:header.a", "1")))
                                            .build())
                            .status())
                    .as(status)
                    .isEqualTo(400);
        }
    }

    @Test
    @DisplayName("R8.17: CORS is replaced as a whole, may be nearly empty, and goes")
    void cors() {
        UpdateApiRequest.Builder update = UpdateApiRequest.builder().apiId(api);
        send(
                ApiGatewayV2.UPDATE_API,
                update.corsConfiguration(Cors.builder()
                                .allowOrigins(List.of("https://a.example"))
                                .allowMethods(List.of("GET", "*"))
                                .maxAge(-1)
                                .build())
                        .build());
        Cors replaced = Objects.requireNonNull(send(
                        ApiGatewayV2.UPDATE_API,
                        update.corsConfiguration(Cors.builder()
                                        .allowCredentials(false)
                                        .allowHeaders(List.of())
                                        .allowMethods(List.of())
                                        .allowOrigins(List.of("*"))
                                        .exposeHeaders(List.of())
                                        .maxAge(0)
                                        .build())
                                .build())
                .corsConfiguration());
        assertThat(replaced.allowMethods()).isNull();
        assertThat(replaced.allowOrigins()).containsExactly("*");
        for (String value : List.of("a\r\nb: c", "a,b", "", "\u00e4")) {
            Cors forged = Cors.builder().allowHeaders(List.of(value)).build();
            assertThat(refused(
                                    ApiGatewayV2.UPDATE_API,
                                    update.corsConfiguration(forged).build())
                            .status())
                    .isEqualTo(400);
        }
        send(
                ApiGatewayV2.DELETE_CORS_CONFIGURATION,
                DeleteCorsConfigurationRequest.builder().apiId(api).build());
        assertThat(send(ApiGatewayV2.GET_API, GetApiRequest.builder().apiId(api).build())
                        .corsConfiguration())
                .isNull();
    }

    private CreateAuthorizerRequest.Builder newAuthorizer() {
        return CreateAuthorizerRequest.builder()
                .apiId(api)
                .name("a")
                .authorizerType("REQUEST")
                .authorizerUri(INVOCATION)
                .authorizerPayloadFormatVersion("2.0")
                .identitySource(List.of("$request.header.a"));
    }

    @Test
    @DisplayName("R10.2, R10.4, R10.9, R10.18: what a Lambda authorizer may be")
    void authorizers() {
        send(
                ApiGatewayV2.CREATE_AUTHORIZER,
                newAuthorizer()
                        .identitySource(List.of(
                                "$request.header.a",
                                "$request.querystring.b",
                                "$context.routeKey",
                                "$stageVariables.c"))
                        .authorizerResultTtlInSeconds(3600)
                        .enableSimpleResponses(true)
                        .build());
        for (CreateAuthorizerRequest.Builder bad : List.of(
                newAuthorizer().authorizerUri(FUNCTION),
                newAuthorizer().authorizerUri(null),
                newAuthorizer().identitySource(List.of("$request.path.a")),
                newAuthorizer().identitySource(List.of("method.request.header.a")),
                newAuthorizer().identitySource(List.of()).authorizerResultTtlInSeconds(1),
                newAuthorizer().authorizerPayloadFormatVersion("1.0").enableSimpleResponses(true),
                newAuthorizer().authorizerPayloadFormatVersion("3.0"))) {
            assertThat(refused(ApiGatewayV2.CREATE_AUTHORIZER, bad.build()).status())
                    .isEqualTo(400);
        }
    }

    @Test
    @DisplayName("R11.5, R12.5, R21.16, R21.17: what an IAM route cannot have, and what no route has")
    void routes() {
        String authorizer = given(
                send(ApiGatewayV2.CREATE_AUTHORIZER, newAuthorizer().build()).authorizerId());
        CreateRouteRequest.Builder route =
                CreateRouteRequest.builder().apiId(api).routeKey("GET /a");
        for (String type : List.of("AWS_IAM", "NONE")) {
            assertThat(refused(
                                    ApiGatewayV2.CREATE_ROUTE,
                                    route.authorizationType(type)
                                            .authorizerId(authorizer)
                                            .build())
                            .status())
                    .isEqualTo(400);
        }
        assertThat(refused(
                                ApiGatewayV2.CREATE_ROUTE,
                                route.authorizationType("AWS_IAM")
                                        .authorizerId(null)
                                        .authorizationScopes(List.of("a"))
                                        .build())
                        .status())
                .isEqualTo(400);
        assertThat(refused(
                                ApiGatewayV2.CREATE_ROUTE,
                                route.authorizationScopes(null)
                                        .apiKeyRequired(true)
                                        .build())
                        .status())
                .isEqualTo(400);
        assertThat(send(ApiGatewayV2.CREATE_ROUTE, route.apiKeyRequired(false).build())
                        .authorizationType())
                .isEqualTo("AWS_IAM");
    }

    @Test
    @DisplayName("R14.1, R14.2: access logs go to a log group, and each line has the request's id")
    void accessLogs() {
        String group = "arn:aws:logs:us-east-1:111111111111:log-group:g";
        assertThat(log("a", group, "$context.requestId").format()).isEqualTo("$context.requestId");
        assertThat(log("b", group + ":*", "$context.extendedRequestId").destinationArn())
                .isEqualTo(group + ":*");
        for (CreateStageRequest bad : List.of(
                stage("c", group, "$context.status"),
                stage("c", group, "$context.requestId\n"),
                stage(
                        "c",
                        "arn:aws:firehose:us-east-1:111111111111:deliverystream/amazon-apigateway-x",
                        "$context.requestId"),
                stage("c", "g", "$context.requestId"))) {
            assertThat(refused(ApiGatewayV2.CREATE_STAGE, bad).status()).isEqualTo(400);
        }
    }

    private AccessLogSettings log(String name, String destination, String format) {
        return Objects.requireNonNull(send(ApiGatewayV2.CREATE_STAGE, stage(name, destination, format))
                .accessLogSettings());
    }

    private CreateStageRequest stage(String name, String destination, String format) {
        return CreateStageRequest.builder()
                .apiId(api)
                .stageName(name)
                .accessLogSettings(AccessLogSettings.builder()
                        .destinationArn(destination)
                        .format(format)
                        .build())
                .build();
    }

    @Test
    @DisplayName("R10.19: a reset has the stage compiled anew, which begins with nothing kept; of no stage it is 404")
    void resets() {
        send(
                ApiGatewayV2.CREATE_STAGE,
                CreateStageRequest.builder().apiId(api).stageName("s").build());
        List<Store.Change> changes = new ArrayList<>();
        store.subscribe(changes::addAll);
        send(
                ApiGatewayV2.RESET_AUTHORIZERS_CACHE,
                ResetAuthorizersCacheRequest.builder().apiId(api).stageName("s").build());
        assertThat(changes).singleElement().satisfies(change -> {
            assertThat(change.kind()).isEqualTo(Kind.HTTP_API_STAGE);
            assertThat(change.id()).isEqualTo("s");
        });
        assertThat(refused(
                                ApiGatewayV2.RESET_AUTHORIZERS_CACHE,
                                ResetAuthorizersCacheRequest.builder()
                                        .apiId(api)
                                        .stageName("t")
                                        .build())
                        .status())
                .isEqualTo(404);
    }
}
