package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.op;
import static dev.sallyport.control.rest.Rest.putIntegration;
import static dev.sallyport.control.rest.Rest.putMethod;
import static dev.sallyport.control.rest.Rest.replace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.rest.Rest.Api;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.DeleteIntegrationRequest;
import dev.sallyport.wire.apigateway.GetIntegrationRequest;
import dev.sallyport.wire.apigateway.GetResourceRequest;
import dev.sallyport.wire.apigateway.Integration;
import dev.sallyport.wire.apigateway.IntegrationResponse;
import dev.sallyport.wire.apigateway.Method;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigateway.PutIntegrationRequest;
import dev.sallyport.wire.apigateway.PutIntegrationResponseRequest;
import dev.sallyport.wire.apigateway.PutMethodRequest;
import dev.sallyport.wire.apigateway.PutMethodResponseRequest;
import dev.sallyport.wire.apigateway.TlsConfig;
import dev.sallyport.wire.apigateway.UpdateIntegrationRequest;
import dev.sallyport.wire.apigateway.UpdateMethodRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of methods, integrations and responses that no recording shows (10.3 to 10.6). */
class MethodRulesTest {

    private static final String VALIDATION =
            "Invalid mapping expression specified: Validation Result: warnings : []," + " errors : [";

    private final Rest rest = new Rest();
    private final Api api = rest.api();

    @Test
    void methodExistsOnce_R10_24() {
        rest.method(api, api.root(), "GET");
        ServiceException refusal = rest.refused(ApiGateway.PUT_METHOD, put().build());
        assertThat(refusal.status()).isEqualTo(409);
        assertThat(refusal.getMessage()).isEqualTo("Method already exists for this resource");
    }

    @Test
    void parametersNameTheirPlace_R10_26() {
        PutMethodRequest request =
                put().requestParameters(Map.of("method.request.cookie.x", true)).build();
        assertThat(rest.refused(ApiGateway.PUT_METHOD, request).getMessage())
                .isEqualTo(VALIDATION + "Invalid mapping expression parameter specified: method.request.cookie.x]");
    }

    @Test
    void draftStoresWhatOnlyADeploymentMayRefuse() {
        Method method = rest.send(
                ApiGateway.PUT_METHOD,
                put().authorizationType("AWS_IAM")
                        .apiKeyRequired(true)
                        .authorizationScopes(List.of("a"))
                        .build());
        assertThat(method.authorizationType()).isEqualTo("AWS_IAM");
        assertThat(method.apiKeyRequired()).isTrue();
        assertThat(method.authorizationScopes()).containsExactly("a");
    }

    @Test
    void authorizationTypesAreThoseOfAws_R10_29() {
        assertThat(rest.refused(
                                ApiGateway.PUT_METHOD,
                                put().authorizationType("BASIC").build())
                        .getMessage())
                .startsWith("Invalid Authorization Type specified. Valid options are ");
    }

    @Test
    void embedMakesMethodsWhole_R6_10() {
        GetResourceRequest.Builder get =
                GetResourceRequest.builder().restApiId(api.id()).resourceId(api.root());
        assertThat(rest.send(ApiGateway.GET_RESOURCE, get.build()).resourceMethods())
                .isNull();
        rest.mock(api, api.root(), "GET");
        assertThat(rest.send(ApiGateway.GET_RESOURCE, get.build()).resourceMethods())
                .isEqualTo(Map.of("GET", Method.builder().build()));
        var whole =
                rest.send(ApiGateway.GET_RESOURCE, get.embed(List.of("methods")).build());
        assertThat(whole.resourceMethods()).extractingByKey("GET").satisfies(method -> {
            assertThat(method.methodIntegration()).isNotNull();
            assertThat(method.authorizationType()).isEqualTo("NONE");
        });
    }

    @Test
    void responsesDeclareHeadersAndKnownModels_R10_33_R10_34() {
        rest.method(api, api.root(), "GET");
        rest.send(ApiGateway.PUT_METHOD_RESPONSE, response("200").build());
        assertThat(rest.refused(ApiGateway.PUT_METHOD_RESPONSE, response("200").build())
                        .getMessage())
                .isEqualTo("Response already exists for this resource");
        PutMethodResponseRequest wrong =
                response("201").responseParameters(Map.of("header.x", true)).build();
        assertThat(rest.refused(ApiGateway.PUT_METHOD_RESPONSE, wrong).getMessage())
                .isEqualTo(VALIDATION + "Invalid mapping expression parameter specified: header.x]");
        PutMethodResponseRequest model = response("201")
                .responseModels(Map.of("application/json", "Pet"))
                .build();
        assertThat(rest.refused(ApiGateway.PUT_METHOD_RESPONSE, model).getMessage())
                .isEqualTo("Invalid model identifier specified: Pet");
    }

    @Test
    void putIntegrationReplacesWithItsResponses_R10_51() {
        rest.mock(api, api.root(), "GET");
        rest.send(
                ApiGateway.PUT_INTEGRATION_RESPONSE, integrationResponse("200").build());
        Integration integration =
                rest.send(ApiGateway.PUT_INTEGRATION, integration("MOCK").build());
        assertThat(integration.integrationResponses()).isNull();
    }

    @Test
    void integrationIsDeletedOnce() {
        rest.mock(api, api.root(), "GET");
        DeleteIntegrationRequest delete = DeleteIntegrationRequest.builder()
                .restApiId(api.id())
                .resourceId(api.root())
                .httpMethod("GET")
                .build();
        rest.send(ApiGateway.DELETE_INTEGRATION, delete);
        assertThat(rest.refused(ApiGateway.DELETE_INTEGRATION, delete).getMessage())
                .isEqualTo("Invalid Integration identifier specified");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com",
                "HTTPS://example.com:8443/a/{b}?c=d",
                "http://${stageVariables.host}/x",
                "${stageVariables.backend}/x",
                "https://localhost"
            })
    void httpUrisMayHoldStageVariables_R10_42(String uri) {
        rest.method(api, api.root(), "GET");
        Integration answer =
                rest.send(ApiGateway.PUT_INTEGRATION, http().uri(uri).build());
        assertThat(answer.uri()).isEqualTo(uri);
        assertThat(answer.connectionType()).isEqualTo("INTERNET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.com", "http://", "http:///x", "ftp://example.com", "//example.com"})
    void httpUrisHaveSchemeAndHost_R10_42(String uri) {
        rest.method(api, api.root(), "GET");
        assertThat(rest.refused(ApiGateway.PUT_INTEGRATION, http().uri(uri).build())
                        .getMessage())
                .isEqualTo("Invalid HTTP endpoint specified for URI");
    }

    @ParameterizedTest
    @CsvSource({"49,false", "50,true", "29000,true", "29001,false"})
    @DisplayName("R10.46, INT-2: a timeout has bounds")
    void timeoutHasBounds_R10_46(int millis, boolean legal) {
        rest.method(api, api.root(), "GET");
        PutIntegrationRequest request =
                integration("MOCK").timeoutInMillis(millis).build();
        if (legal) {
            assertThat(rest.send(ApiGateway.PUT_INTEGRATION, request).timeoutInMillis())
                    .isEqualTo(millis);
        } else {
            assertThat(rest.refused(ApiGateway.PUT_INTEGRATION, request).getMessage())
                    .isEqualTo("Timeout should be between 50 ms and 29000 ms");
        }
    }

    @Test
    void streamedAnswersMayTakeLonger_R10_46() {
        rest.method(api, api.root(), "GET");
        PutIntegrationRequest request = integration("HTTP_PROXY")
                .integrationHttpMethod("GET")
                .uri("http://example.com")
                .responseTransferMode("STREAM")
                .timeoutInMillis(900_000)
                .build();
        assertThat(rest.send(ApiGateway.PUT_INTEGRATION, request).timeoutInMillis())
                .isEqualTo(900_000);
    }

    @Test
    void streamIsRefusedWhereNothingStreams_INT_110() {
        rest.method(api, api.root(), "GET");
        String lambda = "arn:aws:apigateway:eu-central-1:lambda:path/";
        String function = "/functions/arn:aws:lambda:eu-central-1:123456789012:function:f/";
        assertThat(rest.refused(
                                ApiGateway.PUT_INTEGRATION,
                                integration("MOCK")
                                        .responseTransferMode("STREAM")
                                        .build())
                        .getMessage())
                .isEqualTo("Invalid ResponseTransferMode. ResponseTransferMode STREAM is only supported for HTTP_PROXY"
                        + " and AWS_PROXY integrations.");
        PutIntegrationRequest.Builder proxy =
                integration("AWS_PROXY").integrationHttpMethod("POST").responseTransferMode("STREAM");
        assertThat(rest.refused(
                                ApiGateway.PUT_INTEGRATION,
                                proxy.uri(lambda + "2015-03-31" + function + "invocations")
                                        .build())
                        .getMessage())
                .isEqualTo("Invalid ResponseTransferMode. ResponseTransferMode STREAM is only supported for Lambda"
                        + " functions invoked by InvokeWithResponseStream for AWS_PROXY integrations.");
        Integration stored = rest.send(
                ApiGateway.PUT_INTEGRATION,
                proxy.uri(lambda + "2021-11-15" + function + "response-streaming-invocations")
                        .build());
        assertThat(stored.responseTransferMode()).isEqualTo("STREAM");
    }

    @Test
    void mappedParametersMustBeDeclared() {
        rest.send(
                ApiGateway.PUT_METHOD,
                put().requestParameters(Map.of("method.request.path.proxy", true))
                        .build());
        String target = "integration.request.path.proxy";
        Integration answer = rest.send(
                ApiGateway.PUT_INTEGRATION,
                integration("MOCK")
                        .requestParameters(Map.of(target, "method.request.path.proxy"))
                        .build());
        assertThat(answer.requestParameters()).containsEntry(target, "method.request.path.proxy");
        assertThat(refusedMapping(target, "method.request.path.other"))
                .isEqualTo(VALIDATION + "Invalid mapping expression parameter specified: method.request.path.other]");
        assertThat(refusedMapping("request.path.proxy", "'x'"))
                .isEqualTo(VALIDATION + "Invalid mapping expression parameter specified: request.path.proxy]");
        assertThat(refusedMapping(target, "proxy"))
                .isEqualTo(VALIDATION + "Invalid mapping expression specified: proxy]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'static'",
                "''",
                "context.requestId",
                "stageVariables.v",
                "method.request.body",
                "method.request.body.a.b",
                "method.request.multivalueheader.x"
            })
    void expressionsThatNeedNoDeclaration(String expression) {
        rest.method(api, api.root(), "GET");
        String target = "integration.request.header.x";
        Integration answer = rest.send(
                ApiGateway.PUT_INTEGRATION,
                integration("MOCK")
                        .requestParameters(Map.of(target, expression))
                        .build());
        assertThat(answer.requestParameters()).containsEntry(target, expression);
    }

    @Test
    void vpcLinkMustExist_R10_52() {
        rest.method(api, api.root(), "GET");
        PutIntegrationRequest.Builder request = http().uri("http://example.com").connectionType("VPC_LINK");
        assertThat(rest.refused(ApiGateway.PUT_INTEGRATION, request.build()).getMessage())
                .isEqualTo("Invalid Vpc Link identifier specified");
        assertThat(rest.refused(
                                ApiGateway.PUT_INTEGRATION,
                                request.connectionId("abc123").build())
                        .getMessage())
                .isEqualTo("Invalid Vpc Link identifier specified");
    }

    @Test
    void membersOfAnIntegrationAreEchoedAsGiven() {
        rest.method(api, api.root(), "GET");
        rest.send(
                ApiGateway.PUT_INTEGRATION,
                http().uri("http://example.com")
                        .requestTemplates(Map.of("application/json", "", "text/plain", "x"))
                        .passthroughBehavior("NEVER")
                        .contentHandling("CONVERT_TO_TEXT")
                        .cacheNamespace("shared")
                        .cacheKeyParameters(List.of("method.request.path.x"))
                        .tlsConfig(TlsConfig.builder()
                                .insecureSkipVerification(true)
                                .build())
                        .build());
        Integration answer = rest.send(
                ApiGateway.GET_INTEGRATION,
                GetIntegrationRequest.builder()
                        .restApiId(api.id())
                        .resourceId(api.root())
                        .httpMethod("GET")
                        .build());
        assertThat(Recording.json(answer).toString())
                .contains("\"requestTemplates\":{", "\"application/json\":null", "\"text/plain\":\"x\"")
                .contains("\"passthroughBehavior\":\"NEVER\"", "\"contentHandling\":\"CONVERT_TO_TEXT\"")
                .contains("\"cacheNamespace\":\"shared\"", "\"cacheKeyParameters\":[\"method.request.path.x\"]")
                .contains("\"tlsConfig\":{\"insecureSkipVerification\":true}");
    }

    @Test
    @DisplayName("7.5: a TLS configuration without the flag is one with false, as Terraform sends and expects it")
    void emptyTlsConfigurationIsFalse() {
        rest.method(api, api.root(), "GET");
        Integration answer = rest.send(
                ApiGateway.PUT_INTEGRATION,
                http().uri("http://example.com")
                        .tlsConfig(TlsConfig.builder().build())
                        .build());
        assertThat(Recording.json(answer).toString()).contains("\"tlsConfig\":{\"insecureSkipVerification\":false}");
    }

    @Test
    void updateOfAnIntegrationKeepsItsRules() {
        rest.method(api, api.root(), "GET");
        rest.send(ApiGateway.PUT_INTEGRATION, http().uri("http://example.com").build());
        assertThat(refusedUpdate(replace("/uri", "nope"))).isEqualTo("Invalid HTTP endpoint specified for URI");
        assertThat(refusedUpdate(replace("/httpMethod", "")))
                .isEqualTo("Enumeration value for HttpMethod must be non-empty");
        assertThat(refusedUpdate(replace("/timeoutInMillis", "40")))
                .isEqualTo("Timeout should be between 50 ms and 29000 ms");
        assertThat(refusedUpdate(op("add", "/requestTemplates/123", "x")))
                .isEqualTo("Validation Result: warnings : [], errors : [Invalid content type specified: 123]");
        assertThat(rest.send(ApiGateway.UPDATE_INTEGRATION, update(replace("/cacheNamespace", "")))
                        .cacheNamespace())
                .isEqualTo(api.root());
    }

    @Test
    void onlyOneResponseIsTheDefault_R10_54() {
        rest.mock(api, api.root(), "GET");
        rest.send(
                ApiGateway.PUT_INTEGRATION_RESPONSE, integrationResponse("200").build());
        rest.send(
                ApiGateway.PUT_INTEGRATION_RESPONSE, integrationResponse("200").build());
        ServiceException refusal = rest.refused(
                ApiGateway.PUT_INTEGRATION_RESPONSE, integrationResponse("201").build());
        assertThat(refusal.status()).isEqualTo(409);
        rest.send(
                ApiGateway.PUT_INTEGRATION_RESPONSE,
                integrationResponse("201").selectionPattern("5.*").build());
    }

    @Test
    void mappedHeadersOfAResponseMustBeDeclared_R10_57() {
        rest.mock(api, api.root(), "GET");
        String header = "method.response.header.X";
        PutIntegrationResponseRequest request = integrationResponse("200")
                .responseParameters(Map.of(header, "integration.response.header.Y"))
                .build();
        assertThat(rest.refused(ApiGateway.PUT_INTEGRATION_RESPONSE, request).getMessage())
                .isEqualTo(VALIDATION + "Invalid mapping expression parameter specified: " + header + "]");
        rest.send(
                ApiGateway.PUT_METHOD_RESPONSE,
                response("200").responseParameters(Map.of(header, false)).build());
        IntegrationResponse answer = rest.send(ApiGateway.PUT_INTEGRATION_RESPONSE, request);
        assertThat(answer.responseParameters()).containsEntry(header, "integration.response.header.Y");
    }

    @Test
    void parameterNamesStayUniqueInUpdates_R10_25() {
        rest.method(api, api.root(), "GET");
        UpdateMethodRequest request = UpdateMethodRequest.builder()
                .restApiId(api.id())
                .resourceId(api.root())
                .httpMethod("GET")
                .patchOperations(List.of(
                        op("add", "/requestParameters/method.request.header.a", "true"),
                        op("add", "/requestParameters/method.request.path.a", "true")))
                .build();
        assertThat(rest.refused(ApiGateway.UPDATE_METHOD, request).getMessage())
                .isEqualTo("Parameter names must be unique across querystring, header and path");
    }

    private String refusedMapping(String target, String expression) {
        PutIntegrationRequest request = integration("MOCK")
                .requestParameters(Map.of(target, expression))
                .build();
        return rest.refused(ApiGateway.PUT_INTEGRATION, request).getMessage();
    }

    private String refusedUpdate(PatchOperation operation) {
        return rest.refused(ApiGateway.UPDATE_INTEGRATION, update(operation)).getMessage();
    }

    private UpdateIntegrationRequest update(PatchOperation operation) {
        return UpdateIntegrationRequest.builder()
                .restApiId(api.id())
                .resourceId(api.root())
                .httpMethod("GET")
                .patchOperations(List.of(operation))
                .build();
    }

    private PutMethodRequest.Builder put() {
        return putMethod(api, api.root(), "GET");
    }

    private PutIntegrationRequest.Builder integration(String type) {
        return putIntegration(api, api.root(), "GET", type);
    }

    private PutIntegrationRequest.Builder http() {
        return integration("HTTP").integrationHttpMethod("GET");
    }

    private PutMethodResponseRequest.Builder response(String statusCode) {
        return PutMethodResponseRequest.builder()
                .restApiId(api.id())
                .resourceId(api.root())
                .httpMethod("GET")
                .statusCode(statusCode);
    }

    private PutIntegrationResponseRequest.Builder integrationResponse(String statusCode) {
        return PutIntegrationResponseRequest.builder()
                .restApiId(api.id())
                .resourceId(api.root())
                .httpMethod("GET")
                .statusCode(statusCode);
    }
}
