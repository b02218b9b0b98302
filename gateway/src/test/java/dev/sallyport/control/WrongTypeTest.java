package dev.sallyport.control;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.wire.Member;
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

    private static final String NUMBER = "class com.amazon.coral.value.json.numbers.TruncatingBigNumber";

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
                "text   | true  | BOOLEAN an String",
                "text   | 1     | NUMBER an String",
                "text   | 1.5   | NUMBER an String",
                "text   | []    | Start of list found where not expected",
                "text   | {}    | Start of structure or map found where not expected.",
                "bool   | \"true\" | STRING an Boolean",
                "bool   | 1     | NUMBER an Boolean",
                "int    | \"1\" | STRING an Integer",
                "int    | false | BOOLEAN an Integer",
                "int    | 2147483648 | NUMBER an Integer",
                "int    | -1e30 | NUMBER an Integer",
                "int    | 1e999999999 | NUMBER an Integer",
                "long   | 9223372036854775808 | NUMBER an Long",
                "long   | {}    | Start of structure or map found where not expected.",
                "double | \"1\" | STRING an Double",
                "time   | true  | BOOLEAN milliseconds since epoch",
                "time   | \"x\" | STRING milliseconds since epoch",
                "time   | 1e300 | NUMBER milliseconds since epoch",
                "blob   | 1     | NUMBER a Blob",
                "blob   | \"?\" | STRING a Blob: Base64 text with padding is expected",
                "list   | \"a\" | Expected list or null",
                "list   | {}    | Start of structure or map found where not expected.",
                "list   | [1]   | NUMBER an String",
                "map    | 1     | Expected map or null",
                "map    | []    | Start of list found where not expected",
                "map    | {\"a\":true} | BOOLEAN an String",
                "struct | \"a\" | Expected null",
                "struct | []    | Start of list found where not expected",
                "struct | {\"value\":1} | NUMBER an String",
            })
    void R1_16_the_text_names_both_types(String shape, String json, String message) {
        Member member = OneShape.member(Location.BODY, requireNonNull(SHAPES.get(shape)));
        ControlPlane control = OneShape.echo(OneShape.operation("test", "/x", member));
        WireResponse response = control.handle(Calls.signed("test", "POST", "/x")
                .body("{\"value\":" + json + "}")
                .request());
        assertThat(response.status()).isEqualTo(400);
        assertThat(Calls.header(response, "x-amzn-ErrorType")).isEqualTo("SerializationException");
        assertThat(Calls.text(response)).isEqualTo("{\"message\":\"" + spelledOut(message) + "\"}");
    }

    private static String spelledOut(String message) {
        String rest = " can not be converted to";
        return message.replace("NUMBER", NUMBER + rest)
                .replace("STRING", "class java.lang.String" + rest)
                .replace("BOOLEAN", "class java.lang.Boolean" + rest);
    }

    @Test
    void R1_16_recorded_for_the_request_parameters_of_an_integration() {
        Recorder recorder = new Recorder()
                .on(ApiGateway.PUT_INTEGRATION, Integration.builder().build());
        for (List<String> each : List.of(
                List.of("true", "class java.lang.Boolean can not be converted to an String"),
                List.of("123", NUMBER + " can not be converted to an String"))) {
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
