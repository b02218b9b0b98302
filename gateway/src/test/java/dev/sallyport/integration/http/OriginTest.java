package dev.sallyport.integration.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OriginTest {

    private static Origin origin(String uri, String certificate) {
        return requireNonNull(Origin.parse(uri, new Approach(new ClientIdentity(certificate, "key"), null)))
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
    @DisplayName("INT-101: connections through a link are never those of another link or of none")
    void links() {
        Origin one = through("nlb.local", 80);
        assertThat(one).isEqualTo(through("nlb.local", 80)).hasSameHashCodeAs(through("nlb.local", 80));
        assertThat(one).isNotEqualTo(through("nlb.local", 81)).isNotEqualTo(through("other.local", 80));
        assertThat(one).isNotEqualTo(requireNonNull(Origin.parse("http://b/")).origin());
        assertThat(one.hostHeader()).isEqualTo("b");
        assertThat(one.connectHost()).isEqualTo("nlb.local");
        assertThat(one.withHostHeader("c").connectPort()).isEqualTo(80);
    }

    private static Origin through(String host, int port) {
        Approach approach = new Approach(null, InetSocketAddress.createUnresolved(host, port));
        return requireNonNull(Origin.parse("http://b/", approach)).origin();
    }

    @Test
    @DisplayName("R19.3: without TLS nothing is shown")
    void plain() {
        assertThat(origin("http://b/x", "one"))
                .isEqualTo(requireNonNull(Origin.parse("http://b/x")).origin());
    }
}
