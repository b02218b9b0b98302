package dev.sallyport.control.acm;

import static java.util.Objects.requireNonNull;

import dev.sallyport.control.Call;
import dev.sallyport.control.ServiceException;
import dev.sallyport.control.certificate.InvalidCertificateException;
import dev.sallyport.control.certificate.PemCertificate;
import dev.sallyport.model.Certificate;
import dev.sallyport.model.Scope;
import dev.sallyport.store.Kind;
import dev.sallyport.wire.acm.ImportCertificateRequest;
import dev.sallyport.wire.acm.ImportCertificateResponse;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * ImportCertificate (companion R7.5, R7.10): certificate, chain and key belong together and are of use now. The wording
 * of the errors is inferred.
 */
final class Imports {

    private static final int MAX_CERTIFICATE = 32_768;
    private static final int MAX_KEY = 5_120;
    private static final int MAX_CHAIN = 2_097_152;

    private final AcmServices services;

    Imports(AcmServices services) {
        this.services = services;
    }

    ImportCertificateResponse importCertificate(Call call, ImportCertificateRequest in) {
        Certificate.Material material = new Certificate.Material(
                requireNonNull(text(in.certificate(), "certificate", MAX_CERTIFICATE)),
                text(in.certificateChain(), "certificateChain", MAX_CHAIN),
                requireNonNull(text(in.privateKey(), "privateKey", MAX_KEY)));
        Instant now = services.now();
        X509Certificate x509 = checked(material, now);
        String keyAlgorithm = CertificateFacts.keyAlgorithm(x509.getPublicKey());
        if (keyAlgorithm == null) {
            throw AcmErrors.validation("The private key is not supported.");
        }
        List<String> names = CertificateFacts.domainNames(x509);
        if (names.isEmpty()) {
            throw AcmErrors.validation("The certificate names no domain.");
        }
        Scope scope = call.scope();
        String arn = in.certificateArn();
        SortedMap<String, String> tags = CertificateTags.of(in.tags());
        if (arn != null && !tags.isEmpty()) {
            throw AcmErrors.validation("Tags cannot be given when a certificate is imported again.");
        }
        return services.store().write(store -> {
            Certificate before = arn == null ? null : Certificates.require(store, scope, arn);
            if (before != null && !before.type().equals(CertificateViews.IMPORTED)) {
                throw AcmErrors.validation("Certificate " + before.arn() + " was not imported.");
            }
            Certificate imported = new Certificate(
                    before == null
                            ? "arn:" + scope.partition() + ":acm:" + scope.region() + ':' + scope.account()
                                    + ":certificate/" + services.uuids().get()
                            : before.arn(),
                    names,
                    CertificateViews.IMPORTED,
                    keyAlgorithm,
                    null,
                    before == null ? now : before.createdAt(),
                    null,
                    null,
                    now,
                    material,
                    "DISABLED",
                    "DISABLED",
                    before == null ? tags : before.tags());
            store.put(Kind.CERTIFICATE, scope, "", imported.arn(), imported);
            return ImportCertificateResponse.builder()
                    .certificateArn(imported.arn())
                    .build();
        });
    }

    private static @Nullable String text(byte @Nullable [] blob, String member, int maxLength) {
        if (blob == null) {
            return null;
        }
        if (blob.length == 0 || blob.length > maxLength) {
            String bound = blob.length == 0 ? "greater than or equal to 1" : "less than or equal to " + maxLength;
            throw AcmErrors.validation("1 validation error detected: Value at '" + member
                    + "' failed to satisfy constraint: Member must have length " + bound);
        }
        return new String(blob, StandardCharsets.US_ASCII);
    }

    private static X509Certificate checked(Certificate.Material material, Instant now) {
        try {
            X509Certificate x509 = PemCertificate.one(material.certificate());
            PemCertificate.requireKey(x509, material.privateKey());
            PemCertificate.requireChain(x509, material.chain());
            if (x509.getNotAfter().toInstant().isBefore(now)) {
                throw AcmErrors.validation("The certificate has expired.");
            }
            return x509;
        } catch (InvalidCertificateException e) {
            throw refusal(e.reason(), material.chain() != null);
        }
    }

    private static ServiceException refusal(InvalidCertificateException.Reason reason, boolean chain) {
        return AcmErrors.validation(
                switch (reason) {
                    case UNREADABLE_CERTIFICATE -> "The certificate is not a valid PEM-encoded X.509 certificate.";
                    case MORE_THAN_ONE ->
                        "The certificate field contains more than one certificate. You can specify only one certificate"
                                + " in this field.";
                    case UNREADABLE_KEY -> "The private key is not supported.";
                    case OTHER_KEY -> "The private key does not match the public key in the certificate.";
                    case UNREADABLE_CHAIN -> "The certificate chain is not a valid PEM-encoded chain of certificates.";
                    case OTHER_CHAIN ->
                        chain
                                ? "Could not validate the certificate with the certificate chain."
                                : "Provided certificate is not a valid self signed. Please provide either a valid"
                                        + " self-signed certificate or certificate chain.";
                });
    }
}
