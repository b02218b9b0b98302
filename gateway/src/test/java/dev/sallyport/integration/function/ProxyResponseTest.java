package dev.sallyport.integration.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.http.Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyResponseTest {

    private static @Nullable ProxyResponse read(String json) {
        return ProxyResponse.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static ProxyResponse parse(String json) {
        return Objects.requireNonNull(read(json), json);
    }

    private static List<String> lines(Headers headers) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < headers.size(); i++) {
            lines.add(headers.name(i) + ": " + headers.value(i));
        }
        return lines;
    }

    @Test
    @DisplayName("INT-116: of the streaming format, status and headers are used and the payload is not")
    void streamingFormat() {
        ProxyResponse response = parse(
                "{\"statusCode\":201,\"headers\":{\"A\":\"b\"},\"cookies\":[\"c=d\"]}" + "\0".repeat(8) + "payload");

        assertThat(response.status()).isEqualTo(201);
        assertThat(lines(response.headers()))
                .containsExactly("A: b", "Content-Type: application/json", "Set-Cookie: c=d");
        assertThat(response.body()).isNull();
        assertThat(read("{\"statusCode\":201,\"body\":\"x\"}" + "\0".repeat(8))).isNull();
        assertThat(read("{\"statusCode\":201}" + "\0".repeat(7))).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = ';',
            nullValues = "null",
            value = {
                "{\"statusCode\":200,\"body\":\"x\"}; 200; x",
                "{\"statusCode\":200}; 200; null",
                "{\"statusCode\":200,\"body\":null}; 200; null",
                "{\"statusCode\":\"201\",\"body\":\"x\"}; 201; x",
                "{\"headers\":{\"a\":\"b\"}}; 200; null",
                "{\"statusCode\":200,\"headers\":null,\"body\":\"x\"}; 200; x",
                "{\"multiValueHeaders\":null}; 200; null",
                "{\"isBase64Encoded\":false}; 200; null",
                "{\"statusCode\":599}; 599; null"
            })
    @DisplayName("INT-50: the results that are answers")
    void answers(String json, int status, @Nullable String body) {
        ProxyResponse response = parse(json);

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.body()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"statusCode\":200,\"wrongKey\":1}",
                "{}",
                "null",
                "",
                "\"text\"",
                "5",
                "[]",
                "{\"statusCode\":\"abc\"}",
                "{\"statusCode\":200.5}",
                "{\"statusCode\":true}",
                "{\"statusCode\":99}",
                "{\"statusCode\":100}",
                "{\"statusCode\":101}",
                "{\"statusCode\":600}",
                "{\"statusCode\":99999999999999999999}",
                "{\"multiValueHeaders\":{\"a\":\"b\"}}",
                "{\"body\":{}}",
                "{\"body\":5}",
                "{\"headers\":[]}",
                "{\"headers\":{\"a\":{}}}",
                "{\"isBase64Encoded\":\"true\"}",
                "{\"body\":\"x\"",
                "{\"body\":\"x\"} more",
                "{\"multiValueHeaders\":{\"a\":[[]]}}"
            })
    @DisplayName("INT-50: the results that are 502")
    void malformed(String json) {
        assertThat(read(json)).isNull();
    }

    @Test
    @DisplayName("INT-50, INT-52: scalars become text, a missing Content-Type is JSON")
    void scalars() {
        assertThat(lines(parse("{\"headers\":{\"h\":true,\"n\":1.5,\"z\":null,\"e\":\" x \"}}")
                        .headers()))
                .containsExactly("h: true", "n: 1.5", "e: x", "Content-Type: application/json");
        assertThat(lines(parse("{\"headers\":{\"content-type\":\"text/html\"}}").headers()))
                .containsExactly("content-type: text/html");
    }

    @Test
    @DisplayName("INT-51: values of multiValueHeaders first, then the single one, under the former's casing")
    void merged() {
        assertThat(lines(parse("{\"headers\":{\"x-a\":\"solo\",\"B\":\"b\"},"
                                + "\"multiValueHeaders\":{\"X-A\":[\"multi\",2],\"Set-Cookie\":[\"a\",\"b\"]}}")
                        .headers()))
                .containsExactly(
                        "X-A: multi",
                        "X-A: 2",
                        "X-A: solo",
                        "Set-Cookie: a",
                        "Set-Cookie: b",
                        "B: b",
                        "Content-Type: application/json");
    }

    @Test
    @DisplayName("INT-53: reserved names are remapped, hop-by-hop ones dropped")
    void remapped() {
        assertThat(lines(parse(
                                "{\"headers\":{\"Date\":\"d\",\"Server\":\"s\",\"Connection\":\"c\",\"Transfer-Encoding\":\"t\","
                                        + "\"WWW-Authenticate\":\"w\",\"Content-Length\":\"5\"}}")
                        .headers()))
                .containsExactly(
                        "x-amzn-Remapped-Date: d",
                        "x-amzn-Remapped-Server: s",
                        "x-amzn-Remapped-Connection: c",
                        "x-amzn-Remapped-WWW-Authenticate: w",
                        "x-amzn-Remapped-Content-Length: 5",
                        "Content-Type: application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\r\\nb", "a\\nb", "a\\u0000", "\\u0007"})
    @DisplayName("HARDENING 2: a function cannot forge a second answer")
    void splitting(String value) {
        assertThat(read("{\"headers\":{\"a\":\"" + value + "\"}}")).isNull();
        assertThat(read("{\"multiValueHeaders\":{\"a\":[\"" + value + "\"]}}")).isNull();
        assertThat(read("{\"headers\":{\"a" + value + "\":\"b\"}}")).isNull();
    }
}
