package dev.sallyport.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.Scope;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.RestApis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerIdentityTest {

    private final Recorder recorder =
            new Recorder().on(ApiGateway.GET_REST_APIS, RestApis.builder().build());

    private Scope scope(String credential) {
        WireResponse response = recorder.send(Calls.unsigned("GET", "/restapis").credential(credential));
        assertThat(response.status()).as(Calls.text(response)).isEqualTo(200);
        return recorder.call().scope();
    }

    @Test
    void R1_3_the_region_is_the_scopes_and_the_account_the_default() {
        assertThat(scope("AKIAX/20261122/eu-central-1/apigateway/aws4_request"))
                .isEqualTo(new Scope("123456789012", "eu-central-1"));
    }

    @Test
    void an_access_key_of_twelve_digits_is_the_account() {
        assertThat(scope("000000000001/20261122/us-east-1/apigateway/aws4_request"))
                .isEqualTo(new Scope("000000000001", "us-east-1"));
        assertThat(scope("0000000000012/20261122/us-east-1/apigateway/aws4_request")
                        .account())
                .isEqualTo("123456789012");
    }

    @Test
    void an_empty_region_is_the_default_one() {
        assertThat(scope("AKIAX/20261122//apigateway/aws4_request").region()).isEqualTo("us-east-1");
    }

    @Test
    void a_region_that_cannot_be_one_is_refused() {
        WireResponse response = recorder.send(
                Calls.unsigned("GET", "/restapis").credential("AKIAX/20261122/..%2F/apigateway/aws4_request"));
        assertThat(response.status()).isEqualTo(403);
        assertThat(Calls.text(response)).isEqualTo("{\"message\":\"Credential should be scoped to a valid region.\"}");
    }

    @ParameterizedTest
    @CsvSource({"/restapis, apigateway", "/v2/apis, v2", "/2015-03-31/functions, lambda"})
    void R5_2_unsigned_calls_have_no_token(String path, String ignored) {
        WireResponse response = recorder.send(Calls.unsigned("GET", path));
        assertThat(response.status()).isEqualTo(403);
        assertThat(Calls.header(response, "x-amzn-ErrorType")).isEqualTo("MissingAuthenticationTokenException");
        assertThat(Calls.text(response)).contains("\"message\":\"Missing Authentication Token\"");
    }

    @Test
    void R5_2_unsigned_query_calls_have_their_own_words() {
        WireResponse response =
                recorder.send(Calls.unsigned("POST", "/").form("Action=GetCallerIdentity&Version=2011-06-15"));
        assertThat(response.status()).isEqualTo(403);
        assertThat(Calls.text(response))
                .contains("<Code>MissingAuthenticationToken</Code>")
                .contains("<Message>Request is missing Authentication Token</Message>");
    }

    @Test
    void R5_2_credentials_that_cannot_be_read_are_incomplete() {
        WireResponse rest = recorder.send(
                Calls.unsigned("GET", "/restapis").header("Authorization", "AWS4-HMAC-SHA256 Signature=abc"));
        assertThat(rest.status()).isEqualTo(403);
        assertThat(Calls.header(rest, "x-amzn-ErrorType")).isEqualTo("IncompleteSignatureException");
        assertThat(Calls.text(rest)).doesNotContain("abc");

        WireResponse query = recorder.send(Calls.unsigned("POST", "/")
                .header("Authorization", "AWS4-HMAC-SHA256 Credential=x")
                .form("Action=GetCallerIdentity&Version=2011-06-15"));
        assertThat(query.status()).isEqualTo(400);
        assertThat(Calls.text(query)).contains("<Code>IncompleteSignature</Code>");
    }

    @ParameterizedTest
    @CsvSource({
        "gateway.local:4566, http://gateway.local:4566",
        "'[::1]:80', 'http://[::1]:80'",
        "a b, http://localhost",
        "x/y, http://localhost",
    })
    void the_endpoint_is_how_the_client_reached_us(String host, String endpoint) {
        recorder.send(Calls.gateway("GET", "/restapis").header("Host", host));
        assertThat(recorder.call().endpoint()).isEqualTo(endpoint);
        assertThat(recorder.call().requestId()).isEqualTo(Calls.REQUEST_ID);
    }

    @Test
    void nobody_is_meant_by_a_request_without_any_indicator() {
        assertThat(recorder.send(Calls.unsigned("GET", "/pets")).status()).isEqualTo(404);
    }
}
