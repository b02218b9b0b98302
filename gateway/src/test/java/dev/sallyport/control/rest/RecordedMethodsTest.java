package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.op;
import static dev.sallyport.control.rest.Rest.putMethod;
import static dev.sallyport.control.rest.Rest.replace;

import dev.sallyport.control.rest.Rest.Api;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.CreateAuthorizerRequest;
import dev.sallyport.wire.apigateway.DeleteMethodRequest;
import dev.sallyport.wire.apigateway.GetMethodRequest;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigateway.PutMethodRequest;
import dev.sallyport.wire.apigateway.UpdateMethodRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The recorded tests of methods. */
class RecordedMethodsTest {

    private final Rest rest = new Rest();
    private final Api api = rest.api();
    private final GetMethodRequest get = GetMethodRequest.builder()
            .restApiId(api.id())
            .resourceId(api.root())
            .httpMethod("ANY")
            .build();

    @Test
    void lifecycle() {
        Recording recording = Recording.of(rest, "test_method_lifecycle");
        DeleteMethodRequest delete = DeleteMethodRequest.builder()
                .restApiId(api.id())
                .resourceId(api.root())
                .httpMethod("ANY")
                .build();
        recording.step("put-base-method-response", ApiGateway.PUT_METHOD, put().build());
        recording.step("get-base-method-response", ApiGateway.GET_METHOD, get);
        recording.step("del-base-method-response", ApiGateway.DELETE_METHOD, delete);
        recording.step("get-deleted-method-response", ApiGateway.GET_METHOD, get);
        recording.step("delete-deleted-method-response", ApiGateway.DELETE_METHOD, delete);
        recording.isComplete();
    }

    @Test
    void requestParameters() {
        Recording recording = Recording.of(rest, "test_method_request_parameters");
        Map<String, Boolean> parameters = Map.of(
                "method.request.querystring.q_optional", false,
                "method.request.querystring.q_required", true,
                "method.request.header.h_optional", false,
                "method.request.header.h_required", true);
        recording.step(
                "put-method-request-params-response",
                ApiGateway.PUT_METHOD,
                put().requestParameters(parameters).build());
        recording.step("get-method-request-params-response", ApiGateway.GET_METHOD, get);
        recording.step(
                "req-params-same-name",
                ApiGateway.PUT_METHOD,
                putMethod(api, api.root(), "GET")
                        .requestParameters(Map.of(
                                "method.request.querystring.optional", true, "method.request.header.optional", false))
                        .build());
        recording.isComplete();
    }

    @Test
    void putRules() {
        Recording recording = Recording.of(rest, "test_put_method_validation");
        recording.step(
                "wrong-api", ApiGateway.PUT_METHOD, put().restApiId("fake").build());
        recording.step(
                "wrong-resource",
                ApiGateway.PUT_METHOD,
                put().resourceId("fake").build());
        recording.step(
                "wrong-method", ApiGateway.PUT_METHOD, put().httpMethod("bad").build());
        recording.step(
                "missing-authorizer-id",
                ApiGateway.PUT_METHOD,
                put().authorizationType("CUSTOM").build());
        recording.step(
                "invalid-request-validator",
                ApiGateway.PUT_METHOD,
                put().requestValidatorId("fake").build());
        recording.step(
                "invalid-model-name",
                ApiGateway.PUT_METHOD,
                put().requestModels(Map.of("application/json", "petModel")).build());
        recording.isComplete();
    }

    @Test
    void updates() {
        Recording recording = Recording.of(rest, "test_update_method");
        String authorizer = Rest.given(rest.send(
                        ApiGateway.CREATE_AUTHORIZER,
                        CreateAuthorizerRequest.builder()
                                .restApiId(api.id())
                                .name("guard")
                                .type("TOKEN")
                                .authorizerUri("arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                                        + "arn:aws:lambda:us-east-1:111111111111:function:guard/invocations")
                                .build())
                .id());
        recording.step("put-method-response", ApiGateway.PUT_METHOD, put().build());
        recording.step(
                "update-method-add",
                ApiGateway.UPDATE_METHOD,
                update(
                        op("add", "/requestParameters/method.request.querystring.optional", "true"),
                        op("add", "/requestModels/application~1json", "Empty")));
        recording.step(
                "update-method-replace",
                ApiGateway.UPDATE_METHOD,
                update(
                        replace("/operationName", "ReplacedOperationName"),
                        replace("/apiKeyRequired", "true"),
                        replace("/authorizationType", "AWS_IAM"),
                        replace("/requestParameters/method.request.querystring.optional", "false")));
        recording.step(
                "update-method-replace-authorizer",
                ApiGateway.UPDATE_METHOD,
                update(replace("/authorizationType", "CUSTOM"), replace("/authorizerId", authorizer)));
        recording.step(
                "update-method-remove",
                ApiGateway.UPDATE_METHOD,
                update(
                        op("remove", "/requestParameters/method.request.querystring.optional", null),
                        op("remove", "/requestModels/application~1json", null)));
        recording.isComplete();
    }

    @Test
    void updateRules() {
        Recording recording = Recording.of(rest, "test_update_method_validation");
        PatchOperation any = replace("/apiKeyRequired", "true");
        recording.step(
                "wrong-rest-api",
                ApiGateway.UPDATE_METHOD,
                builder(any).restApiId("fake").build());
        recording.step(
                "wrong-resource-id",
                ApiGateway.UPDATE_METHOD,
                builder(any).resourceId("fake").build());
        recording.step("method-does-not-exist", ApiGateway.UPDATE_METHOD, update(any));
        recording.step(
                "put-method-response",
                ApiGateway.PUT_METHOD,
                put().apiKeyRequired(true).build());
        recording.step("unsupported-operation", ApiGateway.UPDATE_METHOD, update(op("add", "/operationName", "x")));
        recording.step(
                "unsupported-operation-2", ApiGateway.UPDATE_METHOD, update(op("add", "/requestValidatorId", "x")));
        recording.step("unsupported-path", ApiGateway.UPDATE_METHOD, update(op("add", "/httpMethod", "PUT")));
        recording.step(
                "wrong-path-request-parameters",
                ApiGateway.UPDATE_METHOD,
                update(op("add", "/requestParameters", "method.request.querystring.optional=false")));
        recording.step(
                "wrong-path-request-models",
                ApiGateway.UPDATE_METHOD,
                update(op("add", "/requestModels/application/json", "Empty")));
        recording.step("wrong-value-type", ApiGateway.UPDATE_METHOD, update(replace("/apiKeyRequired", "whatever")));
        recording.step("wrong-auth-type", ApiGateway.UPDATE_METHOD, update(replace("/authorizationType", "CUSTOM")));
        recording.step(
                "skip-auth-id-with-wrong-type", ApiGateway.UPDATE_METHOD, update(replace("/authorizerId", "abc123")));
        recording.step(
                "wrong-auth-id",
                ApiGateway.UPDATE_METHOD,
                update(replace("/authorizationType", "CUSTOM"), replace("/authorizerId", "abc123")));
        recording.step(
                "wrong-req-validator-id", ApiGateway.UPDATE_METHOD, update(replace("/requestValidatorId", "wrong-id")));
        recording.isComplete();
    }

    private PutMethodRequest.Builder put() {
        return putMethod(api, api.root(), "ANY");
    }

    private UpdateMethodRequest update(PatchOperation... operations) {
        return builder(operations).build();
    }

    private UpdateMethodRequest.Builder builder(PatchOperation... operations) {
        return UpdateMethodRequest.builder()
                .restApiId(api.id())
                .resourceId(api.root())
                .httpMethod("ANY")
                .patchOperations(List.of(operations));
    }
}
