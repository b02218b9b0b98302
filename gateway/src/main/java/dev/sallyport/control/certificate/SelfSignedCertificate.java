package dev.sallyport.control.certificate;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;

/**
 * A new RSA key with a certificate that it signed itself (R19.1). The key comes from the platform's strong source of
 * randomness, never from the seeded one of ids.
 *
 * @param certificate as PEM
 * @param privateKey as PEM, PKCS #8
 */
public record SelfSignedCertificate(String certificate, String privateKey) {

    private static final int KEY_BITS = 2048;
    private static final int SERIAL_BYTES = 8;

    private static final byte[] SHA256_WITH_RSA = Der.sequence(Der.oid("1.2.840.113549.1.1.11"), Der.none());
    private static final byte[] VERSION_3 = Der.tagged(0, Der.integer(BigInteger.TWO));

    /** Not a certificate authority: the key signs nothing but this certificate. */
    private static final byte[] EXTENSIONS =
            Der.tagged(3, Der.sequence(Der.sequence(Der.oid("2.5.29.19"), Der.bool(true), Der.octets(Der.sequence()))));

    /** A certificate valid in the time given, in whole seconds. */
    public static SelfSignedCertificate generate(Instant notBefore, Instant notAfter) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            KeyPair key = generator.generateKeyPair();
            byte[] publicKey = key.getPublic().getEncoded();
            byte[] name = Der.sequence(
                    attribute("2.5.4.6", "US"), attribute("2.5.4.7", "Seattle"), attribute("2.5.4.3", "ApiGateway"));
            byte[] signed = Der.sequence(
                    VERSION_3,
                    Der.integer(serial(publicKey)),
                    SHA256_WITH_RSA,
                    name,
                    Der.sequence(Der.utcTime(notBefore), Der.utcTime(notAfter)),
                    name,
                    publicKey,
                    EXTENSIONS);
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key.getPrivate());
            signature.update(signed);
            byte[] certificate = Der.sequence(signed, SHA256_WITH_RSA, Der.bits(signature.sign()));
            return new SelfSignedCertificate(
                    Pem.of("CERTIFICATE", certificate),
                    Pem.of("PRIVATE KEY", key.getPrivate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA and SHA-256", e);
        }
    }

    /** A positive number that no other key gives. */
    private static BigInteger serial(byte[] publicKey) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(publicKey);
        return new BigInteger(1, Arrays.copyOf(digest, SERIAL_BYTES)).setBit(0);
    }

    private static byte[] attribute(String oid, String value) {
        return Der.set(Der.sequence(Der.oid(oid), Der.printable(value)));
    }

    /** Without the key, which must not reach a log. */
    @Override
    public String toString() {
        return "SelfSignedCertificate[]";
    }
}
