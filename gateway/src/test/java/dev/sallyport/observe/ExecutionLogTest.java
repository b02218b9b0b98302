package dev.sallyport.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.http.Headers;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ExecutionLogTest {

    private final ExecutionLog log =
            new ExecutionLog(InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z")), () -> 0L);

    @Test
    @DisplayName("LOG-3: of the signature of a request the last six characters are shown")
    void signature() {
        Headers headers = new Headers(2);
        headers.add("Authorization", "AWS4-HMAC-SHA256 Signature=0123456789abcdef");
        headers.add("Host", "sqs.eu-west-1.amazonaws.com");

        log.request("https://sqs.eu-west-1.amazonaws.com/1/q", headers, "");

        assertThat(log.ofTest("r"))
                .contains("Endpoint request headers: {Authorization=" + "*".repeat(37)
                        + "abcdef, Host=sqs.eu-west-1.amazonaws.com}");
    }

    @Test
    @DisplayName("LOG-3: of a short secret no more than half is shown")
    void shortSecret() {
        log.request("http://backend/", new Headers(1).add("Authorization", "abcd"), "");

        assertThat(log.ofTest("r")).contains("{Authorization=**cd}");
    }
}
