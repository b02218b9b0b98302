package dev.sallyport.control.http;

import static dev.sallyport.control.http.ControlClient.NOW;
import static dev.sallyport.control.http.ControlClient.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.wire.apigatewayv2.AccessLogSettings;
import dev.sallyport.wire.apigatewayv2.ApiGatewayV2;
import dev.sallyport.wire.apigatewayv2.CreateApiRequest;
import dev.sallyport.wire.apigatewayv2.CreateDeploymentRequest;
import dev.sallyport.wire.apigatewayv2.CreateStageRequest;
import dev.sallyport.wire.apigatewayv2.CreateStageResponse;
import dev.sallyport.wire.apigatewayv2.DeleteAccessLogSettingsRequest;
import dev.sallyport.wire.apigatewayv2.DeleteDeploymentRequest;
import dev.sallyport.wire.apigatewayv2.DeleteRouteSettingsRequest;
import dev.sallyport.wire.apigatewayv2.DeleteStageRequest;
import dev.sallyport.wire.apigatewayv2.Deployment;
import dev.sallyport.wire.apigatewayv2.GetApiRequest;
import dev.sallyport.wire.apigatewayv2.GetDeploymentsRequest;
import dev.sallyport.wire.apigatewayv2.GetStageRequest;
import dev.sallyport.wire.apigatewayv2.GetStageResponse;
import dev.sallyport.wire.apigatewayv2.GetStagesRequest;
import dev.sallyport.wire.apigatewayv2.RouteSettings;
import dev.sallyport.wire.apigatewayv2.Stage;
import dev.sallyport.wire.apigatewayv2.UpdateStageRequest;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stages and deployments of HTTP APIs (http-api 13, 14). */
class HttpApiStagesTest {

    private static final String GROUP = "arn:aws:logs:us-east-1:111111111111:log-group:g";

    private final ControlClient client = new ControlClient();
    private final String api = client.httpApi();

    private CreateStageRequest.Builder newStage(String name) {
        return CreateStageRequest.builder().apiId(api).stageName(name);
    }

    private CreateStageResponse stage(String name) {
        return client.send(ApiGatewayV2.CREATE_STAGE, newStage(name).build());
    }

    private GetStageResponse get(String name) {
        return client.send(
                ApiGatewayV2.GET_STAGE,
                GetStageRequest.builder().apiId(api).stageName(name).build());
    }

    private void update(UpdateStageRequest.Builder change) {
        client.send(
                ApiGatewayV2.UPDATE_STAGE, change.apiId(api).stageName("beta").build());
    }

    private void refuses(CreateStageRequest.Builder stage, int status, String text) {
        says(client.refused(ApiGatewayV2.CREATE_STAGE, stage.build()), status, text);
    }

    private static void says(ServiceException refused, int status, String text) {
        assertThat(refused.getMessage()).isEqualTo(text);
        assertThat(refused.status()).isEqualTo(status);
    }

    private String deployment() {
        return given(client.send(
                        ApiGatewayV2.CREATE_DEPLOYMENT,
                        CreateDeploymentRequest.builder().apiId(api).build())
                .deploymentId());
    }

    @Test
    @DisplayName("R13.16: a stage without settings as it is answered")
    void asItIsAnswered() {
        assertThat(stage("beta"))
                .isEqualTo(CreateStageResponse.builder()
                        .createdDate(NOW)
                        .defaultRouteSettings(RouteSettings.builder()
                                .detailedMetricsEnabled(false)
                                .build())
                        .lastUpdatedDate(NOW)
                        .routeSettings(Map.of())
                        .stageName("beta")
                        .stageVariables(Map.of())
                        .tags(Map.of())
                        .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"$default", "a-b_C9", "a"})
    @DisplayName("R13.1: names of stages")
    void names(String name) {
        assertThat(stage(name).stageName()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$other", "a b", "a/b", "ä", "a.b"})
    @DisplayName("R13.1: other names are refused")
    void otherNames(String name) {
        refuses(
                newStage(name),
                400,
                "Stage name only allows letters, numbers, hyphens, and underscores, or it is $default");
    }

    @Test
    @DisplayName("R13.11: a stage of the same name")
    void duplicates() {
        stage("beta");
        refuses(newStage("beta"), 409, "Stage already exists");
    }

    @Test
    @DisplayName("19: ten stages of an API")
    void tenStages() {
        for (int i = 0; i < 10; i++) {
            stage("s" + i);
        }
        refuses(newStage("s10"), 429, "Maximum number of stages for this API has been reached");
        var page = client.send(
                ApiGatewayV2.GET_STAGES,
                GetStagesRequest.builder().apiId(api).maxResults("9").build());
        assertThat(page.items()).hasSize(9).extracting(Stage::stageName).contains("s0", "s8");
        assertThat(client.send(
                                ApiGatewayV2.GET_STAGES,
                                GetStagesRequest.builder()
                                        .apiId(api)
                                        .nextToken(page.nextToken())
                                        .build())
                        .items())
                .extracting(Stage::stageName)
                .containsExactly("s9");
    }

    @Test
    @DisplayName("R13.5: a stage that deploys itself is not given a deployment, one that stops doing so is")
    void deploymentsOfStages() {
        client.route(api, "GET /pets");
        String id = deployment();
        String text = "Deployment ID cannot be set while AutoDeploy is enabled";
        refuses(newStage("beta").autoDeploy(true).deploymentId(id), 400, text);
        refuses(newStage("beta").deploymentId("nope"), 404, "Invalid Deployment identifier specified nope");
        client.send(ApiGatewayV2.CREATE_STAGE, newStage("beta").autoDeploy(true).build());
        says(
                client.refused(
                        ApiGatewayV2.UPDATE_STAGE,
                        UpdateStageRequest.builder()
                                .apiId(api)
                                .stageName("beta")
                                .deploymentId(id)
                                .build()),
                400,
                text);
        update(UpdateStageRequest.builder().autoDeploy(false).deploymentId(id));
        assertThat(get("beta").deploymentId()).isEqualTo(id);
        assertThat(get("beta").autoDeploy()).isFalse();
    }

    @Test
    @DisplayName("R13.9: a deployment that a stage points to stays, and goes when the stage has moved")
    void activeDeployments() {
        client.route(api, "GET /pets");
        String first = deployment();
        String second = deployment();
        client.send(
                ApiGatewayV2.CREATE_STAGE, newStage("beta").deploymentId(first).build());
        DeleteDeploymentRequest delete =
                DeleteDeploymentRequest.builder().apiId(api).deploymentId(first).build();
        says(
                client.refused(ApiGatewayV2.DELETE_DEPLOYMENT, delete),
                400,
                "Active stages pointing to this deployment must be moved or deleted");
        update(UpdateStageRequest.builder().deploymentId(second));
        client.send(ApiGatewayV2.DELETE_DEPLOYMENT, delete);
        assertThat(client.send(
                                ApiGatewayV2.GET_DEPLOYMENTS,
                                GetDeploymentsRequest.builder().apiId(api).build())
                        .items())
                .extracting(Deployment::deploymentId)
                .containsExactly(second);
        assertThat(client.refused(ApiGatewayV2.DELETE_DEPLOYMENT, delete).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"a-b, v", "a, v w", "a, 'a|b'"})
    @DisplayName("R13.12: variables that are not legal")
    void illegalVariables(String name, String value) {
        ServiceException refused = client.refused(
                ApiGatewayV2.CREATE_STAGE,
                newStage("beta").stageVariables(Map.of(name, value)).build());
        assertThat(refused.status()).isEqualTo(400);
        assertThat(client.refused(
                                ApiGatewayV2.GET_STAGE,
                                GetStageRequest.builder()
                                        .apiId(api)
                                        .stageName("beta")
                                        .build())
                        .getMessage())
                .isEqualTo("Invalid stage identifier specified");
    }

    @Test
    @DisplayName("R13.12: all characters of values")
    void legalVariables() {
        Map<String, String> all = Map.of("a_Z9", "Az0-._~:/?#&=,");
        client.send(
                ApiGatewayV2.CREATE_STAGE, newStage("beta").stageVariables(all).build());
        assertThat(get("beta").stageVariables()).isEqualTo(all);
    }

    @Test
    @DisplayName("R13.12: a hundred variables")
    void manyVariables() {
        Map<String, String> variables =
                IntStream.range(0, 101).boxed().collect(Collectors.toMap(i -> "v" + i, String::valueOf));
        refuses(newStage("beta").stageVariables(variables), 400, "Maximum number of stage variables is 100");
        variables.remove("v0");
        client.send(
                ApiGatewayV2.CREATE_STAGE,
                newStage("beta").stageVariables(variables).build());
        assertThat(given(get("beta").stageVariables())).hasSize(100);
    }

    @Test
    @DisplayName("R13.13 to R13.15, R13.17: updates merge, what is empty removes, and the date moves")
    void updates() {
        client.route(api, "GET /pets");
        client.send(
                ApiGatewayV2.CREATE_STAGE,
                newStage("beta")
                        .description("d")
                        .stageVariables(Map.of("a", "1", "b", "2"))
                        .accessLogSettings(log("$context.requestId"))
                        .routeSettings(Map.of("GET /pets", limit(1)))
                        .build());
        client.now = NOW.plusSeconds(60);
        update(UpdateStageRequest.builder().stageVariables(Map.of("a", "", "c", "3")));
        GetStageResponse updated = get("beta");
        assertThat(updated.stageVariables()).isEqualTo(Map.of("b", "2", "c", "3"));
        assertThat(updated.description()).isEqualTo("d");
        assertThat(updated.accessLogSettings()).isEqualTo(log("$context.requestId"));
        assertThat(updated.createdDate()).isEqualTo(NOW);
        assertThat(updated.lastUpdatedDate()).isEqualTo(NOW.plusSeconds(60));
        update(UpdateStageRequest.builder()
                .description("")
                .accessLogSettings(AccessLogSettings.builder().build()));
        assertThat(get("beta").description()).isNull();
        assertThat(get("beta").accessLogSettings()).isNull();
        assertThat(get("beta").routeSettings()).isEqualTo(Map.of("GET /pets", limit(1)));
    }

    private static AccessLogSettings log(String format) {
        return AccessLogSettings.builder().destinationArn(GROUP).format(format).build();
    }

    private static RouteSettings limit(int burst) {
        return RouteSettings.builder().throttlingBurstLimit(burst).build();
    }

    @Test
    @DisplayName("R13.14, R13.15, R12.6: what DeleteAccessLogSettings and DeleteRouteSettings remove")
    void removals() {
        client.route(api, "GET /pets");
        client.send(
                ApiGatewayV2.CREATE_STAGE,
                newStage("beta")
                        .accessLogSettings(log("$context.extendedRequestId"))
                        .routeSettings(Map.of("GET /pets", limit(1)))
                        .build());
        client.send(
                ApiGatewayV2.DELETE_ACCESS_LOG_SETTINGS,
                DeleteAccessLogSettingsRequest.builder()
                        .apiId(api)
                        .stageName("beta")
                        .build());
        assertThat(get("beta").accessLogSettings()).isNull();
        DeleteRouteSettingsRequest delete = DeleteRouteSettingsRequest.builder()
                .apiId(api)
                .stageName("beta")
                .routeKey("GET /pets")
                .build();
        client.send(ApiGatewayV2.DELETE_ROUTE_SETTINGS, delete);
        assertThat(get("beta").routeSettings()).isEqualTo(Map.of());
        says(
                client.refused(ApiGatewayV2.DELETE_ROUTE_SETTINGS, delete),
                404,
                "Unable to find Route by key GET /pets within the provided RouteSettings");
    }

    @Test
    @DisplayName("R13.18, R13.20: the stage of quick create is managed, deploys itself and is not deleted")
    void managed() {
        var quick = client.send(
                ApiGatewayV2.CREATE_API,
                CreateApiRequest.builder()
                        .name("n")
                        .protocolType("HTTP")
                        .target("https://example.com")
                        .build());
        GetStageResponse stage = client.send(
                ApiGatewayV2.GET_STAGE,
                GetStageRequest.builder()
                        .apiId(quick.apiId())
                        .stageName("$default")
                        .build());
        assertThat(stage.apiGatewayManaged()).isTrue();
        assertThat(stage.autoDeploy()).isTrue();
        says(
                client.refused(
                        ApiGatewayV2.DELETE_STAGE,
                        DeleteStageRequest.builder()
                                .apiId(quick.apiId())
                                .stageName("$default")
                                .build()),
                400,
                "A stage that quick create made cannot be deleted");
        assertThat(client.send(
                                ApiGatewayV2.GET_API,
                                GetApiRequest.builder().apiId(quick.apiId()).build())
                        .apiEndpoint())
                .isEqualTo("https://" + quick.apiId() + ".execute-api.us-east-1.amazonaws.com");
    }

    @Test
    @DisplayName("R20.11: a stage that is deleted is not found, nor is it deleted again")
    void deletion() {
        stage("beta");
        DeleteStageRequest delete =
                DeleteStageRequest.builder().apiId(api).stageName("beta").build();
        client.send(ApiGatewayV2.DELETE_STAGE, delete);
        says(client.refused(ApiGatewayV2.DELETE_STAGE, delete), 404, "Invalid stage identifier specified");
    }
}
