package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.given;
import static dev.sallyport.control.rest.Rest.op;
import static dev.sallyport.control.rest.Rest.replace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.Rest.Api;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.CanarySettings;
import dev.sallyport.wire.apigateway.CreateDeploymentRequest;
import dev.sallyport.wire.apigateway.CreateStageRequest;
import dev.sallyport.wire.apigateway.DeleteStageRequest;
import dev.sallyport.wire.apigateway.GetStageRequest;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigateway.Stage;
import dev.sallyport.wire.apigateway.UpdateStageRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of stages that no recording shows (10.7, 11). */
class StageTest {

    private final Rest rest = new Rest();
    private final Api api = rest.api();
    private String deploymentId = "";

    @BeforeEach
    void aDeployment() {
        rest.mock(api, api.root(), "GET");
        deploymentId = given(rest.send(
                        ApiGateway.CREATE_DEPLOYMENT,
                        CreateDeploymentRequest.builder().restApiId(api.id()).build())
                .id());
    }

    @Test
    void existsOnce_R10_59() {
        rest.send(ApiGateway.CREATE_STAGE, create().build());
        ServiceException refusal = rest.refused(ApiGateway.CREATE_STAGE, create().build());
        assertThat(refusal.status()).isEqualTo(409);
        assertThat(refusal.getMessage()).isEqualTo("Stage already exists");
        rest.send(ApiGateway.CREATE_STAGE, create().stageName("DEV").build());
    }

    @Test
    void needsADeployment_R11_8() {
        ServiceException refusal = rest.refused(
                ApiGateway.CREATE_STAGE, create().deploymentId("nope").build());
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.getMessage()).isEqualTo("Deployment id does not exist");
    }

    @Test
    void refusesByNameWhatIsNotBuilt() {
        CreateStageRequest request = create().cacheClusterEnabled(true)
                .cacheClusterSize("0.5")
                .tracingEnabled(true)
                .canarySettings(CanarySettings.builder().percentTraffic(10.0).build())
                .build();
        ServiceException refusal = rest.refused(ApiGateway.CREATE_STAGE, request);
        assertThat(refusal.status()).isEqualTo(501);
        assertThat(refusal.getMessage())
                .isEqualTo("cacheClusterEnabled of a stage, cacheClusterSize of a stage, tracingEnabled of a stage,"
                        + " canarySettings of a stage are not supported by this version of Sallyport");
        CreateStageRequest unknown = create().canarySettings(
                        CanarySettings.builder().deploymentId("nope").build())
                .build();
        assertThat(rest.refused(ApiGateway.CREATE_STAGE, unknown).getMessage())
                .isEqualTo("Deployment id does not exist");
        assertThat(rest.refused(
                                ApiGateway.CREATE_STAGE,
                                create().documentationVersion("v1").build())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void tagsAndVariablesAreAnsweredWhenThereAreSome() {
        Stage plain = rest.send(ApiGateway.CREATE_STAGE, create().build());
        assertThat(plain.tags()).isNull();
        assertThat(plain.variables()).isNull();
        assertThat(plain.methodSettings()).isEmpty();
        Stage full = rest.send(
                ApiGateway.CREATE_STAGE,
                create().stageName("b")
                        .tags(Map.of("t", "1"))
                        .variables(Map.of("v", "2"))
                        .build());
        assertThat(full.tags()).isEqualTo(Map.of("t", "1"));
        assertThat(full.variables()).isEqualTo(Map.of("v", "2"));
    }

    @Test
    void updatesVariables() {
        rest.send(ApiGateway.CREATE_STAGE, create().variables(Map.of("a", "1")).build());
        rest.now = rest.now.plusSeconds(5);
        Stage stage = rest.send(
                ApiGateway.UPDATE_STAGE,
                update(replace("/variables/b", "https://example.com/x?y=z&a=b,c"), op("remove", "/variables/a", null)));
        assertThat(stage.variables()).isEqualTo(Map.of("b", "https://example.com/x?y=z&a=b,c"));
        assertThat(stage.lastUpdatedDate()).isEqualTo("2025-06-01T10:00:05Z");
        Stage same = rest.send(ApiGateway.UPDATE_STAGE, update());
        assertThat(same).isEqualTo(stage);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-b", "a.b", "", " ", "ü"})
    void variableNames_R10_61(String name) {
        CreateStageRequest request = create().variables(Map.of(name, "x")).build();
        assertThat(rest.refused(ApiGateway.CREATE_STAGE, request).getMessage())
                .isEqualTo("Invalid stage variable name: " + name + ".  Please use names with only word characters.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a;b", "a\nb", "\"", "<x>", "$x"})
    void variableValues_R10_62(String value) {
        CreateStageRequest request = create().variables(Map.of("x", value)).build();
        assertThat(rest.refused(ApiGateway.CREATE_STAGE, request).getMessage())
                .isEqualTo(
                        "Invalid stage variable value: " + value + ".  Please use values with alphanumeric characters"
                                + " and the symbols ' ', -', '.', '_', ':', '/', '?', '&', '=', and ','.");
        rest.send(ApiGateway.CREATE_STAGE, create().build());
        assertThat(rest.refused(ApiGateway.UPDATE_STAGE, update(replace("/variables/x", value)))
                        .code())
                .isEqualTo("BadRequestException");
    }

    @Test
    void variablesHaveLengths() {
        rest.send(
                ApiGateway.CREATE_STAGE,
                create().variables(Map.of("n".repeat(64), "v".repeat(512))).build());
        for (Map<String, String> variables : List.of(Map.of("n".repeat(65), "v"), Map.of("n", "v".repeat(513)))) {
            CreateStageRequest request =
                    create().stageName("b").variables(variables).build();
            assertThat(rest.refused(ApiGateway.CREATE_STAGE, request).status()).isEqualTo(400);
        }
    }

    @Test
    void canaryPatchChecksItsDeploymentFirst() {
        rest.send(ApiGateway.CREATE_STAGE, create().build());
        assertThat(rest.refused(ApiGateway.UPDATE_STAGE, update(replace("/canarySettings/deploymentId", "nope")))
                        .getMessage())
                .isEqualTo("Deployment id does not exist");
        assertThat(rest.refused(ApiGateway.UPDATE_STAGE, update(replace("/canarySettings/deploymentId", deploymentId)))
                        .status())
                .isEqualTo(501);
    }

    @Test
    void isDeletedOnce() {
        rest.send(ApiGateway.CREATE_STAGE, create().build());
        DeleteStageRequest delete = DeleteStageRequest.builder()
                .restApiId(api.id())
                .stageName("dev")
                .build();
        rest.send(ApiGateway.DELETE_STAGE, delete);
        assertThat(rest.refused(ApiGateway.DELETE_STAGE, delete).getMessage())
                .isEqualTo("Invalid Stage identifier specified");
        GetStageRequest other =
                GetStageRequest.builder().restApiId("nope").stageName("dev").build();
        assertThat(rest.refused(ApiGateway.GET_STAGE, other).getMessage())
                .isEqualTo("Invalid API identifier specified 111111111111:nope");
    }

    private CreateStageRequest.Builder create() {
        return CreateStageRequest.builder().restApiId(api.id()).stageName("dev").deploymentId(deploymentId);
    }

    private UpdateStageRequest update(PatchOperation... operations) {
        return UpdateStageRequest.builder()
                .restApiId(api.id())
                .stageName("dev")
                .patchOperations(List.of(operations))
                .build();
    }
}
