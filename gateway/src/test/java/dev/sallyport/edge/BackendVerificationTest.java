package dev.sallyport.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.edge.RawClient.Answer;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** INT-7: which certificates of backends are good enough, with and without insecureSkipVerification. */
class BackendVerificationTest {

    @RegisterExtension
    static final DataPlaneFixture GATEWAY = new DataPlaneFixture();

    @TempDir
    Path folder;

    private static Answer call(TlsBackend backend, String host, boolean insecure) throws Exception {
        return call(TestIntegration.httpProxy("GET", backend.uri(host)).insecure(insecure));
    }

    private static Answer call(TestIntegration integration) throws Exception {
        GATEWAY.publish(new TestApi("abc123").on("GET", "/x", integration));
        return GATEWAY.get("/test/x");
    }

    @Test
    @DisplayName("INT-7, INT-4: a certificate that signs itself is a network error unless verification is skipped")
    void selfSigned() throws Exception {
        Path store = TlsBackend.selfSigned(folder, "self", "-ext", "san=ip:127.0.0.1");
        try (TlsBackend backend = new TlsBackend(store)) {
            Answer refused = call(backend, "127.0.0.1", false);
            assertThat(refused.status()).isEqualTo(504);
            assertThat(refused.body()).isEqualTo("{\"message\": \"Network error communicating with endpoint\"}");
            assertThat(call(backend, "127.0.0.1", true).status()).isEqualTo(200);
            assertThat(call(TestIntegration.of("HTTP", "GET", backend.uri("127.0.0.1"))
                                    .response("200", null)
                                    .insecure(true))
                            .body())
                    .isEqualTo("ok");
            // the connection without verification is kept, and must not serve those who want it
            assertThat(call(backend, "127.0.0.1", false).status()).isEqualTo(504);
        }
    }

    @Test
    @DisplayName("INT-7: without verification the name and the date still count")
    void nameAndDate() throws Exception {
        Path otherName = TlsBackend.selfSigned(folder, "other", "-ext", "san=dns:elsewhere.example");
        try (TlsBackend backend = new TlsBackend(otherName)) {
            assertThat(call(backend, "127.0.0.1", true).status()).isEqualTo(504);
        }
        Path expired = TlsBackend.selfSigned(
                folder, "old", "-ext", "san=ip:127.0.0.1", "-startdate", "-10d", "-validity", "5");
        try (TlsBackend backend = new TlsBackend(expired)) {
            assertThat(call(backend, "127.0.0.1", true).status()).isEqualTo(504);
        }
    }

    @Test
    @DisplayName("INT-7: an authority that nobody knows is good enough when the chain holds its root")
    void privateAuthority() throws Exception {
        Path authority = TlsBackend.selfSigned(folder, "authority", "-ext", "bc:c");
        try (TlsBackend whole = new TlsBackend(TlsBackend.signed(folder, authority, true));
                TlsBackend part = new TlsBackend(TlsBackend.signed(folder, authority, false))) {
            assertThat(call(whole, "127.0.0.1", true).status()).isEqualTo(200);
            assertThat(call(part, "127.0.0.1", true).status()).isEqualTo(504);
            assertThat(call(whole, "127.0.0.1", false).status()).isEqualTo(504);
        }
    }
}
