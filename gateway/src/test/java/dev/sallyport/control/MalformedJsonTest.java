package dev.sallyport.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.wire.apigateway.ApiGateway;
import dev.sallyport.wire.apigateway.RestApi;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MalformedJsonTest {

    private final Recorder recorder =
            new Recorder().on(ApiGateway.CREATE_REST_API, RestApi.builder().build());

    static Stream<byte[]> corpus() {
        Stream<String> texts = Stream.of(
                "{",
                "}",
                "{]",
                "{\"name\"}",
                "{\"name\":}",
                "{\"name\":\"a\",}",
                "{\"name\":\"a\" \"b\":1}",
                "{name:\"a\"}",
                "{'name':'a'}",
                "{\"name\":\"a\"} x",
                "{\"name\":\"a\"}{}",
                "{\"name\":\"a",
                "{\"name\":\"a\nb\"}",
                "{\"name\":\"\\x\"}",
                "{\"name\":\"\\u12\"}",
                "{\"name\":\"\\ud800\"}",
                "{\"name\":\"\\udc00\\ud800\"}",
                "{\"name\":\"a\",\"tags\":{\"\\ud800\":\"b\"}}",
                "{\"name\":\"a\",\"name\":\"b\"}",
                "{\"name\":\"a\",\"tags\":{\"x\":\"1\",\"x\":\"2\"}}",
                "{\"name\":tru}",
                "{\"name\":NaN}",
                "{\"name\":01}",
                "{\"name\":+1}",
                "{\"name\":1.}",
                "{\"name\":\"a\"} // comment",
                "/* c */ {\"name\":\"a\"}",
                "nul",
                "\u0000",
                "{\"name\":\"a\",\"minimumCompressionSize\":" + "9".repeat(2_000) + "}",
                "{\"unknown\":" + "[".repeat(200) + "]".repeat(200) + "}",
                "{\"unknown\":" + "{\"a\":".repeat(200) + "1" + "}".repeat(200) + "}",
                "[".repeat(100_000),
                "{\"" + "k".repeat(60_000) + "\":1}");
        Stream<byte[]> bytes = Stream.of(
                new byte[] {'{', '"', 'n', 'a', 'm', 'e', '"', ':', '"', (byte) 0xFF, '"', '}'},
                new byte[] {'{', '"', 'n', 'a', 'm', 'e', '"', ':', '"', (byte) 0xC0, (byte) 0x80, '"', '}'},
                new byte[] {'{', '"', 'n', 'a', 'm', 'e', '"', ':', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', '}'
                },
                new byte[] {'{', '"', 'n', 'a', 'm', 'e', '"', ':', '"', (byte) 0xE2, '"', '}'},
                new byte[] {(byte) 0xFE, (byte) 0xFF},
                new byte[] {0, 0, 0, '{'},
                "{}".getBytes(StandardCharsets.UTF_16LE),
                "{}".getBytes(StandardCharsets.UTF_16BE));
        return Stream.concat(texts.map(text -> text.getBytes(StandardCharsets.UTF_8)), bytes);
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void what_is_not_json_cannot_be_parsed(byte[] body) {
        WireResponse response = recorder.send(Calls.gateway("POST", "/restapis").body(body));
        assertThat(response.status()).as(Calls.text(response)).isEqualTo(400);
        assertThat(Calls.header(response, "x-amzn-ErrorType")).isEqualTo("SerializationException");
        assertThat(Calls.text(response)).startsWith("{\"message\":\"");
    }

    @Test
    void the_message_says_what_and_where() {
        WireResponse response = recorder.send(Calls.gateway("POST", "/restapis").body("{\n  \"name\": pets\n}"));
        assertThat(Calls.text(response))
                .contains("Could not parse request body into json: Unrecognized token 'pets'")
                .contains("at line 2, column");
    }

    @Test
    void a_nesting_within_the_bound_is_read() {
        String body = "{\"name\":\"a\",\"unknown\":" + "[".repeat(90) + "]".repeat(90) + "}";
        assertThat(recorder.send(Calls.gateway("POST", "/restapis").body(body)).status())
                .isEqualTo(201);
    }

    @Test
    void whole_surrogate_pairs_are_text() {
        WireResponse response = recorder.send(Calls.gateway("POST", "/restapis").body("{\"name\":\"\\ud83d\\ude00\"}"));
        assertThat(response.status()).isEqualTo(201);
    }
}
