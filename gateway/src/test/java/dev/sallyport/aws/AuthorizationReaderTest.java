package dev.sallyport.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that do not say of their signature what must be said (AUT-11, AUT-13, AUT-14). */
class AuthorizationReaderTest {

    private static final String WHOLE =
            "AWS4-HMAC-SHA256 Credential=AKIAX/20261123/eu-west-1/execute-api/aws4_request, SignedHeaders=host, Signature=00";

    private static SignatureClaim read(@Nullable String authorization, @Nullable String query, @Nullable String date)
            throws SignatureFailure {
        Map<String, List<String>> headers = new HashMap<>(Map.of("host", List.of("h")));
        if (authorization != null) {
            headers.put("authorization", List.of(authorization));
        }
        if (date != null) {
            headers.put(date.endsWith("GMT") ? "date" : "x-amz-date", List.of(date));
        }
        return AuthorizationReader.read(new SignedMessage("GET", "/test", query, headers));
    }

    @ParameterizedTest(name = "AUT-14: {0}")
    @DisplayName("AUT-14: a sentence for each component that is missing, in AWS's order")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "AWS4-HMAC-SHA256|Credential,Signature,SignedHeaders",
                "AWS4-HMAC-SHA256 Credential=a|Signature,SignedHeaders",
                "AWS4-HMAC-SHA256 Signature=a|Credential,SignedHeaders",
                "AWS4-HMAC-SHA256 SignedHeaders=a|Credential,Signature",
                "AWS4-HMAC-SHA256 Credential=,SignedHeaders=a, Signature=b|Credential",
                "Basic=x|Credential,Signature,SignedHeaders"
            })
    void missingParts(String header, String missing) {
        StringBuilder sentences = new StringBuilder();
        for (String part : missing.split(",")) {
            sentences.append("Authorization header requires '").append(part).append("' parameter. ");
        }
        assertThatThrownBy(() -> read(header, null, "20261123T100000Z"))
                .hasMessage(sentences + "Authorization=" + header);
        assertThatThrownBy(() -> read(header, null, null))
                .hasMessage(sentences
                        + "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
                        + "Authorization=" + header);
    }

    @ParameterizedTest(name = "AUT-13: {0}")
    @DisplayName("AUT-13: a header that is not made of keys and values")
    @CsvSource(
            delimiter = '|',
            value = {
                "Bearer abc|ayWfdwM5WILgkEZNyxbC/5b1dmSFLjYVyKGw9rE8oC8=",
                "AWS4-HMAC-SHA256 Credential|-",
                "AWS4-HMAC-SHA256 =a|-",
                "x|-"
            })
    void notKeyValue(String header, String digest) {
        assertThatThrownBy(() -> read(header, null, "20261123T100000Z"))
                .isInstanceOf(SignatureFailure.class)
                .hasMessageStartingWith(
                        "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with"
                                + " SHA-256 and encoded with Base64): '")
                .hasMessageEndingWith("='.");
    }

    @Test
    @DisplayName("AUT-11: no credentials at all")
    void nothing() {
        for (String header : new String[] {null, "", "  "}) {
            assertThatThrownBy(() -> read(header, "a=1", null))
                    .hasMessage("Missing Authentication Token")
                    .satisfies(it -> assertThat(((SignatureFailure) it).type().errorType())
                            .isEqualTo("MissingAuthenticationTokenException"));
        }
    }

    @ParameterizedTest(name = "AUT-14: {0}")
    @DisplayName("AUT-14: a signature in the query lacks something, or has it twice")
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Amz-Algorithm=AWS4-HMAC-SHA256|must include 'X-Amz-Credential'",
                "X-Amz-Signature=a|must include 'X-Amz-Algorithm'",
                "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a/b/c/d/e&X-Amz-SignedHeaders=host&X-Amz-Signature=0"
                        + "|must include 'X-Amz-Date'",
                "X-Amz-Algorithm=AWS5&X-Amz-Credential=a/b/c/d/e&X-Amz-SignedHeaders=host&X-Amz-Signature=0"
                        + "&X-Amz-Date=20261123T100000Z|Unsupported AWS 'algorithm': 'AWS5'",
                "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a/b/c/d/e&X-Amz-SignedHeaders=host&X-Amz-Signature=0"
                        + "&X-Amz-Date=20261123T100000Z&X-Amz-Expires=604801|X-Amz-Expires",
                "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a/b/c/d/e&X-Amz-SignedHeaders=host&X-Amz-Signature=0"
                        + "&X-Amz-Date=20261123T100000Z&X-Amz-Expires=0|X-Amz-Expires",
                "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a/b/c/d/e&X-Amz-SignedHeaders=host&X-Amz-Signature=0"
                        + "&X-Amz-Date=20261123T100000Z&X-Amz-Expires=x|X-Amz-Expires",
                "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a/b/c/d&X-Amz-SignedHeaders=host&X-Amz-Signature=0"
                        + "&X-Amz-Date=20261123T100000Z|exactly 5",
                "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a/b/c/d/e"
                        + "&X-Amz-SignedHeaders=host&X-Amz-Signature=0&X-Amz-Date=20261123T100000Z|does not match",
                "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a/b/c/d/e&X-Amz-SignedHeaders=host&X-Amz-Signature=0"
                        + "&X-Amz-Signature=1&X-Amz-Date=20261123T100000Z|does not match"
            })
    void query(String query, String message) {
        assertThatThrownBy(() -> read(null, query, null))
                .isInstanceOf(SignatureFailure.class)
                .hasMessageContaining(message);
    }

    @Test
    @DisplayName("AUT-14: dates in both forms; an algorithm that is not known; a credential of other parts")
    void others() throws SignatureFailure {
        assertThat(read(WHOLE, null, "20261123T100000Z").time()).isEqualTo("2026-11-23T10:00:00Z");
        assertThat(read(WHOLE, null, "Mon, 23 Nov 2026 10:00:00 GMT").time()).isEqualTo("2026-11-23T10:00:00Z");
        assertThatThrownBy(() -> read(WHOLE, null, "today"))
                .hasMessageStartingWith("Date must be in ISO-8601 'basic format'. Got 'today'.");
        assertThatThrownBy(() -> read(WHOLE.replace("SHA256", "MD5"), null, "20261123T100000Z"))
                .hasMessage("Unsupported AWS 'algorithm': 'AWS4-HMAC-MD5'.");
        assertThatThrownBy(() -> read(WHOLE.replace("/aws4_request", ""), null, "20261123T100000Z"))
                .hasMessage(
                        "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term,"
                                + " got 'AKIAX/20261123/eu-west-1/execute-api'");
    }
}
