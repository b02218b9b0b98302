package dev.sallyport.control.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.junit.jupiter.api.Test;

/** The certificate that the platform reads is the one that was to be made (R19.1). */
class SelfSignedCertificateTest {

    private static final Instant NOW = Instant.parse("2025-06-01T10:00:00Z");

    private final SelfSignedCertificate made = SelfSignedCertificate.generate(NOW, NOW.plus(Duration.ofDays(365)));

    @Test
    void isAnRsaCertificateOfAYear_R19_1() throws Exception {
        X509Certificate certificate = parsed(made);
        assertThat(((RSAPublicKey) certificate.getPublicKey()).getModulus().bitLength())
                .isEqualTo(2048);
        assertThat(certificate.getVersion()).isEqualTo(3);
        assertThat(certificate.getSigAlgName()).isEqualTo("SHA256withRSA");
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=ApiGateway,L=Seattle,C=US");
        assertThat(certificate.getIssuerX500Principal()).isEqualTo(certificate.getSubjectX500Principal());
        assertThat(certificate.getNotBefore()).isEqualTo(Date.from(NOW));
        assertThat(certificate.getNotAfter()).isEqualTo(Date.from(Instant.parse("2026-06-01T10:00:00Z")));
        assertThat(certificate.getBasicConstraints()).as("no authority").isEqualTo(-1);
        assertThat(certificate.getCriticalExtensionOIDs()).containsExactly("2.5.29.19");
        assertThat(certificate.getSerialNumber().signum()).isEqualTo(1);
        certificate.verify(certificate.getPublicKey());
    }

    @Test
    void comesWithItsKey() throws Exception {
        String base64 = made.privateKey().replaceAll("-----[A-Z ]+-----|\\s", "");
        var key = KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key);
        signature.update(new byte[] {1, 2, 3});
        byte[] signed = signature.sign();
        signature.initVerify(parsed(made));
        signature.update(new byte[] {1, 2, 3});
        assertThat(signature.verify(signed)).isTrue();
        assertThat(made.toString()).doesNotContain("PRIVATE");
    }

    @Test
    void isPemOfSixtyFourColumns() {
        assertThat(made.certificate().lines().toList())
                .startsWith("-----BEGIN CERTIFICATE-----")
                .endsWith("-----END CERTIFICATE-----")
                .allMatch(line -> line.length() <= 64);
    }

    @Test
    void noTwoAreTheSame() throws Exception {
        SelfSignedCertificate other = SelfSignedCertificate.generate(NOW, NOW.plus(Duration.ofDays(365)));
        assertThat(parsed(other).getSerialNumber()).isNotEqualTo(parsed(made).getSerialNumber());
        assertThat(other.privateKey()).isNotEqualTo(made.privateKey());
    }

    private static X509Certificate parsed(SelfSignedCertificate made) throws Exception {
        byte[] pem = made.certificate().getBytes(StandardCharsets.US_ASCII);
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
    }
}
