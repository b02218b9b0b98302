package dev.sallyport.integration.mock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MockRequestTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"statusCode\": 200}",
                "{\"statusCode\":200}",
                "{statusCode: 200}",
                "{'statusCode': 200}",
                "{\"statusCode\": 200,}",
                "{\"statusCode\": 200, \"a\": \"b\",}",
                "text before {\"statusCode\": 200} text after",
                "{a: b, statusCode: 200}",
                "{\"nested\": {\"statusCode\": 500, \"x\": [1, \"}\"]}, \"statusCode\": 200}",
                "{ \n \"statusCode\" \n : \n 200 \n }",
                "{\"a\": \"it's, fine: {}\", statusCode: 200}"
            })
    @DisplayName("INT-20, INT-21: accepted")
    void accepted(String text) {
        assertThat(MockRequest.statusCode(text)).hasValue(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "200",
                "\"statusCode\": 200",
                "{}",
                "{\"statusCode\": \"200\"}",
                "{'statusCode': '200'}",
                "{\"statusCode: 200}",
                "{\"statusCode': 200}",
                "{statusCode\": 200}",
                "{\"status\": 200}",
                "{\"statusCode\": }",
                "{\"statusCode\": 2.5}",
                "{\"statusCode\": -200}",
                "{\"statusCode\": 99999999999}",
                "{\"nested\": {\"statusCode\": 200}}",
                "}{",
                "{\"a\": [1, \"statusCode\": 200}"
            })
    @DisplayName("INT-20, INT-21: answered with 500")
    void rejected(String text) {
        assertThat(MockRequest.statusCode(text)).isEmpty();
    }
}
