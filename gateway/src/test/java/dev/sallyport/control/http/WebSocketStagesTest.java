package dev.sallyport.control.http;

import static dev.sallyport.control.http.ControlClient.SCOPE;
import static dev.sallyport.control.http.ControlClient.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.model.Account;
import dev.sallyport.model.ClientCertificate;
import dev.sallyport.model.HttpApiStage;
import dev.sallyport.model.WebSocketDocument;
import dev.sallyport.store.EntityJson;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.apigatewayv2.AccessLogSettings;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.CreateDeploymentRequest;
import dev.sallyport.wire.apigatewayv2.CreateDeploymentResponse;
import dev.sallyport.wire.apigatewayv2.CreateModelRequest;
import dev.sallyport.wire.apigatewayv2.CreateRouteRequest;
import dev.sallyport.wire.apigatewayv2.CreateRouteResponseRequest;
import dev.sallyport.wire.apigatewayv2.CreateStageRequest;
import dev.sallyport.wire.apigatewayv2.CreateStageResponse;
import dev.sallyport.wire.apigatewayv2.DeleteDeploymentRequest;
import dev.sallyport.wire.apigatewayv2.DeleteRouteRequest;
import dev.sallyport.wire.apigatewayv2.DeleteRouteSettingsRequest;
import dev.sallyport.wire.apigatewayv2.DeleteStageRequest;
import dev.sallyport.wire.apigatewayv2.GetStageRequest;
import dev.sallyport.wire.apigatewayv2.GetStageResponse;
import dev.sallyport.wire.apigatewayv2.GetStagesRequest;
import dev.sallyport.wire.apigatewayv2.ResetAuthorizersCacheRequest;
import dev.sallyport.wire.apigatewayv2.RouteSettings;
import dev.sallyport.wire.apigatewayv2.UpdateApiRequest;
import dev.sallyport.wire.apigatewayv2.UpdateStageRequest;
import dev.sallyport.wire.apigatewayv2.UpdateStageResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stages and deployments of WebSocket APIs (websocket-api 1, 17, 18, 22). */
class WebSocketStagesTest {

    private static final String NO_ROLE = "CloudWatch Logs role ARN must be set in account settings to enable logging";
    private static final AccessLogSettings ACCESS_LOG = AccessLogSettings.builder()
            .destinationArn("arn:aws:logs:us-east-1:111111111111:log-group:g")
            .format("$context.identity.sourceIp $context.requestId")
            .build();
    private static final RouteSettings ERRORS =
            RouteSettings.builder().loggingLevel("ERROR").build();

    private final ControlClient client = new ControlClient();
    private final String api = client.webSocketApi();

    private CreateStageRequest.Builder newStage() {
        return CreateStageRequest.builder().apiId(api).stageName("s");
    }

    private CreateStageResponse create(CreateStageRequest.Builder stage) {
        return client.send(ApiGatewayV2.CREATE_STAGE, stage.build());
    }

    private UpdateStageRequest.Builder change() {
        return UpdateStageRequest.builder().apiId(api).stageName("s");
    }

    private UpdateStageResponse update(UpdateStageRequest.Builder change) {
        return client.send(ApiGatewayV2.UPDATE_STAGE, change.build());
    }

    private GetStageResponse stage() {
        return client.send(
                ApiGatewayV2.GET_STAGE,
                GetStageRequest.builder().apiId(api).stageName("s").build());
    }

    private CreateDeploymentRequest deployment() {
        return CreateDeploymentRequest.builder().apiId(api).stageName("s").build();
    }

    private void logRole() {
        client.store.write(tx -> {
            Account account = new Account("arn:aws:iam::111111111111:role/logs", List.of());
            tx.put(Kind.ACCOUNT, SCOPE, "", Account.ID, account);
            return account;
        });
    }

    private WebSocketDocument served() {
        return client.store.read(tx -> {
            HttpApiStage stage = given(tx.find(Kind.WEB_SOCKET_STAGE, SCOPE, api, "s"));
            String digest = given(tx.find(Kind.HTTP_API_DEPLOYMENT, SCOPE, api, given(stage.deploymentId())))
                    .documentDigest();
            return given(tx.find(Kind.WEB_SOCKET_DOCUMENT, SCOPE, api, digest));
        });
    }

    private void setUnchecked(boolean disabled) {
        client.send(
                ApiGatewayV2.UPDATE_API,
                UpdateApiRequest.builder()
                        .apiId(api)
                        .disableSchemaValidation(disabled)
                        .build());
    }

    private void model(String schema) {
        client.send(
                ApiGatewayV2.CREATE_MODEL,
                CreateModelRequest.builder().apiId(api).name("m").schema(schema).build());
    }

    private void routeResponse(String route) {
        client.send(
                ApiGatewayV2.CREATE_ROUTE_RESPONSE,
                CreateRouteResponseRequest.builder()
                        .apiId(api)
                        .routeId(route)
                        .routeResponseKey("$default")
                        .build());
    }

    @Test
    @DisplayName("22.1, W17.3, W18.1: a minimal stage")
    void minimalStage() {
        assertThat(create(newStage()))
                .isEqualTo(CreateStageResponse.builder()
                        .createdDate(ControlClient.NOW)
                        .defaultRouteSettings(RouteSettings.builder()
                                .dataTraceEnabled(false)
                                .detailedMetricsEnabled(false)
                                .loggingLevel("OFF")
                                .build())
                        .lastUpdatedDate(ControlClient.NOW)
                        .routeSettings(Map.of())
                        .stageName("s")
                        .stageVariables(Map.of())
                        .tags(Map.of())
                        .build());
        assertThat(client.refused(ApiGatewayV2.CREATE_STAGE, newStage().build()).status())
                .isEqualTo(409);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$default", "a b", "a/b", "ä"})
    @DisplayName("W2.3: names; there is no default stage")
    void checksNames(String name) {
        assertThat(client.refused(
                                ApiGatewayV2.CREATE_STAGE,
                                newStage().stageName(name).build())
                        .status())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("W18.4: logs of either kind need the account's role")
    void logsNeedARole() {
        RouteSettings trace = RouteSettings.builder().dataTraceEnabled(true).build();
        for (CreateStageRequest.Builder asking : List.of(
                newStage().accessLogSettings(ACCESS_LOG),
                newStage().defaultRouteSettings(ERRORS),
                newStage().defaultRouteSettings(trace),
                newStage().routeSettings(Map.of("$connect", ERRORS)))) {
            ServiceException refused = client.refused(ApiGatewayV2.CREATE_STAGE, asking.build());
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.getMessage()).isEqualTo(NO_ROLE);
        }
        create(newStage());
        assertThat(client.refused(
                                ApiGatewayV2.UPDATE_STAGE,
                                change().defaultRouteSettings(ERRORS).build())
                        .getMessage())
                .isEqualTo(NO_ROLE);
        update(change().accessLogSettings(AccessLogSettings.builder().build())
                .defaultRouteSettings(
                        RouteSettings.builder().loggingLevel("OFF").build()));
    }

    @Test
    @DisplayName("W18.4, R13.15: with a role there are logs, until they are taken away")
    void logs() {
        create(newStage());
        logRole();
        UpdateStageResponse updated =
                update(change().accessLogSettings(ACCESS_LOG).defaultRouteSettings(ERRORS));
        assertThat(updated.accessLogSettings()).isEqualTo(ACCESS_LOG);
        assertThat(updated.defaultRouteSettings())
                .isEqualTo(RouteSettings.builder()
                        .dataTraceEnabled(false)
                        .detailedMetricsEnabled(false)
                        .loggingLevel("ERROR")
                        .build());
        UpdateStageResponse without =
                update(change().accessLogSettings(AccessLogSettings.builder().build()));
        assertThat(without.accessLogSettings()).isNull();
        assertThat(given(without.defaultRouteSettings()).loggingLevel()).isEqualTo("ERROR");
    }

    @Test
    @DisplayName("W17.1, R13.14: settings by route key; the predefined routes may have some before they are there")
    void routeSettings() {
        logRole();
        client.route(api, "sendmessage");
        RouteSettings limits = RouteSettings.builder()
                .throttlingBurstLimit(2222)
                .throttlingRateLimit(8888.0)
                .loggingLevel("INFO")
                .dataTraceEnabled(true)
                .build();
        Map<String, RouteSettings> settings =
                Map.of("$default", RouteSettings.builder().build(), "$connect", limits, "sendmessage", limits);
        assertThat(create(newStage().routeSettings(settings)).routeSettings()).isEqualTo(settings);
        ServiceException unknown = client.refused(
                ApiGatewayV2.UPDATE_STAGE,
                change().routeSettings(Map.of("nope", limits)).build());
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.getMessage())
                .isEqualTo("Unable to find Route by key nope within the provided RouteSettings");
        client.send(
                ApiGatewayV2.DELETE_ROUTE_SETTINGS,
                DeleteRouteSettingsRequest.builder()
                        .apiId(api)
                        .stageName("s")
                        .routeKey("$connect")
                        .build());
        assertThat(stage().routeSettings()).containsOnlyKeys("$default", "sendmessage");
    }

    @Test
    @DisplayName("W18.3: a certificate of the account, which can be taken away again")
    void clientCertificate() {
        client.store.write(tx -> {
            ClientCertificate certificate =
                    new ClientCertificate("abc123", null, "pem", "key", ControlClient.NOW, ControlClient.NOW, Map.of());
            tx.put(Kind.CLIENT_CERTIFICATE, SCOPE, "", "abc123", certificate);
            return certificate;
        });
        assertThat(client.refused(
                                ApiGatewayV2.CREATE_STAGE,
                                newStage().clientCertificateId("nope").build())
                        .status())
                .isEqualTo(400);
        assertThat(create(newStage().clientCertificateId("abc123")).clientCertificateId())
                .isEqualTo("abc123");
        assertThat(update(change().description("e")).clientCertificateId()).isEqualTo("abc123");
        assertThat(update(change().clientCertificateId("")).clientCertificateId())
                .isNull();
    }

    @Test
    @DisplayName("W22.14, W22.16, 22.1: a deployment needs a route and moves its stage")
    void deploys() {
        create(newStage());
        assertThat(client.refused(ApiGatewayV2.CREATE_DEPLOYMENT, deployment()).getMessage())
                .isEqualTo("Unable to deploy API because no routes exist in this API");
        client.route(api, "a");
        CreateDeploymentResponse deployment = client.send(ApiGatewayV2.CREATE_DEPLOYMENT, deployment());
        assertThat(deployment)
                .isEqualTo(CreateDeploymentResponse.builder()
                        .autoDeployed(false)
                        .createdDate(ControlClient.NOW)
                        .deploymentId(deployment.deploymentId())
                        .deploymentStatus("DEPLOYED")
                        .build());
        assertThat(stage().deploymentId()).isEqualTo(deployment.deploymentId());
        DeleteDeploymentRequest delete = DeleteDeploymentRequest.builder()
                .apiId(api)
                .deploymentId(deployment.deploymentId())
                .build();
        assertThat(client.refused(ApiGatewayV2.DELETE_DEPLOYMENT, delete).getMessage())
                .isEqualTo("Active stages pointing to this deployment must be moved or deleted");
        client.send(
                ApiGatewayV2.DELETE_STAGE,
                DeleteStageRequest.builder().apiId(api).stageName("s").build());
        client.send(ApiGatewayV2.DELETE_DEPLOYMENT, delete);
        assertThat(client.store.<Integer>read(
                        tx -> tx.list(Kind.WEB_SOCKET_DOCUMENT, SCOPE, api).size()))
                .isZero();
    }

    @Test
    @DisplayName("W1.5: a deployment freezes everything, and nothing that changes later changes it")
    void freezes() {
        model("{\"type\":\"object\"}");
        String route = given(client.send(
                        ApiGatewayV2.CREATE_ROUTE,
                        CreateRouteRequest.builder()
                                .apiId(api)
                                .routeKey("echo")
                                .target("integrations/" + client.mock(api))
                                .requestModels(Map.of("$default", "m"))
                                .routeResponseSelectionExpression("$default")
                                .build())
                .routeId());
        routeResponse(route);
        client.route(api, "$default");
        create(newStage());
        client.send(ApiGatewayV2.CREATE_DEPLOYMENT, deployment());
        WebSocketDocument before = served();
        assertThat(before.routes()).extracting("routeKey").containsExactly("$default", "echo");
        assertThat(given(before.route("echo")).isTwoWay()).isTrue();
        assertThat(given(before.route("$default")).isTwoWay()).isFalse();
        assertThat(before.integration(given(before.route("echo")).integrationId()))
                .isNotNull();
        assertThat(before.model("m")).isNotNull();
        assertThat(before.routeSelectionExpression()).isEqualTo("$request.body.action");
        assertThat(EntityJson.read(EntityJson.write(before), WebSocketDocument.class))
                .isEqualTo(before);
        client.send(
                ApiGatewayV2.DELETE_ROUTE,
                DeleteRouteRequest.builder().apiId(api).routeId(route).build());
        setUnchecked(true);
        assertThat(served()).isEqualTo(before);
    }

    @Test
    @DisplayName("W1.4: a stage that deploys itself follows every change of what is deployed")
    void deploysItself() {
        create(newStage().autoDeploy(true));
        assertThat(stage().lastDeploymentStatusMessage())
                .isEqualTo("Deployment attempt failed: Unable to deploy API because no routes exist in this API");
        String route = client.route(api, "a");
        String first = stage().deploymentId();
        routeResponse(route);
        GetStageResponse second = stage();
        assertThat(second.deploymentId()).isNotEqualTo(first);
        assertThat(second.lastDeploymentStatusMessage())
                .isEqualTo("Successfully deployed stage with deployment ID '" + second.deploymentId() + "'");
        assertThat(given(served().route("a")).responses()).hasSize(1);
    }

    @Test
    @DisplayName("W22.15: models that nobody checked stop a deployment once they are checked")
    void checksModels() {
        setUnchecked(true);
        model("{\"const\": 1}");
        client.route(api, "a");
        create(newStage());
        client.send(ApiGatewayV2.CREATE_DEPLOYMENT, deployment());
        String deployed = stage().deploymentId();
        setUnchecked(false);
        ServiceException refused = client.refused(ApiGatewayV2.CREATE_DEPLOYMENT, deployment());
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.getMessage()).contains("Invalid model schema specified");
        update(change().autoDeploy(true));
        assertThat(stage().deploymentId()).isEqualTo(deployed);
        assertThat(Objects.toString(stage().lastDeploymentStatusMessage()))
                .startsWith("Deployment attempt failed: Invalid model specified: ");
    }

    @Test
    @DisplayName("R13.5, R13.13, W22.21: deployments by hand, variables, listing, and a cache that is not there")
    void updates() {
        create(newStage().stageVariables(Map.of("a", "1", "b", "2")));
        assertThat(update(change().stageVariables(Map.of("a", "", "c", "3"))).stageVariables())
                .containsOnly(Map.entry("b", "2"), Map.entry("c", "3"));
        assertThat(client.refused(
                                ApiGatewayV2.UPDATE_STAGE,
                                change().deploymentId("nope").build())
                        .status())
                .isEqualTo(404);
        client.send(
                ApiGatewayV2.RESET_AUTHORIZERS_CACHE,
                ResetAuthorizersCacheRequest.builder().apiId(api).stageName("s").build());
        assertThat(client.send(
                                ApiGatewayV2.GET_STAGES,
                                GetStagesRequest.builder().apiId(api).build())
                        .items())
                .hasSize(1);
    }
}
