package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.given;
import static dev.sallyport.control.rest.Rest.op;
import static dev.sallyport.control.rest.Rest.replace;

import dev.sallyport.control.rest.Rest.Api;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.CreateDeploymentRequest;
import dev.sallyport.wire.apigateway.CreateStageRequest;
import dev.sallyport.wire.apigateway.GetStagesRequest;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigateway.UpdateStageRequest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The recorded tests of stages, replayed. */
class RecordedStagesTest {

    private static final String LOG_GROUP = "arn:aws:logs:us-east-1:111111111111:log-group:test";

    private final Rest rest = new Rest();
    private final Api api = rest.api();
    private final CreateDeploymentRequest deploy =
            CreateDeploymentRequest.builder().restApiId(api.id()).build();

    @BeforeEach
    void aMethod() {
        rest.mock(api, api.root(), "GET");
    }

    @Test
    void filterByDeployment() {
        Recording recording = Recording.of(rest, "test_get_stages_filters_by_deployment_id");
        String first = given(rest.send(ApiGateway.CREATE_DEPLOYMENT, deploy).id());
        String second = given(rest.send(ApiGateway.CREATE_DEPLOYMENT, deploy).id());
        rest.send(ApiGateway.CREATE_STAGE, create("stage1", first).build());
        rest.send(ApiGateway.CREATE_STAGE, create("stage2", second).build());
        recording.step("all-stages", ApiGateway.GET_STAGES, list().build());
        recording.step(
                "stages-deploy1",
                ApiGateway.GET_STAGES,
                list().deploymentId(first).build());
        recording.step(
                "stages-deploy2",
                ApiGateway.GET_STAGES,
                list().deploymentId(second).build());
        recording.isComplete();
    }

    @Test
    void accessLogs() {
        Recording recording =
                Recording.of(rest, "test_stage_access_log_settings").mark("<log-group-arn>", LOG_GROUP);
        createStage(recording);
        recording.step(
                "update-stage-access-log-dest-add",
                ApiGateway.UPDATE_STAGE,
                update(op("add", "/accessLogSettings/destinationArn", LOG_GROUP)));
        recording.step(
                "update-stage-access-log-dest-replace",
                ApiGateway.UPDATE_STAGE,
                update(replace("/accessLogSettings/destinationArn", LOG_GROUP + "a")));
        recording.step(
                "update-stage-access-log-format-add",
                ApiGateway.UPDATE_STAGE,
                update(op("add", "/accessLogSettings/format", "$context.requestId $context.identity.sourceIp")));
        recording.step(
                "update-stage-access-log-remove-all",
                ApiGateway.UPDATE_STAGE,
                update(op("remove", "/accessLogSettings", null)));
        recording.isComplete();
    }

    @Test
    void accessLogRules() {
        Recording recording = Recording.of(rest, "test_stage_access_log_settings_validation")
                .mark("<log-group-arn>", LOG_GROUP);
        createStage(recording);
        for (String operation : List.of("add", "remove", "replace")) {
            recording.step(
                    "invalid-path-" + operation,
                    ApiGateway.UPDATE_STAGE,
                    update(op(operation, "/accessLogSettings/randomValue", "test")));
            recording.step(
                    "star-and-" + operation,
                    ApiGateway.UPDATE_STAGE,
                    update(op(operation, "/accessLogSettings/*", "test")));
        }
        for (String operation : List.of("add", "replace")) {
            recording.step(
                    "root-and-" + operation,
                    ApiGateway.UPDATE_STAGE,
                    update(op(operation, "/accessLogSettings", "test")));
        }
        recording.step(
                "update-stage-access-log-dest-add",
                ApiGateway.UPDATE_STAGE,
                update(op("add", "/accessLogSettings/destinationArn", LOG_GROUP)));
        recording.step(
                "update-stage-access-log-destinationArn-empty",
                ApiGateway.UPDATE_STAGE,
                update(replace("/accessLogSettings/destinationArn", "")));
        recording.step(
                "update-stage-access-log-format-empty",
                ApiGateway.UPDATE_STAGE,
                update(replace("/accessLogSettings/format", "")));
        recording.step(
                "update-stage-access-log-dest-remove",
                ApiGateway.UPDATE_STAGE,
                update(op("remove", "/accessLogSettings/destinationArn", null)));
        recording.isComplete();
    }

    private void createStage(Recording recording) {
        String id = given(recording.step("create-deployment", ApiGateway.CREATE_DEPLOYMENT, deploy))
                .id();
        recording.step(
                "create-stage",
                ApiGateway.CREATE_STAGE,
                create("dev", given(id)).description("dev stage").build());
    }

    private CreateStageRequest.Builder create(String name, String deploymentId) {
        return CreateStageRequest.builder().restApiId(api.id()).stageName(name).deploymentId(deploymentId);
    }

    private GetStagesRequest.Builder list() {
        return GetStagesRequest.builder().restApiId(api.id());
    }

    private UpdateStageRequest update(PatchOperation operation) {
        return UpdateStageRequest.builder()
                .restApiId(api.id())
                .stageName("dev")
                .patchOperations(List.of(operation))
                .build();
    }
}
