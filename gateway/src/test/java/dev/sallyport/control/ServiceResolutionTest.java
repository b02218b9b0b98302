package dev.sallyport.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.wire.Protocol;
import dev.sallyport.wire.Services;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Companion services, section 1: which service a request means. */
class ServiceResolutionTest {

    private final ServiceResolver resolver = new ServiceResolver(Services.all());

    private Addressee resolve(Calls calls) {
        return resolver.resolve(calls.request());
    }

    @ParameterizedTest
    @CsvSource({
        "apigateway, /restapis, apigateway, REST_JSON",
        "apigateway, /v2/apis, apigatewayv2, REST_JSON",
        "apigateway, /v2domains, apigateway, REST_JSON",
        "lambda, /2015-03-31/functions, lambda, REST_JSON",
        "execute-api, /@connections/abc, apigatewaymanagementapi, REST_JSON",
        "iam, /, iam, QUERY",
        "sts, /, sts, QUERY",
        "acm, /, acm, AWS_JSON_1_1",
        "logs, /, logs, AWS_JSON_1_1",
        "monitoring, /, monitoring, QUERY",
    })
    void R1_3_the_scope_names_the_service(String scope, String path, String service, Protocol protocol) {
        Addressee addressee = resolve(Calls.signed(scope, "POST", path));
        assertThat(addressee.name()).isEqualTo(service);
        assertThat(addressee.protocol()).isEqualTo(protocol);
    }

    @Test
    void R1_1_the_scope_wins_over_target_action_and_path() {
        assertThat(resolve(Calls.signed("lambda", "POST", "/restapis")).name()).isEqualTo("lambda");
        assertThat(resolve(Calls.signed("logs", "POST", "/")
                                .header("X-Amz-Target", "CertificateManager.ListCertificates"))
                        .name())
                .isEqualTo("logs");
        assertThat(resolve(Calls.signed("iam", "POST", "/").form("Action=GetCallerIdentity&Version=2011-06-15"))
                        .name())
                .isEqualTo("iam");
    }

    @Test
    void R1_5_cloudwatch_is_spoken_to_in_three_protocols() {
        assertThat(resolve(Calls.signed(
                                        "monitoring",
                                        "POST",
                                        "/service/GraniteServiceVersion20100801/operation/ListMetrics")
                                .header("smithy-protocol", "rpc-v2-cbor"))
                        .protocol())
                .isEqualTo(Protocol.RPC_V2_CBOR);
        assertThat(resolve(Calls.signed("monitoring", "POST", "/")
                                .header("X-Amz-Target", "GraniteServiceVersion20100801.ListMetrics"))
                        .protocol())
                .isEqualTo(Protocol.AWS_JSON_1_0);
        assertThat(resolve(Calls.signed("monitoring", "POST", "/").form("Action=ListMetrics&Version=2010-08-01"))
                        .protocol())
                .isEqualTo(Protocol.QUERY);
    }

    static Stream<Arguments> indicators() {
        return Stream.of(
                Arguments.of(
                        "monitoring",
                        Calls.unsigned("POST", "/service/GraniteServiceVersion20100801/operation/ListMetrics")
                                .header("Smithy-Protocol", "rpc-v2-cbor")),
                Arguments.of(
                        "logs", Calls.unsigned("POST", "/").header("X-Amz-Target", "Logs_20140328.CreateLogGroup")),
                Arguments.of(
                        "acm",
                        Calls.unsigned("POST", "/").header("X-Amz-Target", "CertificateManager.ListCertificates")),
                Arguments.of(
                        "monitoring",
                        Calls.unsigned("POST", "/")
                                .header("X-Amz-Target", "GraniteServiceVersion20100801.ListMetrics")),
                Arguments.of("iam", Calls.unsigned("POST", "/").form("Action=ListUsers&Version=2010-05-08")),
                Arguments.of("sts", Calls.unsigned("GET", "/?Action=GetCallerIdentity&Version=2011-06-15")),
                Arguments.of("monitoring", Calls.unsigned("POST", "/").form("Version=2010-08-01&Action=ListMetrics")),
                Arguments.of("apigateway", Calls.unsigned("GET", "/restapis")),
                Arguments.of("apigateway", Calls.unsigned("GET", "/restapis/abc/stages")),
                Arguments.of("apigateway", Calls.unsigned("GET", "/apikeys")),
                Arguments.of("apigateway", Calls.unsigned("GET", "/usageplans")),
                Arguments.of("apigateway", Calls.unsigned("GET", "/domainnames")),
                Arguments.of("apigateway", Calls.unsigned("GET", "/vpclinks")),
                Arguments.of("apigateway", Calls.unsigned("GET", "/account")),
                Arguments.of("apigateway", Calls.unsigned("GET", "/clientcertificates")),
                Arguments.of("apigateway", Calls.unsigned("GET", "/sdktypes")),
                Arguments.of("apigateway", Calls.unsigned("GET", "/tags/arn%3Aaws%3Aapigateway%3Aus-east-1")),
                Arguments.of("apigatewayv2", Calls.unsigned("GET", "/v2/apis")),
                Arguments.of("lambda", Calls.unsigned("GET", "/2015-03-31/functions/")),
                Arguments.of("lambda", Calls.unsigned("GET", "/2099-01-01/anything")),
                Arguments.of("lambda", Calls.unsigned("GET", "/2017-03-31/tags/arn")),
                Arguments.of("-", Calls.unsigned("GET", "/")),
                Arguments.of("-", Calls.unsigned("GET", "/pets")),
                Arguments.of("-", Calls.unsigned("GET", "")),
                Arguments.of("-", Calls.unsigned("POST", "/").header("X-Amz-Target", "nodot")),
                Arguments.of("-", Calls.unsigned("GET", "/?Action=X&Version=1999-01-01")));
    }

    @ParameterizedTest
    @MethodSource("indicators")
    void unsigned_requests_are_told_apart_by_their_indicators(String service, Calls calls) {
        assertThat(resolve(calls).name()).isEqualTo(service);
    }

    @Test
    void a_presigned_query_has_a_scope_too() {
        Addressee addressee = resolve(Calls.unsigned(
                "GET",
                "/restapis?X-Amz-Algorithm=AWS4-HMAC-SHA256"
                        + "&X-Amz-Credential=AKIA%2F20261122%2Feu-west-1%2Fapigateway%2Faws4_request"
                        + "&X-Amz-Signature=abc"));
        CredentialScope credentials = addressee.credentials();
        assertThat(credentials).isEqualTo(new CredentialScope("AKIA", "20261122", "eu-west-1", "apigateway"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "AK/20261122/us-east-1/lambda/aws4_request, AK",
                "A/K/20261122/us-east-1/lambda/aws4_request, A/K",
                "AK/20261122/us-east-1/lambda, null",
                "AK/20261122/us-east-1/lambda/aws5_request, null",
                "/20261122/us-east-1/lambda/aws4_request, null",
                "AK/20261122/us-east-1//aws4_request, null",
                "AK/20261122/us-east-1/a b/aws4_request, null",
                "'', null",
            })
    void a_scope_is_read_from_its_end(String credential, @Nullable String accessKey) {
        CredentialScope scope = CredentialScope.of(
                Calls.unsigned("GET", "/").credential(credential).request());
        assertThat(scope == null ? null : scope.accessKey()).isEqualTo(accessKey);
    }

    @Test
    void what_the_data_plane_may_take_is_not_addressed_to_us() {
        ControlPlane control = new Recorder().control();
        assertThat(control.addresses(Calls.gateway("GET", "/restapis").request()))
                .isTrue();
        assertThat(control.addresses(Calls.signed("s3", "GET", "/bucket").request()))
                .isTrue();
        assertThat(control.addresses(Calls.unsigned("GET", "/restapis").request()))
                .isTrue();
        assertThat(control.addresses(
                        Calls.signed("execute-api", "GET", "/restapis").request()))
                .isFalse();
        assertThat(control.addresses(Calls.unsigned("GET", "/pets").request())).isFalse();
    }
}
