package dev.sallyport.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.store.StoreException;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.lambda.Lambda;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorFormTest {

    private static WireResponse gateway(RuntimeException failure) {
        return new Recorder().failing(ApiGateway.GET_REST_API, failure).send(Calls.gateway("GET", "/restapis/a"));
    }

    private static WireResponse lambda(RuntimeException failure) {
        return new Recorder()
                .failing(Lambda.GET_FUNCTION, failure)
                .send(Calls.lambda("GET", "/2015-03-31/functions/f"));
    }

    @Test
    void R2_1_rest_json_has_a_message_and_the_type_in_a_header() {
        WireResponse response = gateway(ServiceException.notFound("Invalid \"API\""));
        assertThat(response.status()).isEqualTo(404);
        assertThat(Calls.text(response)).isEqualTo("{\"message\":\"Invalid \\\"API\\\"\"}");
        assertThat(Calls.header(response, "x-amzn-ErrorType")).isEqualTo("NotFoundException");
        assertThat(Calls.header(response, "x-amzn-RequestId")).isEqualTo(Calls.REQUEST_ID);
        assertThat(Calls.header(response, "Content-Type")).isEqualTo("application/json");
        assertThat(Calls.header(response, "Retry-After")).isNull();
    }

    @Test
    void R2_3_throttled_and_unavailable_say_when_to_come_back() {
        assertThat(Calls.header(gateway(new ServiceException(429, "TooManyRequestsException", "x")), "Retry-After"))
                .isEqualTo("1");
        WireResponse response =
                gateway(new ServiceException(429, "LimitExceededException", "x", Map.of("retryAfterSeconds", "7")));
        assertThat(Calls.header(response, "Retry-After")).isEqualTo("7");
        assertThat(Calls.text(response)).isEqualTo("{\"message\":\"x\"}");
    }

    @Test
    void R2_12_lambda_tells_whose_fault_it_is() {
        assertThat(Calls.text(lambda(new ServiceException(409, "ResourceConflictException", "exists"))))
                .isEqualTo("{\"Type\":\"User\",\"message\":\"exists\"}");
        assertThat(Calls.text(lambda(new ServiceException(404, "ResourceNotFoundException", "gone"))))
                .isEqualTo("{\"Type\":\"User\",\"Message\":\"gone\",\"message\":\"gone\"}");
        assertThat(Calls.text(lambda(new ServiceException(502, "EFSIOException", "x"))))
                .isEqualTo("{\"Type\":\"Service\",\"message\":\"x\"}");
        assertThat(Calls.text(lambda(new ServiceException(
                        429, "TooManyRequestsException", "x", Map.of("Reason", "ConcurrentInvocationLimitExceeded")))))
                .contains("\"Reason\":\"ConcurrentInvocationLimitExceeded\"");
    }

    @ParameterizedTest
    @CsvSource({"logs, Logs_20140328.CreateLogGroup", "acm, CertificateManager.ListCertificates"})
    void R2_8_aws_json_has_the_type_in_the_body(String service, String target) {
        WireResponse response =
                new Recorder().send(Calls.signed(service, "POST", "/").header("X-Amz-Target", target));
        assertThat(response.status()).isEqualTo(501);
        assertThat(Calls.header(response, "Content-Type")).isEqualTo("application/x-amz-json-1.1");
        assertThat(Calls.text(response))
                .startsWith("{\"__type\":\"NotImplementedException\",\"message\":\"The operation ");
    }

    @Test
    void R2_8_an_unknown_target_is_an_unknown_operation() {
        WireResponse response =
                new Recorder().send(Calls.signed("logs", "POST", "/").header("X-Amz-Target", "Logs_20140328.Nope"));
        assertThat(response.status()).isEqualTo(400);
        assertThat(Calls.text(response)).contains("\"__type\":\"UnknownOperationException\"");
    }

    @Test
    void R2_10_cloudwatch_names_its_errors_with_their_namespace() {
        WireResponse response = new Recorder()
                .send(Calls.signed("monitoring", "POST", "/")
                        .header("X-Amz-Target", "GraniteServiceVersion20100801.Nope")
                        .header("x-amzn-query-mode", "true"));
        assertThat(Calls.header(response, "Content-Type")).isEqualTo("application/x-amz-json-1.0");
        assertThat(Calls.text(response)).contains("\"__type\":\"com.amazon.coral.service#UnknownOperationException\"");
        assertThat(Calls.header(response, "x-amzn-query-error")).isEqualTo("UnknownOperationException;Sender");
    }

    @Test
    void R2_5_query_errors_are_xml() {
        WireResponse response =
                new Recorder().send(Calls.signed("iam", "POST", "/").form("Action=A%3Cb%3E%26%00&Version=2010-05-08"));
        assertThat(response.status()).isEqualTo(400);
        assertThat(Calls.header(response, "Content-Type")).isEqualTo("text/xml");
        assertThat(Calls.text(response))
                .isEqualTo(
                        "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><Error><Type>Sender</Type>"
                                + "<Code>InvalidAction</Code><Message>Could not find operation "
                                + "A&lt;b&gt;&amp;\uFFFD for version "
                                + "2010-05-08</Message></Error><RequestId>" + Calls.REQUEST_ID
                                + "</RequestId></ErrorResponse>");
    }

    @Test
    void R1_4_get_and_post_are_equal_for_query_services() {
        for (Calls calls : java.util.List.of(
                Calls.signed("sts", "GET", "/?Action=GetCallerIdentity&Version=2011-06-15"),
                Calls.signed("sts", "POST", "/").form("Action=GetCallerIdentity&Version=2011-06-15"))) {
            WireResponse response = new Recorder().send(calls);
            assertThat(response.status()).isEqualTo(501);
            assertThat(Calls.text(response))
                    .contains("<Type>Receiver</Type><Code>NotImplementedException</Code>")
                    .contains("The operation GetCallerIdentity of ")
                    .contains("&quot;sallyport operations&quot;");
        }
        assertThat(Calls.text(new Recorder().send(Calls.signed("sts", "POST", "/"))))
                .contains("<Code>MissingAction</Code>");
    }

    @Test
    void R2_11_cbor_errors_are_a_map_of_type_and_message() {
        WireResponse response = new Recorder()
                .send(Calls.signed("monitoring", "POST", "/service/GraniteServiceVersion20100801/operation/Nope")
                        .header("Smithy-Protocol", "rpc-v2-cbor"));
        assertThat(response.status()).isEqualTo(404);
        assertThat(Calls.header(response, "Smithy-Protocol")).isEqualTo("rpc-v2-cbor");
        assertThat(Calls.header(response, "Content-Type")).isEqualTo("application/cbor");
        String type = "com.amazon.coral.service#UnknownOperationException";
        assertThat(response.body()[0]).isEqualTo((byte) 0xA2);
        assertThat(Calls.text(response)).contains("f__typex2" + type).contains("gmessageqUnknown operation");
    }

    @Test
    void cbor_lengths_of_every_width_are_written() {
        assertThat(CborWriter.map(Map.of("", "a".repeat(23)))).startsWith(0xA1, 0x60, 0x77);
        assertThat(CborWriter.map(Map.of("", "a".repeat(24)))).startsWith(0xA1, 0x60, 0x78, 24);
        assertThat(CborWriter.map(Map.of("", "a".repeat(256)))).startsWith(0xA1, 0x60, 0x79, 1, 0);
        assertThat(CborWriter.map(Map.of("", "a".repeat(65536)))).startsWith(0xA1, 0x60, 0x7A, 0, 1, 0, 0);
    }

    @Test
    void unexpected_failures_are_internal_and_name_the_request() {
        WireResponse response = gateway(new IllegalStateException("secret detail"));
        assertThat(response.status()).isEqualTo(500);
        assertThat(Calls.header(response, "x-amzn-ErrorType")).isEqualTo("InternalFailure");
        assertThat(Calls.text(response)).contains(Calls.REQUEST_ID).doesNotContain("secret");
        assertThat(Calls.header(lambda(new IllegalStateException("x")), "x-amzn-ErrorType"))
                .isEqualTo("ServiceException");
    }

    @Test
    void a_store_that_fails_is_a_service_that_is_unavailable() {
        WireResponse response = gateway(new StoreException("The disk is full. Free some space and try again."));
        assertThat(response.status()).isEqualTo(503);
        assertThat(Calls.header(response, "x-amzn-ErrorType")).isEqualTo("ServiceUnavailableException");
        assertThat(Calls.header(response, "Retry-After")).isEqualTo("1");
        assertThat(Calls.text(response)).contains("Free some space");
    }

    @Test
    void operations_that_are_not_built_say_so() {
        WireResponse response = new Recorder().send(Calls.gateway("POST", "/restapis/a/authorizers"));
        assertThat(response.status()).isEqualTo(501);
        assertThat(Calls.header(response, "x-amzn-ErrorType")).isEqualTo("NotImplementedException");
        assertThat(Calls.text(response))
                .isEqualTo(
                        "{\"message\":\"The operation CreateAuthorizer of Amazon API Gateway is not supported by this "
                                + "version of Sallyport. Run \\\"sallyport operations\\\" "
                                + "for the list of supported operations.\"}");
    }

    @ParameterizedTest
    @CsvSource({"sqs", "dynamodb", "bedrock"})
    void services_that_are_not_provided_are_named(String service) {
        WireResponse rest = new Recorder().send(Calls.signed(service, "GET", "/restapis"));
        assertThat(rest.status()).isEqualTo(501);
        assertThat(Calls.text(rest)).startsWith("{\"message\":\"The service " + service + " is not supported");

        WireResponse json = new Recorder()
                .send(Calls.signed(service, "POST", "/")
                        .header("X-Amz-Target", "X_1.Y")
                        .header("Content-Type", "application/x-amz-json-1.0"));
        assertThat(Calls.header(json, "Content-Type")).isEqualTo("application/x-amz-json-1.0");
        assertThat(Calls.text(json)).startsWith("{\"__type\":\"NotImplementedException\"");

        WireResponse query =
                new Recorder().send(Calls.signed(service, "POST", "/").form("Action=Y&Version=2012-11-05"));
        assertThat(Calls.text(query)).startsWith("<ErrorResponse><Error><Type>Receiver</Type>");
    }

    @Test
    void s3_is_told_in_its_own_form() {
        WireResponse response = new Recorder().send(Calls.signed("s3", "PUT", "/bucket/key"));
        assertThat(response.status()).isEqualTo(501);
        assertThat(Calls.header(response, "Content-Type")).isEqualTo("application/xml");
        assertThat(Calls.text(response))
                .contains("<Error><Code>NotImplementedException</Code><Message>The service s3 ")
                .contains("set SALLYPORT_UPSTREAM_S3, or SALLYPORT_UPSTREAM_AWS for every such service");
    }

    @Test
    void other_services_are_told_the_settings_in_the_form_of_their_protocol() {
        WireResponse json = new Recorder()
                .send(Calls.signed("dynamodb", "POST", "/")
                        .header("X-Amz-Target", "DynamoDB_20120810.ListTables")
                        .header("Content-Type", "application/x-amz-json-1.0")
                        .body("{}"));
        assertThat(json.status()).isEqualTo(501);
        assertThat(Calls.header(json, "Content-Type")).isEqualTo("application/x-amz-json-1.0");
        assertThat(Calls.text(json)).contains("\"__type\":\"NotImplementedException\"", "SALLYPORT_UPSTREAM_DYNAMODB");
        WireResponse query =
                new Recorder().send(Calls.signed("cognito-idp", "POST", "/").form("Action=X&Version=2010-03-31"));
        assertThat(Calls.text(query))
                .contains("<Code>NotImplementedException</Code>", "SALLYPORT_UPSTREAM_COGNITO_IDP");
    }

    @Test
    void other_services_are_forwarded_unchecked() {
        ControlPlane control = new ControlPlane(
                new OperationRegistry(),
                dev.sallyport.wire.Services.all(),
                ControlSettings.defaults(),
                AccessKeyAccounts.NONE,
                (service, request) -> new WireResponse(299, java.util.List.of(), request.body()),
                () -> Calls.REQUEST_ID);
        WireResponse response = control.handle(
                Calls.signed("s3", "PUT", "/bucket/key").body("x").request());
        assertThat(response.status()).isEqualTo(299);
        assertThat(control.handle(Calls.unsigned("PUT", "/bucket/key").request())
                        .status())
                .isEqualTo(404);
    }
}
