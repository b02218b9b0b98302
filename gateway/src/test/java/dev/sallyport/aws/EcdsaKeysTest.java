package dev.sallyport.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Signature Version 4A: the key that AWS publishes for its example, and requests signed with it. */
class EcdsaKeysTest {

    private static final AwsCredentials EXAMPLE =
            new AwsCredentials("AKISORANDOMAASORANDOM", "q+jcrXGc+0zWN6uzclKVhvMmUsIfRPa4rlRandom", null);
    private static final String PRIVATE = "7fd3bd010c0d9c292141c2b77bfbde1042c92e6836fff749d1269ec890fca1bd";
    private static final String EMPTY = SignatureV4.hash(new byte[0]);

    @Test
    @DisplayName("AUT-10: the key derived of AWS's example")
    void derives() {
        ECPublicKey key = (ECPublicKey) new EcdsaKeys().of(EXAMPLE).key();
        assertThat(key.getW().getAffineX())
                .isEqualTo(new BigInteger("15d242ceebf8d8169fd6a8b5a746c41140414c3b07579038da06af89190fffcb", 16));
        assertThat(key.getW().getAffineY())
                .isEqualTo(new BigInteger("0515242cedd82e94799482e4c0514b505afccf2c0c98d6a553bf539f424c5ec0", 16));
    }

    private static String sign(String text) throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(KeyFactory.getInstance("EC")
                .generatePrivate(new ECPrivateKeySpec(
                        new BigInteger(PRIVATE, 16), parameters.getParameterSpec(ECParameterSpec.class))));
        signer.update(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(signer.sign());
    }

    private static SignedMessage request(String regions, String signedHeaders) throws GeneralSecurityException {
        Map<String, String> headers =
                Map.of("host", "h", "x-amz-date", "20261123T100000Z", "x-amz-region-set", regions);
        TreeMap<String, String> signed = new TreeMap<>(headers);
        signed.keySet().retainAll(List.of(signedHeaders.split(";")));
        String canonical = CanonicalRequest.text("GET", "/test", "", signed, EMPTY);
        String text = SignatureV4.toSign(
                "AWS4-ECDSA-P256-SHA256", "20261123T100000Z", "20261123/execute-api/aws4_request", canonical);
        Map<String, List<String>> lines = new TreeMap<>();
        headers.forEach((name, value) -> lines.put(name, List.of(value)));
        lines.put(
                "authorization",
                List.of("AWS4-ECDSA-P256-SHA256 Credential=" + EXAMPLE.accessKeyId()
                        + "/20261123/execute-api/aws4_request, SignedHeaders=" + signedHeaders + ", Signature="
                        + sign(text)));
        return new SignedMessage("GET", "/test", null, lines);
    }

    private static void check(SignedMessage message) throws SignatureFailure {
        SignatureVerifier verifier = new SignatureVerifier("execute-api", () -> Instant.parse("2026-11-23T10:00:00Z"));
        SignatureClaim claim = AuthorizationReader.read(message);
        verifier.precheck(claim, EXAMPLE, null, "eu-west-1");
        verifier.verify(claim, EXAMPLE, EMPTY);
    }

    @Test
    @DisplayName("AUT-10: requests for this region, for a set of regions, and for others")
    void regions() throws GeneralSecurityException {
        String all = "host;x-amz-date;x-amz-region-set";
        for (String regions : List.of("eu-west-1", "*", "us-east-1, eu-*")) {
            SignedMessage message = request(regions, all);
            assertThatCode(() -> check(message)).doesNotThrowAnyException();
        }
        SignedMessage elsewhere = request("us-east-1", all);
        assertThatThrownBy(() -> check(elsewhere))
                .hasMessage("Credential should be scoped to a valid region, not 'us-east-1'. ");
        SignedMessage unsigned = request("*", "host;x-amz-date");
        assertThatThrownBy(() -> check(unsigned)).hasMessageContaining("valid region");
    }

    @Test
    @DisplayName("AUT-12: what was changed, and what is no signature")
    void tampered() throws GeneralSecurityException {
        SignedMessage signed = request("*", "host;x-amz-date;x-amz-region-set");
        SignedMessage other = new SignedMessage("GET", "/prod", null, signed.headers());
        assertThatThrownBy(() -> check(other)).hasMessageContaining("does not match");
        for (String signature : List.of("", "zz", "00", "3006020100020100", "3006020101020101")) {
            Map<String, List<String>> headers = new TreeMap<>(signed.headers());
            headers.put(
                    "authorization",
                    List.of(signed.all("authorization").getFirst().replaceFirst("(?<=Signature=).*", signature)));
            SignedMessage forged = new SignedMessage("GET", "/test", null, headers);
            assertThatThrownBy(() -> check(forged)).isInstanceOf(SignatureFailure.class);
        }
    }
}
