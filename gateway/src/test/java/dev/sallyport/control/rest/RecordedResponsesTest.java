package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.op;
import static dev.sallyport.control.rest.Rest.putIntegration;
import static dev.sallyport.control.rest.Rest.replace;

import dev.sallyport.control.rest.Rest.Api;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.DeleteIntegrationResponseRequest;
import dev.sallyport.wire.apigateway.DeleteMethodResponseRequest;
import dev.sallyport.wire.apigateway.GetIntegrationResponseRequest;
import dev.sallyport.wire.apigateway.GetMethodRequest;
import dev.sallyport.wire.apigateway.GetMethodResponseRequest;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigateway.PutIntegrationResponseRequest;
import dev.sallyport.wire.apigateway.PutMethodResponseRequest;
import dev.sallyport.wire.apigateway.UpdateIntegrationResponseRequest;
import dev.sallyport.wire.apigateway.UpdateMethodResponseRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The recorded tests of method responses and integration responses, replayed. */
class RecordedResponsesTest {

    private final Rest rest = new Rest();
    private final Api api = rest.api();
    private final GetMethodRequest getMethod = GetMethodRequest.builder()
            .restApiId(api.id())
            .resourceId(api.root())
            .httpMethod("GET")
            .build();

    @BeforeEach
    void aMockMethod() {
        rest.method(api, api.root(), "GET");
        rest.send(
                ApiGateway.PUT_INTEGRATION,
                putIntegration(api, api.root(), "GET", "MOCK")
                        .requestTemplates(Map.of("application/json", "{\"statusCode\": 200}"))
                        .build());
    }

    @Test
    void methodResponseLifecycle() {
        Recording recording =
                Recording.of(rest, "test_lifecycle_method_response").mark("<cache-namespace:1>", api.root());
        recording.step(
                "put-method-response",
                ApiGateway.PUT_METHOD_RESPONSE,
                putMethodResponse()
                        .responseModels(Map.of())
                        .responseParameters(Map.of())
                        .build());
        recording.step(
                "get-integration-response",
                ApiGateway.GET_METHOD_RESPONSE,
                GetMethodResponseRequest.builder()
                        .restApiId(api.id())
                        .resourceId(api.root())
                        .httpMethod("GET")
                        .statusCode("200")
                        .build());
        recording.step(
                "add-method-responses",
                ApiGateway.UPDATE_METHOD_RESPONSE,
                updateMethodResponse(
                                op("add", "/responseParameters/method.response.header.my-header", "true"),
                                op("add", "/responseModels/application~1json", "Empty"))
                        .build());
        recording.step(
                "update-method-responses",
                ApiGateway.UPDATE_METHOD_RESPONSE,
                updateMethodResponse(
                                replace("/responseParameters/method.response.header.my-header", "true"),
                                replace("/responseModels/application~1json", "Empty"))
                        .build());
        recording.step("get-method", ApiGateway.GET_METHOD, getMethod);
        recording.step(
                "delete-method-response",
                ApiGateway.DELETE_METHOD_RESPONSE,
                DeleteMethodResponseRequest.builder()
                        .restApiId(api.id())
                        .resourceId(api.root())
                        .httpMethod("GET")
                        .statusCode("200")
                        .build());
        recording.isComplete();
    }

    @Test
    void methodResponseLosesItsMapsWithTheLastEntry() {
        Recording recording = Recording.of(rest, "test_update_method_response");
        rest.send(
                ApiGateway.PUT_METHOD_RESPONSE,
                putMethodResponse()
                        .responseParameters(Map.of("method.response.header.my-header", true))
                        .responseModels(Map.of("application/json", "Empty"))
                        .build());
        recording.step(
                "remove-update-method-response",
                ApiGateway.UPDATE_METHOD_RESPONSE,
                updateMethodResponse(
                                op("remove", "/responseParameters/method.response.header.my-header", null),
                                op("remove", "/responseModels/application~1json", null))
                        .build());
        recording.step(
                "add-update-method-response",
                ApiGateway.UPDATE_METHOD_RESPONSE,
                updateMethodResponse(
                                op("add", "/responseParameters/method.response.header.my-header", "true"),
                                op("add", "/responseModels/application~1json", "Empty"))
                        .build());
        recording.isComplete();
    }

    @Test
    void methodResponseLookups() {
        Recording recording = Recording.of(rest, "test_update_method_response_negative_tests")
                .without( // the wire front validates patterns and enums
                        "update-method-response-invalid-statuscode",
                        "update-method-response-invalid-statuscode-and-wrong-op");
        PatchOperation any = op("add", "/responseParameters/method.response.header.my-header", "true");
        rest.send(ApiGateway.PUT_METHOD_RESPONSE, putMethodResponse().build());
        recording.step(
                "update-method-response-wrong-statuscode",
                ApiGateway.UPDATE_METHOD_RESPONSE,
                updateMethodResponse(any).statusCode("201").build());
        recording.step(
                "update-method-response-wrong-resource",
                ApiGateway.UPDATE_METHOD_RESPONSE,
                updateMethodResponse(any).resourceId("wrong").build());
        recording.step(
                "update-method-response-wrong-method",
                ApiGateway.UPDATE_METHOD_RESPONSE,
                updateMethodResponse(any).httpMethod("POST").build());
        recording.isComplete();
    }

    @Test
    void methodResponseWithoutEntries() {
        Recording recording = Recording.of(rest, "test_update_method_lack_response_parameters_and_models");
        rest.send(ApiGateway.PUT_METHOD_RESPONSE, putMethodResponse().build());
        String[][] steps = {
            {"without-response-parameters", "/responseParameters/method.response.header.my-header", "true"},
            {"without-response-models", "/responseModels/application~1json", "Empty"},
            {"with-wrong-path", "/wrong/method.response.header.my-header", "true"}
        };
        for (String[] step : steps) {
            recording.step(
                    "update-method-response-operation-" + step[0],
                    ApiGateway.UPDATE_METHOD_RESPONSE,
                    updateMethodResponse(replace(step[1], step[2])).build());
        }
        recording.isComplete();
    }

    @Test
    void methodResponseWithOtherEntries() {
        Recording recording = Recording.of(rest, "test_update_method_wrong_param_names");
        rest.send(
                ApiGateway.PUT_METHOD_RESPONSE,
                putMethodResponse()
                        .responseParameters(Map.of("method.response.header.my-header", true))
                        .responseModels(Map.of("application/json", "Empty"))
                        .build());
        PatchOperation[] operations = {
            replace("/responseParameters/wrong", "true"),
            op("remove", "/responseParameters/wrong", null),
            replace("/responseModels/wrong", "Empty"),
            op("remove", "/responseModels/wrong", null)
        };
        for (int i = 0; i < operations.length; i++) {
            recording.step(
                    "update-method-response-operation-with-wrong-param-name-" + (i + 1),
                    ApiGateway.UPDATE_METHOD_RESPONSE,
                    updateMethodResponse(operations[i]).build());
        }
        recording.isComplete();
    }

    @Test
    void integrationResponseLifecycle() {
        Recording recording =
                Recording.of(rest, "test_lifecycle_integration_response").mark("<cache-namespace:1>", api.root());
        recording.step(
                "put-integration-response",
                ApiGateway.PUT_INTEGRATION_RESPONSE,
                created().build());
        recording.step("get-integration-response", ApiGateway.GET_INTEGRATION_RESPONSE, get().build());
        recording.step(
                "update-integration-response",
                ApiGateway.UPDATE_INTEGRATION_RESPONSE,
                UpdateIntegrationResponseRequest.builder()
                        .restApiId(api.id())
                        .resourceId(api.root())
                        .httpMethod("GET")
                        .statusCode("200")
                        .patchOperations(List.of(replace("/selectionPattern", "updated-pattern")))
                        .build());
        recording.step(
                "overwrite-integration-response",
                ApiGateway.PUT_INTEGRATION_RESPONSE,
                put().selectionPattern("overwrite-pattern")
                        .responseTemplates(Map.of("application/json", "overwrite"))
                        .build());
        recording.step("get-method", ApiGateway.GET_METHOD, getMethod);
        recording.step("delete-integration-response", ApiGateway.DELETE_INTEGRATION_RESPONSE, delete().build());
        recording.isComplete();
    }

    @Test
    void integrationResponseLookups() {
        for (String what : List.of("api", "resource", "method")) {
            Recording recording = Recording.of(rest, "test_integration_response_wrong_" + what);
            PutIntegrationResponseRequest.Builder put = created();
            GetIntegrationResponseRequest.Builder get = get();
            switch (what) {
                case "api" -> {
                    put.restApiId("fake");
                    get.restApiId("fake");
                }
                case "resource" -> {
                    put.resourceId("fake");
                    get.resourceId("fake");
                }
                default -> {
                    put.httpMethod("POST");
                    get.httpMethod("POST");
                }
            }
            recording.step("put-integration-response-wrong-" + what, ApiGateway.PUT_INTEGRATION_RESPONSE, put.build());
            recording.step("get-integration-response-wrong-" + what, ApiGateway.GET_INTEGRATION_RESPONSE, get.build());
            recording.isComplete();
        }
    }

    @Test
    void integrationResponseWithoutIntegrationOrStatusCode() {
        rest.method(api, api.root(), "POST");
        Recording.of(rest, "test_integration_response_invalid_integration")
                .step(
                        "get-integration-response-without-integration",
                        ApiGateway.GET_INTEGRATION_RESPONSE,
                        get().httpMethod("POST").build());
        Recording.of(rest, "test_integration_response_wrong_status_code")
                .step("get-integration-response-wrong-status-code", ApiGateway.GET_INTEGRATION_RESPONSE, get().build());
    }

    @Test
    void integrationResponseWithWrongContentType() {
        Recording recording = Recording.of(rest, "test_integration_response_invalid_responsetemplates")
                .without("put-integration-response-invalid-responseTemplates-1"); // a number, the wire front's
        recording.step(
                "put-integration-response-invalid-responseTemplates-2",
                ApiGateway.PUT_INTEGRATION_RESPONSE,
                put().responseTemplates(Map.of("123", "x")).build());
        recording.isComplete();
    }

    @Test
    @SuppressWarnings("NullAway") // JSON has null where the generated records do not expect it
    void integrationResponseTemplates() {
        Recording recording = Recording.of(rest, "test_put_integration_response_templates");
        Map<String, String> none = new HashMap<>();
        none.put("application/json", null);
        recording.step(
                "put-integration-response-template-none",
                ApiGateway.PUT_INTEGRATION_RESPONSE,
                put().selectionPattern("").responseTemplates(none).build());
        recording.step(
                "put-integration-response-template-empty",
                ApiGateway.PUT_INTEGRATION_RESPONSE,
                put().selectionPattern("")
                        .responseTemplates(Map.of("application/json", ""))
                        .build());
        recording.step(
                "put-integration-no-response-template",
                ApiGateway.PUT_INTEGRATION_RESPONSE,
                put().selectionPattern("").build());
        recording.isComplete();
    }

    @Test
    void integrationResponseDeletion() {
        Recording recording = Recording.of(rest, "test_delete_integration_response_errors");
        recording.step(
                "put-integration-response",
                ApiGateway.PUT_INTEGRATION_RESPONSE,
                created().build());
        String[] steps = {
            "non-existent-resource",
            "non-existent-api-id",
            "non-existent-method",
            "non-existent-status-code",
            "bad-method"
        };
        DeleteIntegrationResponseRequest.Builder[] requests = {
            delete().resourceId("fake"),
            delete().restApiId("fake"),
            delete().httpMethod("POST"),
            delete().statusCode("201"),
            delete().httpMethod("bad")
        };
        for (int i = 0; i < steps.length; i++) {
            recording.step(steps[i], ApiGateway.DELETE_INTEGRATION_RESPONSE, requests[i].build());
        }
        recording.isComplete();
    }

    private PutMethodResponseRequest.Builder putMethodResponse() {
        return PutMethodResponseRequest.builder()
                .restApiId(api.id())
                .resourceId(api.root())
                .httpMethod("GET")
                .statusCode("200");
    }

    private UpdateMethodResponseRequest.Builder updateMethodResponse(PatchOperation... operations) {
        return UpdateMethodResponseRequest.builder()
                .restApiId(api.id())
                .resourceId(api.root())
                .httpMethod("GET")
                .statusCode("200")
                .patchOperations(List.of(operations));
    }

    private PutIntegrationResponseRequest.Builder put() {
        return PutIntegrationResponseRequest.builder()
                .restApiId(api.id())
                .resourceId(api.root())
                .httpMethod("GET")
                .statusCode("200");
    }

    private PutIntegrationResponseRequest.Builder created() {
        return put().selectionPattern("").responseTemplates(Map.of("application/json", "\"created\""));
    }

    private GetIntegrationResponseRequest.Builder get() {
        return GetIntegrationResponseRequest.builder()
                .restApiId(api.id())
                .resourceId(api.root())
                .httpMethod("GET")
                .statusCode("200");
    }

    private DeleteIntegrationResponseRequest.Builder delete() {
        return DeleteIntegrationResponseRequest.builder()
                .restApiId(api.id())
                .resourceId(api.root())
                .httpMethod("GET")
                .statusCode("200");
    }
}
