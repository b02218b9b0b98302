package dev.sallyport.control.certificate;

import dev.sallyport.model.CertificateAuthority;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.store.Store;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The certificate authority of this gateway (companion R7.15): made when it is first needed, kept in the store, so that
 * clients who trust it go on doing so. Keys come from the platform's strong source of randomness, never from the seeded
 * one of ids.
 */
public final class LocalAuthority {

    /** The authority is the gateway's, not an account's. */
    private static final Scope SCOPE = new Scope("000000000000", "local");

    private static final String ID = "default";
    private static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);
    private static final Duration CERTIFICATE_LIFE = Duration.ofDays(395);
    private static final int AUTHORITY_BITS = 2048;
    private static final int SERIAL_BYTES = 16;

    private static final byte[] VERSION_3 = Der.tagged(0, Der.integer(BigInteger.TWO));
    private static final byte[] SHA256_WITH_RSA = Der.sequence(Der.oid("1.2.840.113549.1.1.11"), Der.none());
    private static final byte[] AUTHORITY_NAME = name("Sallyport local authority");

    private final Store store;

    public LocalAuthority(Store store) {
        this.store = store;
    }

    /**
     * A new key and a certificate for it. Takes the time of making a key, so it is never called inside a transaction.
     *
     * @param names the first one is the subject's common name; all are alternative names
     * @param algorithm {@code RSA} with a size in bits, or the name of a curve
     */
    public IssuedCertificate issue(List<String> names, KeyAlgorithm algorithm, Instant now) {
        CertificateAuthority authority = authority(now);
        try {
            KeyPair key = generate(algorithm);
            byte[][] alternatives =
                    names.stream().map(it -> Der.taggedText(2, it)).toArray(byte[][]::new);
            byte[] extensions = Der.tagged(
                    3,
                    Der.sequence(
                            extension("2.5.29.19", true, Der.sequence()),
                            // Digital signature and key encipherment.
                            extension("2.5.29.15", true, Der.bits(5, (byte) 0xa0)),
                            extension(
                                    "2.5.29.37",
                                    false,
                                    Der.sequence(Der.oid("1.3.6.1.5.5.7.3.1"), Der.oid("1.3.6.1.5.5.7.3.2"))),
                            extension("2.5.29.17", false, Der.sequence(alternatives))));
            byte[] certificate = signed(
                    key,
                    AUTHORITY_NAME,
                    name(names.getFirst()),
                    now,
                    now.plus(CERTIFICATE_LIFE),
                    extensions,
                    privateKey(authority));
            return new IssuedCertificate(
                    Pem.of("CERTIFICATE", certificate),
                    authority.certificate(),
                    Pem.of("PRIVATE KEY", key.getPrivate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA, EC and SHA-256", e);
        }
    }

    /** The kinds of keys that are made. */
    public enum KeyAlgorithm {
        RSA_2048,
        EC_P256,
        EC_P384
    }

    private CertificateAuthority authority(Instant now) {
        CertificateAuthority known = store.read(reader -> reader.find(Kind.CERTIFICATE_AUTHORITY, SCOPE, "", ID));
        if (known != null && certificate(known).getNotAfter().toInstant().isAfter(now.plus(CERTIFICATE_LIFE))) {
            return known;
        }
        CertificateAuthority made = newAuthority(now);
        return store.write(writer -> {
            CertificateAuthority meanwhile = writer.find(Kind.CERTIFICATE_AUTHORITY, SCOPE, "", ID);
            if (meanwhile != null && !meanwhile.equals(known)) {
                return meanwhile;
            }
            writer.put(Kind.CERTIFICATE_AUTHORITY, SCOPE, "", ID, made);
            return made;
        });
    }

    private static CertificateAuthority newAuthority(Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(AUTHORITY_BITS);
            KeyPair key = generator.generateKeyPair();
            byte[] extensions = Der.tagged(
                    3,
                    Der.sequence(
                            extension("2.5.29.19", true, Der.sequence(Der.bool(true))),
                            // Signing of certificates and of revocation lists.
                            extension("2.5.29.15", true, Der.bits(1, (byte) 0x06))));
            byte[] certificate = signed(
                    key, AUTHORITY_NAME, AUTHORITY_NAME, now, now.plus(AUTHORITY_LIFE), extensions, key.getPrivate());
            return new CertificateAuthority(
                    Pem.of("CERTIFICATE", certificate),
                    Pem.of("PRIVATE KEY", key.getPrivate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA and SHA-256", e);
        }
    }

    private static byte[] signed(
            KeyPair key,
            byte[] issuer,
            byte[] subject,
            Instant notBefore,
            Instant notAfter,
            byte[] extensions,
            PrivateKey signer)
            throws GeneralSecurityException {
        byte[] publicKey = key.getPublic().getEncoded();
        byte[] body = Der.sequence(
                VERSION_3,
                Der.integer(serial(publicKey)),
                SHA256_WITH_RSA,
                issuer,
                Der.sequence(Der.utcTime(notBefore), Der.utcTime(notAfter)),
                subject,
                publicKey,
                extensions);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(signer);
        signature.update(body);
        return Der.sequence(body, SHA256_WITH_RSA, Der.bits(signature.sign()));
    }

    private static KeyPair generate(KeyAlgorithm algorithm) throws GeneralSecurityException {
        if (algorithm == KeyAlgorithm.RSA_2048) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(algorithm == KeyAlgorithm.EC_P256 ? "secp256r1" : "secp384r1"));
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(CertificateAuthority authority) {
        try {
            byte[] pem = authority.certificate().getBytes(StandardCharsets.US_ASCII);
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the stored certificate of the authority cannot be read", e);
        }
    }

    private static PrivateKey privateKey(CertificateAuthority authority) throws GeneralSecurityException {
        String base64 = authority.privateKey().replaceAll("-----[A-Z ]+-----|\\s", "");
        return KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }

    /** A positive number that no other key gives. */
    private static BigInteger serial(byte[] publicKey) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(publicKey);
        return new BigInteger(1, Arrays.copyOf(digest, SERIAL_BYTES)).setBit(0);
    }

    private static byte[] name(String commonName) {
        return Der.sequence(Der.set(Der.sequence(Der.oid("2.5.4.3"), Der.utf8(commonName))));
    }

    private static byte[] extension(String oid, boolean critical, byte[] value) {
        return critical
                ? Der.sequence(Der.oid(oid), Der.bool(true), Der.octets(value))
                : Der.sequence(Der.oid(oid), Der.octets(value));
    }
}
