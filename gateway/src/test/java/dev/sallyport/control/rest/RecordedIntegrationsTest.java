package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.given;
import static dev.sallyport.control.rest.Rest.putIntegration;
import static dev.sallyport.control.rest.Rest.putMethod;
import static dev.sallyport.control.rest.Rest.replace;

import dev.sallyport.control.rest.Rest.Api;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.CreateDeploymentRequest;
import dev.sallyport.wire.apigateway.DeleteIntegrationResponseRequest;
import dev.sallyport.wire.apigateway.GetIntegrationRequest;
import dev.sallyport.wire.apigateway.GetIntegrationResponseRequest;
import dev.sallyport.wire.apigateway.GetMethodRequest;
import dev.sallyport.wire.apigateway.PutIntegrationRequest;
import dev.sallyport.wire.apigateway.PutIntegrationResponseRequest;
import dev.sallyport.wire.apigateway.PutMethodResponseRequest;
import dev.sallyport.wire.apigateway.UpdateIntegrationRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The recorded tests of integrations, replayed. */
class RecordedIntegrationsTest {

    private static final String LAMBDA = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
            + "arn:aws:lambda:us-east-1:111111111111:function:MyLambda/invocations";
    private static final String S3 = "arn:aws:apigateway:us-east-1:s3:path/b/k";

    private final Rest rest = new Rest();
    private final Api api = rest.api();

    @Test
    void putRules() {
        Recording recording = Recording.of(rest, "test_put_integration_validation")
                .mark("<cache-namespace:1>", api.root())
                .mark("<partition>", "aws")
                .mark("<region>", "us-east-1");
        rest.method(api, api.root(), "GET");
        for (String type : List.of("HTTP", "HTTP_PROXY", "AWS")) {
            recording.step(
                    "required-integration-method-" + type,
                    ApiGateway.PUT_INTEGRATION,
                    put(type).uri("http://example.com").build());
        }
        recording.step(
                "not-required-integration-method-MOCK",
                ApiGateway.PUT_INTEGRATION,
                put("MOCK").uri("http://example.com").build());
        for (String type : List.of("HTTP", "HTTP_PROXY")) {
            recording.step(
                    "http-method-" + type,
                    ApiGateway.PUT_INTEGRATION,
                    post(type).uri("http://example.com").build());
        }
        recording.step(
                "aws-integration-AWS",
                ApiGateway.PUT_INTEGRATION,
                post("AWS")
                        .uri(S3)
                        .credentials("arn:aws:iam::111111111111:role/service-role/testfunction-role-oe783psq")
                        .build());
        for (String type : List.of("AWS", "AWS_PROXY")) {
            recording.step(
                    "aws-integration-type-" + type,
                    ApiGateway.PUT_INTEGRATION,
                    post(type).uri(LAMBDA).build());
        }
        recording.step(
                "no-s3-support-AWS_PROXY",
                ApiGateway.PUT_INTEGRATION,
                post("AWS_PROXY").uri(S3).build());
        for (String type : List.of("HTTP", "HTTP_PROXY")) {
            recording.step(
                    "invalid-uri-" + type,
                    ApiGateway.PUT_INTEGRATION,
                    post(type).uri("invalid_uri").build());
        }
        recording.step(
                "invalid-uri-not-an-arn",
                ApiGateway.PUT_INTEGRATION,
                post("AWS").uri("invalid_uri").build());
        recording.step(
                "invalid-uri-invalid-arn",
                ApiGateway.PUT_INTEGRATION,
                post("AWS")
                        .uri("arn:aws:iam::0000000000:role/service-role/asdf")
                        .build());
        recording.isComplete();
    }

    @Test
    void lookups() {
        Recording recording = Recording.of(rest, "test_put_integration_response_validation");
        rest.mock(api, api.root(), "GET");
        recording.step(
                "put-integration-wrong-method",
                ApiGateway.PUT_INTEGRATION,
                put("MOCK").httpMethod("POST").build());
        recording.step(
                "put-integration-wrong-resource",
                ApiGateway.PUT_INTEGRATION,
                put("MOCK").resourceId("fake").build());
        recording.step(
                "put-integration-response-wrong-method",
                ApiGateway.PUT_INTEGRATION_RESPONSE,
                putResponse("GET").httpMethod("POST").build());
        recording.step(
                "put-integration-response-wrong-resource",
                ApiGateway.PUT_INTEGRATION_RESPONSE,
                putResponse("GET").resourceId("fake").build());
        recording.isComplete();
    }

    @Test
    void readingWhatIsNotThere() {
        Recording recording = Recording.of(rest, "test_get_integration_non_existent");
        recording.step(
                "get-integration-no-api",
                ApiGateway.GET_INTEGRATION,
                get().restApiId("fake").build());
        recording.step(
                "get-integration-no-resource",
                ApiGateway.GET_INTEGRATION,
                get().resourceId("fake").build());
        recording.step("get-integration-no-method", ApiGateway.GET_INTEGRATION, get().build());
        rest.method(api, api.root(), "GET");
        recording.step("get-integration-no-integration", ApiGateway.GET_INTEGRATION, get().build());
        recording.isComplete();
    }

    @Test
    void requestParametersAreExpressions() {
        Recording recording = Recording.of(rest, "test_put_integration_request_parameter_bool_type")
                .without( // booleans where texts are expected, the wire front's
                        "put-integration-request-param-wrong-type", "put-integration-request-param-bool-value");
        recording.step(
                "bool-method",
                ApiGateway.PUT_METHOD,
                putMethod(api, api.root(), "GET")
                        .requestParameters(Map.of("method.request.path.testPath", true))
                        .build());
        recording.step(
                "put-method-request-param-wrong-type",
                ApiGateway.PUT_INTEGRATION,
                post("HTTP")
                        .uri("http://example.com")
                        .requestParameters(Map.of("integration.request.path.testPath", "true"))
                        .build());
        recording.isComplete();
    }

    @Test
    void vpcLinkByStageVariable() {
        Recording recording = Recording.of(rest, "test_create_integration_with_vpc_link")
                .mark("<cache-namespace:1>", api.root())
                .mark("<region>", "us-east-1");
        rest.method(api, api.root(), "GET");
        recording.step(
                "put-integration-vpc-link",
                ApiGateway.PUT_INTEGRATION,
                put("HTTP_PROXY")
                        .integrationHttpMethod("GET")
                        .uri("http://my-vpclink-test-nlb-1234567890abcdef.us-east-1.amazonaws.com")
                        .connectionType("VPC_LINK")
                        .connectionId("${stageVariables.vpcLinkId}")
                        .build());
        recording.step("get-integration-vpc-link", ApiGateway.GET_INTEGRATION, get().build());
        recording.step(
                "update-integration-vpc-link",
                ApiGateway.UPDATE_INTEGRATION,
                UpdateIntegrationRequest.builder()
                        .restApiId(api.id())
                        .resourceId(api.root())
                        .httpMethod("GET")
                        .patchOperations(List.of(replace("/connectionId", "${stageVariables.vpcLinkIdBeta}")))
                        .build());
        recording.step("get-integration-update-vpc-link", ApiGateway.GET_INTEGRATION, get().build());
        recording.isComplete();
    }

    @Test
    void responsesOfTwoMethods() {
        Recording recording =
                Recording.of(rest, "test_put_integration_responses").mark("<cache-namespace:1>", api.root());
        putMethodWithResponse(recording, "GET");
        recording.step(
                "put-integration-response-get",
                ApiGateway.PUT_INTEGRATION_RESPONSE,
                putResponse("GET").responseTemplates(Map.of()).build());
        recording.step("get-integration-response-get", ApiGateway.GET_INTEGRATION_RESPONSE, getResponse("GET"));
        GetMethodRequest getMethod = GetMethodRequest.builder()
                .restApiId(api.id())
                .resourceId(api.root())
                .httpMethod("GET")
                .build();
        recording.step("get-method-get", ApiGateway.GET_METHOD, getMethod);
        recording.step(
                "deploy",
                ApiGateway.CREATE_DEPLOYMENT,
                CreateDeploymentRequest.builder()
                        .restApiId(api.id())
                        .stageName("local")
                        .build());
        recording.step(
                "delete-integration-response-get",
                ApiGateway.DELETE_INTEGRATION_RESPONSE,
                DeleteIntegrationResponseRequest.builder()
                        .restApiId(api.id())
                        .resourceId(api.root())
                        .httpMethod("GET")
                        .statusCode("200")
                        .build());
        recording.step("get-method-get-after-int-resp-delete", ApiGateway.GET_METHOD, getMethod);
        putMethodWithResponse(recording, "PUT");
        recording.step(
                "put-integration-response-put",
                ApiGateway.PUT_INTEGRATION_RESPONSE,
                putResponse("PUT").contentHandling("CONVERT_TO_BINARY").build());
        recording.step("get-integration-response-put", ApiGateway.GET_INTEGRATION_RESPONSE, getResponse("PUT"));
        recording.isComplete();
    }

    @Test
    void responseTemplate() {
        rest.mock(api, api.root(), "GET");
        rest.send(
                ApiGateway.PUT_INTEGRATION_RESPONSE,
                putResponse("GET")
                        .selectionPattern("foobar")
                        .responseTemplates(Map.of("application/json", "{\"data\": \"test\"}"))
                        .build());
        Recording recording = Recording.of(rest, "test_put_integration_response_with_response_template");
        given(recording.step("get-integration-response", ApiGateway.GET_INTEGRATION_RESPONSE, getResponse("GET")));
        recording.isComplete();
    }

    private void putMethodWithResponse(Recording recording, String verb) {
        String step = verb.toLowerCase(Locale.ROOT);
        recording.step(
                "put-method-" + step,
                ApiGateway.PUT_METHOD,
                putMethod(api, api.root(), verb).build());
        recording.step(
                "put-method-response-" + step,
                ApiGateway.PUT_METHOD_RESPONSE,
                PutMethodResponseRequest.builder()
                        .restApiId(api.id())
                        .resourceId(api.root())
                        .httpMethod(verb)
                        .statusCode("200")
                        .build());
        recording.step(
                "put-integration-" + step,
                ApiGateway.PUT_INTEGRATION,
                post("HTTP").httpMethod(verb).uri("http://example.com").build());
    }

    private PutIntegrationRequest.Builder put(String type) {
        return putIntegration(api, api.root(), "GET", type);
    }

    private PutIntegrationRequest.Builder post(String type) {
        return put(type).integrationHttpMethod("POST");
    }

    private PutIntegrationResponseRequest.Builder putResponse(String verb) {
        return PutIntegrationResponseRequest.builder()
                .restApiId(api.id())
                .resourceId(api.root())
                .httpMethod(verb)
                .statusCode("200")
                .selectionPattern("2\\d{2}");
    }

    private GetIntegrationResponseRequest getResponse(String verb) {
        return GetIntegrationResponseRequest.builder()
                .restApiId(api.id())
                .resourceId(api.root())
                .httpMethod(verb)
                .statusCode("200")
                .build();
    }

    private GetIntegrationRequest.Builder get() {
        return GetIntegrationRequest.builder()
                .restApiId(api.id())
                .resourceId(api.root())
                .httpMethod("GET");
    }
}
