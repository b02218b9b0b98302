package dev.sallyport.control.rest.domains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.control.ServiceException;
import dev.sallyport.model.DomainName.UploadedCertificate;
import dev.sallyport.wire.apigateway.CreateDomainNameRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which certificates given as PEM are taken: key, certificate and chain that belong together (R7.17). */
class UploadedCertificatesTest {

    @ParameterizedTest
    @CsvSource({"rsa.pem, rsa.key.pem", "rsa.pem, rsa.pkcs1.key.pem", "ec.pem, ec.key.pem"})
    void takesAPairInEveryFormOfKey(String body, String key) {
        UploadedCertificate uploaded = UploadedCertificates.of(request(pem(body), pem(key), null));
        assertThat(uploaded).isEqualTo(new UploadedCertificate(pem(body), pem(key), null));
        assertThat(String.valueOf(uploaded)).doesNotContain("PRIVATE");
    }

    @Test
    void takesTheChainOfIssuers() {
        assertThat(UploadedCertificates.of(request(pem("rsa.pem"), pem("rsa.key.pem"), pem("issuer.pem"))))
                .isEqualTo(new UploadedCertificate(pem("rsa.pem"), pem("rsa.key.pem"), pem("issuer.pem")));
    }

    @Test
    void isNoneWhenNothingIsGiven() {
        assertThat(UploadedCertificates.of(request(null, "", null))).isNull();
    }

    @Test
    void refusesHalfACertificate() {
        String refusal = "A certificate needs both certificateBody and certificatePrivateKey";
        refused(request(pem("rsa.pem"), null, null), refusal);
        refused(request(null, pem("rsa.key.pem"), null), refusal);
        refused(request(null, null, pem("issuer.pem")), refusal);
    }

    @Test
    void refusesAKeyOfAnotherCertificate() {
        refused(
                request(pem("issuer.pem"), pem("rsa.key.pem"), null),
                "Invalid certificatePrivateKey: it does not belong to the certificate");
        refused(
                request(pem("rsa.pem"), pem("ec.key.pem"), null),
                "Invalid certificatePrivateKey: it is no key of the certificate's kind");
    }

    @Test
    void refusesWhatIsNoPem() {
        refused(
                request(pem("rsa.pem"), "secret", null),
                "Invalid certificatePrivateKey: it must be one unencrypted key as PEM");
        refused(
                request(pem("rsa.pem"), pem("rsa.key.pem") + pem("rsa.key.pem"), null),
                "Invalid certificatePrivateKey: it must be one unencrypted key as PEM");
        refused(
                request(pem("rsa.pem") + pem("issuer.pem"), pem("rsa.key.pem"), null),
                "Invalid certificateBody: it must hold exactly one certificate");
        assertThatThrownBy(() -> UploadedCertificates.of(request("nonsense", pem("rsa.key.pem"), null)))
                .isInstanceOf(ServiceException.class)
                .hasMessageStartingWith("Invalid certificateBody: ");
        assertThatThrownBy(() -> UploadedCertificates.of(request(pem("rsa.pem"), pem("rsa.key.pem"), "-----BEGIN")))
                .isInstanceOf(ServiceException.class)
                .hasMessageStartingWith("Invalid certificateChain: ");
    }

    @Test
    void refusesAChainThatDidNotIssueIt() {
        refused(
                request(pem("rsa.pem"), pem("rsa.key.pem"), pem("ec.pem")),
                "Invalid certificateChain: each certificate must have issued the one before it");
    }

    private static void refused(CreateDomainNameRequest request, String message) {
        assertThatThrownBy(() -> UploadedCertificates.of(request))
                .isInstanceOf(ServiceException.class)
                .hasMessage(message);
    }

    private static CreateDomainNameRequest request(
            @Nullable String body, @Nullable String key, @Nullable String chain) {
        return CreateDomainNameRequest.builder()
                .domainName("api.example.com")
                .certificateBody(body)
                .certificatePrivateKey(key)
                .certificateChain(chain)
                .build();
    }

    private static String pem(String file) {
        try (InputStream stream = UploadedCertificatesTest.class.getResourceAsStream("/certificates/" + file)) {
            return new String(Objects.requireNonNull(stream, file).readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
