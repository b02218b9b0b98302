package dev.sallyport.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.sallyport.http.Headers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What logs and explanations do not tell. */
class SecretsTest {

    @Test
    @DisplayName("LOG-3 16: of a secret header the last six characters at most, in explanations nothing")
    void headers() {
        Headers headers = new Headers()
                .add("AUTHORIZATION", "Bearer abcdefghijkl")
                .add("X-Api-Key", "k1")
                .add("Accept", "a")
                .add("accept", "b");
        assertThat(Secrets.masked(headers).toString())
                .isEqualTo("{AUTHORIZATION=*************ghijkl, X-Api-Key=*1, Accept=a, accept=b}");
        assertThat(Secrets.hidden(headers).toString())
                .isEqualTo("{AUTHORIZATION=***, X-Api-Key=***, Accept=a, accept=b}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"Authorization\":\"a\",\"b\":\"c\"}|{\"Authorization\":\"***\",\"b\":\"c\"}",
                "{\"authorization\" : [ \"a\", \"b\" ]}|{\"authorization\" : [\"***\"]}",
                "{\"apiKey\":\"a\\\"b\\\\\",\"x\":1}|{\"apiKey\":\"***\",\"x\":1}",
                "{\"Set-Cookie\":\"cut of|{\"Set-Cookie\":\"***",
                "{\"authorizationToken\":\"x\",\"password\":null}|{\"authorizationToken\":\"***\",\"password\":null}",
                "say Bearer abcdefgh12345 now|say Bearer *** now",
                "{\"author\":\"Basic ideas\"}|{\"author\":\"Basic ideas\"}",
                "nothing|nothing"
            })
    @DisplayName("credentials in JSON and in any text")
    void texts(String text, String shown) {
        assertThat(Secrets.inText(text)).isEqualTo(shown);
    }

    @Test
    @DisplayName("credentials in queries")
    void queries() {
        assertThat(Secrets.inUri("https://h/p?a=b&X-Amz-Signature=s&token=t#f&token=no"))
                .isEqualTo("https://h/p?a=b&X-Amz-Signature=***&token=***#f&token=***");
        assertThat(Secrets.inQuery(Map.of("x-amz-credential", "c"))).containsEntry("x-amz-credential", "***");
        assertThat(Secrets.inQuery(Map.of("tokens", "c"))).containsEntry("tokens", "c");
    }

    @Test
    @DisplayName("a hostile text costs no more than its length")
    void bounded() {
        String hostile = "{\"password\":".repeat(700) + "\"\\".repeat(4000);
        assertTimeout(Duration.ofSeconds(2), () -> Secrets.inText(hostile));
    }
}
