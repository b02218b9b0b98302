package dev.sallyport.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.ApiDocument;
import dev.sallyport.model.Integration;
import dev.sallyport.model.Integration.IntegrationResponse;
import dev.sallyport.model.Method;
import dev.sallyport.model.Resource;
import dev.sallyport.store.EntityJson;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be enforced closes what needs it, by its name: never open, never ignored. */
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
                null,
                null,
                plain.resources(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static ApiDocument tls(String endpointType, @Nullable String policy, @Nullable String mode) {
        ApiDocument plain = api(endpointType, null, null);
        return new ApiDocument(
                ApiDocument.FORMAT_VERSION,
                "abc123",
                plain.endpointTypes(),
                List.of(),
                null,
                "HEADER",
                null,
                false,
                policy,
                mode,
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
        return Stream.of(
                Arguments.of("authorizationType OTHER", method("OTHER", false, null)),
                Arguments.of(
                        "credentials of the integration",
                        with(integration(null, "arn", null, List.of(), null, null, null))),
                Arguments.of(
                        "responseTransferMode STREAM",
                        with(integration(null, null, null, List.of(), null, "STREAM", null))),
                Arguments.of(
                        "responseTransferMode STREAM",
                        with(TestIntegration.lambdaProxy("f").transfer("STREAM"))),
                Arguments.of("integrationTarget", with(integration(null, null, null, List.of(), null, null, "x"))),
                Arguments.of(
                        "an AWS_PROXY integration with arn:sqs",
                        with(TestIntegration.of("AWS_PROXY", "POST", "arn:sqs"))),
                Arguments.of(
                        "the mapping nonsense",
                        with(TestIntegration.of("HTTP", "GET", "http://b/").map("header.A", "nonsense"))),
                Arguments.of(
                        "the request parameter integration.request.header.X-Amz-Log-Type of an AWS integration",
                        with(TestIntegration.of("AWS", "POST", TestIntegration.lambdaUri("f"))
                                .map("header.X-Amz-Log-Type", "'Tail'"))),
                Arguments.of(
                        "the interim status 101", response(new IntegrationResponse("101", null, null, null, null))),
                Arguments.of(
                        "the selection pattern (", response(new IntegrationResponse("200", "(", null, null, null))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unsupported")
    @DisplayName("DESIGN 5.2: what cannot be enforced is named")
    void isNamed(String what, ApiDocument document) {
        assertThat(closing(document)).containsExactly(what);
    }

    @Test
    @DisplayName("DESIGN 5.2: what can be enforced closes nothing, and all that cannot is named at once")
    void supported() {
        assertThat(closing(new TestApi("abc123")
                        .on("GET", "/mock", TestIntegration.mock("[]"))
                        .on(
                                "ANY",
                                "/proxy",
                                TestIntegration.httpProxy("ANY", "http://b/{x}").map("path.x", "'y'"))
                        .on("POST", "/lambda", TestIntegration.lambdaProxy("f"))
                        .document()))
                .isEmpty();
        assertThat(closing(api("REGIONAL", null, 0))).isEmpty();
        assertThat(closing(with(TestIntegration.httpProxy("GET", "http://b/").transfer("STREAM"))))
                .isEmpty();
        assertThat(closing(with(TestIntegration.httpProxy("GET", "http://b/")
                        .handling("CONVERT_TO_TEXT")
                        .map("header.A", "method.request.body.a"))))
                .isEmpty();
        assertThat(closing(with(integration("VPC_LINK", null, null, List.of(), null, null, "arn"))))
                .isEmpty();
        assertThat(closing(with(integration(null, null, "CONVERT_TO_TEXT", List.of(), null, null, null))))
                .isEmpty();
        assertThat(closing(with(TestIntegration.of("AWS", "POST", TestIntegration.lambdaUri("f"))
                        .map("header.X-Amz-Invocation-Type", "'Event'")
                        .map("header.A", "method.request.body.a")
                        .template("$input.body"))))
                .isEmpty();
        assertThat(closing(response(new IntegrationResponse(
                        "200",
                        null,
                        Map.of("method.response.header.A", "integration.response.body.a"),
                        Map.of("text/html", "#if"),
                        "CONVERT_TO_TEXT"))))
                .isEmpty();
        assertThat(closing(method("CUSTOM", true, "v"))).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "REGIONAL, -, -, ''",
                "EDGE, TLS_1_0, -, ''",
                "REGIONAL, TLS_1_2, -, securityPolicy TLS_1_2 of the API",
                "PRIVATE, TLS_1_2, -, ''",
                "REGIONAL, SecurityPolicy_TLS13_1_3_FIPS_2025_09, -, securityPolicy SecurityPolicy_TLS13_1_3_FIPS_2025_09 of"
                        + " the API",
                "REGIONAL, SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09, -, securityPolicy"
                        + " SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09 of the API",
                "REGIONAL, SecurityPolicy_TLS13_1_2_2021_06, -, securityPolicy SecurityPolicy_TLS13_1_2_2021_06 of the API",
                "EDGE, SecurityPolicy_TLS12_2018_EDGE, -, securityPolicy SecurityPolicy_TLS12_2018_EDGE of the API",
                "EDGE, SecurityPolicy_TLS13_2025_EDGE, BASIC, securityPolicy SecurityPolicy_TLS13_2025_EDGE of the API",
                "REGIONAL, SecurityPolicy_TLS13_1_3_2025_09, STRICT, 'securityPolicy SecurityPolicy_TLS13_1_3_2025_09 of"
                        + " the API, endpointAccessMode STRICT of the API'"
            })
    @DisplayName(
            "TLS-1, TLS-2, TLS-3, TLS-4, TLS-6, R7.21: a TLS policy beyond the default and STRICT close the API, the defaults nothing")
    void securityPolicies(String type, @Nullable String policy, @Nullable String mode, String named) {
        assertThat(String.join(", ", closing(tls(type, policy, mode)))).isEqualTo(named);
    }

    @Test
    @DisplayName("A document that was frozen without a TLS policy reads as one with the default")
    void olderDocument() {
        String stored = EntityJson.write(api("REGIONAL", null, null));
        assertThat(stored).doesNotContain("securityPolicy").doesNotContain("endpointAccessMode");
        ApiDocument read = EntityJson.read(stored, ApiDocument.class);
        assertThat(read.securityPolicy()).isNull();
        assertThat(read.endpointAccessMode()).isNull();
        assertThat(Enforceable.closingAll(read)).isEmpty();
    }

    @Test
    @DisplayName("CCH-4: the keys of a cache that no stage uses are harmless")
    void cacheKeys() {
        assertThat(closing(with(integration(null, null, null, List.of("method.request.path.k"), null, null, null))))
                .isEmpty();
    }

    private static List<String> closing(ApiDocument document) {
        List<String> all = new ArrayList<>(Enforceable.closingAll(document));
        for (Resource resource : document.resources()) {
            resource.methods().values().forEach(method -> all.addAll(Enforceable.closing(method)));
        }
        return all;
    }
}
