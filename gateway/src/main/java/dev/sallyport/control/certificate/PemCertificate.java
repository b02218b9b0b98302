package dev.sallyport.control.certificate;

import dev.sallyport.control.certificate.InvalidCertificateException.Reason;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Certificates as PEM: what does not belong together is refused, for it could only fail at the first handshake. */
public final class PemCertificate {

    private static final Pattern KEY = Pattern.compile(
            "-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----\\s+([A-Za-z0-9+/=\\s]+?)\\s*-----END \\1-----\\s*");

    /** Some tools put the parameters of the curve in front of an EC key. */
    private static final Pattern EC_PARAMETERS =
            Pattern.compile("^-----BEGIN EC PARAMETERS-----[A-Za-z0-9+/=\\s]+-----END EC PARAMETERS-----\\s*");

    private PemCertificate() {}

    /**
     * The one certificate of a text.
     *
     * @throws InvalidCertificateException when there is none, or more than one
     */
    public static X509Certificate one(String pem) throws InvalidCertificateException {
        List<X509Certificate> certificates = many(pem, Reason.UNREADABLE_CERTIFICATE);
        if (certificates.size() > 1) {
            throw new InvalidCertificateException(Reason.MORE_THAN_ONE);
        }
        return certificates.getFirst();
    }

    /**
     * Checks that a private key is the certificate's. PKCS #8, PKCS #1 and SEC 1 are read.
     *
     * @throws InvalidCertificateException when it is not, or when it cannot be read
     */
    public static void requireKey(X509Certificate certificate, String keyPem) throws InvalidCertificateException {
        PublicKey publicKey = certificate.getPublicKey();
        PrivateKey privateKey = privateKey(keyPem, publicKey);
        try {
            Signature signature =
                    Signature.getInstance(publicKey.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
            byte[] probe = publicKey.getEncoded();
            signature.initSign(privateKey);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(probe);
            if (!signature.verify(signed)) {
                throw new InvalidCertificateException(Reason.OTHER_KEY);
            }
        } catch (GeneralSecurityException e) {
            throw new InvalidCertificateException(Reason.UNREADABLE_KEY, e);
        }
    }

    /**
     * Checks that each certificate of a chain issued the one before it; without a chain, that the certificate issued
     * itself.
     *
     * @throws InvalidCertificateException when it is not so
     */
    public static void requireChain(X509Certificate certificate, @Nullable String chainPem)
            throws InvalidCertificateException {
        List<X509Certificate> chain = chainPem == null ? List.of(certificate) : many(chainPem, Reason.UNREADABLE_CHAIN);
        X509Certificate issued = certificate;
        for (X509Certificate issuer : chain) {
            try {
                issued.verify(issuer.getPublicKey());
            } catch (GeneralSecurityException e) {
                throw new InvalidCertificateException(Reason.OTHER_CHAIN, e);
            }
            issued = issuer;
        }
    }

    /**
     * The certificates of a text, in their order.
     *
     * @throws InvalidCertificateException when there is none, or one that cannot be read
     */
    public static List<X509Certificate> chain(String pem) throws InvalidCertificateException {
        return many(pem, Reason.UNREADABLE_CHAIN);
    }

    /**
     * A private key for a certificate. PKCS #8, PKCS #1 and SEC 1 are read.
     *
     * @throws InvalidCertificateException when it is not the certificate's, or when it cannot be read
     */
    public static PrivateKey key(X509Certificate certificate, String keyPem) throws InvalidCertificateException {
        requireKey(certificate, keyPem);
        return privateKey(keyPem, certificate.getPublicKey());
    }

    private static List<X509Certificate> many(String pem, Reason unreadable) throws InvalidCertificateException {
        try {
            byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(bytes))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (certificates.isEmpty() || !pem.contains("-----BEGIN CERTIFICATE-----")) {
                throw new InvalidCertificateException(unreadable);
            }
            return certificates;
        } catch (CertificateException e) {
            throw new InvalidCertificateException(unreadable, e);
        }
    }

    private static PrivateKey privateKey(String pem, PublicKey publicKey) throws InvalidCertificateException {
        String stripped = EC_PARAMETERS.matcher(pem.strip()).replaceFirst("");
        Matcher matcher = KEY.matcher(stripped);
        if (!matcher.matches()) {
            throw new InvalidCertificateException(Reason.UNREADABLE_KEY);
        }
        byte[] der;
        try {
            der = Base64.getMimeDecoder().decode(matcher.group(2));
        } catch (IllegalArgumentException e) {
            throw new InvalidCertificateException(Reason.UNREADABLE_KEY, e);
        }
        boolean wrapped = matcher.group(1).equals("PRIVATE KEY");
        try {
            return KeyFactory.getInstance(publicKey.getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(wrapped ? der : wrapped(der, publicKey)));
        } catch (GeneralSecurityException e) {
            throw new InvalidCertificateException(Reason.UNREADABLE_KEY, e);
        }
    }

    /**
     * A key of PKCS #1 or SEC 1 as PKCS #8. The former leave out which algorithm the key is for; the certificate's key tells
     * it.
     */
    public static byte[] wrapped(byte[] key, PublicKey publicKey) {
        byte[] encoded = publicKey.getEncoded();
        int start = encoded[1] >= 0 ? 2 : 2 + (encoded[1] & 0x7f);
        byte[] algorithm = new byte[2 + encoded[start + 1]];
        System.arraycopy(encoded, start, algorithm, 0, algorithm.length);
        return Der.sequence(Der.integer(BigInteger.ZERO), algorithm, Der.octets(key));
    }
}
