package dev.sallyport.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.wire.Member.Location;
import dev.sallyport.wire.Shape;
import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.Integration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** R1.16: what is said about a JSON value of the wrong type. */
class WrongTypeTest {

    private static final Map<String, Shape> SHAPES = Map.of(
            "text", OneShape.TEXT,
            "bool", new Shape.Bool(),
            "int", new Shape.Int(null, null),
            "long", new Shape.LongInt(null, null),
            "double", new Shape.Decimal(),
            "time", new Shape.Timestamp(Shape.TimestampFormat.EPOCH_SECONDS),
            "blob", new Shape.Blob(),
            "list", new Shape.ListOf(() -> OneShape.TEXT),
            "map", new Shape.MapOf(OneShape.TEXT, () -> OneShape.TEXT),
            "struct", OneShape.struct("S", OneShape.member(Location.BODY, OneShape.TEXT)));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text   | true  | class java.lang.Boolean can not be converted to an String",
                "text   | 1     | class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an String",
                "text   | 1.5   | class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an String",
                "text   | []    | Start of list found where not expected",
                "text   | {}    | Start of structure or map found where not expected.",
                "bool   | \"true\" | class java.lang.String can not be converted to an Boolean",
                "bool   | 1     | class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an Boolean",
                "int    | \"1\" | class java.lang.String can not be converted to an Integer",
                "int    | false | class java.lang.Boolean can not be converted to an Integer",
                "int    | 2147483648 | class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an Integer",
                "int    | -1e30 | class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an Integer",
                "int    | 1e999999999 | class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an Integer",
                "long   | 9223372036854775808 | class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an Long",
                "long   | {}    | Start of structure or map found where not expected.",
                "double | \"1\" | class java.lang.String can not be converted to an Double",
                "time   | true  | class java.lang.Boolean can not be converted to milliseconds since epoch",
                "time   | \"x\" | class java.lang.String can not be converted to milliseconds since epoch",
                "time   | 1e300 | class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to milliseconds since epoch",
                "blob   | 1     | class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to a Blob",
                "blob   | \"?\" | class java.lang.String can not be converted to a Blob: Base64 text with padding is expected",
                "list   | \"a\" | Expected list or null",
                "list   | {}    | Start of structure or map found where not expected.",
                "list   | [1]   | class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an String",
                "map    | 1     | Expected map or null",
                "map    | []    | Start of list found where not expected",
                "map    | {\"a\":true} | class java.lang.Boolean can not be converted to an String",
                "struct | \"a\" | Expected null",
                "struct | []    | Start of list found where not expected",
                "struct | {\"value\":1} | class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an String",
            })
    void R1_16_the_text_names_both_types(String shape, String json, String message) {
        ControlPlane control =
                OneShape.echo(OneShape.operation("test", "/x", OneShape.member(Location.BODY, SHAPES.get(shape))));
        WireResponse response = control.handle(Calls.signed("test", "POST", "/x")
                .body("{\"value\":" + json + "}")
                .request());
        assertThat(response.status()).isEqualTo(400);
        assertThat(Calls.header(response, "x-amzn-ErrorType")).isEqualTo("SerializationException");
        assertThat(Calls.text(response)).isEqualTo("{\"message\":\"" + message + "\"}");
    }

    @Test
    void R1_16_recorded_for_the_request_parameters_of_an_integration() {
        Recorder recorder = new Recorder()
                .on(ApiGateway.PUT_INTEGRATION, Integration.builder().build());
        for (List<String> each : List.of(
                List.of("true", "class java.lang.Boolean can not be converted to an String"),
                List.of(
                        "123",
                        "class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an String"))) {
            WireResponse response =
                    recorder.send(Calls.gateway("PUT", "/restapis/a/resources/r/methods/GET/integration")
                            .body("{\"type\":\"HTTP\",\"requestParameters\":{\"integration.request.path.a\":"
                                    + each.getFirst() + "}}"));
            assertThat(response.status()).isEqualTo(400);
            assertThat(Calls.text(response)).isEqualTo("{\"message\":\"" + each.getLast() + "\"}");
        }
    }

    @Test
    void a_body_must_be_an_object() {
        Recorder recorder = new Recorder()
                .on(ApiGateway.PUT_INTEGRATION, Integration.builder().build());
        for (List<String> each : List.of(
                List.of("[]", "Start of list found where not expected"),
                List.of("\"x\"", "Expected null"),
                List.of("7", "Expected null"))) {
            WireResponse response =
                    recorder.send(Calls.gateway("PUT", "/restapis/a/resources/r/methods/GET/integration")
                            .body(each.getFirst()));
            assertThat(Calls.text(response)).isEqualTo("{\"message\":\"" + each.getLast() + "\"}");
        }
    }
}
