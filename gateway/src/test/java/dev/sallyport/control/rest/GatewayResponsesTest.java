package dev.sallyport.control.rest;

import static dev.sallyport.control.rest.Rest.op;
import static dev.sallyport.control.rest.Rest.replace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.rest.Rest.Api;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.DeleteGatewayResponseRequest;
import dev.sallyport.wire.apigateway.GatewayResponse;
import dev.sallyport.wire.apigateway.GetGatewayResponseRequest;
import dev.sallyport.wire.apigateway.GetGatewayResponsesRequest;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigateway.PutGatewayResponseRequest;
import dev.sallyport.wire.apigateway.UpdateGatewayResponseRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gateway responses (7.9) beyond the recorded tests, which the compatibility tests replay. */
class GatewayResponsesTest {

    private static final String HEADER = "gatewayresponse.header.x";
    private static final Map<String, String> BUILT_IN =
            Map.of("application/json", "{\"message\":$context.error.messageString}");

    private final Rest rest = new Rest();
    private final Api api = rest.api();

    @Test
    @DisplayName("R7.10, R7.11: all 21 types, each with its code; the two defaults have none")
    void allTypesAreListed() {
        List<GatewayResponse> all = list();
        assertThat(all).hasSize(21);
        assertThat(all).extracting(GatewayResponse::responseType).isSorted();
        assertThat(all).allSatisfy(response -> {
            assertThat(response.defaultResponse()).isTrue();
            assertThat(response.responseParameters()).isEmpty();
            assertThat(response.responseTemplates()).isEqualTo(BUILT_IN);
        });
        assertThat(all)
                .filteredOn(response -> response.statusCode() == null)
                .extracting(GatewayResponse::responseType)
                .containsExactly("DEFAULT_4XX", "DEFAULT_5XX");
        assertThat(get("THROTTLED").statusCode()).isEqualTo("429");
    }

    @Test
    @DisplayName("R6.4: limit and position are accepted, and everything is answered")
    void theListIsNotPaged() {
        assertThat(rest.send(
                                ApiGateway.GET_GATEWAY_RESPONSES,
                                GetGatewayResponsesRequest.builder()
                                        .restApiId(api.id())
                                        .limit(2)
                                        .position("x")
                                        .build())
                        .items())
                .hasSize(21);
    }

    @Test
    @DisplayName("R7.13: what is not customised takes the form of the customised default of its class")
    void defaultsAreInherited() {
        put("DEFAULT_4XX", "418", Map.of(HEADER, "'a'"), Map.of("text/plain", "no"));
        put("THROTTLED", "430", null, null);
        assertThat(get("UNAUTHORIZED"))
                .isEqualTo(GatewayResponse.builder()
                        .responseType("UNAUTHORIZED")
                        .statusCode("418")
                        .responseParameters(Map.of(HEADER, "'a'"))
                        .responseTemplates(Map.of("text/plain", "no"))
                        .defaultResponse(true)
                        .build());
        assertThat(get("THROTTLED").responseTemplates()).isEqualTo(BUILT_IN);
        assertThat(get("INTEGRATION_TIMEOUT").statusCode()).isEqualTo("504");
        assertThat(get("DEFAULT_5XX").defaultResponse()).isTrue();
    }

    @Test
    @DisplayName("R7.13: a customised default without a code leaves each type its own")
    void codesStayWithoutACodeOfTheDefault() {
        put("DEFAULT_5XX", null, Map.of(HEADER, "context.requestId"), null);
        assertThat(get("DEFAULT_5XX").statusCode()).isNull();
        assertThat(get("INTEGRATION_FAILURE").statusCode()).isEqualTo("504");
        assertThat(get("INTEGRATION_FAILURE").responseParameters()).containsKey(HEADER);
    }

    @Test
    @DisplayName("R7.12, R9.1: Put and a first Patch start from what is built in, whatever the default is")
    void customisationStartsFromTheBuiltIn() {
        put("DEFAULT_5XX", "599", Map.of(HEADER, "'a'"), Map.of("text/plain", "no"));
        assertThat(put("AUTHORIZER_FAILURE", null, null, null).statusCode()).isEqualTo("500");
        GatewayResponse patched = patch("INTEGRATION_TIMEOUT", op("add", "/responseParameters/" + HEADER, "'b'"));
        assertThat(patched.statusCode()).isEqualTo("504");
        assertThat(patched.defaultResponse()).isFalse();
        assertThat(patched.responseTemplates()).isEqualTo(BUILT_IN);
        assertThat(get("INTEGRATION_TIMEOUT")).isEqualTo(patched);
    }

    @Test
    @DisplayName("R8.12: a patch without operations customises nothing")
    void emptyPatchesChangeNothing() {
        assertThat(patch("THROTTLED").defaultResponse()).isTrue();
        assertThat(get("THROTTLED").defaultResponse()).isTrue();
    }

    @Test
    @DisplayName("R7.14: deleting brings the default back, once")
    void deletingBringsTheDefaultBack() {
        put("THROTTLED", "430", null, null);
        DeleteGatewayResponseRequest delete = DeleteGatewayResponseRequest.builder()
                .restApiId(api.id())
                .responseType("THROTTLED")
                .build();
        rest.send(ApiGateway.DELETE_GATEWAY_RESPONSE, delete);
        assertThat(get("THROTTLED").statusCode()).isEqualTo("429");
        assertThat(rest.refused(ApiGateway.DELETE_GATEWAY_RESPONSE, delete).getMessage())
                .isEqualTo("Gateway response type not defined on api");
    }

    @ParameterizedTest
    @DisplayName("R7.15: parameters map headers of the answer")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "gatewayresponse.header.x|method.request.path.p|ok",
                "gatewayresponse.header.x|method.request.multivalueheader.h|ok",
                "gatewayresponse.header.x|stageVariables.v|ok",
                "gatewayresponse.header.x|context.error.message|ok",
                "gatewayresponse.header.x|'static'|ok",
                "gatewayresponse.header.x|static|Invalid mapping expression specified: static",
                "gatewayresponse.header.x|method.request.body|Invalid mapping expression specified: method.request.body",
                "gatewayresponse.header.|'a'|Invalid mapping expression parameter specified: gatewayresponse.header.",
                "method.response.header.x|'a'|Invalid mapping expression parameter specified: method.response.header.x"
            })
    void parametersMapHeaders(String key, String value, String expected) {
        if (expected.equals("ok")) {
            assertThat(put("THROTTLED", null, Map.of(key, value), null).responseParameters())
                    .containsEntry(key, value);
        } else {
            String text = "Invalid mapping expression specified: Validation Result: warnings : [], errors : ["
                    + expected + "]";
            assertThat(rest.refused(
                                    ApiGateway.PUT_GATEWAY_RESPONSE,
                                    request("THROTTLED")
                                            .responseParameters(Map.of(key, value))
                                            .build())
                            .getMessage())
                    .isEqualTo(text);
            assertThat(rest.refused(
                                    ApiGateway.UPDATE_GATEWAY_RESPONSE,
                                    patchRequest("THROTTLED", op("add", "/responseParameters/" + key, value)))
                            .getMessage())
                    .isEqualTo(text);
        }
    }

    @Test
    @DisplayName("9.8: an entry that is put or patched has a value, and a template a content type")
    void entriesHaveValues() {
        assertThat(rest.refused(
                                ApiGateway.PUT_GATEWAY_RESPONSE,
                                request("THROTTLED")
                                        .responseTemplates(Map.of("application/json", ""))
                                        .build())
                        .getMessage())
                .isEqualTo("Invalid null or empty value in responseTemplates");
        assertThat(rest.refused(
                                ApiGateway.UPDATE_GATEWAY_RESPONSE,
                                patchRequest("THROTTLED", op("add", "/responseTemplates/json", "x")))
                        .getMessage())
                .isEqualTo("Validation Result: warnings : [], errors : [Invalid content type specified: json]");
        assertThat(rest.refused(
                                ApiGateway.UPDATE_GATEWAY_RESPONSE,
                                patchRequest("THROTTLED", replace("/statusCode", "abc")))
                        .getMessage())
                .isEqualTo("Invalid Response status code specified");
        assertThat(get("THROTTLED").defaultResponse()).isTrue();
    }

    private GatewayResponse put(
            String type,
            @Nullable String statusCode,
            @Nullable Map<String, String> parameters,
            @Nullable Map<String, String> templates) {
        return rest.send(
                ApiGateway.PUT_GATEWAY_RESPONSE,
                request(type)
                        .statusCode(statusCode)
                        .responseParameters(parameters)
                        .responseTemplates(templates)
                        .build());
    }

    private PutGatewayResponseRequest.Builder request(String type) {
        return PutGatewayResponseRequest.builder().restApiId(api.id()).responseType(type);
    }

    private UpdateGatewayResponseRequest patchRequest(String type, PatchOperation... operations) {
        return UpdateGatewayResponseRequest.builder()
                .restApiId(api.id())
                .responseType(type)
                .patchOperations(List.of(operations))
                .build();
    }

    private GatewayResponse patch(String type, PatchOperation... operations) {
        return rest.send(ApiGateway.UPDATE_GATEWAY_RESPONSE, patchRequest(type, operations));
    }

    private GatewayResponse get(String type) {
        return rest.send(
                ApiGateway.GET_GATEWAY_RESPONSE,
                GetGatewayResponseRequest.builder()
                        .restApiId(api.id())
                        .responseType(type)
                        .build());
    }

    private List<GatewayResponse> list() {
        return Objects.requireNonNull(rest.send(
                        ApiGateway.GET_GATEWAY_RESPONSES,
                        GetGatewayResponsesRequest.builder().restApiId(api.id()).build())
                .items());
    }
}
