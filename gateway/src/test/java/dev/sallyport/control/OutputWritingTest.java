package dev.sallyport.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.wire.Unit;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.ExportResponse;
import dev.sallyport.wire.apigateway.IntegrationResponse;
import dev.sallyport.wire.apigateway.MethodSetting;
import dev.sallyport.wire.apigateway.RestApi;
import dev.sallyport.wire.apigateway.RestApis;
import dev.sallyport.wire.apigateway.Stage;
import dev.sallyport.wire.lambda.DeleteFunctionResponse;
import dev.sallyport.wire.lambda.EventSourceMappingConfiguration;
import dev.sallyport.wire.lambda.InvocationResponse;
import dev.sallyport.wire.lambda.Lambda;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutputWritingTest {

    @Test
    void R1_4_a_create_answers_json_with_request_ids() {
        RestApi api = RestApi.builder()
                .id("abc")
                .name("ä\"\n")
                .createdDate(Instant.parse("2024-05-01T12:00:00.750Z"))
                .binaryMediaTypes(List.of())
                .tags(Map.of())
                .build();
        WireResponse response = new Recorder()
                .on(ApiGateway.CREATE_REST_API, api)
                .send(Calls.gateway("POST", "/restapis").body("{\"name\":\"a\"}"));
        assertThat(response.status()).isEqualTo(201);
        assertThat(Calls.text(response))
                .isEqualTo("{\"id\":\"abc\",\"name\":\"ä\\\"\\n\",\"createdDate\":1714564800,"
                        + "\"binaryMediaTypes\":[],\"tags\":{}}");
        assertThat(Calls.header(response, "Content-Type")).isEqualTo("application/json");
        assertThat(Calls.header(response, "x-amzn-RequestId")).isEqualTo(Calls.REQUEST_ID);
        assertThat(Calls.header(response, "x-amz-apigw-id")).hasSize(16).endsWith("=");
    }

    @Test
    void R1_7_lists_travel_as_item() {
        RestApis apis = RestApis.builder().items(List.of()).build();
        WireResponse response =
                new Recorder().on(ApiGateway.GET_REST_APIS, apis).send(Calls.gateway("GET", "/restapis"));
        assertThat(Calls.text(response)).isEqualTo("{\"item\":[]}");
    }

    @Test
    void R1_12_deletes_answer_an_empty_body() {
        WireResponse response = new Recorder()
                .on(ApiGateway.DELETE_REST_API, Unit.INSTANCE)
                .send(Calls.gateway("DELETE", "/restapis/a"));
        assertThat(response.status()).isEqualTo(202);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void null_values_of_maps_are_written() {
        Map<String, @Nullable String> templates = new LinkedHashMap<>();
        templates.put("application/json", null);
        @SuppressWarnings("NullAway") // AWS answers null values here, which the generated type does not say
        IntegrationResponse output =
                IntegrationResponse.builder().responseTemplates(templates).build();
        WireResponse response = new Recorder()
                .on(ApiGateway.PUT_INTEGRATION_RESPONSE, output)
                .send(Calls.gateway("PUT", "/restapis/a/resources/r/methods/GET/integration/responses/200"));
        assertThat(Calls.text(response)).isEqualTo("{\"responseTemplates\":{\"application/json\":null}}");
    }

    @Test
    void decimals_keep_their_point() {
        Stage stage = Stage.builder()
                .methodSettings(Map.of(
                        "*/*",
                        MethodSetting.builder()
                                .throttlingRateLimit(10000.0)
                                .throttlingBurstLimit(5000)
                                .build()))
                .build();
        WireResponse response =
                new Recorder().on(ApiGateway.UPDATE_STAGE, stage).send(Calls.gateway("PATCH", "/restapis/a/stages/s"));
        assertThat(Calls.text(response))
                .isEqualTo("{\"methodSettings\":{\"*/*\":{"
                        + "\"throttlingBurstLimit\":5000,\"throttlingRateLimit\":10000.0}}}");
    }

    @Test
    void a_payload_is_raw_and_its_content_type_a_header() {
        ExportResponse export = ExportResponse.builder()
                .contentType("application/yaml")
                .contentDisposition("attachment; filename=\"a\r\nb\"")
                .body("openapi: 3".getBytes(StandardCharsets.UTF_8))
                .build();
        WireResponse response = new Recorder()
                .on(ApiGateway.GET_EXPORT, export)
                .send(Calls.gateway("GET", "/restapis/a/stages/s/exports/oas30"));
        assertThat(Calls.text(response)).isEqualTo("openapi: 3");
        assertThat(response.headers().stream().filter(h -> h.name().equals("Content-Type")))
                .containsExactly(new WireRequest.Header("Content-Type", "application/yaml"));
        assertThat(Calls.header(response, "Content-Disposition")).isEqualTo("attachment; filename=\"a  b\"");
    }

    @Test
    void a_status_member_decides_the_status() {
        InvocationResponse invoked = InvocationResponse.builder()
                .statusCode(202)
                .functionError("Unhandled")
                .payload(new byte[] {})
                .build();
        WireResponse response = new Recorder()
                .on(Lambda.INVOKE, invoked)
                .send(Calls.lambda("POST", "/2015-03-31/functions/f/invocations"));
        assertThat(response.status()).isEqualTo(202);
        assertThat(response.body()).isEmpty();
        assertThat(Calls.header(response, "X-Amz-Function-Error")).isEqualTo("Unhandled");
        assertThat(Calls.header(response, "x-amz-apigw-id")).isNull();

        WireResponse deleted = new Recorder()
                .on(
                        Lambda.DELETE_FUNCTION,
                        DeleteFunctionResponse.builder().statusCode(204).build())
                .send(Calls.lambda("DELETE", "/2015-03-31/functions/f"));
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(deleted.body()).isEmpty();
    }

    @Test
    void lambda_dates_keep_their_fraction() {
        var mapping = EventSourceMappingConfiguration.builder()
                .lastModified(Instant.ofEpochMilli(1714564800120L))
                .startingPositionTimestamp(Instant.ofEpochSecond(1714564800))
                .build();
        WireResponse response = new Recorder()
                .on(Lambda.GET_EVENT_SOURCE_MAPPING, mapping)
                .send(Calls.lambda("GET", "/2015-03-31/event-source-mappings/u"));
        assertThat(Calls.text(response))
                .isEqualTo("{\"StartingPositionTimestamp\":1714564800,\"LastModified\":1714564800.12}");
    }
}
