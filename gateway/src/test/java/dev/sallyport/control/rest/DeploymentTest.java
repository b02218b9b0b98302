package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.given;
import static dev.sallyport.control.rest.Rest.op;
import static dev.sallyport.control.rest.Rest.putMethod;
import static dev.sallyport.control.rest.Rest.replace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.Rest.Api;
import dev.sallyport.model.ApiDocument;
import dev.sallyport.store.EntityJson;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.CanarySettings;
import dev.sallyport.wire.apigateway.CreateDeploymentRequest;
import dev.sallyport.wire.apigateway.DeleteDeploymentRequest;
import dev.sallyport.wire.apigateway.DeleteStageRequest;
import dev.sallyport.wire.apigateway.Deployment;
import dev.sallyport.wire.apigateway.DeploymentCanarySettings;
import dev.sallyport.wire.apigateway.GetDeploymentRequest;
import dev.sallyport.wire.apigateway.GetDeploymentsRequest;
import dev.sallyport.wire.apigateway.GetStageRequest;
import dev.sallyport.wire.apigateway.MethodSnapshot;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigateway.Stage;
import dev.sallyport.wire.apigateway.UpdateDeploymentRequest;
import dev.sallyport.wire.apigateway.UpdateStageRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Deployments and what they do to stages (10.7, 11). */
class DeploymentTest {

    private final Rest rest = new Rest();
    private final Api api = rest.api();

    @Test
    void needsAMethod_R10_64() {
        assertThat(refused(deploy()).getMessage()).isEqualTo("The REST API doesn't contain any methods");
    }

    @Test
    void everyMethodNeedsAnIntegration_R10_65() {
        rest.mock(api, api.root(), "GET");
        rest.method(api, api.root(), "POST");
        assertThat(refused(deploy()).getMessage()).isEqualTo("No integration defined for method");
    }

    @Test
    void withoutStageNameMakesNoStage_R11_4() {
        rest.mock(api, api.root(), "GET");
        Deployment deployment = send(deploy().description("first"));
        assertThat(deployment.id()).matches("[a-z0-9]{6}");
        assertThat(deployment.description()).isEqualTo("first");
        assertThat(deployment.createdDate()).isEqualTo("2025-06-01T10:00:00Z");
        assertThat(deployment.apiSummary()).isNull();
        List<dev.sallyport.model.Stage> stages = rest.store.read(tx -> tx.list(Kind.STAGE, Rest.SCOPE, api.id()));
        assertThat(stages).isEmpty();
    }

    @Test
    void makesItsStage_R11_5() {
        rest.mock(api, api.root(), "GET");
        Deployment deployment = send(deploy().stageName("dev")
                .stageDescription("of the stage")
                .description("of the deployment")
                .variables(Map.of("a", "1"))
                .cacheClusterEnabled(false)
                .tracingEnabled(false));
        Stage stage = stage();
        assertThat(stage.deploymentId()).isEqualTo(deployment.id());
        assertThat(stage.description()).isEqualTo("of the stage");
        assertThat(stage.variables()).isEqualTo(Map.of("a", "1"));
        assertThat(stage.createdDate()).isEqualTo(stage.lastUpdatedDate());
    }

    @Test
    void movesAStageThatExists_R11_6() {
        rest.mock(api, api.root(), "GET");
        send(deploy().stageName("dev").stageDescription("d").variables(Map.of("a", "1")));
        Stage before = stage();
        rest.now = rest.now.plus(Duration.ofMinutes(1));
        Deployment second = send(deploy().stageName("dev"));
        Stage after = stage();
        assertThat(after.deploymentId()).isEqualTo(second.id());
        assertThat(after.description()).isEqualTo("d");
        assertThat(after.variables()).isEqualTo(Map.of("a", "1"));
        assertThat(after.createdDate()).isEqualTo(before.createdDate());
        assertThat(after.lastUpdatedDate()).isEqualTo("2025-06-01T10:01:00Z");
        send(deploy().stageName("dev").variables(Map.of("b", "2")).stageDescription("e"));
        assertThat(stage().variables()).isEqualTo(Map.of("b", "2"));
        assertThat(stage().description()).isEqualTo("e");
    }

    @Test
    void freezesTheDraft_R11_1() {
        rest.mock(api, api.root(), "GET");
        send(deploy().stageName("dev"));
        rest.resource(api, api.root(), "later");
        ApiDocument document = documents().getFirst();
        assertThat(document.resources()).hasSize(1);
        assertThat(document.apiId()).isEqualTo(api.id());
        assertThat(document.formatVersion()).isEqualTo(ApiDocument.FORMAT_VERSION);
    }

    @Test
    void resourcesOfADocumentAreInTheOrderOfTheirPaths() {
        rest.mock(api, api.root(), "GET");
        rest.resource(api, api.root(), "b");
        rest.resource(api, rest.resource(api, api.root(), "a"), "c");
        send(deploy());
        assertThat(documents().getFirst().resources())
                .extracting(dev.sallyport.model.Resource::path)
                .containsExactly("/", "/a", "/a/c", "/b");
    }

    @Test
    void equalDraftsShareTheirDocumentUntilTheLastIsDeleted() {
        rest.mock(api, api.root(), "GET");
        Deployment first = send(deploy());
        Deployment second = send(deploy());
        assertThat(documents()).hasSize(1);
        rest.send(ApiGateway.DELETE_DEPLOYMENT, delete(first));
        assertThat(documents()).hasSize(1);
        rest.send(ApiGateway.DELETE_DEPLOYMENT, delete(second));
        assertThat(documents()).isEmpty();
    }

    @Test
    void digestIsThatOfTheCanonicalJson() {
        rest.mock(api, api.root(), "GET");
        send(deploy());
        ApiDocument document = documents().getFirst();
        String digest = rest.store.read(
                tx -> tx.list(Kind.DEPLOYMENT, Rest.SCOPE, api.id()).getFirst().documentDigest());
        assertThat(digest)
                .isEqualTo(EntityJson.digest(EntityJson.write(document)))
                .matches("[0-9a-f]{64}");
        String text = EntityJson.write(document);
        assertThat(text)
                .startsWith("{\"apiId\":\"" + api.id() + "\",\"apiKeySource\":\"HEADER\",\"authorizers\":[],")
                .doesNotContain("minimumCompressionSize")
                .isEqualTo(JsonMapper.shared().readTree(text).toString());
    }

    @Test
    void whatTheDataPlaneCannotDoIsDeployedAllTheSame() {
        rest.send(
                ApiGateway.PUT_METHOD,
                putMethod(api, api.root(), "GET")
                        .authorizationType("AWS_IAM")
                        .apiKeyRequired(true)
                        .build());
        rest.send(
                ApiGateway.PUT_INTEGRATION,
                Rest.putIntegration(api, api.root(), "GET", "MOCK").build());
        Deployment deployment = send(deploy().stageName("dev"));
        assertThat(stage().deploymentId()).isEqualTo(deployment.id());
        assertThat(documents().getFirst().resources().getFirst().methods().get("GET"))
                .extracting(dev.sallyport.model.Method::authorizationType)
                .isEqualTo("AWS_IAM");
    }

    @Test
    void stageSettingsGoToTheStage_R11_5_R11_6() {
        rest.mock(api, api.root(), "GET");
        send(deploy().stageName("dev").cacheClusterEnabled(true).tracingEnabled(true));
        Stage made = stage();
        assertThat(made.cacheClusterEnabled()).isTrue();
        assertThat(made.cacheClusterStatus()).isEqualTo("AVAILABLE");
        assertThat(made.cacheClusterSize()).isEqualTo("0.5");
        assertThat(made.tracingEnabled()).isTrue();
        send(deploy().stageName("dev").cacheClusterSize("1.6"));
        assertThat(stage().cacheClusterSize()).isEqualTo("1.6");
        assertThat(stage().cacheClusterEnabled()).as("not given").isTrue();
        assertThat(stage().tracingEnabled()).as("not given").isTrue();
        send(deploy().stageName("dev").cacheClusterEnabled(false).tracingEnabled(false));
        assertThat(stage().cacheClusterEnabled()).isFalse();
        assertThat(stage().cacheClusterStatus()).isEqualTo("NOT_AVAILABLE");
        assertThat(stage().tracingEnabled()).isFalse();
    }

    @Test
    void settingsThatADeploymentDoesNotNameStay_R11_6() {
        rest.mock(api, api.root(), "GET");
        send(deploy().stageName("dev"));
        update(
                replace("/*/*/metrics/enabled", "true"),
                replace("/accessLogSettings/destinationArn", "arn:aws:logs:us-east-1:111111111111:log-group:g"));
        Stage before = stage();
        Deployment second = send(deploy().stageName("dev"));
        Stage after = stage();
        assertThat(after.deploymentId()).isEqualTo(second.id());
        assertThat(after.methodSettings()).isNotEmpty().isEqualTo(before.methodSettings());
        assertThat(after.accessLogSettings()).isNotNull().isEqualTo(before.accessLogSettings());
    }

    @Test
    void canaryDeploymentLeavesTheStage_R12_2() {
        rest.mock(api, api.root(), "GET");
        Deployment first = send(deploy().stageName("dev").variables(Map.of("a", "1")));
        Deployment canary = send(deploy().stageName("dev")
                .canarySettings(DeploymentCanarySettings.builder().build()));
        Stage stage = stage();
        assertThat(stage.deploymentId()).isEqualTo(first.id());
        assertThat(stage.canarySettings())
                .isEqualTo(CanarySettings.builder()
                        .deploymentId(canary.id())
                        .percentTraffic(0.0)
                        .useStageCache(false)
                        .build());
        Deployment next = send(deploy().stageName("dev")
                .canarySettings(DeploymentCanarySettings.builder()
                        .percentTraffic(12.5)
                        .useStageCache(true)
                        .stageVariableOverrides(Map.of("a", "2"))
                        .build()));
        assertThat(stage().canarySettings())
                .isEqualTo(CanarySettings.builder()
                        .deploymentId(next.id())
                        .percentTraffic(12.5)
                        .useStageCache(true)
                        .stageVariableOverrides(Map.of("a", "2"))
                        .build());
        assertThat(stage().variables()).isEqualTo(Map.of("a", "1"));
        Deployment last = send(deploy().stageName("dev")
                .canarySettings(
                        DeploymentCanarySettings.builder().percentTraffic(1.0).build()));
        assertThat(given(stage().canarySettings()).deploymentId()).isEqualTo(last.id());
        assertThat(given(stage().canarySettings()).percentTraffic()).isEqualTo(1.0);
        assertThat(given(stage().canarySettings()).useStageCache())
                .as("not given")
                .isTrue();
    }

    @Test
    void deploymentWithoutCanaryLeavesTheCanary_R11_7() {
        rest.mock(api, api.root(), "GET");
        send(deploy().stageName("dev"));
        Deployment canary = send(deploy().stageName("dev")
                .canarySettings(
                        DeploymentCanarySettings.builder().percentTraffic(5.0).build()));
        Deployment main = send(deploy().stageName("dev"));
        assertThat(stage().deploymentId()).isEqualTo(main.id());
        assertThat(given(stage().canarySettings()).deploymentId()).isEqualTo(canary.id());
        assertThat(given(stage().canarySettings()).percentTraffic()).isEqualTo(5.0);
    }

    @Test
    void badCanaryDeploysNothing_R12_11() {
        rest.mock(api, api.root(), "GET");
        send(deploy().stageName("dev"));
        List<Object> changes = new ArrayList<>();
        rest.store.subscribe(changes::addAll);
        for (double percent : new double[] {-0.1, 100.1, Double.NaN}) {
            DeploymentCanarySettings canary =
                    DeploymentCanarySettings.builder().percentTraffic(percent).build();
            assertThat(refused(deploy().stageName("dev").canarySettings(canary)).getMessage())
                    .isEqualTo("Percent traffic must be between 0.0 and 100.0");
        }
        DeploymentCanarySettings canary = DeploymentCanarySettings.builder()
                .stageVariableOverrides(Map.of("a-b", "1"))
                .build();
        assertThat(refused(deploy().stageName("dev").canarySettings(canary)).getMessage())
                .startsWith("Invalid stage variable name: a-b.");
        assertThat(changes).isEmpty();
    }

    @Test
    void deletionWaitsForCanaries_R10_70() {
        rest.mock(api, api.root(), "GET");
        send(deploy().stageName("dev"));
        Deployment canary = send(deploy().stageName("dev")
                .canarySettings(DeploymentCanarySettings.builder().build()));
        ServiceException refusal = rest.refused(ApiGateway.DELETE_DEPLOYMENT, delete(canary));
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.getMessage())
                .isEqualTo("Active stages with canary settings pointing to this deployment must be moved or deleted");
        update(op("remove", "/canarySettings", null));
        rest.send(ApiGateway.DELETE_DEPLOYMENT, delete(canary));
    }

    @Test
    void canaryNeedsAStage_R10_67_R10_68() {
        rest.mock(api, api.root(), "GET");
        DeploymentCanarySettings canary = DeploymentCanarySettings.builder().build();
        String text = "Invalid deployment content specified.Non null and non empty stageName must be provided for"
                + " canary deployment. Provided value is ";
        assertThat(refused(deploy().canarySettings(canary)).getMessage()).isEqualTo(text + "null");
        assertThat(refused(deploy().canarySettings(canary).stageName("")).getMessage())
                .isEqualTo(text);
        assertThat(refused(deploy().canarySettings(canary).stageName("nope")).getMessage())
                .isEqualTo("Invalid deployment content specified.Stage nope must already be created before making a"
                        + " canary release deployment");
    }

    @Test
    void deletionWaitsForTheStages_R10_69() {
        rest.mock(api, api.root(), "GET");
        Deployment first = send(deploy().stageName("dev"));
        ServiceException refusal = rest.refused(ApiGateway.DELETE_DEPLOYMENT, delete(first));
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.getMessage())
                .isEqualTo("Active stages pointing to this deployment must be moved or deleted");
        rest.send(
                ApiGateway.DELETE_STAGE,
                DeleteStageRequest.builder()
                        .restApiId(api.id())
                        .stageName("dev")
                        .build());
        rest.send(ApiGateway.DELETE_DEPLOYMENT, delete(first));
        assertThat(rest.refused(ApiGateway.DELETE_DEPLOYMENT, delete(first)).getMessage())
                .isEqualTo("Invalid Deployment identifier specified");
    }

    @Test
    void rollbackMovesTheStage_R11_10() {
        rest.mock(api, api.root(), "GET");
        Deployment first = send(deploy().stageName("dev"));
        Deployment second = send(deploy().stageName("dev"));
        rest.now = rest.now.plusSeconds(10);
        Stage stage = rest.send(ApiGateway.UPDATE_STAGE, moveTo(given(first.id())));
        assertThat(stage.deploymentId()).isEqualTo(first.id());
        assertThat(stage.lastUpdatedDate()).isEqualTo("2025-06-01T10:00:10Z");
        rest.send(ApiGateway.DELETE_DEPLOYMENT, delete(second));
        ServiceException refusal = rest.refused(ApiGateway.UPDATE_STAGE, moveTo(given(second.id())));
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.getMessage()).isEqualTo("Deployment id does not exist");
    }

    @Test
    void summaryIsEmbeddedOnRequest_R6_11() {
        rest.mock(api, api.root(), "GET");
        Deployment deployment = send(deploy());
        GetDeploymentRequest.Builder get =
                GetDeploymentRequest.builder().restApiId(api.id()).deploymentId(deployment.id());
        assertThat(rest.send(ApiGateway.GET_DEPLOYMENT, get.build()).apiSummary())
                .isNull();
        MethodSnapshot snapshot = MethodSnapshot.builder()
                .authorizationType("NONE")
                .apiKeyRequired(false)
                .build();
        assertThat(rest.send(
                                ApiGateway.GET_DEPLOYMENT,
                                get.embed(List.of("apisummary")).build())
                        .apiSummary())
                .isEqualTo(Map.of("/", Map.of("GET", snapshot)));
    }

    @Test
    void descriptionIsUpdatedAndListed() {
        rest.mock(api, api.root(), "GET");
        Deployment deployment = send(deploy());
        Deployment updated = rest.send(
                ApiGateway.UPDATE_DEPLOYMENT,
                UpdateDeploymentRequest.builder()
                        .restApiId(api.id())
                        .deploymentId(deployment.id())
                        .patchOperations(List.of(replace("/description", "new-description")))
                        .build());
        assertThat(updated.description()).isEqualTo("new-description");
        assertThat(rest.send(
                                ApiGateway.GET_DEPLOYMENTS,
                                GetDeploymentsRequest.builder()
                                        .restApiId(api.id())
                                        .build())
                        .items())
                .containsExactly(updated);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a.b", "$default", "ü"})
    void stageNamesHaveRules_R10_60(String name) {
        rest.mock(api, api.root(), "GET");
        assertThat(refused(deploy().stageName(name)).getMessage()).isEqualTo("Stage name only allows a-zA-Z0-9_");
    }

    private List<ApiDocument> documents() {
        return rest.store.read(tx -> tx.list(Kind.API_DOCUMENT, Rest.SCOPE, api.id()));
    }

    private CreateDeploymentRequest.Builder deploy() {
        return CreateDeploymentRequest.builder().restApiId(api.id());
    }

    private Deployment send(CreateDeploymentRequest.Builder request) {
        return rest.send(ApiGateway.CREATE_DEPLOYMENT, request.build());
    }

    private ServiceException refused(CreateDeploymentRequest.Builder request) {
        return rest.refused(ApiGateway.CREATE_DEPLOYMENT, request.build());
    }

    private DeleteDeploymentRequest delete(Deployment deployment) {
        return DeleteDeploymentRequest.builder()
                .restApiId(api.id())
                .deploymentId(deployment.id())
                .build();
    }

    private Stage stage() {
        return rest.send(
                ApiGateway.GET_STAGE,
                GetStageRequest.builder().restApiId(api.id()).stageName("dev").build());
    }

    private UpdateStageRequest moveTo(String deploymentId) {
        return patch(replace("/deploymentId", deploymentId));
    }

    private void update(PatchOperation... operations) {
        rest.send(ApiGateway.UPDATE_STAGE, patch(operations));
    }

    private UpdateStageRequest patch(PatchOperation... operations) {
        return UpdateStageRequest.builder()
                .restApiId(api.id())
                .stageName("dev")
                .patchOperations(List.of(operations))
                .build();
    }
}
