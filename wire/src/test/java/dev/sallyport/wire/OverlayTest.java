package dev.sallyport.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.wire.apigateway.CreateRestApiRequest;
import dev.sallyport.wire.apigateway.EndpointConfiguration;
import dev.sallyport.wire.apigateway.PatchOperation;
import dev.sallyport.wire.apigateway.PutGatewayResponseRequest;
import dev.sallyport.wire.apigateway.PutIntegrationRequest;
import dev.sallyport.wire.apigateway.PutMethodResponseRequest;
import dev.sallyport.wire.apigateway.RestApi;
import dev.sallyport.wire.apigateway.TestInvokeMethodResponse;
import dev.sallyport.wire.apigateway.ThrottleSettings;
import dev.sallyport.wire.lambda.AliasRoutingConfiguration;
import dev.sallyport.wire.lambda.CreateAliasRequest;
import dev.sallyport.wire.lambda.CreateFunctionRequest;
import dev.sallyport.wire.lambda.EphemeralStorage;
import dev.sallyport.wire.lambda.FunctionConfiguration;
import dev.sallyport.wire.lambda.ListFunctionsRequest;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OverlayTest {

    private static Shape shape(Shape.Struct<?> struct, String member) {
        return struct.members().stream()
                .filter(it -> it.name().equals(member))
                .findFirst()
                .orElseThrow()
                .shape()
                .get();
    }

    private static Shape.Text text(Shape.Struct<?> struct, String member) {
        return (Shape.Text) shape(struct, member);
    }

    private static boolean matches(Shape.Struct<?> struct, String member, String value) {
        @Nullable String pattern = text(struct, member).pattern();
        assertThat(pattern).isNotNull();
        return Pattern.matches(pattern, value);
    }

    @Test
    void ordersEnumsAsAwsPrintsThem() {
        assertThat(text(PatchOperation.SHAPE, "op").values())
                .containsExactly("add", "remove", "move", "test", "replace", "copy");
        assertThat(text(EndpointConfiguration.SHAPE, "ipAddressType").values()).containsExactly("ipv4", "dualstack");
        assertThat(text(PutIntegrationRequest.SHAPE, "type").values())
                .containsExactly("HTTP", "MOCK", "AWS_PROXY", "HTTP_PROXY", "AWS");
        Shape.ListOf types = (Shape.ListOf) shape(EndpointConfiguration.SHAPE, "types");
        assertThat(((Shape.Text) types.element().get()).values()).containsExactly("PRIVATE", "EDGE", "REGIONAL");
        assertThat(text(PutGatewayResponseRequest.SHAPE, "responseType").values())
                .hasSize(21)
                .startsWith("REQUEST_TOO_LARGE", "RESOURCE_NOT_FOUND")
                .endsWith("INTEGRATION_FAILURE", "EXPIRED_TOKEN");
    }

    @Test
    void declaresTypesBeforeIpAddressType() {
        assertThat(EndpointConfiguration.SHAPE.members())
                .extracting(Member::name)
                .containsSubsequence("types", "ipAddressType");
        assertThat(CreateRestApiRequest.SHAPE.members().getFirst().name()).isEqualTo("name");
    }

    @Test
    void limitsStatusCodes() {
        assertThat(text(PutMethodResponseRequest.SHAPE, "statusCode").pattern()).isEqualTo("[1-5]\\d\\d");
        assertThat(text(PutGatewayResponseRequest.SHAPE, "statusCode").pattern())
                .isEqualTo("[1-5]\\d\\d");
    }

    @Test
    void knowsTheWidthOfNumbers() {
        assertThat(shape(ThrottleSettings.SHAPE, "rateLimit")).isEqualTo(new Shape.Decimal());
        assertThat(shape(ThrottleSettings.SHAPE, "burstLimit")).isEqualTo(new Shape.Int(null, null));
        assertThat(shape(TestInvokeMethodResponse.SHAPE, "latency")).isEqualTo(new Shape.LongInt(null, null));
        assertThat(shape(FunctionConfiguration.SHAPE, "CodeSize")).isEqualTo(new Shape.LongInt(null, null));
        Shape.MapOf weights = (Shape.MapOf) shape(AliasRoutingConfiguration.SHAPE, "AdditionalVersionWeights");
        assertThat(weights.value().get()).isEqualTo(new Shape.Decimal());
    }

    @Test
    void writesTimestampsOfRestJsonAsSeconds() {
        assertThat(shape(RestApi.SHAPE, "createdDate"))
                .isEqualTo(new Shape.Timestamp(Shape.TimestampFormat.EPOCH_SECONDS));
    }

    @Test
    void limitsFunctions() {
        assertThat(shape(CreateFunctionRequest.SHAPE, "Timeout")).isEqualTo(new Shape.Int(1, 900));
        assertThat(shape(CreateFunctionRequest.SHAPE, "MemorySize")).isEqualTo(new Shape.Int(128, 10_240));
        assertThat(shape(EphemeralStorage.SHAPE, "Size")).isEqualTo(new Shape.Int(512, 10_240));
        assertThat(shape(ListFunctionsRequest.SHAPE, "MaxItems")).isEqualTo(new Shape.Int(1, 10_000));
        assertThat(text(CreateFunctionRequest.SHAPE, "Description").maxLength()).isEqualTo(256);
        assertThat(text(CreateFunctionRequest.SHAPE, "FunctionName").maxLength())
                .isEqualTo(140);
        assertThat(text(CreateFunctionRequest.SHAPE, "Runtime").values()).isEmpty();
        assertThat(((Shape.ListOf) shape(CreateFunctionRequest.SHAPE, "Architectures")).maxLength())
                .isEqualTo(1);
    }

    @Test
    void hasPatternsThatJavaReadsAsAwsDoes() {
        assertThat(List.of("f", "my-function_1", "123456789012:function:f", "f:$LATEST"))
                .allMatch(it -> matches(CreateFunctionRequest.SHAPE, "FunctionName", it));
        assertThat(List.of("f.g", "f g", "f/g", ""))
                .noneMatch(it -> matches(CreateFunctionRequest.SHAPE, "FunctionName", it));
        assertThat(matches(CreateFunctionRequest.SHAPE, "Role", "arn:aws:iam::123456789012:role/service/r"))
                .isTrue();
        assertThat(matches(CreateFunctionRequest.SHAPE, "Handler", "index handler"))
                .isFalse();
        assertThat(matches(CreateAliasRequest.SHAPE, "Name", "live")).isTrue();
        assertThat(matches(CreateAliasRequest.SHAPE, "Name", "12")).isFalse();
    }

    @Test
    void hasOnlyPatternsThatCompile() {
        for (Service service : Services.all()) {
            for (Operation<?, ?> operation : service.operations()) {
                if (operation.input() != null) {
                    operation.input().members().stream()
                            .map(it -> it.shape().get())
                            .filter(Shape.Text.class::isInstance)
                            .map(it -> ((Shape.Text) it).pattern())
                            .filter(it -> it != null)
                            .forEach(it -> assertThat(Pattern.compile(it)).isNotNull());
                }
            }
        }
    }
}
