package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.given;

import dev.sallyport.control.ServiceException;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.ApiKey;
import dev.sallyport.wire.apigateway.ApiStage;
import dev.sallyport.wire.apigateway.CreateApiKeyRequest;
import dev.sallyport.wire.apigateway.CreateDeploymentRequest;
import dev.sallyport.wire.apigateway.CreateUsagePlanKeyRequest;
import dev.sallyport.wire.apigateway.CreateUsagePlanRequest;
import dev.sallyport.wire.apigateway.GetUsagePlanKeysRequest;
import dev.sallyport.wire.apigateway.GetUsagePlanRequest;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigateway.UpdateUsagePlanRequest;
import dev.sallyport.wire.apigateway.UsagePlan;
import dev.sallyport.wire.apigateway.UsagePlanKey;
import dev.sallyport.wire.apigateway.UsagePlanKeys;
import java.util.List;
import java.util.function.UnaryOperator;

/** The calls that tests of usage plans make. */
final class UsageClient {

    final Rest rest = new Rest();

    /** An API with stages that serve. */
    String api(String... stages) {
        Rest.Api api = rest.api();
        rest.mock(api, api.root(), "GET");
        for (String stage : stages) {
            rest.send(
                    ApiGateway.CREATE_DEPLOYMENT,
                    CreateDeploymentRequest.builder()
                            .restApiId(api.id())
                            .stageName(stage)
                            .build());
        }
        return api.id();
    }

    ApiKey key(String name) {
        return rest.send(
                ApiGateway.CREATE_API_KEY,
                CreateApiKeyRequest.builder().name(name).build());
    }

    String keyId(String name) {
        return given(key(name).id());
    }

    UsagePlan create(UnaryOperator<CreateUsagePlanRequest.Builder> members) {
        return rest.send(
                ApiGateway.CREATE_USAGE_PLAN,
                members.apply(CreateUsagePlanRequest.builder().name("gold")).build());
    }

    /** A plan that covers stages of an API. */
    String plan(String apiId, String... stages) {
        return given(create(members -> members.apiStages(List.of(stages).stream()
                        .map(stage -> stage(apiId, stage))
                        .toList()))
                .id());
    }

    String createRefusal(UnaryOperator<CreateUsagePlanRequest.Builder> members) {
        return text(rest.refused(
                ApiGateway.CREATE_USAGE_PLAN,
                members.apply(CreateUsagePlanRequest.builder().name("gold")).build()));
    }

    static ApiStage stage(String apiId, String stage) {
        return ApiStage.builder().apiId(apiId).stage(stage).build();
    }

    UsagePlan get(String planId) {
        return rest.send(
                ApiGateway.GET_USAGE_PLAN,
                GetUsagePlanRequest.builder().usagePlanId(planId).build());
    }

    UsagePlan update(String planId, PatchOperation... operations) {
        return rest.send(ApiGateway.UPDATE_USAGE_PLAN, updateRequest(planId, operations));
    }

    String updateRefusal(String planId, PatchOperation... operations) {
        return text(rest.refused(ApiGateway.UPDATE_USAGE_PLAN, updateRequest(planId, operations)));
    }

    private static UpdateUsagePlanRequest updateRequest(String planId, PatchOperation... operations) {
        return UpdateUsagePlanRequest.builder()
                .usagePlanId(planId)
                .patchOperations(List.of(operations))
                .build();
    }

    UsagePlanKey subscribe(String planId, String keyId) {
        return rest.send(ApiGateway.CREATE_USAGE_PLAN_KEY, subscription(planId, keyId, "API_KEY"));
    }

    String subscribeRefusal(String planId, String keyId, String type) {
        return text(rest.refused(ApiGateway.CREATE_USAGE_PLAN_KEY, subscription(planId, keyId, type)));
    }

    private static CreateUsagePlanKeyRequest subscription(String planId, String keyId, String type) {
        return CreateUsagePlanKeyRequest.builder()
                .usagePlanId(planId)
                .keyId(keyId)
                .keyType(type)
                .build();
    }

    UsagePlanKeys keys(String planId, UnaryOperator<GetUsagePlanKeysRequest.Builder> members) {
        return rest.send(
                ApiGateway.GET_USAGE_PLAN_KEYS,
                members.apply(GetUsagePlanKeysRequest.builder().usagePlanId(planId))
                        .build());
    }

    List<String> keyIds(String planId) {
        return given(keys(planId, members -> members).items()).stream()
                .map(key -> given(key.id()))
                .toList();
    }

    static String text(ServiceException refusal) {
        return refusal.status() + " " + refusal.getMessage();
    }
}
