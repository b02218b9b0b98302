package dev.sallyport.control.rest.domains;

import dev.sallyport.control.ServiceException;
import dev.sallyport.control.certificate.PemCertificate;
import dev.sallyport.control.rest.Input;
import dev.sallyport.model.DomainName.UploadedCertificate;
import dev.sallyport.wire.apigateway.CreateDomainNameRequest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Certificates that clients give as PEM instead of naming one of ACM. What does not belong together is refused, because
 * it could only fail at the first handshake. The wording of the errors is inferred.
 */
final class UploadedCertificates {

    private static final Pattern KEY = Pattern.compile(
            "-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----\\s+([A-Za-z0-9+/=\\s]+?)\\s*-----END \\1-----\\s*");

    private UploadedCertificates() {}

    /**
     * The certificate of a request, or null when the request has none.
     *
     * @throws ServiceException when key, certificate and chain do not belong together
     */
    static @Nullable UploadedCertificate of(CreateDomainNameRequest request) {
        String body = Input.orNull(request.certificateBody());
        String key = Input.orNull(request.certificatePrivateKey());
        String chain = Input.orNull(request.certificateChain());
        if (body == null && key == null && chain == null) {
            return null;
        }
        if (body == null || key == null) {
            throw ServiceException.badRequest("A certificate needs both certificateBody and certificatePrivateKey");
        }
        List<? extends Certificate> leaf = certificates(body, "certificateBody");
        if (leaf.size() != 1) {
            throw ServiceException.badRequest("Invalid certificateBody: it must hold exactly one certificate");
        }
        requireMatch(
                privateKey(key, leaf.getFirst().getPublicKey()), leaf.getFirst().getPublicKey());
        if (chain != null) {
            requireChain(leaf.getFirst(), certificates(chain, "certificateChain"));
        }
        return new UploadedCertificate(body, key, chain);
    }

    private static List<? extends Certificate> certificates(String pem, String member) {
        try {
            byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
            List<? extends Certificate> certificates = List.copyOf(
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(bytes)));
            if (!certificates.isEmpty()) {
                return certificates;
            }
        } catch (CertificateException e) {
            throw ServiceException.badRequest("Invalid " + member + ": " + e.getMessage());
        }
        throw ServiceException.badRequest("Invalid " + member + ": there is no certificate in it");
    }

    private static PrivateKey privateKey(String pem, PublicKey publicKey) {
        Matcher matcher = KEY.matcher(pem.strip());
        if (!matcher.matches()) {
            throw invalidKey("it must be one unencrypted key as PEM");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
            boolean wrapped = matcher.group(1).equals("PRIVATE KEY");
            return KeyFactory.getInstance(publicKey.getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(wrapped ? der : PemCertificate.wrapped(der, publicKey)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw invalidKey("it is no key of the certificate's kind");
        }
    }

    private static void requireMatch(PrivateKey privateKey, PublicKey publicKey) {
        try {
            Signature signature =
                    Signature.getInstance(publicKey.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
            byte[] probe = publicKey.getEncoded();
            signature.initSign(privateKey);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(probe);
            if (signature.verify(signed)) {
                return;
            }
        } catch (GeneralSecurityException e) {
            throw invalidKey("keys of this kind are not supported");
        }
        throw invalidKey("it does not belong to the certificate");
    }

    private static void requireChain(Certificate leaf, List<? extends Certificate> chain) {
        Certificate issued = leaf;
        for (Certificate issuer : chain) {
            try {
                issued.verify(issuer.getPublicKey());
            } catch (GeneralSecurityException e) {
                throw ServiceException.badRequest(
                        "Invalid certificateChain: each certificate must have issued the one before it");
            }
            issued = issuer;
        }
    }

    private static ServiceException invalidKey(String why) {
        return ServiceException.badRequest("Invalid certificatePrivateKey: " + why);
    }
}
