package dev.sallyport.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.wire.Member;
import dev.sallyport.wire.Member.Location;
import dev.sallyport.wire.Operation;
import dev.sallyport.wire.Service;
import dev.sallyport.wire.Services;
import dev.sallyport.wire.Shape;
import dev.sallyport.wire.Structure;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** REST control plane, section 2.2, and Lambda's rules R3.1 to R3.19: constraint texts, letter by letter. */
class ValidationTextsTest {

    private static final String OPS = "[add, remove, move, test, replace, copy]";
    private static final String ENUM = " failed to satisfy constraint: Member must satisfy enum value set: ";
    private static final String PATTERN =
            " failed to satisfy constraint: Member must satisfy regular expression pattern: ";

    private static WireResponse send(Calls calls) {
        OperationRegistry registry = new OperationRegistry();
        for (Service service : Services.all()) {
            if (service.key().equals("apigateway") || service.key().equals("lambda")) {
                service.operations().forEach(operation -> refuse(registry, operation));
            }
        }
        return new ControlPlane(registry, Services.all(), ControlSettings.defaults(), () -> Calls.REQUEST_ID)
                .handle(calls.request());
    }

    private static <I extends Structure, O extends Structure> void refuse(
            OperationRegistry registry, Operation<I, O> operation) {
        registry.on(operation, (call, input) -> {
            throw new ServiceException(418, "Accepted", "no constraint was broken");
        });
    }

    private static String wrongOp(String operation, int index, String value) {
        return "Value '" + value + "' at '" + operation + "Input.patchOperations." + index + ".member.op'" + ENUM + OPS;
    }

    static Stream<Arguments> recorded() {
        String types =
                "Value '[wrong]' at 'createRestApiInput.endpointConfiguration.types' failed to satisfy constraint: "
                        + "Member must satisfy constraint: "
                        + "[Member must satisfy enum value set: [PRIVATE, EDGE, REGIONAL]]";
        String ipType = "Value 'wrong' at 'createRestApiInput.endpointConfiguration.ipAddressType'" + ENUM
                + "[ipv4, dualstack]";
        String responseTypes = "[REQUEST_TOO_LARGE, RESOURCE_NOT_FOUND, AUTHORIZER_CONFIGURATION_ERROR, "
                + "MISSING_AUTHENTICATION_TOKEN, BAD_REQUEST_BODY, INVALID_SIGNATURE, INVALID_API_KEY, "
                + "BAD_REQUEST_PARAMETERS, AUTHORIZER_FAILURE, UNAUTHORIZED, INTEGRATION_TIMEOUT, ACCESS_DENIED, "
                + "DEFAULT_4XX, DEFAULT_5XX, WAF_FILTERED, QUOTA_EXCEEDED, THROTTLED, API_CONFIGURATION_ERROR, "
                + "UNSUPPORTED_MEDIA_TYPE, INTEGRATION_FAILURE, EXPIRED_TOKEN]";
        String method = "/restapis/a/resources/r/methods/GET";
        return Stream.of(
                Arguments.of(
                        Calls.gateway("POST", "/restapis").body("""
                                {"name":"a","endpointConfiguration":{"ipAddressType":"wrong","types":["wrong"]}}"""),
                        "2 validation errors detected: " + types + "; " + ipType),
                Arguments.of(
                        Calls.gateway("POST", "/restapis")
                                .body("{\"name\":\"a\",\"endpointConfiguration\":{\"types\":[\"wrong\"]}}"),
                        "1 validation error detected: " + types),
                Arguments.of(
                        Calls.gateway("PUT", method + "/responses/wrong").body("{}"),
                        "1 validation error detected: Value 'wrong' at 'statusCode'" + PATTERN + "[1-5]\\d\\d"),
                Arguments.of(
                        Calls.gateway("PUT", method + "/integration/responses/wrong"),
                        "1 validation error detected: Value 'wrong' at 'statusCode'" + PATTERN + "[1-5]\\d\\d"),
                Arguments.of(
                        Calls.gateway("GET", "/restapis/a/gatewayresponses/FAKE_RESPONSE_TYPE"),
                        "1 validation error detected: Value 'FAKE_RESPONSE_TYPE' at 'responseType'" + ENUM
                                + responseTypes),
                Arguments.of(
                        Calls.gateway("PATCH", "/restapis/a/gatewayresponses/DEFAULT_4XX")
                                .body("""
                                {"patchOperations":[{"op":"wrong-op"}]}"""),
                        "1 validation error detected: " + wrongOp("updateGatewayResponse", 1, "wrong-op")),
                Arguments.of(
                        Calls.gateway("PUT", method + "/integration").body("{\"type\":\"HTTPS_PROXY\"}"),
                        "1 validation error detected: Value 'HTTPS_PROXY' at 'putIntegrationInput.type'" + ENUM
                                + "[HTTP, MOCK, AWS_PROXY, HTTP_PROXY, AWS]"),
                Arguments.of(
                        Calls.gateway("POST", "/restapis/a/documentation/parts").body("""
                                {"location":{"type":"INVALID"},"properties":"{}"}"""),
                        "1 validation error detected: Value 'INVALID' at 'createDocumentationPartInput.location.type'"
                                + ENUM
                                + "[RESPONSE_BODY, RESPONSE, METHOD, MODEL, AUTHORIZER, RESPONSE_HEADER, RESOURCE, "
                                + "PATH_PARAMETER, REQUEST_BODY, QUERY_PARAMETER, API, REQUEST_HEADER]"),
                Arguments.of(
                        Calls.gateway("PATCH", "/restapis/a").body("""
                                {"patchOperations":[{"op":"wrong"},{"op":"wrong"},{"op":"wrong"}]}"""),
                        "3 validation errors detected: " + wrongOp("updateRestApi", 1, "wrong") + "; "
                                + wrongOp("updateRestApi", 2, "wrong") + "; " + wrongOp("updateRestApi", 3, "wrong")),
                Arguments.of(
                        Calls.gateway("PATCH", method + "/responses/201").body("""
                                {"patchOperations":[{"op":"wrong_op"},{"op":"add"},{"op":"wrong_op"}]}"""),
                        "2 validation errors detected: " + wrongOp("updateMethodResponse", 1, "wrong_op") + "; "
                                + wrongOp("updateMethodResponse", 3, "wrong_op")),
                Arguments.of(
                        Calls.gateway("PATCH", method + "/responses/wrong").body("""
                                {"patchOperations":[{"op":"wrong_op"}]}"""),
                        "2 validation errors detected: " + wrongOp("updateMethodResponse", 1, "wrong_op")
                                + "; Value 'wrong' at 'statusCode'" + PATTERN + "[1-5]\\d\\d"));
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void R2_5_to_R2_11_as_recorded(Calls calls, String message) {
        WireResponse response = send(calls);
        assertThat(response.status()).isEqualTo(400);
        assertThat(Calls.header(response, "x-amzn-ErrorType")).isEqualTo("ValidationException");
        assertThat(Calls.text(response)).isEqualTo("{\"message\":\"" + message.replace("\\", "\\\\") + "\"}");
    }

    static Stream<Arguments> gateway() {
        return Stream.of(
                Arguments.of(
                        Calls.gateway("POST", "/restapis").body("{}"),
                        "Value null at 'createRestApiInput.name' "
                                + "failed to satisfy constraint: Member must not be null"),
                Arguments.of(
                        Calls.gateway("POST", "/restapis/a/documentation/parts").body("{\"location\":{}}"),
                        "2 validation errors detected: Value null at 'createDocumentationPartInput.location.type' "
                                + "failed to satisfy constraint: Member must not be null; Value null at "
                                + "'createDocumentationPartInput.properties' failed to satisfy constraint: "
                                + "Member must not be null"),
                Arguments.of(
                        Calls.gateway("PATCH", "/restapis/a").body("{\"patchOperations\":[null]}"),
                        "Value null at 'updateRestApiInput.patchOperations.1.member' failed to satisfy constraint: "
                                + "Member must not be null"),
                Arguments.of(
                        Calls.gateway("DELETE", "/tags/arn"),
                        "Value null at 'tagKeys' failed to satisfy constraint: Member must not be null"),
                Arguments.of(
                        Calls.gateway("POST", "/restapis?mode=import"),
                        "Value null at 'body' failed to satisfy constraint: Member must not be null"),
                Arguments.of(
                        Calls.gateway("POST", "/restapis").body("""
                                {"name":"a","apiKeySource":"","binaryMediaTypes":["a",null]}"""),
                        "2 validation errors detected: Value '[a, null]' at 'createRestApiInput.binaryMediaTypes' "
                                + "failed to satisfy constraint: "
                                + "Member must satisfy constraint: [Member must not be null]; "
                                + "Value '' at 'createRestApiInput.apiKeySource'" + ENUM + "[HEADER, AUTHORIZER]"));
    }

    @ParameterizedTest
    @MethodSource("gateway")
    void R2_9_missing_members_are_null(Calls calls, String message) {
        WireResponse response = send(calls);
        assertThat(response.status()).isEqualTo(400);
        assertThat(Calls.text(response)).contains(message);
    }

    static Stream<Arguments> lambda() {
        String rest = "\"Role\":\"arn:aws:iam::123456789012:role/r\",\"Code\":{\"ZipFile\":\"UEs=\"}";
        return Stream.of(
                Arguments.of(
                        "{\"FunctionName\":\"a b\"," + rest + "}",
                        "1 validation error detected: Value 'a b' at 'functionName'" + PATTERN
                                + "(arn:(aws[a-zA-Z-]*)?:lambda:)?"
                                + "((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?"
                                + "(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?"),
                Arguments.of(
                        "{\"FunctionName\":\"" + "f".repeat(141) + "\"," + rest + "}",
                        "Value '" + "f".repeat(141) + "' at 'functionName' failed to satisfy constraint: "
                                + "Member must have length less than or equal to 140"),
                Arguments.of(
                        "{\"FunctionName\":\"f\",\"Role\":\"r\",\"Code\":{}}",
                        "Value 'r' at 'role'" + PATTERN
                                + "arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+"),
                Arguments.of(
                        "{\"FunctionName\":\"f\",\"Architectures\":[\"x86_64\",\"arm64\"]," + rest + "}",
                        "1 validation error detected: Value '[x86_64, arm64]' at 'architectures' failed to satisfy "
                                + "constraint: Member must have length less than or equal to 1"),
                Arguments.of(
                        "{\"FunctionName\":\"f\",\"Architectures\":[\"mips\"]," + rest + "}",
                        "Value '[mips]' at 'architectures' failed to satisfy constraint: "
                                + "Member must satisfy constraint: "
                                + "[Member must satisfy enum value set: [x86_64, arm64]]"),
                Arguments.of(
                        "{\"FunctionName\":\"f\",\"Timeout\":901,\"MemorySize\":127," + rest + "}",
                        "2 validation errors detected: Value '901' at 'timeout' failed to satisfy constraint: "
                                + "Member must have value less than or equal to 900; "
                                + "Value '127' at 'memorySize' failed to satisfy "
                                + "constraint: Member must have value greater than or equal to 128"),
                Arguments.of(
                        "{\"FunctionName\":\"f\",\"EphemeralStorage\":{\"Size\":511}," + rest + "}",
                        "Value '511' at 'ephemeralStorage.size' failed to satisfy constraint: "
                                + "Member must have value greater than or equal to 512"),
                Arguments.of(
                        "{\"FunctionName\":\"f\",\"Environment\":{\"Variables\":{\"1\":\"x\"}}," + rest + "}",
                        "Value '{1=x}' at 'environment.variables' failed to satisfy constraint: Map keys must satisfy "
                                + "constraint: "
                                + "[Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]"));
    }

    @ParameterizedTest
    @MethodSource("lambda")
    void R3_1_to_R3_19_lambda_names_members_without_the_operation(String body, String message) {
        WireResponse response =
                send(Calls.lambda("POST", "/2015-03-31/functions").body(body));
        assertThat(response.status()).isEqualTo(400);
        assertThat(Calls.header(response, "x-amzn-ErrorType")).isEqualTo("ValidationException");
        assertThat(Calls.text(response)).contains(message.replace("\\", "\\\\"));
    }

    @Test
    void R3_7_runtimes_are_left_to_the_operation() {
        WireResponse response =
                send(Calls.lambda("POST", "/2015-03-31/functions").body("""
                {"FunctionName":"f","Runtime":"cobol1","Role":"arn:aws:iam::123456789012:role/r","Code":{}}"""));
        assertThat(response.status()).isEqualTo(418);
    }

    @Test
    void both_sides_of_every_bound() {
        Shape text = new Shape.Text("T", List.of(), "[a-z]*", 2, 3);
        assertThat(check(text, "\"ab\"")).isEqualTo("{\"value\":\"ab\"}");
        assertThat(check(text, "\"abc\"")).isEqualTo("{\"value\":\"abc\"}");
        assertThat(check(text, "\"a\""))
                .contains("length greater than or equal to 2")
                .doesNotContain("pattern");
        assertThat(check(text, "\"ABCD\""))
                .contains("2 validation errors detected")
                .containsSubsequence("pattern: [a-z]*", "length less than or equal to 3");
        Shape number = new Shape.LongInt(-5L, 5L);
        assertThat(check(number, "5")).isEqualTo("{\"value\":5}");
        assertThat(check(number, "6")).contains("Value '6' at 'value'").contains("value less than or equal to 5");
        assertThat(check(number, "-5")).isEqualTo("{\"value\":-5}");
        assertThat(check(number, "-6")).contains("value greater than or equal to -5");
        Shape.Text element = new Shape.Text("T", List.of(), null, 1, 2);
        assertThat(check(new Shape.MapOf(OneShape.TEXT, () -> element), "{\"k\":\"abc\"}"))
                .contains("Value '{k=abc}' at 'value' failed to satisfy constraint: Map value must satisfy constraint: "
                        + "[Member must have length less than or equal to 2, "
                        + "Member must have length greater than or equal to 1]");
        assertThat(check(new Shape.MapOf(OneShape.TEXT, () -> element), "{\"k\":null}"))
                .isEqualTo("{\"value\":{\"k\":null}}");
    }

    @Test
    void structures_in_maps_are_named_by_their_key() {
        Shape inner = OneShape.struct("S", OneShape.member(Location.BODY, new Shape.Int(1, null)));
        assertThat(check(new Shape.MapOf(OneShape.TEXT, () -> inner), "{\"a/b\":{\"value\":0}}"))
                .contains("Value '0' at 'value.a/b.member.value'");
    }

    @Test
    void a_thousand_violations_are_counted_and_a_hundred_shown() {
        Shape inner = OneShape.struct("S", OneShape.member(Location.BODY, new Shape.Int(1, null)));
        String elements = "{\"value\":0},".repeat(999) + "{\"value\":0}";
        String text = check(new Shape.ListOf(() -> inner), "[" + elements + "]");
        assertThat(text).contains("1000 validation errors detected").contains("value.100.member.value'");
        assertThat(text).doesNotContain("value.101.member.value'");
    }

    private static String check(Shape shape, String json) {
        Member member = OneShape.member(Location.BODY, shape);
        ControlPlane control = OneShape.echo(OneShape.operation("test", "/x", member));
        return Calls.text(control.handle(Calls.signed("test", "POST", "/x")
                .body("{\"value\":" + json + "}")
                .request()));
    }
}
