package dev.sallyport.testinvoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.control.certificate.IssuedCertificate;
import dev.sallyport.control.certificate.LocalAuthority;
import dev.sallyport.control.certificate.LocalAuthority.KeyAlgorithm;
import dev.sallyport.control.certificate.SelfSignedCertificate;
import dev.sallyport.control.rest.DraftInvoker.MethodAnswer;
import dev.sallyport.control.rest.DraftInvoker.MethodTest;
import dev.sallyport.edge.StubBackend;
import dev.sallyport.model.ClientCertificate;
import dev.sallyport.snapshot.TestApi;
import dev.sallyport.snapshot.TestIntegration;
import dev.sallyport.store.InMemoryStore;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What HTTPS backends are shown, with backends that look at it. */
@Timeout(30)
class ClientCertificateTest {

    private static ClientCertificate certificate;
    private static IssuedCertificate server;
    private static X509Certificate authority;

    private DraftFixture fixture;
    private StubBackend backend;
    private DraftRunner runner;

    @BeforeAll
    static void certificates() throws Exception {
        Instant now = InstantSource.system().instant();
        server = new LocalAuthority(new InMemoryStore()).issue(List.of("localhost"), KeyAlgorithm.RSA_2048, now);
        authority = TlsBackend.certificate(server.chain());
        certificate = made(now);
    }

    private static ClientCertificate made(Instant now) {
        Instant from = now.minus(Duration.ofHours(1));
        Instant until = now.plus(Duration.ofDays(1));
        SelfSignedCertificate made = SelfSignedCertificate.generate(from, until);
        return new ClientCertificate("abc123", null, made.certificate(), made.privateKey(), from, until, Map.of());
    }

    @BeforeEach
    void start() throws Exception {
        fixture = new DraftFixture();
        runner = fixture.trusting(authority);
        backend = TlsBackend.start(server, certificate.pemEncodedCertificate(), false);
        showsWhatItIsShown();
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
        backend.close();
    }

    private void insist() throws Exception {
        backend.close();
        backend = TlsBackend.start(server, certificate.pemEncodedCertificate(), true);
        showsWhatItIsShown();
    }

    private void showsWhatItIsShown() {
        backend.behave(call -> {
            String shown = shown((SSLSocket) call.socket());
            call.send("HTTP/1.1 200 OK\r\nContent-Length: " + shown.length() + "\r\n\r\n" + shown);
        });
    }

    private static String shown(SSLSocket socket) throws IOException {
        try {
            X509Certificate peer = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return peer.getSerialNumber().toString();
        } catch (SSLPeerUnverifiedException nobody) {
            return "nobody";
        }
    }

    private MethodAnswer invoke(String type, @Nullable ClientCertificate shown) {
        TestApi api = new TestApi("abc123")
                .on(
                        "GET",
                        "/{p}",
                        TestIntegration.of(type, "GET", backend.uri("/x")).response("200", null));
        return runner.invokeMethod(new MethodTest(
                DraftFixture.CALLER, api.document(), "GET", DraftFixture.request("/1", null, ""), shown));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP", "HTTP_PROXY"})
    @DisplayName("INT-9, R19.3: a backend that asks is shown the certificate, and nothing when none was named")
    void shown(String type) throws Exception {
        MethodAnswer answer = invoke(type, certificate);

        assertThat(answer.status()).as(answer.log()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(TlsBackend.certificate(certificate.pemEncodedCertificate())
                        .getSerialNumber()
                        .toString());
        assertThat(invoke(type, null).body()).isEqualTo("nobody");
    }

    @Test
    @DisplayName("INT-9: a backend that insists lets in who has the right certificate, and nobody else")
    void needed() throws Exception {
        insist();

        assertThat(invoke("HTTP_PROXY", certificate).status()).isEqualTo(200);
        assertThat(invoke("HTTP_PROXY", null).status()).isEqualTo(504);
        assertThat(invoke("HTTP_PROXY", made(InstantSource.system().instant())).status())
                .isEqualTo(504);
        assertThat(backend.received()).hasSize(1);
    }
}
