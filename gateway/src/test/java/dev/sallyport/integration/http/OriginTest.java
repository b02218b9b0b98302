package dev.sallyport.integration.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OriginTest {

    private static Origin origin(String uri, String certificate) {
        return requireNonNull(Origin.parse(uri, new ClientIdentity(certificate, "key")))
                .origin();
    }

    @Test
    @DisplayName("INT-9: connections that show a certificate are never those of somebody else")
    void identities() {
        Origin nobody = requireNonNull(Origin.parse("https://b/x")).origin();
        assertThat(origin("https://b/x", "one")).isEqualTo(origin("https://b/y", "one"));
        assertThat(origin("https://b/x", "one")).hasSameHashCodeAs(origin("https://b/y", "one"));
        assertThat(origin("https://b/x", "one")).isNotEqualTo(origin("https://b/x", "two"));
        assertThat(origin("https://b/x", "one")).isNotEqualTo(nobody);
        assertThat(origin("https://b/x", "one").toString()).doesNotContain("key");
    }

    @Test
    @DisplayName("R19.3: without TLS nothing is shown")
    void plain() {
        assertThat(origin("http://b/x", "one"))
                .isEqualTo(requireNonNull(Origin.parse("http://b/x")).origin());
    }
}
