package dev.sallyport.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.Integration;
import dev.sallyport.model.Integration.IntegrationResponse;
import dev.sallyport.model.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** DESIGN 5.2: a setting that cannot be enforced is refused by its name. */
class EnforceableTest {

    private static ApiDocument api(String endpointType, @Nullable String policy, @Nullable Integer compression) {
        ApiDocument plain = new TestApi("abc123").document();
        return new ApiDocument(
                ApiDocument.FORMAT_VERSION,
                "abc123",
                List.of(endpointType),
                List.of(),
                compression,
                "HEADER",
                policy,
                false,
                plain.resources(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static ApiDocument with(TestIntegration integration) {
        return new TestApi("abc123").on("GET", "/p", integration).document();
    }

    private static ApiDocument with(Integration integration) {
        return new TestApi("abc123")
                .with("/p", TestApi.method("GET", integration, new TreeMap<>()))
                .document();
    }

    private static ApiDocument method(String authorization, boolean key, @Nullable String validator) {
        Method method = new Method(
                "GET",
                authorization,
                null,
                List.of(),
                key,
                validator,
                null,
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                null);
        return new TestApi("abc123").with("/p", method).document();
    }

    private static Integration integration(
            @Nullable String connectionType,
            @Nullable String credentials,
            @Nullable String contentHandling,
            List<String> cacheKeys,
            @Nullable Boolean insecure,
            @Nullable String transferMode,
            @Nullable String target) {
        return new Integration(
                "HTTP",
                "GET",
                "http://b/",
                connectionType,
                null,
                credentials,
                Map.of(),
                Map.of(),
                "WHEN_NO_MATCH",
                contentHandling,
                1000,
                "ns",
                cacheKeys,
                new TreeMap<>(),
                insecure,
                transferMode,
                target);
    }

    private static ApiDocument response(IntegrationResponse response) {
        return with(TestIntegration.of("HTTP", "GET", "http://b/").response(response));
    }

    static Stream<Arguments> unsupported() {
        TestIntegration mock = TestIntegration.of("MOCK", null, null);
        return Stream.of(
                Arguments.of("the resource policy of the API", api("REGIONAL", "{}", null)),
                Arguments.of("endpoint type PRIVATE of the API", api("PRIVATE", null, null)),
                Arguments.of("minimumCompressionSize of the API", api("REGIONAL", null, 0)),
                Arguments.of("authorizationType AWS_IAM of GET /p", method("AWS_IAM", false, null)),
                Arguments.of("apiKeyRequired of GET /p", method("NONE", true, null)),
                Arguments.of("requestValidatorId of GET /p", method("NONE", false, "v1")),
                Arguments.of(
                        "credentials of the integration of GET /p",
                        with(integration(null, "arn", null, List.of(), null, null, null))),
                Arguments.of(
                        "connectionType VPC_LINK of GET /p",
                        with(integration("VPC_LINK", null, null, List.of(), null, null, null))),
                Arguments.of(
                        "contentHandling of the integration of GET /p",
                        with(integration(null, null, "CONVERT_TO_TEXT", List.of(), null, null, null))),
                Arguments.of(
                        "cacheKeyParameters of GET /p",
                        with(integration(null, null, null, List.of("k"), null, null, null))),
                Arguments.of(
                        "tlsConfig.insecureSkipVerification of GET /p",
                        with(integration(null, null, null, List.of(), true, null, null))),
                Arguments.of(
                        "responseTransferMode STREAM of GET /p",
                        with(integration(null, null, null, List.of(), null, "STREAM", null))),
                Arguments.of(
                        "integrationTarget of GET /p", with(integration(null, null, null, List.of(), null, null, "x"))),
                Arguments.of(
                        "an AWS integration with a service other than Lambda (arn:sqs) of GET /p",
                        with(TestIntegration.of("AWS", "POST", "arn:sqs"))),
                Arguments.of(
                        "an AWS_PROXY integration with arn:sqs of GET /p",
                        with(TestIntegration.of("AWS_PROXY", "POST", "arn:sqs"))),
                Arguments.of(
                        "the mapping method.request.body.a of GET /p",
                        with(TestIntegration.of("HTTP", "GET", "http://b/").map("header.A", "method.request.body.a"))),
                Arguments.of(
                        "the mapping nonsense of GET /p",
                        with(TestIntegration.of("HTTP", "GET", "http://b/").map("header.A", "nonsense"))),
                Arguments.of(
                        "the request parameter integration.request.header.X-Amz-Invocation-Type of an AWS integration"
                                + " of GET /p",
                        with(TestIntegration.of("AWS", "POST", TestIntegration.lambdaUri("f"))
                                .map("header.X-Amz-Invocation-Type", "'Event'"))),
                Arguments.of("a mapping template with VTL (application/json) of GET /p", with(mock.template("$x"))),
                Arguments.of(
                        "contentHandling of the integration response 200 of GET /p",
                        response(new IntegrationResponse("200", null, null, null, "CONVERT_TO_TEXT"))),
                Arguments.of(
                        "the interim status 101 of GET /p",
                        response(new IntegrationResponse("101", null, null, null, null))),
                Arguments.of(
                        "the selection pattern ( of GET /p",
                        response(new IntegrationResponse("200", "(", null, null, null))),
                Arguments.of(
                        "the mapping integration.response.body.a of GET /p",
                        response(new IntegrationResponse(
                                "200",
                                null,
                                Map.of("method.response.header.A", "integration.response.body.a"),
                                null,
                                null))),
                Arguments.of(
                        "a mapping template with VTL (text/html) of GET /p",
                        response(new IntegrationResponse("200", null, null, Map.of("text/html", "#if"), null))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unsupported")
    @DisplayName("DESIGN 5.2")
    void isNamed(String sentence, ApiDocument document) {
        assertThat(Enforceable.unsupported(document)).containsExactly(sentence);
    }

    @Test
    @DisplayName("DESIGN 5.2: what can be enforced is not refused, and all that cannot is named at once")
    void supported() {
        List<String> none = new ArrayList<>(Enforceable.unsupported(new TestApi("abc123")
                .on("GET", "/mock", TestIntegration.mock("[]"))
                .on(
                        "ANY",
                        "/proxy",
                        TestIntegration.httpProxy("ANY", "http://b/{x}").map("path.x", "'y'"))
                .on("POST", "/lambda", TestIntegration.lambdaProxy("f"))
                .document()));
        assertThat(none).isEmpty();
        assertThat(Enforceable.unsupported(method("CUSTOM", true, "v"))).hasSize(3);
    }
}
