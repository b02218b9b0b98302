package dev.sallyport.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sallyport.wire.Unit;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.EndpointConfiguration;
import dev.sallyport.wire.apigateway.ExportResponse;
import dev.sallyport.wire.apigateway.ImportRestApiRequest;
import dev.sallyport.wire.apigateway.RestApi;
import dev.sallyport.wire.apigateway.RestApis;
import dev.sallyport.wire.apigateway.UntagResourceRequest;
import dev.sallyport.wire.apigateway.UpdateRestApiRequest;
import dev.sallyport.wire.lambda.CreateFunctionRequest;
import dev.sallyport.wire.lambda.FunctionConfiguration;
import dev.sallyport.wire.lambda.InvocationRequest;
import dev.sallyport.wire.lambda.InvocationResponse;
import dev.sallyport.wire.lambda.Lambda;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ApiGatewayException;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.TooManyRequestsException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** The AWS SDK for Java as the oracle: what it sends is understood, and it understands what is answered. */
class SdkRoundTripTest {

    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("000000000007", "secret"));

    private final Recorder recorder = new Recorder();

    private ApiGatewayClient gateway() {
        return ApiGatewayClient.builder()
                .credentialsProvider(CREDENTIALS)
                .region(Region.EU_WEST_1)
                .httpClient(new LoopbackHttp(recorder.control()))
                .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
                .build();
    }

    private LambdaClient lambda() {
        return LambdaClient.builder()
                .credentialsProvider(CREDENTIALS)
                .region(Region.EU_WEST_1)
                .httpClient(new LoopbackHttp(recorder.control()))
                .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
                .build();
    }

    @Test
    void a_rest_api_travels_both_ways() {
        RestApi api = RestApi.builder()
                .id("abc1234567")
                .name("pets")
                .createdDate(Instant.ofEpochSecond(1714564800))
                .endpointConfiguration(
                        EndpointConfiguration.builder().types(List.of("EDGE")).build())
                .tags(Map.of("a", "ä"))
                .build();
        recorder.on(ApiGateway.CREATE_REST_API, api);
        var created = gateway().createRestApi(r -> r.name("pets").minimumCompressionSize(5));
        assertThat(created.id()).isEqualTo("abc1234567");
        assertThat(created.createdDate()).isEqualTo(Instant.ofEpochSecond(1714564800));
        assertThat(created.endpointConfiguration().typesAsStrings()).containsExactly("EDGE");
        assertThat(created.tags()).isEqualTo(Map.of("a", "ä"));
        assertThat(created.sdkHttpResponse().statusCode()).isEqualTo(201);
        assertThat(created.responseMetadata().requestId()).isEqualTo(Calls.REQUEST_ID);
        assertThat(recorder.call().scope().account()).isEqualTo("000000000007");
        assertThat(recorder.call().scope().region()).isEqualTo("eu-west-1");
    }

    @Test
    void lists_and_paging_members_are_understood() {
        RestApi api = RestApi.builder().id("a").build();
        recorder.on(
                ApiGateway.GET_REST_APIS,
                RestApis.builder().items(List.of(api)).position("next").build());
        var page = gateway().getRestApis(r -> r.limit(1).position("a+b/="));
        assertThat(page.items()).hasSize(1);
        assertThat(page.position()).isEqualTo("next");
        assertThat(recorder.input(dev.sallyport.wire.apigateway.GetRestApisRequest.class)
                        .position())
                .isEqualTo("a+b/=");
    }

    @Test
    void patches_tags_and_imports_arrive_as_sent() {
        recorder.on(ApiGateway.UPDATE_REST_API, RestApi.builder().build())
                .on(ApiGateway.UNTAG_RESOURCE, Unit.INSTANCE)
                .on(ApiGateway.IMPORT_REST_API, RestApi.builder().build());
        ApiGatewayClient client = gateway();

        client.updateRestApi(r -> r.restApiId("a")
                .patchOperations(PatchOperation.builder()
                        .op(Op.REPLACE)
                        .path("/name")
                        .value("b")
                        .build()));
        var patch = recorder.input(UpdateRestApiRequest.class);
        assertThat(patch.restApiId()).isEqualTo("a");
        assertThat(patch.patchOperations())
                .containsExactly(dev.sallyport.wire.apigateway.PatchOperation.builder()
                        .op("replace")
                        .path("/name")
                        .value("b")
                        .build());

        client.untagResource(
                r -> r.resourceArn("arn:aws:apigateway:eu-west-1::/restapis/a").tagKeys("x", "y z"));
        var untag = recorder.input(UntagResourceRequest.class);
        assertThat(untag.resourceArn()).isEqualTo("arn:aws:apigateway:eu-west-1::/restapis/a");
        assertThat(untag.tagKeys()).containsExactly("x", "y z");

        client.importRestApi(r -> r.failOnWarnings(true)
                .parameters(Map.of("basepath", "split"))
                .body(SdkBytes.fromUtf8String("openapi: 3.0.1")));
        var imported = recorder.input(ImportRestApiRequest.class);
        assertThat(imported.failOnWarnings()).isTrue();
        assertThat(imported.parameters()).isEqualTo(Map.of("basepath", "split"));
        assertThat(imported.body()).asString(StandardCharsets.UTF_8).isEqualTo("openapi: 3.0.1");
    }

    @Test
    void an_export_is_a_raw_body_with_headers() {
        recorder.on(
                ApiGateway.GET_EXPORT,
                ExportResponse.builder()
                        .contentType("application/yaml")
                        .contentDisposition("attachment; filename=\"a.yaml\"")
                        .body("openapi: 3".getBytes(StandardCharsets.UTF_8))
                        .build());
        var export = gateway()
                .getExport(
                        r -> r.restApiId("a").stageName("s").exportType("oas30").accepts("application/yaml"));
        assertThat(export.body().asUtf8String()).isEqualTo("openapi: 3");
        assertThat(export.contentType()).isEqualTo("application/yaml");
        assertThat(export.contentDisposition()).isEqualTo("attachment; filename=\"a.yaml\"");
    }

    @Test
    void R2_2_errors_become_the_sdks_exceptions() {
        recorder.failing(ApiGateway.GET_REST_API, ServiceException.notFound("Invalid API identifier specified 1:a"))
                .failing(
                        ApiGateway.GET_STAGE,
                        new ServiceException(
                                429, "TooManyRequestsException", "slow", Map.of("retryAfterSeconds", "3")));
        ApiGatewayClient client = gateway();
        assertThatThrownBy(() -> client.getRestApi(r -> r.restApiId("a")))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("Invalid API identifier specified 1:a")
                .hasMessageContaining(Calls.REQUEST_ID);
        var throttled = catchThrowableOfType(
                TooManyRequestsException.class,
                () -> client.getStage(r -> r.restApiId("a").stageName("s")));
        assertThat(throttled.retryAfterSeconds()).isEqualTo("3");
        var invalid = catchThrowableOfType(
                ApiGatewayException.class,
                () -> client.getGatewayResponse(r -> r.restApiId("a").responseType("X")));
        assertThat(invalid.awsErrorDetails().errorCode()).isEqualTo("NotImplementedException");
        assertThat(invalid.statusCode()).isEqualTo(501);
    }

    @Test
    void functions_are_created_and_invoked() {
        recorder.on(
                        Lambda.CREATE_FUNCTION,
                        FunctionConfiguration.builder()
                                .functionName("f")
                                .codeSize(300L)
                                .build())
                .on(
                        Lambda.INVOKE,
                        InvocationResponse.builder()
                                .statusCode(200)
                                .functionError("Unhandled")
                                .payload("{}".getBytes(StandardCharsets.UTF_8))
                                .build());
        LambdaClient client = lambda();
        var created = client.createFunction(r -> r.functionName("f")
                .runtime("python3.12")
                .role("arn:aws:iam::000000000007:role/r")
                .code(c -> c.zipFile(SdkBytes.fromByteArray(new byte[] {0, -1, 2})))
                .environment(e -> e.variables(Map.of("KEY", "v"))));
        assertThat(created.codeSize()).isEqualTo(300);
        var input = recorder.input(CreateFunctionRequest.class);
        assertThat(input.code())
                .isNotNull()
                .satisfies(c -> assertThat(c.zipFile()).containsExactly(0, -1, 2));

        var invoked = client.invoke(r -> r.functionName("arn:aws:lambda:eu-west-1:000000000007:function:f")
                .qualifier("$LATEST")
                .payload(SdkBytes.fromUtf8String("[1]")));
        assertThat(invoked.functionError()).isEqualTo("Unhandled");
        assertThat(invoked.payload().asUtf8String()).isEqualTo("{}");
        var invocation = recorder.input(InvocationRequest.class);
        assertThat(invocation.functionName()).isEqualTo("arn:aws:lambda:eu-west-1:000000000007:function:f");
        assertThat(invocation.qualifier()).isEqualTo("$LATEST");
        assertThat(invocation.payload()).asString(StandardCharsets.UTF_8).isEqualTo("[1]");
    }

    @Test
    void R2_12_lambda_errors_keep_their_message() {
        recorder.failing(
                Lambda.GET_FUNCTION, new ServiceException(404, "ResourceNotFoundException", "Function not found: f"));
        assertThatThrownBy(() -> lambda().getFunction(r -> r.functionName("f")))
                .isInstanceOfSatisfying(ResourceNotFoundException.class, e -> {
                    assertThat(e.type()).isEqualTo("User");
                    assertThat(e.awsErrorDetails().errorMessage()).isEqualTo("Function not found: f");
                    assertThat(e.statusCode()).isEqualTo(404);
                });
    }
}
