package dev.sallyport.control;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.sallyport.wire.Member.Location;
import dev.sallyport.wire.Shape;
import dev.sallyport.wire.Unit;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.CreateRestApiRequest;
import dev.sallyport.wire.apigateway.ExportResponse;
import dev.sallyport.wire.apigateway.GetExportRequest;
import dev.sallyport.wire.apigateway.GetRestApisRequest;
import dev.sallyport.wire.apigateway.ImportRestApiRequest;
import dev.sallyport.wire.apigateway.Integration;
import dev.sallyport.wire.apigateway.IntegrationResponse;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigateway.PutIntegrationRequest;
import dev.sallyport.wire.apigateway.PutIntegrationResponseRequest;
import dev.sallyport.wire.apigateway.RestApi;
import dev.sallyport.wire.apigateway.RestApis;
import dev.sallyport.wire.apigateway.Stage;
import dev.sallyport.wire.apigateway.UntagResourceRequest;
import dev.sallyport.wire.apigateway.UpdateStageRequest;
import dev.sallyport.wire.lambda.CreateFunctionRequest;
import dev.sallyport.wire.lambda.FunctionConfiguration;
import dev.sallyport.wire.lambda.InvocationRequest;
import dev.sallyport.wire.lambda.InvocationResponse;
import dev.sallyport.wire.lambda.Lambda;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InputReadingTest {

    private final Recorder recorder = new Recorder()
            .on(ApiGateway.CREATE_REST_API, RestApi.builder().build())
            .on(ApiGateway.IMPORT_REST_API, RestApi.builder().build())
            .on(ApiGateway.GET_REST_APIS, RestApis.builder().build())
            .on(ApiGateway.GET_EXPORT, ExportResponse.builder().build())
            .on(ApiGateway.UNTAG_RESOURCE, Unit.INSTANCE)
            .on(ApiGateway.UPDATE_STAGE, Stage.builder().build())
            .on(ApiGateway.PUT_INTEGRATION, Integration.builder().build())
            .on(
                    ApiGateway.PUT_INTEGRATION_RESPONSE,
                    IntegrationResponse.builder().build())
            .on(Lambda.CREATE_FUNCTION, FunctionConfiguration.builder().build())
            .on(Lambda.INVOKE, InvocationResponse.builder().build());

    @Test
    void R1_2_body_members_are_read_by_their_wire_names_and_unknown_ones_ignored() {
        CreateRestApiRequest input = recorder.accepted(
                CreateRestApiRequest.class, Calls.gateway("POST", "/restapis").body("""
                        {"name": "pets", "unknown": {"a": [1, {"b": null}]}, "minimumCompressionSize": 1024,
                         "binaryMediaTypes": ["image/png", "*/*"], "tags": {"a": "b", "": ""},
                         "disableExecuteApiEndpoint": true, "description": null,
                         "endpointConfiguration": {"types": ["REGIONAL"], "other": 1}}
                        """));
        assertThat(input.name()).isEqualTo("pets");
        assertThat(input.description()).isNull();
        assertThat(input.minimumCompressionSize()).isEqualTo(1024);
        assertThat(input.binaryMediaTypes()).containsExactly("image/png", "*/*");
        assertThat(input.tags()).containsExactly(entry("a", "b"), entry("", ""));
        assertThat(input.disableExecuteApiEndpoint()).isTrue();
        assertThat(requireNonNull(input.endpointConfiguration()).types()).containsExactly("REGIONAL");
    }

    @Test
    void R4_1_a_label_and_a_body_member_may_share_their_wire_name() {
        PutIntegrationRequest input = recorder.accepted(
                PutIntegrationRequest.class,
                Calls.gateway("PUT", "/restapis/a/resources/r/methods/GET/integration")
                        .body("{\"type\":\"HTTP\",\"httpMethod\":\"POST\",\"timeoutInMillis\":50}"));
        assertThat(input.httpMethod()).isEqualTo("GET");
        assertThat(input.integrationHttpMethod()).isEqualTo("POST");
        assertThat(input.timeoutInMillis()).isEqualTo(50);
    }

    @Test
    void R1_10_parameters_that_nothing_else_claims_fill_the_map() {
        ImportRestApiRequest input = recorder.accepted(
                ImportRestApiRequest.class,
                Calls.gateway(
                                "POST",
                                "/restapis?mode=import&failonwarnings=true&basepath=split&ignore=a+b%26c"
                                        + "&X-Amz-Date=20261122T000000Z")
                        .body("openapi: 3.0.1"));
        assertThat(input.failOnWarnings()).isTrue();
        assertThat(input.parameters()).containsExactly(entry("basepath", "split"), entry("ignore", "a b&c"));
        assertThat(new String(input.body(), StandardCharsets.UTF_8)).isEqualTo("openapi: 3.0.1");
    }

    @Test
    void headers_are_read_without_regard_to_case() {
        GetExportRequest input = recorder.accepted(
                GetExportRequest.class,
                Calls.gateway("GET", "/restapis/a/stages/s/exports/oas30?extensions=apigateway")
                        .header("accept", "application/yaml"));
        assertThat(input.accepts()).isEqualTo("application/yaml");
        assertThat(input.parameters()).containsExactly(entry("extensions", "apigateway"));
        assertThat(input.stageName()).isEqualTo("s");
    }

    @Test
    void a_list_in_the_query_is_a_repeated_parameter() {
        UntagResourceRequest input = recorder.accepted(
                UntagResourceRequest.class, Calls.gateway("DELETE", "/tags/arn%3Ax?tagKeys=a&tagKeys=b%2Cc&tagKeys="));
        assertThat(input.tagKeys()).containsExactly("a", "b,c", "");
        assertThat(input.resourceArn()).isEqualTo("arn:x");
    }

    @Test
    void numbers_in_the_query_are_read() {
        assertThat(recorder.accepted(GetRestApisRequest.class, Calls.gateway("GET", "/restapis?limit=500"))
                        .limit())
                .isEqualTo(500);
        assertThat(recorder.accepted(GetRestApisRequest.class, Calls.gateway("GET", "/restapis?limit=-1&position="))
                        .limit())
                .isEqualTo(-1);
        assertThat(Calls.text(recorder.send(Calls.gateway("GET", "/restapis?limit=ten"))))
                .isEqualTo("{\"message\":\"class java.lang.String can not be converted to an Integer\"}");
        assertThat(Calls.text(recorder.send(Calls.gateway("GET", "/restapis?limit=99999999999"))))
                .contains("can not be converted to an Integer");
        assertThat(Calls.text(recorder.send(Calls.gateway("GET", "/restapis?position=%zz"))))
                .contains("Could not read the query");
    }

    @Test
    void null_values_of_maps_are_kept_and_null_members_are_absent() {
        PutIntegrationResponseRequest input = recorder.accepted(
                PutIntegrationResponseRequest.class,
                Calls.gateway("PUT", "/restapis/a/resources/r/methods/GET/integration/responses/200")
                        .body("{\"responseTemplates\":{\"application/json\":null},\"responseParameters\":null}"));
        assertThat(input.responseTemplates())
                .containsOnlyKeys("application/json")
                .containsValue(null);
        assertThat(input.responseParameters()).isNull();
    }

    @Test
    void structures_in_lists_are_read() {
        UpdateStageRequest input = recorder.accepted(
                UpdateStageRequest.class,
                Calls.gateway("PATCH", "/restapis/a/stages/s").body("""
                        {"patchOperations":[{"op":"replace","path":"/description","value":"d"},{"op":"remove"}]}"""));
        assertThat(input.patchOperations()).extracting(PatchOperation::op).containsExactly("replace", "remove");
        assertThat(requireNonNull(input.patchOperations()).get(1).path()).isNull();
    }

    @Test
    void R1_3_an_empty_body_and_a_null_body_have_no_members() {
        for (String body : List.of("", "  \n", "null", "{}")) {
            assertThat(recorder.accepted(
                                    UpdateStageRequest.class,
                                    Calls.gateway("PATCH", "/restapis/a/stages/s")
                                            .body(body))
                            .patchOperations())
                    .isNull();
        }
    }

    @Test
    void a_body_that_the_operation_does_not_have_is_ignored() {
        recorder.accepted(
                GetRestApisRequest.class, Calls.gateway("GET", "/restapis").body("not json"));
    }

    @Test
    void R2_12_lambda_members_are_pascal_case_and_code_is_base64() {
        CreateFunctionRequest input = recorder.accepted(
                CreateFunctionRequest.class,
                Calls.lambda("POST", "/2015-03-31/functions").body("""
                        {"FunctionName":"f","Role":"arn:aws:iam::123456789012:role/r","Code":{"ZipFile":"UEsDBA=="},
                         "Environment":{"Variables":{"AB":"1"}},"runtime":"ignored: wrong case"}"""));
        assertThat(input.functionName()).isEqualTo("f");
        assertThat(input.runtime()).isNull();
        assertThat(requireNonNull(input.code()).zipFile()).containsExactly('P', 'K', 3, 4);
        assertThat(requireNonNull(input.environment()).variables()).isEqualTo(Map.of("AB", "1"));
    }

    @Test
    void a_payload_is_taken_as_it_is_and_an_empty_one_is_absent() {
        InvocationRequest input = recorder.accepted(
                InvocationRequest.class,
                Calls.lambda("POST", "/2015-03-31/functions/f/invocations?Qualifier=live")
                        .header("X-Amz-Invocation-Type", "Event")
                        .body("[1, 2"));
        assertThat(new String(input.payload(), StandardCharsets.UTF_8)).isEqualTo("[1, 2");
        assertThat(input.invocationType()).isEqualTo("Event");
        assertThat(input.qualifier()).isEqualTo("live");
        assertThat(recorder.accepted(
                                InvocationRequest.class, Calls.lambda("POST", "/2015-03-31/functions/f/invocations"))
                        .payload())
                .isNull();
    }

    @Test
    void numbers_lose_their_fraction_and_large_ones_are_read_whole() {
        Shape.LongInt shape = new Shape.LongInt(null, null);
        assertThat(echo(shape, "9223372036854775807")).isEqualTo("{\"value\":9223372036854775807}");
        assertThat(echo(shape, "3.99")).isEqualTo("{\"value\":3}");
        assertThat(echo(shape, "-1e3")).isEqualTo("{\"value\":-1000}");
    }

    @Test
    void documents_keep_whatever_json_holds() {
        String document = "{\"a\":[1,2.5,true,null,\"x\",12345678901234567890,{\"b\":9999999999}]}";
        assertThat(echo(new Shape.Document(), document)).isEqualTo("{\"value\":" + document + "}");
    }

    @Test
    void timestamps_are_read_in_their_format() {
        assertThat(echo(new Shape.Timestamp(Shape.TimestampFormat.EPOCH_SECONDS), "1714564800.25"))
                .isEqualTo("{\"value\":1714564800.25}");
        assertThat(echo(new Shape.Timestamp(Shape.TimestampFormat.DATE_TIME), "\"2024-05-01T14:00:00+02:00\""))
                .isEqualTo("{\"value\":\"2024-05-01T12:00:00Z\"}");
        assertThat(echo(new Shape.Timestamp(Shape.TimestampFormat.HTTP_DATE), "\"Wed, 01 May 2024 12:00:00 GMT\""))
                .isEqualTo("{\"value\":\"Wed, 01 May 2024 12:00:00 GMT\"}");
    }

    @Test
    void a_structure_may_be_the_payload() {
        Shape.Struct<OneShape.Row> inner = OneShape.struct("Inner", OneShape.member(Location.BODY, new Shape.Bool()));
        ControlPlane control =
                OneShape.echo(OneShape.operation("test", "/x", OneShape.member(Location.PAYLOAD, inner)));
        WireResponse response = control.handle(
                Calls.signed("test", "POST", "/x").body("{\"value\":false}").request());
        assertThat(Calls.text(response)).isEqualTo("{\"value\":false}");
    }

    @Test
    void prefix_headers_fill_a_map() {
        Shape map = new Shape.MapOf(OneShape.TEXT, () -> OneShape.TEXT);
        var member = new dev.sallyport.wire.Member("value", "x-meta-", Location.PREFIX_HEADERS, false, () -> map);
        ControlPlane control = OneShape.echo(OneShape.operation("test", "/x", member));
        WireResponse response = control.handle(Calls.signed("test", "POST", "/x")
                .header("X-Meta-One", "1")
                .header("X-Other", "2")
                .request());
        assertThat(Calls.header(response, "x-meta-one")).isEqualTo("1");
        assertThat(Calls.header(response, "x-other")).isNull();
    }

    private static String echo(Shape shape, String json) {
        ControlPlane control = OneShape.echo(OneShape.operation("test", "/x", OneShape.member(Location.BODY, shape)));
        return Calls.text(control.handle(Calls.signed("test", "POST", "/x")
                .body("{\"value\":" + json + "}")
                .request()));
    }
}
